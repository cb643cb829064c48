"""What may be written by the API: corrections of rows, and articles to be read. The gate has seen the token already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from hashlib import sha256
from http import HTTPStatus
from itertools import islice
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter
from pydantic import Field
from pydantic.dataclasses import dataclass
from starlette.requests import Request
from starlette.responses import Response

from detente.errors import UsageError
from detente.record import Record
from detente.record.corrections import correct, corrections
from detente.runs.fetching import Got, pages_of
from detente.runs.receiving import Received, receive
from detente.runs.reviewing import join_or_part, take_back
from detente.types import Page
from detente.web.access import problem
from detente.web.api import PROBLEMS
from detente.web.api_answer import answered
from detente.web.api_rows import Corrected, Problem, ReadNow
from detente.web.batches import MOST_QUEUED, Readings
from detente.web.site import Site

WRITING: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": words, "content": {"application/problem+json": {}}}
    for status, words in {
        401: "The token is wrong or missing", 403: "Nobody may write here, or a form of another site asks",
        413: "Too much was sent",
    }.items()
}  # fmt: skip
PATIENCE = 60.0
"""Seconds that a sender waits for the articles of others."""
BUSY = 10
"""Seconds after which a sender may come again who was not let wait."""
SECURED: dict[str, Any] = {"security": [{"token": []}]}
router = APIRouter(prefix="/api/v1", responses=PROBLEMS | WRITING)
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]
Short = Annotated[str, Field(max_length=2000)]


@dataclass(frozen=True, kw_only=True, config={"extra": "forbid"})
class Correction:
    """What a person says of a row."""

    of: Name
    """A report (rp_), encounter (en_) or position (po_); to undo, a correction (co_) or judgement (ju_)."""
    act: Literal["accept", "reject", "change", "join", "part", "undo"]
    by: Name
    values: dict[str, Any] = field(default_factory=dict)
    """To change: the new values by field."""
    other: Name | None = None
    """To join with or to part from: the other row."""
    why: Short | None = None


@dataclass(frozen=True, kw_only=True, config={"extra": "forbid"})
class Given:
    """An article to be read, as `detente code` takes it; or an address from which it is got."""

    text: Annotated[str, Field(max_length=1_000_000)] | None = None
    title: Short | None = None
    published: Annotated[str, Field(max_length=40)] | None = None
    url: Annotated[str, Field(max_length=2000)] | None = None
    outlet: Name | None = None


@router.post("/corrections", status_code=201, response_model=Corrected, openapi_extra=SECURED)
def write_correction(request: Request, given: Correction) -> Response:
    """Accepts, rejects or changes a row, joins or parts two, or takes a correction back; all of it can be undone."""
    site: Site = request.app.state.site
    if (given.act in ("join", "part")) != (given.other is not None):
        raise UsageError("`other` names the row to join with or to part from, and nothing else")
    if given.values and given.act != "change":
        raise UsageError(f"to {given.act} a row takes no values; change it instead")
    with site.record.writing() as record:
        facts = _corrected(record, given)
    return answered(request, facts, 201)


def _corrected(record: Record, given: Correction) -> Corrected:
    if given.act == "undo":
        return Corrected(made=[], undone=list(take_back(record, [given.of])))
    if given.act == "join" or given.act == "part":
        made = join_or_part(
            record, given.of, [given.other or ""], same=given.act == "join", by=given.by, why=given.why
        )
        return Corrected(made=list(made), undone=[])
    changed = correct(record, given.of, given.act, values=given.values or None, by=given.by, why=given.why)
    return Corrected(made=[one.id for one in changed], undone=[])


@router.get("/corrections", response_model=dict[str, Any])
def list_corrections(request: Request) -> Response:
    """All that people said of rows, undone corrections too, in the order in which it was made."""
    site: Site = request.app.state.site
    with site.record.borrow() as record:
        return answered(request, {"items": list(corrections(record)), "next": None})


@router.post("/read", status_code=201, response_model=ReadNow, openapi_extra=SECURED)
def read_article(request: Request, given: Given) -> Response:
    """Reads an article into the record: its text as it is sent or, without one, what is found at its address.

    Addresses of this machine and of private networks are refused. One article is read at a time; where others wait already
    the answer is 503 and says when to ask again. Who asks the record meanwhile is not held up.
    """
    readings: Readings = request.app.state.readings
    page = _page(given, readings)
    if not readings.queued.acquire(blocking=False):
        said = f"{MOST_QUEUED} articles are being read already; ask again in {BUSY} seconds"
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, said, {"Retry-After": str(BUSY)})
    try:
        got = receive(readings.record, page() if callable(page) else page, readings.coder, patience=PATIENCE)
    finally:
        readings.queued.release()
    if got.fate == "failed":
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"{got.message} ({got.kind})")
    return answered(request, _told(got), 201)


def _page(given: Given, readings: Readings) -> Page | Callable[[], Got]:
    """The text as a page, or how to get what lies at the address. Raises `UsageError` where there is neither."""
    if given.text is not None and given.text.strip():
        named = sha256(f"{given.url or ''}\n{given.text}".encode()).hexdigest()
        line = {"id": f"ar_{named[:16]}"} | {
            name: value
            for name in ("text", "title", "published", "url", "outlet")
            if (value := getattr(given, name)) is not None
        }
        return Page(content=msgspec.json.encode(line), location="the API", media_type="application/json")
    url = given.url or ""
    if not url.startswith(("http://", "https://")):
        raise UsageError("send a `text`, or the `url` (http, https) of an article")
    return lambda: _fetched(url, readings)


def _fetched(url: str, readings: Readings) -> Got:
    """The one page of an address."""
    found = list(islice(pages_of(url, readings.fetching), 2))
    if len(found) != 1:
        raise UsageError(f"{url} gives more than one page, or none; send the address of one article")
    return found[0]


def _told(got: Received) -> ReadNow:
    names = ("reports", "encounters", "positions", "issues", "assessments", "claims")
    return ReadNow(
        fate=got.fate if got.fate in ("known", "revised", "passed") else "read",
        article=got.article.id if got.article else None,
        counts={name: len(got.coded[name]) if got.coded else 0 for name in names},
    )
