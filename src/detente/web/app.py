"""The application: which URL is which page, and what is said when one fails."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import ExitStack, asynccontextmanager, suppress
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import msgspec
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from detente.errors import BusyError, DetenteError, RecordError, UnknownError, UsageError
from detente.knowledge.overlay import Overlay, beside_record, read_folder
from detente.record.indexing import Indexing
from detente.record.lending import lending
from detente.record.meant import pairs_meant, scope_of
from detente.record.shared import SharedRecord
from detente.runs.apart import Apart
from detente.version import __version__
from detente.web.about import method_view
from detente.web.access import Access, Gate
from detente.web.api_door import add_api
from detente.web.article import article_view
from detente.web.asked import Asked, asked, split_format
from detente.web.batches import Readings
from detente.web.deeds import add_review
from detente.web.desk import Desk
from detente.web.diary import encounters_view, positions_view
from detente.web.evidence import evidence_view
from detente.web.found import search_view
from detente.web.guard import LOOPBACK, Guard
from detente.web.happening import happening_view
from detente.web.home import home_view
from detente.web.issue import issue_view
from detente.web.listing import events_view
from detente.web.metrics import Meter, Metering, Probes, add_metrics
from detente.web.packed import EFFORT, SMALLEST, pack
from detente.web.pair import pair_of, pair_view
from detente.web.pairs import pairs_view
from detente.web.person import person_view
from detente.web.reading import add_reading
from detente.web.ready import Ready
from detente.web.rendering import THEMES, environment, theme_of
from detente.web.site import Site
from detente.web.sources import sources_view
from detente.web.view import View, answer, written

KEPT_FORMS = frozenset({"html", "json"})
"""Forms of a view that are remembered as they are sent; the others are files, and asked for once."""


def make_app(
    record: Path | str,
    *,
    hosts: Collection[str] = (),
    ready: bool = False,
    access: Access | None = None,
    desk: Desk | None = None,
    coder: Apart | None = None,
    lends: str | None = None,
) -> FastAPI:
    """The pages and the API of a record. With `ready` what takes longest is worked out beforehand, beside the first answers, and again
    after each change.

    Besides loopback it answers for `hosts` alone ("*.example.org" is not understood).
    `access` says who may write by the API, and how much may be asked of it; left out, nobody writes.
    What may be written on the pages, and by whom, the `desk` says; left out, they are only read.
    The `coder` reads what is handed over; left out, it is one with the model and the tables beside the record.
    `lends`: the address of the pages. With it other processes are told who has the record, and lent it when they write.
    """
    shared = SharedRecord(Path(record))
    site, meter = Site(record=shared, indexing=Indexing(record=shared)), Meter()
    app = FastAPI(
        lifespan=partial(_living, ready=ready), title="Détente", version=__version__, docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json",
        middleware=[Middleware(Metering, meter=meter), Middleware(Probes, site=site),
                    Middleware(Guard, hosts=LOOPBACK | set(hosts)), Middleware(GZipMiddleware, minimum_size=SMALLEST, compresslevel=EFFORT),
                    Middleware(Gate, access=access or Access())],
    )  # fmt: skip
    app.state.site, app.state.ready = site, Ready(site)
    app.state.lends = lends
    app.state.desk = desk or Desk()
    app.state.readings = Readings(
        record=shared, coder=coder or Apart(overlay=partial(_own_tables, shared.path))
    )
    app.mount("/static", StaticFiles(packages=[("detente.web", "static")]), name="static")
    add_metrics(app, meter)
    add_api(app)
    _pages(app)
    add_review(app)
    add_reading(app)
    app.add_exception_handler(DetenteError, _failed)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(Exception, _broken)
    return app


def from_environment() -> FastAPI:
    """The application of the record that DETENTE_RECORD names, for the hosts in DETENTE_HOSTS (by commas).

    Who shows the token in DETENTE_TOKEN may write by the API. DETENTE_WRITE lets people write on the pages, as DETENTE_BY
    where they give no name, and after they gave DETENTE_KEY if there is one. DETENTE_TRY lets them have texts read that are not kept.
    """
    hosts = [host.strip() for host in os.environ.get("DETENTE_HOSTS", "").split(",") if host.strip()]
    access = Access(token=os.environ.get("DETENTE_TOKEN") or None)
    record = os.environ.get("DETENTE_RECORD", "detente.duckdb")
    desk = Desk(
        writable=bool(os.environ.get("DETENTE_WRITE")), tries=bool(os.environ.get("DETENTE_TRY")), person=os.environ.get("DETENTE_BY", "someone"),
        key=os.environ.get("DETENTE_KEY"),
    )  # fmt: skip
    return make_app(
        record, hosts=hosts, ready=True, access=access, desk=desk, lends=os.environ.get("DETENTE_AT", "")
    )


def _own_tables(record: Path) -> Overlay:
    """The user's own tables: those in DETENTE_KNOWLEDGE, else those beside the record, as `detente read` has them."""
    folder = os.environ.get("DETENTE_KNOWLEDGE")
    return read_folder(Path(folder) if folder else beside_record(record))


