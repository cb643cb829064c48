"""Questions to the tables of people and states: who held what, where and when; what a state is called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.knowledge.bodies import bodies
from detente.knowledge.holders import Holder, Title, offices, titles
from detente.knowledge.spans import covers
from detente.knowledge.spelling import fold
from detente.knowledge.states import State, metonyms, state_by_code, states_by_word


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which rows are asked for. Empty fields do not narrow it."""

    words: str | None = None
    """Words of a person's name or alias, in any order."""
    office: str | None = None
    country: str | None = None
    day: str | None = None
    """ISO 8601 prefix."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateCard:
    """A state's codes and names."""

    state: State
    metonyms: tuple[str, ...]
    bodies: tuple[str, ...]


def found(rows: Sequence[Holder], wanted: Wanted) -> tuple[Holder, ...]:
    """The rows that are asked for, by country, office and time."""
    words = set(fold(wanted.words).split()) if wanted.words else set()
    kept = [
        h
        for h in rows
        if (wanted.office is None or h.office == wanted.office)
        and (wanted.country is None or h.country == wanted.country)
        and (wanted.day is None or covers(h.since, h.until, wanted.day))
        and (not words or any(words <= set(fold(name).split()) for name in (h.person, *h.aliases)))
    ]
    return tuple(sorted(kept, key=lambda h: (h.country, h.office, h.since, h.person)))


def office_called(words: str, country: str | None = None) -> tuple[str, ...]:
    """The offices that a title may mean, in a country: "secretary of state" in USA is the foreign minister's."""
    title = words.strip().lower()
    own = [t.office for t in _own_titles(country) if t.title.lower() == title]
    general = [o.office for o in offices() if title == o.office or title in (t.lower() for t in o.titles)]
    named = [title] if title.startswith("ambassador to ") else []
    exact = [office for office in general if office == title]
    return tuple(dict.fromkeys([*named, *(own or exact or general)]))


def _own_titles(country: str | None) -> list[Title]:
    return [t for t in titles() if country is None or t.country == country]


def country_called(words: str) -> str | None:
    """Code of a state, or name of a body, that words name."""
    plain = words.strip().casefold().removeprefix("the ")
    code = states_by_word().get(plain)
    if code is not None:
        return code
    return next(
        (b.name for b in bodies() if plain in (name.casefold() for name in (b.name, *b.aliases))), None
    )


def card_of(code: str) -> StateCard | None:
    """All that the tables say of a state."""
    state = state_by_code().get(code)
    if state is None:
        return None
    return StateCard(
        state=state,
        metonyms=tuple(m.phrase for m in metonyms() if m.country == code),
        bodies=tuple(b.name for b in bodies() if b.country == code),
    )
