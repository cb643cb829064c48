"""What the API answers, as types: from them its OpenAPI is made. Names are those of the contract of `detente code`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Literal, TypeVar

Row = TypeVar("Row")
Words = list[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed(Generic[Row]):
    """A page of rows, newest first."""

    items: list[Row]
    next: str | None
    """The `cursor` of the next page; null on the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """What happened once, as its surest report has it."""

    id: str
    day: date | None
    event: str
    mode: str | None
    status: str
    confidence: float | None
    reports: int
    articles: int
    sources: int
    """Independent ones: agencies, else outlets."""
    quote: str
    report: str
    """Identifier of the surest report: `/evidence/{id}` has its sentence."""
    article: str
    outlet: str | None
    published: date | None
    issues: Words
    actors: Words
    recipients: Words
    actor_states: Words
    recipient_states: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Where a row was told."""

    article: str
    quote: str
    outlet: str | None
    agency: str | None
    published: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow(Told):
    """One act as one sentence tells it."""

    id: str
    day: date | None
    event: str
    mode: str | None
    contexts: Words
    cameo: str | None
    quad: str | None
    score: float | None
    status: str
    negated: bool
    historical: bool
    said_by: str | None
    actors: Words
    recipients: Words
    actor_states: Words
    recipient_states: Words
    place: str | None
    place_country: str | None
    confidence: float | None
    start: int
    end: int
    judged: str | None
    added_by: str | None
    url: str | None
    title: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EncounterRow(Told):
    """People of two or more powers face to face or on the line, once, however many tell of it."""

    id: str
    day: date | None
    when: str | None
    until: str | None
    form: str
    status: str
    participants: Words
    participant_offices: Words
    participant_countries: Words
    host: str | None
    venue: str | None
    place: str | None
    place_country: str | None
    lat: float | None
    lon: float | None
    agenda: Words
    tellings: int
    articles: int
    sources: int
    confidence: float | None
    telling: str
    """Identifier of the fullest telling: `/evidence/{id}` has its sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionRow(Told):
    """Where a power stands on an issue."""

    id: str
    day: date | None
    holder: Words
    holder_states: Words
    addressee: Words
    addressee_states: Words
    issue: str | None
    stance: str
    what: str
    said_by: str | None
    start: int
    end: int
    confidence: float | None
    judged: str | None
    added_by: str | None
    url: str | None
    title: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """A pair of states, by how much the record holds of it."""

    a: str
    b: str
    reports: int
    encounters: int
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of what was found, best first."""

    items: list[dict[str, Any]]
    total: int
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """What came of a correction: identifiers by which it can be taken back, or rows that stand as before."""

    made: list[str]
    undone: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNow:
    """What became of an article that was sent to be read."""

    fate: Literal["read", "known", "revised", "passed"]
    article: str | None
    """Its identifier in the record."""
    counts: dict[str, int]
    """How many reports, encounters, positions, issues, assessments and claims the record has of it."""
