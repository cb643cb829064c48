"""`/api/v1`: the record as JSON for programs, page by page, with one vocabulary of filters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Annotated, Any

import pyarrow as pa
from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from detente.errors import UsageError
from detente.knowledge.categories import categories
from detente.record import Record, queries
from detente.record.listing import Wish, cursor_of, happenings
from detente.record.matters import named_between, stances
from detente.record.meant import day_of, scope_of
from detente.record.paging import encounters_page, positions_page, reports_page
from detente.record.proof import proof
from detente.record.search import Kind, Question
from detente.record.wishes import STATUSES, wish_of
from detente.relations.account import series_table, turns_table
from detente.relations.agenda import agenda
from detente.runs.event import account_of
from detente.version import __version__
from detente.web.api_answer import flat, kept
from detente.web.api_rows import (
    EncounterRow,
    EventRow,
    Found,
    Listed,
    PairRow,
    PositionRow,
    Problem,
    ReportRow,
)
from detente.web.evidence import article_facts, citation
from detente.web.happening import common_facts, encounter_facts, event_facts
from detente.web.pair import pair_of
from detente.web.site import Site

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": words, "content": {"application/problem+json": {}}}
    for status, words in {
        400: "What is asked has no meaning", 404: "The record holds nothing of that name", 422: "A parameter is malformed",
        429: "Too many requests; Retry-After says when to ask again", 503: "The record cannot be had now",
    }.items()
}  # fmt: skip
router = APIRouter(prefix="/api/v1", responses=PROBLEMS)
Rows = Callable[[Record, Wish, str | None, int], pa.Table]

Named = Annotated[str | None, Query(max_length=200)]
Many = Annotated[list[str] | None, Query(max_length=40)]
Limit = Annotated[int, Query(ge=1, le=200, description="Rows of a page.")]
Cursor = Annotated[str | None, Query(max_length=120, description="`next` of the page before.")]


def filters(
    pair: Annotated[
        Named, Query(description="CHN-USA; names do as well. A single state or a person too.")
    ] = None,
    from_: Annotated[
        Named, Query(alias="from", description="First day: 2023-06-18, 2023-06 or 2023.")
    ] = None,
    to: Annotated[Named, Query(description="Last day.")] = None,
    status: Annotated[Many, Query(description=f"One or several of {', '.join(STATUSES)}.")] = None,
    event: Annotated[
        Many, Query(description=f"One or several of {', '.join(categories().events())}.")
    ] = None,
    issue: Annotated[Many, Query(description="Issues by identifier: taiwan.")] = None,
    source: Annotated[Many, Query(description="Outlets or agencies, by their whole name.")] = None,
    confidence: Annotated[float, Query(ge=0, le=1, description="The least.")] = 0.0,
) -> Wish:
    """The filters that all lists have. Those that do not apply to a kind of row (an `event` of positions) are let pass."""
    scope = scope_of(pair or None, from_ or None, to or None)
    if scope.since and scope.until and scope.since > scope.until:
        raise UsageError(f"from: {scope.since} is later than to: {scope.until}; turn them round")
    return wish_of(scope, event=event, issue=issue, status=status, source=source, confidence=confidence)


def as_of_day(
    as_of: Annotated[
        Named, Query(description="As the record stood at the end of that day: 2023-06-18, 2023-06 or 2023.")
    ] = None,
) -> str | None:
    """The day as whose record everything is answered; None for the record as it stands."""
    return day_of(as_of or None, "as_of", "-12-31")


Wanted = Annotated[Wish, Depends(filters)]
Then = Annotated[str | None, Depends(as_of_day)]


@router.get("/events", response_model=Listed[EventRow])
def list_events(
    request: Request, wish: Wanted, then: Then, cursor: Cursor = None, limit: Limit = 50
) -> Response:
    """What happened, one row an event however often it is told."""

    def rows(record: Record, wish: Wish, cursor: str | None, limit: int) -> pa.Table:
        among = _site(request).told_for_page(wish.scope, then)
        return happenings(record, wish, after=cursor, limit=limit, among=among)

    return _listed(request, EventRow, rows, (wish, cursor, limit), then)


@router.get("/reports", response_model=Listed[ReportRow])
def list_reports(
    request: Request, wish: Wanted, then: Then, cursor: Cursor = None, limit: Limit = 50
) -> Response:
    """What articles tell, one row a sentence and act."""
    return _listed(request, ReportRow, reports_page, (wish, cursor, limit), then)


@router.get("/encounters", response_model=Listed[EncounterRow])
def list_encounters(
    request: Request, wish: Wanted, then: Then, cursor: Cursor = None, limit: Limit = 50
) -> Response:
    """Who met, meets or is to meet whom, one row an encounter."""

    def rows(record: Record, wish: Wish, cursor: str | None, limit: int) -> pa.Table:
        among = _site(request).tellings(wish.scope, then)
        return encounters_page(record, wish, cursor, limit, among=among)

    return _listed(request, EncounterRow, rows, (wish, cursor, limit), then)


@router.get("/positions", response_model=Listed[PositionRow])
def list_positions(
    request: Request, wish: Wanted, then: Then, cursor: Cursor = None, limit: Limit = 50
) -> Response:
    """Where powers stand on issues, one row a sentence."""
    return _listed(request, PositionRow, positions_page, (wish, cursor, limit), then)


@router.get("/pairs", response_model=Listed[PairRow])
def list_pairs(request: Request, then: Then, limit: Limit = 50) -> Response:
    """Pairs of states by how much the record holds of them."""
    site = _site(request)
    return kept(request, site.record, lambda: {"items": site.busiest(then)[:limit], "next": None})


@router.get("/pairs/{pair}/tension", response_model=dict[str, Any])
def show_tension(
    request: Request, pair: str, then: Then, from_: Annotated[Named, Query(alias="from")] = None
) -> Response:
    """How warm or cool two states are, a row a day, with turns and what made them; no days where nothing was seen."""
    states, since = pair_of(pair), scope_of(None, from_ or None).since
    site = _site(request)

    def make() -> dict[str, Any]:
        told = site.account(states, then)
        if told is None:
            return {"pair": states, "days": [], "turns": []}
        days = series_table(told.series, since, (turn for turn, _, _ in told.turns))
        return {"pair": states, "days": days.to_pylist(), "turns": turns_table(told, since).to_pylist()}

    return kept(request, site.record, make)


@router.get("/pairs/{pair}/agenda", response_model=dict[str, Any])
def show_agenda(
    request: Request,
    pair: str,
    then: Then,
    from_: Annotated[Named, Query(alias="from")] = None,
    to: Named = None,
) -> Response:
    """The issues between two states: who raises them, where each side stood first and stands now."""
    a, b = pair_of(pair)
    scope = scope_of(f"{a}-{b}", from_ or None, to or None)

    def make(record: Record) -> dict[str, Any]:
        held = stances(record, scope)
        found = agenda(named_between(record, scope), held.ends, (a, b), held.times)
        return {"pair": [a, b], "items": found.to_pylist()}

    return _asked(request, then, make)


@router.get("/events/{identity}", response_model=dict[str, Any])
@router.get("/encounters/{identity}", response_model=dict[str, Any], operation_id="show_encounter")
def show_event(request: Request, identity: str, then: Then) -> Response:
    """One event or encounter: every telling of it, its history, and what its sources disagree on."""

    def make(record: Record) -> dict[str, Any]:
        account = account_of(record, identity)
        facts = encounter_facts if account.id.startswith("me_") else event_facts
        return common_facts(account) | facts(account)

    return _asked(request, then, make)


@router.get("/evidence/{identity}", response_model=dict[str, Any])
def show_evidence(request: Request, identity: str, then: Then) -> Response:
    """The sentence behind a report, encounter or position, with its paragraph, its article and how to cite it."""
    return _asked(request, then, lambda record: evidence_facts(record, identity))


@router.get("/articles/{identity}", response_model=dict[str, Any])
def show_article(request: Request, identity: str, then: Then) -> Response:
    """An article with its text, and all that was coded in it, by table; offsets are into `text`."""

    def make(record: Record) -> dict[str, Any]:
        article = queries.article(record, identity)
        tables = queries.of_article(record, article.id)
        coded = {name: table.to_pylist() for name, table in tables.items()}
        return article_facts(article) | {"text": article.text, "coded": coded}

    return _asked(request, then, make)


@router.get("/search", response_model=Found)
def find(
    request: Request,
    q: Annotated[
        str, Query(min_length=1, max_length=400, description='Words; "spy balloon" together, tal*, a OR b.')
    ],
    then: Then,
    kind: Kind = "article",
    pair: Named = None,
    cursor: Annotated[
        str | None, Query(pattern=r"^[0-9]{1,6}$", description="`next` of the page before.")
    ] = None,
    limit: Limit = 20,
) -> Response:
    """Articles, or sentences in which rows of one kind were coded, by their words, best first.

    While the words are being indexed (after the start, and after much was read) the answer is 503, with Retry-After."""
    skip = int(cursor or 0)
    scope = scope_of(pair or None)

    question = Question(words=q, kind=kind, scope=scope, limit=limit, skip=skip)
    site = _site(request)

    def make() -> dict[str, Any]:
        found = site.search(question, then)
        seen = skip + len(found.hits)
        following = str(seen) if seen < found.total and found.hits and seen < 1_000_000 else None
        return {"items": list(found.hits), "total": found.total, "next": following}

    return kept(request, site.record, make)


@router.get("/about", response_model=dict[str, Any])
def about(request: Request, then: Then) -> Response:
    """How much the record holds, and which Détente serves it."""
    site = _site(request)

    def make(record: Record) -> dict[str, Any]:
        return {"detente": __version__, "newest": site.now(then), "counts": queries.counts(record)}

    return _asked(request, then, make)


def evidence_facts(record: Record, identity: str) -> dict[str, Any]:
    """A row with its sentence and all by which it is cited."""
    found = proof(record, identity)
    first, last = found.paragraph
    return {
        "id": found.id, "kind": found.kind, "row": found.row, "roles": list(found.roles),
        "quote": found.row["quote"], "paragraph": found.article.text[first:last], "article": article_facts(found.article),
        "happening": found.happening, "corrections": list(found.corrections),
        "citation": citation(found.article, found.row["quote"]),
    }  # fmt: skip


def _listed(
    request: Request, kind: type, rows: Rows, asked: tuple[Wish, str | None, int], then: str | None
) -> Response:
    """A page of a list, with the columns that its type has."""
    wish, cursor, limit = asked
    names = [field.name for field in fields(kind)]

    def make(record: Record) -> dict[str, Any]:
        found = rows(record, wish, cursor, limit).to_pylist()
        following = cursor_of(found[-1]) if len(found) == limit else None
        return {"items": [flat(row, names) for row in found], "next": following}

    return _asked(request, then, make)


def _asked(request: Request, then: str | None, make: Callable[[Record], Any]) -> Response:
    """What is made of the record as it stood `then`; once for each question."""
    shared = _site(request).record

    def facts() -> Any:
        with shared.borrow(then) as record:
            return make(record)

    return kept(request, shared, facts)


def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site
