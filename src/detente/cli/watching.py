"""A watch at work: what happens in it is logged and counted, alerts are raised and sent, a copy is published."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from detente.alerts.raising import Alarms
from detente.alerts.sending import Sender
from detente.cli.status import Answer
from detente.display.logged import fields
from detente.display.metrics import CONTENT_TYPE, Metric, counter, exposition, gauge, process_metrics
from detente.errors import RecordError
from detente.record.keeping import publish
from detente.record.store import open_record
from detente.runs.happenings import Got, Happening, Held, Polled, Resting
from detente.runs.pacing import Pace

LOG = logging.getLogger("detente.watch")
STUCK = 1800.0
"""Seconds without a sign of life after which a watch counts as ill."""
APART = 60.0
"""Seconds between two published copies, at the least; and twenty times as long as one takes."""


@dataclass(slots=True)
class Tally:
    """What a watch has done since it began, for its metrics and its exit status."""

    polls: Counter[str] = field(default_factory=Counter)
    items: Counter[str] = field(default_factory=Counter)
    alerts: Counter[str] = field(default_factory=Counter)
    undelivered: int = 0
    failing: set[str] = field(default_factory=set)
    """Feeds whose last poll failed."""
    held: str | None = None
    """Why the record could not be had the last time."""
    alive: float = field(default_factory=time.monotonic)
    last_new: float = 0.0
    """Unix seconds of the last article that was read."""


class Desk:
    """Takes what happens in a watch, in the order in which it happens."""

    def __init__(
        self, record: Path, alarms: Alarms, sender: Sender, pace: Pace, copy: Path | None = None
    ) -> None:
        self.tally = Tally()
        self._record = record
        self._alarms = alarms
        self._sender = sender
        self._pace = pace
        self._copy = copy
        self._changed = copy is not None
        self._publish_from = 0.0
        self._owed = False
        """Whether articles could not be looked at, for the record could not be had."""

    def take(self, happenings: Iterable[Happening]) -> Tally:
        """Takes all, sends what is left, and gives the tally."""
        for one in happenings:
            self.tally.alive = time.monotonic()
            match one:
                case Polled():
                    self._polled(one)
                case Got():
                    self._got(one)
                case Held():
                    self.tally.held = one.message
                    LOG.warning("record cannot be had", extra=fields(why=one.message, again=round(one.again)))
                    continue
                case Resting():
                    self._rest()
            if not isinstance(one, Resting):
                self.tally.held = None
        self._rest(ending=True)
        return self.tally

    def _polled(self, one: Polled) -> None:
        again = None if one.again is None else round(one.again)
        self.tally.polls[one.outcome] += 1
        if one.outcome in ("failed", "gone"):
            level = logging.WARNING
            self.tally.failing.add(one.feed)
        else:
            # What is as it was is no news, but for a feed that had failed.
            level = logging.INFO if one.new or one.feed in self.tally.failing else logging.DEBUG
            self.tally.failing.discard(one.feed)
        told = fields(
            feed=one.feed, outcome=one.outcome, new=one.new, kind=one.kind, why=one.message, again=again
        )
        LOG.log(level, "feed", extra=told)

    def _got(self, one: Got) -> None:
        for step in one.steps:
            self.tally.items[step.fate] += 1
            found = step.reading
            title = found.article.title if found else None
            LOG.info("article", extra=fields(fate=step.fate, link=step.location, title=title))
        for why in one.waiting:
            self.tally.items["waiting"] += 1
            LOG.info("item", extra=fields(fate="waiting", link=why.location, kind=why.kind, why=why.message))
        for why in one.lost:
            self.tally.items["given up"] += 1
            LOG.warning(
                "item", extra=fields(fate="given up", link=why.location, kind=why.kind, why=why.message)
            )
        if any(step.fate in ("read", "revised") for step in one.steps):
            self._changed = self._copy is not None
            self.tally.last_new = time.time()
        self._alert()

    def _alert(self, *, turns: bool = False) -> None:
        try:
            with open_record(self._record) as record:
                now = self._pace.now()
                raised = self._alarms.look(record, now)
                if turns:
                    raised += self._alarms.look_for_turns(record, now)
        except RecordError as error:
            # What was not looked at stands in the record, and is looked at the next time.
            LOG.warning("alerts wait", extra=fields(why=str(error)))
            self._owed = True
            return
        self._owed = False
        for alert in raised:
            self.tally.alerts[alert.kind] += 1
        if raised:
            self._sender.wake(now)
            self._send()

    def _send(self) -> None:
        try:
            failed = self._sender.send_due(self._pace.now())
        except RecordError as error:
            LOG.warning("alerts wait", extra=fields(why=str(error)))
            return
        for one in failed:
            self.tally.undelivered += one.again is None
            again = None if one.again is None else round(one.again)
            told = fields(way=one.way, alerts=",".join(one.alerts), why=one.message, again=again)
            LOG.warning("alert not sent", extra=told)

    def _rest(self, *, ending: bool = False) -> None:
        if self._alarms.restless or self._owed:
            self._alert(turns=True)
        self._send()
        if self._changed and self._copy is not None and (ending or time.monotonic() >= self._publish_from):
            began = time.monotonic()
            try:
                with open_record(self._record, writable=False) as record:
                    publish(record, self._copy)
            except RecordError as error:
                LOG.warning("copy not published", extra=fields(why=str(error)))
                return
            self._changed = False
            took = time.monotonic() - began
            self._publish_from = time.monotonic() + max(APART, 20 * took)
            LOG.info("copy published", extra=fields(to=self._copy, seconds=round(took, 2)))

    # what is told over HTTP

    def healthy(self) -> Answer:
        """Whether it goes on at all."""
        silent = time.monotonic() - self.tally.alive
        if silent > STUCK:
            return 503, "text/plain", f"no sign of life for {silent:.0f} seconds\n"
        return 200, "text/plain", "ok\n"

    def ready(self) -> Answer:
        """Whether it can write what it reads."""
        if self.tally.held:
            return 503, "text/plain", f"{self.tally.held}\n"
        return self.healthy()

    def metrics(self) -> Answer:
        """The tally as Prometheus reads it."""
        return 200, CONTENT_TYPE, exposition([*_metrics(self.tally), *process_metrics()])


def _metrics(tally: Tally) -> list[Metric]:
    def each(name: str, label: str, help: str, counts: Counter[str]) -> Metric:
        return counter(name, help, {((label, key),): count for key, count in sorted(counts.copy().items())})

    return [
        each("detente_watch_polls_total", "outcome", "Calls for feeds, by outcome.", tally.polls),
        each("detente_watch_items_total", "fate", "Items of feeds that were tried, by what became of them.", tally.items),
        each("detente_watch_alerts_total", "kind", "Alerts raised, by kind.", tally.alerts),
        counter("detente_watch_alerts_undelivered_total", "Deliveries given up.", {(): tally.undelivered}),
        gauge("detente_watch_feeds_failing", "Feeds whose last call failed.", len(tally.failing)),
        gauge("detente_watch_record_held", "1 while the record cannot be had.", int(tally.held is not None)),
        gauge("detente_watch_last_article_timestamp_seconds", "When the last article was read.", tally.last_new),
    ]  # fmt: skip
