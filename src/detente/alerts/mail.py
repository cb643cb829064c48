"""Alerts by e-mail, over SMTP: those that are due at one time in one letter."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime
from hashlib import sha256
from typing import Literal

from detente.alerts.alert import Alert
from detente.alerts.wording import alert_text, plain
from detente.errors import DeliveryError

TIMEOUT = 20.0
LONGEST_SUBJECT = 150
Security = Literal["starttls", "tls", "none"]
PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail server, and from whom to whom. `port` 0 is the usual one for the security chosen."""

    host: str
    sender: str
    to: tuple[str, ...]
    security: Security = "starttls"
    port: int = 0
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    together: bool = True

    @property
    def name(self) -> str:
        """The receivers."""
        return f"mail {', '.join(self.to)}"

    def send(self, alerts: Sequence[Alert]) -> None:
        """Sends one letter. Raises `DeliveryError`."""
        letter = self.letter(alerts)
        port = self.port or PORTS[self.security]
        context = ssl.create_default_context()
        try:
            if self.security == "tls":
                server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, port, timeout=TIMEOUT, context=context)
            else:
                server = smtplib.SMTP(self.host, port, timeout=TIMEOUT)
            with server:
                if self.security == "starttls":
                    server.starttls(context=context)
                if self.user:
                    server.login(self.user, self.password or "")
                refused = server.send_message(letter, self.sender, list(self.to))
        except (smtplib.SMTPException, OSError) as error:
            said = " ".join(str(error).split()) or type(error).__name__
            raise DeliveryError(f"{self.host}:{port} did not take the letter ({said})") from None
        if refused:
            # The others have it: sending it again would double it for them.
            raise DeliveryError(
                f"{', '.join(refused)} refused by {self.host}; the others have it", final=True
            )

    def letter(self, alerts: Sequence[Alert]) -> EmailMessage:
        """The letter, with an identifier that is the same for the same alerts."""
        first = plain(alerts[0].headline)
        subject = first if len(alerts) == 1 else f"{len(alerts)} alerts: {first}"
        letter = EmailMessage(policy=SMTP)
        letter["Subject"] = f"[Détente] {subject}"[:LONGEST_SUBJECT]
        letter["From"] = self.sender
        letter["To"] = ", ".join(self.to)
        letter["Date"] = localtime()
        mark = sha256(" ".join(sorted(alert.id for alert in alerts)).encode()).hexdigest()[:24]
        letter["Message-ID"] = f"<{mark}@{self.sender.rpartition('@')[2].strip('> ') or 'localhost'}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content("\n\n".join(alert_text(alert) for alert in alerts) + "\n")
        return letter
