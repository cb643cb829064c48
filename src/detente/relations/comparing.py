"""Which precedents a claim can be compared with: alike in form, people and place; and what a source is missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from detente.knowledge.states import state_by_code
from detente.relations.questions import Question
from detente.relations.ranks import GENERIC, belongs, canonical, same_person
from detente.relations.visits import Person, Precedent, Reference, first_day

ITSELF_BEFORE, ITSELF_AFTER = timedelta(days=10), timedelta(days=14)
"""How far from the day of the claim an entry can begin and still be the very encounter it is made of."""
MEETINGS = frozenset({"talks", "meeting", "summit", "meal"})
RESTRICTED = re.compile(
    r"\b(?:western|european|arab|african|asian|muslim|nordic|[A-Z]*G\d+|NATO|EU|BRICS)\b", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Precedents of one source and whether, for this question, they are all there are."""

    earlier: tuple[Precedent, ...]
    """That agree in form, people and place, and began before the encounter itself."""
    itself: tuple[Precedent, ...]
    complete_from: str | None
    """First day from which on nothing is missing; None where anything can be."""
    complete_to: str | None
    name: str


def in_list(question: Question, listed: Reference) -> Known:
    fits = [v for v in listed.visits if question.form == "visit" and _is_alike(question, v)]
    spans = [listed.covered[key] for key in needed(question) if key in listed.covered]
    complete = spans and len(spans) == len(needed(question)) and question.form == "visit"
    return _split(
        question, fits, "the list",
        max(first for first, _ in spans) if complete else None,
        # A list of journeys is closed with the last one that anybody on it made.
        max(last for _, last in listed.covered.values()) if complete else None,
    )  # fmt: skip


def in_record(question: Question, held: Sequence[Precedent]) -> Known:
    # The sentence that makes the claim is no witness for it.
    fits = [v for v in held if v.remark != question.quote and _is_alike(question, v)]
    return _split(question, fits, "the record", None, None)


def _split(
    question: Question,
    fits: Sequence[Precedent],
    name: str,
    complete_from: str | None,
    complete_to: str | None,
) -> Known:
    day = day_of(question.until)
    around = [
        v for v in fits if day - ITSELF_BEFORE <= day_of(v.end) and day_of(v.start) <= day + ITSELF_AFTER
    ]
    itself = [
        v
        for v in around
        if not question.people or question.peers is None or _shares(question.people, v.people)
    ]
    earlier = [
        v
        for v in fits
        if day_of(v.start) < day - ITSELF_BEFORE or (v not in itself and v.end < day.isoformat())
    ]
    return Known(
        earlier=tuple(v for v in earlier if v not in itself), itself=tuple(itself), complete_from=complete_from,
        complete_to=complete_to, name=name,
    )  # fmt: skip


def needed(question: Question) -> tuple[tuple[str, str], ...]:
    """The offices that a list must cover to settle a claim; empty where no list of offices can."""
    person = question.people[0] if question.people else None
    country = question.country or (person.country if person and question.peers is None else None)
    if country is None or (question.peers is not None and RESTRICTED.search(question.peers)):
        return (("", ""),)
    if question.peers is None or question.kind == "highest":
        own = person.office if person is not None else None
        head = (
            (("president", country),)
            if question.kind == "highest" and own not in {"president", "prime minister"}
            else ()
        )
        return ((own or "", country), *head)
    office = canonical(question.office, country)
    return (
        (_head_of(country) if question.office == "leader" else (office or question.office or ""), country),
    )


def _head_of(country: str) -> str:
    return (
        "president"
        if country in {"USA", "FRA", "CHN", "RUS", "KOR", "TUR", "IRN", "UKR", "BRA", "MEX"}
        else "prime minister"
    )


def _is_alike(question: Question, other: Precedent) -> bool:
    if question.form == "visit":
        return (
            other.form == "visit"
            and _is_at(question, other)
            and any(is_peer(question, p) for p in other.people)
        )
    if not ({question.form, other.form} <= MEETINGS or question.form == other.form):
        return False
    sides = (*question.people, *question.partners)
    if question.place_country and question.place_country != other.country:
        return False
    return len(sides) > 1 and all(any(_is_side(side, p, question) for p in other.people) for side in sides)


def _is_side(side: Person, other: Person, question: Question) -> bool:
    if question.peers is not None or side.country == side.name or (not side.office and " " not in side.name):
        return side.country is not None and side.country == other.country
    return same_person(side.name, other.name)


def is_peer(question: Question, other: Person) -> bool:
    if question.peers is None:
        return any(same_person(p.name, other.name) and p.country == other.country for p in question.people)
    if question.country is not None and question.country != other.country:
        return False
    if question.country is None and other.country == question.place_country:
        return False
    if question.kind == "highest":
        return other.country is not None
    wanted = (
        question.office
        if question.office in GENERIC
        else canonical(question.office, question.country) or question.office
    )
    return belongs(other.office, wanted)


def _is_at(question: Question, other: Precedent) -> bool:
    if question.place_country is None or question.place_country != other.country:
        return False
    # A capital stands for its state; another city counts by itself, where the other names its places.
    city = question.place or ""
    return (
        _stands_for_state(city, question.place_country)
        or not other.place
        or city.casefold() in other.place.casefold()
    )


def _stands_for_state(name: str, country: str) -> bool:
    state = state_by_code().get(country)
    return state is None or not name or name in {state.name, *state.aliases, state.capital}


def _shares(a: Sequence[Person], b: Sequence[Person]) -> bool:
    return any(same_person(x.name, y.name) for x in a for y in b)


def day_of(day: str | None) -> date:
    """The first day of a prefix, as a date."""
    return date.fromisoformat(first_day(day or "") or "0001-01-01")
