"""Sending alerts: each once on each way, again where a way failed, and after a restart what was left.

An alert counts as sent when that stands in the record. Killed in the moment between, a watch sends it again, under the
same identifier: rather twice than never.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Protocol

import msgspec

from detente.alerts.alert import Alert
from detente.errors import DeliveryError, RecordError
from detente.record.alerted import (
    Delivery,
    deliveries_due,
    next_delivery,
    note_delivered,
    note_undelivered,
)
from detente.record.store import open_record

FIRST, LONGEST = 30.0, 6 * 3600.0
"""Seconds until a failed way is tried again: doubled each time up to the longest."""
TRIES = 12
"""How often an alert is tried on a way: for a day and a half."""


class Way(Protocol):
    """How alerts reach somebody."""

    @property
    def name(self) -> str:
        """By which the record knows it; holds no secret."""

    @property
    def together(self) -> bool:
        """Whether alerts that are due at one time are sent as one."""

    def send(self, alerts: Sequence[Alert]) -> None:
        """Sends them. Raises `DeliveryError`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered:
    """Alerts that could not be sent."""

    way: str
    alerts: tuple[str, ...]
    message: str
    again: float | None
    """Seconds until they are tried again; None where they are given up."""


class Sender:
    """The ways of a record's alerts, and what is due on them."""

    def __init__(self, record: Path, ways: Sequence[Way], chance: random.Random | None = None) -> None:
        self._path = record
        self._ways = {way.name: way for way in ways}
        self._chance = chance or random.Random()
        self._due: datetime | None = datetime.min
        self._unnoted: list[tuple[str, tuple[str, ...], datetime]] = []
        """What was sent but not yet noted, for the record could not be had."""

    def wake(self, at: datetime) -> None:
        """Says that there will be something to send then."""
        self._due = min(at, self._due or at)

    def send_due(self, now: datetime) -> list[Undelivered]:
        """Sends what is due; gives what could not be sent. Raises `RecordError` where the record cannot be had."""
        if self._due is None or self._due > now:
            return []
        try:
            self._note()
            with open_record(self._path, writable=False) as record:
                due = deliveries_due(record, now)
                self._due = next_delivery(record, now)
            failures: list[Undelivered] = []
            for name, group in groupby(sorted(due, key=lambda one: one.way), key=lambda one: one.way):
                failures += self._on(name, list(group), now)
        except RecordError:
            self.wake(now)
            raise
        return failures

    def _on(self, name: str, due: list[Delivery], now: datetime) -> list[Undelivered]:
        way = self._ways.get(name)
        if way is None:
            error = DeliveryError("this way is no longer set up", final=True)
            return [self._failed(name, due, error, now)]
        for packet in [due] if way.together else [[one] for one in due]:
            try:
                way.send([msgspec.json.decode(one.body, type=Alert) for one in packet])
            except DeliveryError as error:
                # What comes after it waits: a way that fails is tried once at a time.
                self.wake(now + timedelta(seconds=FIRST))
                return [self._failed(name, packet, error, now)]
            self._unnoted.append((name, tuple(one.alert for one in packet), now))
            self._note()
        return []

    def _note(self) -> None:
        while self._unnoted:
            name, alerts, at = self._unnoted[0]
            with open_record(self._path) as record:
                note_delivered(record, alerts, name, at)
            del self._unnoted[0]

    def _failed(self, name: str, packet: list[Delivery], error: DeliveryError, now: datetime) -> Undelivered:
        tried = max(one.tries for one in packet) + 1
        again = None
        if not error.final and tried < TRIES:
            again = min(FIRST * 2.0 ** (tried - 1), LONGEST) * self._chance.uniform(0.75, 1.25)
            again = max(again, min(error.wait or 0.0, LONGEST))
            self.wake(now + timedelta(seconds=again))
        alerts = tuple(one.alert for one in packet)
        due = now + timedelta(seconds=again) if again is not None else None
        with open_record(self._path) as record:
            note_undelivered(record, alerts, name, due=due, why=str(error))
        return Undelivered(way=name, alerts=alerts, message=str(error), again=again)
