"""Alerts as signed posts, as the Standard Webhooks specification has them (version 1.0.0).

Headers: `webhook-id` (the alert's identifier, the same on every try), `webhook-timestamp` (Unix seconds) and, where there is a
secret, `webhook-signature`: `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`. Redirects are not followed: a post goes
where its owner said, and nowhere else.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlsplit

import httpx
import msgspec

from detente.alerts.alert import Alert
from detente.alerts.wording import alert_text
from detente.errors import DeliveryError, UsageError
from detente.version import __version__

TIMEOUT = httpx.Timeout(10.0)
PREFIX = "whsec_"
"""Before a secret that is written in base64."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """An address that takes alerts, each as one JSON object."""

    url: str = field(repr=False)
    secret: str | None = field(default=None, repr=False)
    clock: Callable[[], float] = time.time
    together: bool = False

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError("webhook: the url must begin with https:// or http:// and name a host")
        _key(self.secret or "")

    @property
    def name(self) -> str:
        """The host, and a mark of the whole address, which may itself be a secret."""
        return f"webhook {urlsplit(self.url).hostname} {sha256(self.url.encode()).hexdigest()[:8]}"

    def send(self, alerts: Sequence[Alert]) -> None:
        """Posts each alert. Raises `DeliveryError`."""
        for alert in alerts:
            self._post(alert)

    def _post(self, alert: Alert) -> None:
        body = msgspec.json.encode(
            msgspec.to_builtins(alert) | {"text": alert_text(alert), "detente": __version__}
        )
        headers = {"Content-Type": "application/json", "User-Agent": f"detente/{__version__}"}
        headers |= signed(alert.id, int(self.clock()), body, self.secret)
        try:
            with (
                httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client,
                client.stream("POST", self.url, content=body, headers=headers) as response,
            ):
                status, retry = response.status_code, response.headers.get("retry-after", "")
        except httpx.HTTPError as error:
            # Its words may hold the address, which is kept to ourselves.
            raise DeliveryError(f"could not be reached ({type(error).__name__})") from None
        if not 200 <= status < 300:
            wait = float(retry[:9]) if retry.strip().isdecimal() else None
            # 410: the receiver wants no more of it (Standard Webhooks).
            raise DeliveryError(f"answered {status}", final=status == httpx.codes.GONE, wait=wait)


def signed(identity: str, at: int, body: bytes, secret: str | None) -> dict[str, str]:
    """The headers by which a receiver knows a post. `at`: Unix seconds."""
    headers = {"webhook-id": identity, "webhook-timestamp": str(at)}
    if secret:
        mac = hmac.new(_key(secret), f"{identity}.{at}.".encode() + body, sha256).digest()
        headers["webhook-signature"] = f"v1,{base64.b64encode(mac).decode()}"
    return headers


def _key(secret: str) -> bytes:
    if not secret.startswith(PREFIX):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        raise UsageError(f"webhook: a secret that begins with {PREFIX} goes on in base64") from None
