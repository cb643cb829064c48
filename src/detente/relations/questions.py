"""Claims, stripped to what can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from detente.relations.ranks import canonical
from detente.relations.visits import Person
from detente.types import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A claim, stripped to what can be compared."""

    kind: str
    form: str
    people: tuple[Person, ...]
    peers: str | None
    office: str | None
    country: str | None
    partners: tuple[Person, ...]
    place: str | None
    place_country: str | None
    number: int | None
    period: str | None
    since: str | None
    until: str | None
    years: float | None
    bound: str | None
    quote: str
    source: str
    """Article, outlet and day, for people."""


def question_of(claim: Claim, source: str) -> Question:
    """The question that a claim of a reading puts."""
    return Question(
        kind=claim.kind, form=claim.form,
        people=tuple(Person(name=a.name or a.text, office=canonical(a.office, a.country), country=a.country) for a in claim.who),
        peers=claim.peers, office=claim.office, country=claim.country,
        partners=tuple(Person(name=a.name or a.text, office=None, country=a.country) for a in claim.partners),
        place=claim.where.name if claim.where else None, place_country=claim.where.country if claim.where else None,
        number=claim.number, period=claim.period.text if claim.period else None, since=claim.since, until=claim.until,
        years=claim.years, bound=claim.bound, quote=" ".join(claim.quote.split()), source=source,
    )  # fmt: skip


def question_of_row(row: Mapping[str, Any]) -> Question:
    """The question that a row of `record.queries.claims` puts."""
    people = zip(row["who"] or (), row["who_offices"] or (), row["who_states"] or (), strict=True)
    partners = zip(row["partners"] or (), row["partner_states"] or (), strict=True)
    names = ("kind", "form", "peers", "office", "country", "place", "place_country", "number", "period", "since",
             "until", "years", "bound")  # fmt: skip
    return Question(
        **{name: row[name] for name in names},
        people=tuple(Person(name=n, office=canonical(o, s), country=s or None) for n, o, s in people),
        partners=tuple(Person(name=n, office=None, country=s or None) for n, s in partners),
        quote=" ".join(row["quote"].split()),
        source=", ".join(str(p) for p in (row["outlet"], (row["published"] or "")[:10] or None) if p) or row["article"],
    )  # fmt: skip
