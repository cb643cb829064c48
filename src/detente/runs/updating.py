"""Bringing public facts about offices into a user's own table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from detente.knowledge.holders import Holder, holders
from detente.knowledge.overlay import laid_over
from detente.knowledge.spans import covers
from detente.knowledge.spelling import fold
from detente.knowledge.states import states
from detente.knowledge.wikidata import Position, office_of, positions
from detente.sources.wikidata import ENDPOINT, HeldPosition, held_positions

AT_ONCE = 40
"""States in one question: the service gives up what takes longer than a minute."""
OVERLAP = timedelta(days=180)
"""How far before the last day that our tables know of a question begins, where nothing else is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of Wikidata."""

    codes: tuple[str, ...] = ()
    """States (alpha-3); none are all."""
    offices: tuple[str, ...] = ()
    since: str | None = None
    endpoint: str = ENDPOINT


def news(asked: Asked, own: Sequence[Holder]) -> Iterator[Holder]:
    """Rows that neither our tables nor the user's have, question by question. Raises `SourceError`."""
    known = laid_over(holders(), own)
    codes = asked.codes or tuple(s.code for s in states() if s.until is None and s.part_of is None)
    since = asked.since or (date.fromisoformat(max(h.since for h in holders())) - OVERLAP).isoformat()
    seen: set[Holder] = set()
    for position in positions():
        if asked.offices and not set(asked.offices) & set(position.offices):
            continue
        for begin in range(0, len(codes), AT_ONCE):
            found = held_positions(position.item, codes[begin : begin + AT_ONCE], since, asked.endpoint)
            for row in _rows(found, position, known):
                if row not in seen and (not asked.offices or row.office in asked.offices):
                    seen.add(row)
                    yield row


def _rows(found: Sequence[HeldPosition], position: Position, known: Sequence[Holder]) -> Iterator[Holder]:
    for held in found:
        office = office_of(held.position, position)
        if office is None or _is_known(held, office, known):
            continue
        yield Holder(
            person=held.person, office=office, country=held.country, since=held.since, until=held.until,
            source=f"Wikidata: https://www.wikidata.org/wiki/{held.item}",
        )  # fmt: skip


def _is_known(held: HeldPosition, office: str, known: Sequence[Holder]) -> bool:
    """Whether a row has that person in that office of that state at the beginning, or in another's stead of one's own."""
    return any(
        h.country == held.country
        and h.office == office
        and fold(held.person) in {fold(name) for name in (h.person, *h.aliases)}
        and (covers(h.since, h.until, held.since) or h.since[:7] == held.since[:7])
        for h in known
    )