@asynccontextmanager
async def _living(app: FastAPI, *, ready: bool) -> AsyncIterator[None]:
    """From the first request to the last: what is made ready meanwhile ends before the record is let go of."""
    app.state.readings.open()
    with ExitStack() as stack:
        if app.state.lends is not None:
            # Where nothing can be written beside the record nobody can write to it either.
            with suppress(RecordError):
                shared: SharedRecord = app.state.site.record
                stack.enter_context(lending(shared.path, shared.lent, url=app.state.lends or None))
        if ready:
            app.state.ready.start()
        yield
        if ready:
            app.state.ready.end()
    app.state.readings.close()
    app.state.site.indexing.end()
    app.state.site.record.close()


def _pages(app: FastAPI) -> None:
    def page(path: str, make: Callable[[Site, Asked, str], View | str]) -> None:
        """A page whose maker gets what its path names; a maker that gives a URL redirects to it."""

        def show(request: Request) -> Response:
            wanted = asked(request.url.path, request.query_params, str(request.base_url).rstrip("/"))
            name, _ = split_format(request.path_params.get("name", ""))
            site = request.app.state.site
            if wanted.path.startswith("/pair/"):
                with suppress(DetenteError):
                    request.app.state.ready.noted(pair_of(name))
            # The record does not change under a view without its stamp changing, so the same question has the same answer.
            question = (wanted.path, wanted.format, wanted.base, tuple(sorted(wanted.given.items())))
            found = site.record.remembered(("view", *question), lambda: make(site, wanted, name))
            if isinstance(found, str):
                return RedirectResponse(found, 307)
            if wanted.format not in KEPT_FORMS:
                return answer(request, wanted, written(request, wanted, found))
            page = ("page", theme_of(request), *question)
            packed = site.record.remembered(
                page, lambda: pack(written(request, wanted, found)), shelf="answers"
            )
            return answer(request, wanted, packed)

        app.add_api_route(path, show, methods=["GET", "HEAD"], include_in_schema=False)

    page("/", lambda site, wanted, _: home_view(site, wanted))
    for form in ("json", "csv", "parquet", "ics", "atom"):
        page(f"/index.{form}", lambda site, wanted, _: home_view(site, wanted))
    page("/pair/{name}", _pair)
    page("/event/{name}", lambda site, wanted, name: happening_view(site, wanted, name, "event"))
    page("/encounter/{name}", lambda site, wanted, name: happening_view(site, wanted, name, "encounter"))
    page("/evidence/{name}", evidence_view)
    page("/article/{name}", article_view)
    page("/person/{name}", person_view)
    page("/issue/{name}", issue_view)
    for form in ("", *(f".{form}" for form in ("json", "csv", "parquet"))):
        page(f"/pairs{form}", lambda site, wanted, _: pairs_view(site, wanted))
        page(f"/encounters{form}", lambda site, wanted, _: encounters_view(site, wanted))
        page(f"/positions{form}", lambda site, wanted, _: positions_view(site, wanted))
        page(f"/events{form}", lambda site, wanted, _: events_view(site, wanted))
        page(f"/sources{form}", lambda site, wanted, _: sources_view(site, wanted))
        page(f"/search{form}", lambda site, wanted, _: search_view(site, wanted))
        page(f"/about/method{form}", lambda site, wanted, _: method_view(site, wanted))
    page("/go", lambda site, wanted, _: _go(site, wanted))
    app.add_api_route("/theme", _theme, methods=["POST"], include_in_schema=False)


