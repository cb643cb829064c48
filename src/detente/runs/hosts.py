"""Hosts of outlets that fail again and again, or ask for it, are left alone for a while with all their pages."""

from __future__ import annotations

import math
import random
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

from detente.record.watched import FeedItem
from detente.runs.pacing import HOUR, grown
from detente.sources import Refusal
from detente.types import Page

PASSING = frozenset({"timeout", "unreachable", "unknown-host", "http-408", "http-425", "http-429"})
"""Why an item could not be got that may pass, besides a server's own errors (5xx)."""

FORGOTTEN = timedelta(days=2)
"""After which a host's failures do not count any more: as long as an item is tried."""


class Hosts:
    """Hosts that fail again and again, or ask for it, are left alone for a while with all their pages."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._failures: dict[str, tuple[int, datetime]] = {}
        """How often a host has failed one time after the other, and when it last did."""
        self._until: dict[str, datetime] = {}

    def resting(self, item: FeedItem, now: datetime) -> datetime | None:
        """Until when the item's host is left alone; None if it may be called."""
        until = self._until.get(host_of(item))
        return until if until is not None and until > now else None

    def note(self, item: FeedItem, got: Page | Refusal, now: datetime) -> None:
        """Remembers how the host answered, and forgets what no longer matters of others."""
        self._forget(now)
        host = host_of(item)
        if isinstance(got, Page) or not may_pass(got):
            self._failures.pop(host, None)
            return
        before, _ = self._failures.get(host, (0, now))
        failures = before + 1
        self._failures[host] = (failures, now)
        if failures > 1 or got.wait:
            seconds = grown(60.0, failures, HOUR, self._chance, got.wait)
            self._until[host] = now + timedelta(seconds=math.ceil(seconds))

    def _forget(self, now: datetime) -> None:
        """A watch of months meets more hosts than need be remembered: of most there are no items any more."""
        self._until = {host: until for host, until in self._until.items() if until > now}
        self._failures = {
            host: (failures, at) for host, (failures, at) in self._failures.items() if now - at < FORGOTTEN
        }


def may_pass(why: Refusal) -> bool:
    """Whether what was wrong may be right in a while."""
    return why.kind in PASSING or why.kind.startswith("http-5")


def host_of(item: FeedItem) -> str:
    """The host, and its port, that has the item's page."""
    return urlsplit(urljoin(item.feed, item.link)).netloc
