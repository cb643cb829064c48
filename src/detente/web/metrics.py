"""What the server tells of itself: /healthz, /readyz, /metrics, and a log line for each request.

Health and readiness are answered under any host name, for those who ask call the machine by its address; they say nothing of
what the record holds. /metrics is for the hosts that the server was started for, as the pages are.
"""

from __future__ import annotations

import logging
import threading
import time
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from detente.display.logged import fields
from detente.display.metrics import (
    CONTENT_TYPE,
    Labels,
    Metric,
    counter,
    exposition,
    gauge,
    process_metrics,
)
from detente.errors import RecordError
from detente.web.site import Site

LOG = logging.getLogger("detente.web")
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the histogram of durations."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})


@dataclass(slots=True)
class Meter:
    """What has been asked of this process and how long it took, counted from any thread."""

    requests: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By method and class of status (2xx)."""
    durations: Counter[float] = field(default_factory=Counter)
    seconds: float = 0.0
    answering: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def began(self) -> None:
        """A request has come."""
        with self._lock:
            self.answering += 1

    def ended(self, method: str, status: int, seconds: float) -> None:
        """A request has been answered."""
        with self._lock:
            self.answering -= 1
            self.requests[(method if method in METHODS else "other", f"{status // 100}xx")] += 1
            place = bisect_left(SECONDS, seconds)
            self.durations[SECONDS[place] if place < len(SECONDS) else float("inf")] += 1
            self.seconds += seconds

    def metrics(self) -> list[Metric]:
        """The counts so far."""
        with self._lock:
            requests, durations, seconds = self.requests.copy(), self.durations.copy(), self.seconds
        by: dict[Labels, float] = {
            (("method", method), ("status", status)): n for (method, status), n in sorted(requests.items())
        }
        return [
            counter("detente_http_requests_total", "Requests answered, by method and class of status.", by),
            _histogram(durations, seconds),
            gauge("detente_http_requests_in_progress", "Requests being answered.", self.answering),
        ]


class Metering:
    """Counts each request and logs it; outermost, so that what others refuse is counted too."""

    def __init__(self, app: ASGIApp, meter: Meter) -> None:
        self.app = app
        self.meter = meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in PROBES:
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def metered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        self.meter.began()
        try:
            await self.app(scope, receive, metered)
        finally:
            took = time.perf_counter() - began
            self.meter.ended(scope["method"], status, took)
            client = (scope.get("client") or ("", 0))[0]
            # Without the query: what people search for is their own affair.
            told = fields(
                method=scope["method"],
                path=scope["path"],
                status=status,
                ms=round(took * 1000, 1),
                client=client,
            )
            LOG.info("request", extra=told)


class Probes:
    """Answers health and readiness before anything else can refuse."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app = app
        self.site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"] if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") else None
        if path == "/healthz":
            await PlainTextResponse("ok\n")(scope, receive, send)
        elif path == "/readyz":
            why = await run_in_threadpool(not_ready, self.site)
            answer = PlainTextResponse(f"{why}\n" if why else "ok\n", 503 if why else 200)
            await answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def not_ready(site: Site) -> str | None:
    """Why no page can be answered now, without the record's path; None where all can."""
    try:
        with site.record.borrow() as record:
            record.connection.execute("SELECT value FROM about WHERE key = 'schema'").fetchall()
    except RecordError:
        return "the record cannot be opened; the pages and the server's log say why"
    return None


def add_metrics(app: FastAPI, meter: Meter) -> None:
    """Adds /metrics."""

    def metrics(request: Request) -> Response:
        site: Site = request.app.state.site
        page = exposition([*meter.metrics(), *_of_record(site), *process_metrics()])
        return Response(page, media_type=CONTENT_TYPE)

    app.add_api_route("/metrics", metrics, methods=["GET"], include_in_schema=False)


def _of_record(site: Site) -> list[Metric]:
    why = not_ready(site)
    found = [gauge("detente_record_ready", "1 where the record can be opened.", int(why is None))]
    if why is None:
        found.append(gauge("detente_record_bytes", "Size of the record's file.", site.record.stamp[2]))
        indexed = site.indexing is None or site.indexing.idle.is_set()
        found.append(gauge("detente_search_ready", "0 while the words are being indexed.", int(indexed)))
        found.append(gauge("detente_record_articles", "Articles in the record.", _articles(site)))
    return found


def _articles(site: Site) -> int:
    def count() -> int:
        with site.record.borrow() as record:
            [[number]] = record.connection.execute("SELECT count(*) FROM articles").fetchall()
        return int(number)

    return site.record.remembered(("articles counted",), count)


def _histogram(durations: Counter[float], seconds: float) -> Metric:
    samples: dict[Labels, float] = {}
    total = 0
    for bound in (*SECONDS, float("inf")):
        total += durations[bound]
        samples[(("le", "+Inf" if bound == float("inf") else repr(bound)),)] = total
    return Metric(
        name="detente_http_request_duration_seconds", kind="histogram", help="How long answers took.", samples=samples,
        sums={(): (seconds, total)},
    )  # fmt: skip