def _pair(site: Site, wanted: Asked, name: str) -> View | str:
    """The page of two states; one alone leads to those with whom it deals."""
    with suppress(UsageError):
        states = scope_of(name).states
        if len(states) == 1:
            return wanted.link(path="/pairs", format=wanted.format, about=states[0])
    pair = pair_of(name)
    right = "-".join(pair)
    if name != right:
        return wanted.link(path=f"/pair/{right}", format=wanted.format)
    return pair_view(site, wanted, pair)


def _go(site: Site, wanted: Asked) -> str:
    """Where the words of the pair box lead: a pair's page, else a search.

    Of several pairs that short words may mean, the one of which the record holds most.
    """
    try:
        states = scope_of(wanted.words).states
    except UsageError:
        states = ()
    if len(states) != 2:
        meant = pairs_meant(wanted.words)
        known = [(row["a"], row["b"]) for row in site.busiest(None)]
        told = [pair for pair in known for one in meant if set(pair) == set(one)]
        states = next((one for one in meant if told and set(one) == set(told[0])), ())
        states = states or (meant[0] if len(meant) == 1 else ())
    if len(states) != 2:
        return wanted.link(path="/search")
    then = f"?as_of={wanted.as_of}" if wanted.as_of else ""
    return f"/pair/{states[0]}-{states[1]}{then}"


async def _theme(request: Request) -> Response:
    """Keeps the reader's choice of light or dark, and goes back to where they were."""
    form = parse_qs((await request.body())[:4000].decode("utf-8", "replace"))
    theme, back = form.get("theme", [""])[0], form.get("back", ["/"])[0]
    # Only a path of our own: "//host" and "/\\host" would lead elsewhere.
    own = back.startswith("/") and not back.startswith(("//", "/\\"))
    response = RedirectResponse(back if own else "/", 303)
    if theme in THEMES:
        response.set_cookie("theme", theme, max_age=31_536_000, samesite="lax", httponly=True)
    else:
        response.delete_cookie("theme")
    return response


def _failed(request: Request, error: Exception) -> Response:
    if isinstance(error, UnknownError):
        return _told(request, HTTPStatus.NOT_FOUND, str(error))
    if isinstance(error, UsageError):
        return _told(request, HTTPStatus.BAD_REQUEST, str(error))
    if isinstance(error, RecordError | BusyError):
        wait = error.wait if isinstance(error, BusyError) else None
        return _told(request, HTTPStatus.SERVICE_UNAVAILABLE, str(error), wait)
    return _told(request, HTTPStatus.INTERNAL_SERVER_ERROR, str(error))


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    said = "There is no such page here." if status is HTTPStatus.NOT_FOUND else str(error.detail)
    answer = _told(request, status, said)
    if error.headers:
        answer.headers.update(error.headers)
    return answer


def _broken(request: Request, error: Exception) -> Response:
    return _told(
        request,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "Something went wrong here; the server's log has the details.",
    )


def _told(request: Request, status: HTTPStatus, said: str, wait: int | None = None) -> Response:
    """An error as a page that says what to do, or as a problem (RFC 9457) where data was asked for.

    `wait`: seconds after which to ask again; the page does so by itself.
    """
    later = {"Retry-After": str(wait)} if wait else {}
    _, format = split_format(request.url.path)
    if format != "html" or request.url.path.startswith("/api/"):
        problem: dict[str, Any] = {
            "type": "about:blank",
            "title": status.phrase,
            "status": int(status),
            "detail": said,
        }
        return Response(
            msgspec.json.encode(problem), int(status), headers=later, media_type="application/problem+json"
        )
    page = environment().get_template("error.html").render(
        status=int(status), phrase=status.phrase, said=said, theme=theme_of(request), here="/",
        wait=wait if request.method == "GET" else None,
    )  # fmt: skip
    if wait and request.method == "GET":
        later["Refresh"] = str(wait)
    return Response(page, int(status), headers=later, media_type="text/html; charset=utf-8")
