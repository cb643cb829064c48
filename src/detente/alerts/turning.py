"""Turns of a pair's relations, each told once: it is known again by its days, which shift a little as more is read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from detente.alerts.alert import Alert, Finding, Sentence, identity, sentence
from detente.alerts.wishes import Pair, Wish
from detente.alerts.wording import turn_headline
from detente.knowledge.scales import shipped_scale
from detente.record.alerted import alerted_days
from detente.record.dealings import dealings
from detente.record.news import reports_of
from detente.record.store import Record
from detente.relations.account import account
from detente.relations.tallies import tally

RECENT = timedelta(days=14)
"""A turn that could be told longer ago is no news."""
SAME = timedelta(days=28)
"""Two tellings of a turn of one direction that lie no further apart are one turn."""


def turns_of(record: Record, pairs: Sequence[Pair], wishes: Sequence[Wish], now: datetime) -> list[Finding]:
    """The turns of these pairs that somebody wishes to be told of and was not told yet."""
    wanted = sorted(
        {pair for pair in pairs if any("turn" in wish.on and wish.wants(pair) for wish in wishes)}
    )
    if not wanted:
        return []
    events = dealings(record)
    scale = shipped_scale("plover")
    tallies = tally(events, scale)
    found: list[Finding] = []
    for pair in (one for one in wanted if one in tallies.pairs):
        for turn, _, why in account(events, pair, scale, tallies=tallies).turns:
            known = date.fromisoformat(turn.known)
            if known < now.date() - RECENT or _was_told(record, pair, turn.direction, known):
                continue
            alert = Alert(
                id=identity("turn", pair, turn.direction, turn.known),
                kind="turn",
                states=pair,
                subject=turn.direction,
                headline=turn_headline(pair, turn.direction, turn.known, turn.probability),
                day=turn.known,
                raised=now.isoformat(timespec="seconds") + "+00:00",
                evidence=_evidence(record, why["id"].to_pylist()),
                page=f"/pair/{'-'.join(pair)}",
            )
            found.append(Finding(alert=alert, tellings=()))
    return found


def _was_told(record: Record, pair: Pair, direction: str, known: date) -> bool:
    days = alerted_days(record, "turn", pair, direction)
    return any(abs(date.fromisoformat(day) - known) <= SAME for day in days)


def _evidence(record: Record, happenings: Sequence[str]) -> tuple[Sentence, ...]:
    """The sentences of the events that made the turn, those that did most first."""
    rows = reports_of(record, happenings)
    return tuple(sentence(rows[one]) for one in happenings if one in rows)
