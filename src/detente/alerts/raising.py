"""Raising alerts: what is found is kept in the record, to be sent, in the same step in which its articles count as heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import msgspec

from detente.alerts.alert import Alert, Finding
from detente.alerts.finding import findings
from detente.alerts.turning import turns_of
from detente.alerts.wishes import Pair, Wish
from detente.record.alerted import Raised, keep_alerts
from detente.record.news import pairs_told
from detente.record.store import Record
from detente.record.watched import lately_read, unheard

AT_START = 2
"""Days whose articles are looked through for turns when a watch begins, in case the one before was ended too soon."""


class Alarms:
    """Somebody's wishes, and the pairs in which a turn is yet to be looked for.

    `ways` are the names of the ways on which each alert is to be sent; `site` is where `detente serve` is reached.
    """

    def __init__(self, wishes: Sequence[Wish], ways: Sequence[str], site: str | None = None) -> None:
        self._wishes = tuple(wishes)
        self._ways = tuple(ways)
        self._site = site.rstrip("/") if site else None
        self._pairs: set[Pair] | None = None

    @property
    def restless(self) -> bool:
        """Whether turns are yet to be looked for."""
        return self._pairs is None or bool(self._pairs)

    def look(self, record: Record, now: datetime) -> list[Alert]:
        """Raises what the articles tell that came since the last look. Raises `RecordError`."""
        articles = unheard(record)
        if not articles:
            return []
        pairs = pairs_told(record, articles)
        raised = self._keep(record, findings(record, articles, self._wishes, now), articles, now)
        if self._pairs is not None:
            self._pairs |= pairs
        return raised

    def look_for_turns(self, record: Record, now: datetime) -> list[Alert]:
        """Raises turns of the pairs of which something came since the last look for turns. Raises `RecordError`."""
        if self._pairs is None:
            self._pairs = pairs_told(record, lately_read(record, AT_START))
        if not self._pairs:
            return []
        raised = self._keep(record, turns_of(record, sorted(self._pairs), self._wishes, now), (), now)
        self._pairs = set()
        return raised

    def _keep(
        self, record: Record, found: Sequence[Finding], articles: Sequence[str], now: datetime
    ) -> list[Alert]:
        rows, alerts = [], []
        for one in found:
            alert = replace(one.alert, page=f"{self._site}{one.alert.page}") if self._site else one.alert
            alerts.append(alert)
            rows.append(
                Raised(
                    id=alert.id, kind=alert.kind, states=alert.states, subject=alert.subject,
                    tellings=one.tellings, day=alert.day, body=msgspec.json.encode(alert).decode(),
                )
            )  # fmt: skip
        keep_alerts(record, rows, self._ways, articles, now)
        return alerts
