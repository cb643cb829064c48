"""Precedents: encounters that a claim can be compared with, from the record and from lists of visits.

A list is rows of a CSV or JSONL file, one visit a row: who travelled (`traveller`), in which office (`office` or
`role`), of which state (`traveller_country`), to which `country`, from `start` to `end`, with a `remark`. It is
taken to be complete for each office of a state between the first and the last visit that it has of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from detente.knowledge.states import states_by_word
from detente.relations.ranks import canonical, person_in

Row = Mapping[str, Any]
ROLES: Mapping[tuple[str, str], str] = {
    ("secretary", "USA"): "foreign minister",
    ("secretary of state", "USA"): "foreign minister",
}
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "traveller": ("traveller", "traveler", "name", "person"),
    "office": ("office", "role", "title"),
    "from": ("traveller_country", "traveler_country", "from"),
    "country": ("country", "to", "destination"),
    "start": ("start", "date", "begin", "day"),
    "end": ("end", "until"),
    "place": ("locale", "place", "city"),
    "remark": ("remark", "remarks", "note", "notes"),
    "id": ("id",),
}
FORMER: Mapping[str, str] = {
    "palestinian authority": "PSE", "west bank": "PSE", "vatican city": "VAT", "holy see": "VAT", "burma": "MMR",
    "germany, federal republic of": "DEU", "republic of china": "TWN", "bosnia-herzegovina": "BIH", "bosnia": "BIH",
    "democratic republic of the congo (zaire)": "COD", "congo, democratic republic of": "COD", "kyrgyz republic": "KGZ",
    "kirghizia": "KGZ", "byelorussia": "BLR", "ceylon": "LKA", "western samoa": "WSM", "timor leste": "TLS",
    "southern rhodesia (zimbabwe)": "ZWE", "serbia-montenegro (kosovo)": "XKX", "yugoslavia (kosovo)": "XKX",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A participant: name, canonical office, state."""

    name: str
    office: str | None
    country: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedent:
    """An encounter that took place. `start` and `end` are days (ISO); between them lies all that its date can mean."""

    source: Literal["list", "record"]
    id: str
    form: str
    people: tuple[Person, ...]
    country: str | None
    """Where it took place (visits: the state visited)."""
    place: str
    start: str
    end: str
    remark: str = ""
    """A list's remark, or the sentence of the article that tells it."""
    told_by: str = ""
    """Outlet and date, for what the record holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A list of visits and what it covers."""

    visits: tuple[Precedent, ...]
    covered: Mapping[tuple[str, str], tuple[str, str]]
    """First and last day of each canonical office of a state."""
    refused: tuple[str, ...] = ()
    """What was wrong with rows that could not be used."""


def reference(rows: Iterable[Row]) -> Reference:
    """The list that such rows make. Rows without traveller, state or day are refused, each with its reason."""
    visits: list[Precedent] = []
    refused: list[str] = []
    for number, row in enumerate(rows, start=1):
        found = _visit(number, row)
        if isinstance(found, str):
            refused.append(f"row {number}: {found}")
        else:
            visits.append(found)
    covered: dict[tuple[str, str], tuple[str, str]] = {}
    for visit in visits:
        for person in visit.people:
            if person.office and person.country:
                key = (person.office, person.country)
                first, last = covered.get(key, (visit.start, visit.end))
                covered[key] = (min(first, visit.start), max(last, visit.end))
    return Reference(
        visits=tuple(sorted(visits, key=lambda v: v.start)), covered=covered, refused=tuple(refused)
    )


