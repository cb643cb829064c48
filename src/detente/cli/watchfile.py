"""The watch file: feeds, what to be told of, and on which ways."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from detente.alerts.mail import Mail
from detente.alerts.sending import Way
from detente.alerts.webhook import Webhook
from detente.alerts.wishes import Wish, wish
from detente.errors import UsageError
from detente.knowledge.issues import issues, overlaid
from detente.knowledge.overlay import Overlay
from detente.runs.happenings import Feed

SHORTEST = 60.0
"""Seconds between two calls for a feed."""
_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}


class _Feed(msgspec.Struct, forbid_unknown_fields=True):
    url: str
    every: str | None = None


class _Alert(msgspec.Struct, forbid_unknown_fields=True):
    pairs: tuple[str, ...] = ()
    on: tuple[str, ...] = ("turn", "encounter", "called-off")
    categories: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    least: float = 0.5


class _Webhook(msgspec.Struct, forbid_unknown_fields=True):
    url: str | None = None
    url_env: str | None = None
    url_file: str | None = None
    secret_env: str | None = None
    secret_file: str | None = None


class _Mail(msgspec.Struct, forbid_unknown_fields=True, rename={"sender": "from"}):
    host: str
    sender: str
    to: tuple[str, ...]
    security: Literal["starttls", "tls", "none"] = "starttls"
    port: int = 0
    user: str | None = None
    password_env: str | None = None
    password_file: str | None = None


class _File(msgspec.Struct, forbid_unknown_fields=True):
    feed: tuple[_Feed, ...] = ()
    alert: tuple[_Alert, ...] = ()
    webhook: tuple[_Webhook, ...] = ()
    mail: tuple[_Mail, ...] = ()
    record: str | None = None
    every: str = "15m"
    site: str | None = None
    terminal: bool = True
    allow_private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a watch is to do."""

    feeds: tuple[Feed, ...]
    wishes: tuple[Wish, ...]
    ways: tuple[Way, ...] = ()
    """Besides the terminal."""
    record: Path | None = None
    site: str | None = None
    terminal: bool = True
    allow_private: bool = False


def read_plan(file: Path, overlay: Overlay | None = None, environ: Mapping[str, str] = os.environ) -> Plan:
    """The plan of a watch file. Secrets come from the environment or from files that it names.

    Relative paths are taken from the file's own folder. Raises `UsageError`, naming what is wrong.
    """
    given = _decoded(file)
    secrets = _Secrets(file.parent, environ)
    try:
        return Plan(
            feeds=tuple(Feed(address=one.url, every=seconds_of(one.every or given.every)) for one in given.feed),
            wishes=tuple(_wish(one, overlay) for one in given.alert),
            ways=(*(_webhook(one, secrets) for one in given.webhook), *(_mail(one, secrets) for one in given.mail)),
            record=file.parent / given.record if given.record else None,
            site=given.site,
            terminal=given.terminal,
            allow_private=given.allow_private,
        )  # fmt: skip
    except UsageError as error:
        raise UsageError(f"{file}: {error}") from None


def record_named_in(file: Path) -> Path | None:
    """The record that a watch file names. Raises `UsageError`."""
    named = _decoded(file).record
    return file.parent / named if named else None


def _decoded(file: Path) -> _File:
    try:
        return msgspec.toml.decode(file.read_bytes(), type=_File)
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({error.strerror})") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: {error}; docs/how-to/watch.md shows a whole file") from None


def seconds_of(words: str) -> float:
    """The seconds of "15m", "2h", "90s" or "1d". Raises `UsageError` for what is no time or less than a minute."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhd])", words.strip())
    if found is None:
        raise UsageError(f"every: {words!r} is no time; write 15m, 2h or 1d")
    seconds = float(found[1]) * _UNITS[found[2]]
    if seconds < SHORTEST:
        raise UsageError(f"every: {words} is too often to be polite; a minute (1m) is the least")
    return seconds


def known_issues(overlay: Overlay | None) -> frozenset[str]:
    """The identifiers of our issues and the user's own."""
    return frozenset(one.id for one in (overlaid(issues(), overlay.issues) if overlay else issues()))


def _wish(given: _Alert, overlay: Overlay | None) -> Wish:
    return wish(given.pairs, given.on, given.categories, given.issues, given.least, known_issues(overlay))


@dataclass(frozen=True, slots=True)
class _Secrets:
    folder: Path
    environ: Mapping[str, str]

    def find(self, what: str, variable: str | None, file: str | None) -> str | None:
        """The secret in a variable of the environment or a file; None where neither is named."""
        if variable is not None:
            if not self.environ.get(variable):
                raise UsageError(f"{what}: the environment has no {variable}")
            return self.environ[variable]
        if file is None:
            return None
        # systemd hands over what LoadCredential names in a folder of its own.
        path = self.folder / file.replace(
            "$CREDENTIALS_DIRECTORY", self.environ.get("CREDENTIALS_DIRECTORY", ".")
        )
        try:
            return path.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise UsageError(f"{what}: {path} cannot be read ({error.strerror})") from None


def _webhook(given: _Webhook, secrets: _Secrets) -> Webhook:
    url = given.url or secrets.find("webhook url", given.url_env, given.url_file)
    if url is None:
        raise UsageError("webhook: give its url, or url_env or url_file where that is secret")
    return Webhook(url=url, secret=secrets.find("webhook secret", given.secret_env, given.secret_file))


def _mail(given: _Mail, secrets: _Secrets) -> Mail:
    if not given.to:
        raise UsageError("mail: to names nobody")
    for address in (given.sender, *given.to):
        if "@" not in address or not address.isprintable():
            raise UsageError(f"mail: {address!r} is no address")
    return Mail(
        host=given.host, sender=given.sender, to=given.to, security=given.security, port=given.port, user=given.user,
        password=secrets.find("mail password", given.password_env, given.password_file),
    )  # fmt: skip