def _visit(number: int, row: Row) -> Precedent | str:
    cells = {name: _cell(row, columns) for name, columns in COLUMNS.items()}
    if not cells["traveller"]:
        return "no traveller; name the column `traveller`"
    origin, goal = state_of(cells["from"]), state_of(cells["country"])
    if goal is None:
        return f"no state is called {cells['country']!r}"
    bounds = _bounds(cells["start"], cells["end"])
    if bounds is None:
        return f"{cells['start']!r} is no day; write 2018-10-08"
    role = cells["office"].lower()
    office = ROLES.get((role, origin or "")) or canonical(role, origin)
    name = person_in(office, origin, bounds[0])
    surname = cells["traveller"].split()[-1].casefold()
    # "Michael R. Pompeo" is the Mike Pompeo who held that office on that day.
    known = name if name is not None and name.split()[-1].casefold() == surname else cells["traveller"]
    return Precedent(
        source="list", id=cells["id"] or f"row {number}", form="visit",
        people=(Person(name=known, office=office, country=origin),), country=goal,
        place=cells["place"] or cells["country"], start=bounds[0], end=bounds[1], remark=cells["remark"],
    )  # fmt: skip


def _cell(row: Row, names: Sequence[str]) -> str:
    return next((str(row[name]).strip() for name in names if row.get(name)), "")


def state_of(words: str) -> str | None:
    """The code of a state's name, also as lists write it: "China, People's Republic of", "Denmark (Greenland)"."""
    known = states_by_word()
    plain = words.replace("’", "'").casefold().strip()
    head, _, tail = plain.partition(",")
    tries = (plain, f"{tail.strip()} {head}".strip(), plain.partition(" (")[0], head)
    return FORMER.get(plain) or next((known[t] for t in tries if t in known), None)


def _bounds(start: str, end: str | None) -> tuple[str, str] | None:
    first, last = first_day(start), last_day(end or start)
    return (first, last) if first is not None and last is not None and first <= last else None


def first_day(prefix: str) -> str | None:
    """The first day that an ISO 8601 prefix can mean."""
    try:
        return date.fromisoformat(
            (prefix + "-01-01")[:10] if len(prefix) in {4, 7} else prefix[:10]
        ).isoformat()
    except ValueError:
        return None


def last_day(prefix: str) -> str | None:
    """The last day that an ISO 8601 prefix can mean."""
    first = first_day(prefix)
    if first is None or len(prefix) >= 10:
        return first
    begun = date.fromisoformat(first)
    following = date(
        begun.year + (len(prefix) == 4 or begun.month == 12),
        1 if len(prefix) == 4 else begun.month % 12 + 1,
        1,
    )
    return (following - timedelta(days=1)).isoformat()


def from_record(rows: Iterable[Row]) -> tuple[Precedent, ...]:
    """The precedents of the record (`record.queries.held`), one for all articles that tell the same encounter."""
    found: list[Precedent] = []
    for row in rows:
        start, end = first_day(row["when"] or ""), last_day(row["until"] or row["when"] or "")
        if start is None or end is None:
            continue
        people = tuple(
            Person(name=name, office=canonical(office, state), country=state or None)
            for name, office, state in zip(
                row["names"] or (), row["offices"] or (), row["states"] or (), strict=True
            )
        )
        goal = row["place_country"] or state_of(row["host"] or "")
        told = Precedent(
            source="record", id=row["id"], form=row["form"], people=people, country=goal, place=row["place"] or "",
            start=start, end=max(start, end), remark=" ".join((row["quote"] or "").split()),
            told_by=", ".join(part for part in (row["outlet"], (row["published"] or "")[:10]) if part),
        )  # fmt: skip
        if not any(is_same(told, known) for known in found):
            found.append(told)
    return tuple(found)


def is_same(a: Precedent, b: Precedent) -> bool:
    """Whether two articles tell one encounter: form, days that meet (within a day), and a person or all states shared."""
    family = {a.form, b.form} <= {"talks", "meeting", "summit", "meal"} or a.form == b.form
    if not family or a.start > _later(b.end, 1) or b.start > _later(a.end, 1):
        return False
    if a.form == "visit" and a.country != b.country:
        return False
    names = {p.name for p in a.people} & {p.name for p in b.people}
    states = {p.country for p in a.people if p.country} == {p.country for p in b.people if p.country}
    return bool(names) and (states or a.form == "visit")


def _later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
