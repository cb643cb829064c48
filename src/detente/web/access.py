"""What stands before the API: how often and how much may be asked, and who may write. Refusals are problems (RFC 9457)."""

from __future__ import annotations

import hmac
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

import msgspec
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

API = "/api/"
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
CLIENTS = 10_000
"""Addresses whose pace is remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who may write, and how much may be asked for. Rates are requests a minute of one address."""

    token: str | None = None
    """What a writer has to show; None: nobody writes."""
    asking: int = 1200
    writing: int = 60
    largest: int = 2_000_000
    """Bytes of what is sent."""


@dataclass(slots=True)
class Pace:
    """So many a minute for each address, saved up to a minute's worth (a token bucket)."""

    rate: int
    clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def wait(self, who: str) -> float:
        """Seconds until the address may ask again; 0 where it may now, which counts as asking."""
        now = self.clock()
        left, then = self._left.pop(who, (float(self.rate), now))
        left = min(float(self.rate), left + (now - then) * self.rate / 60)
        self._left[who] = (max(0.0, left - 1) if left >= 1 else left, now)
        if len(self._left) > CLIENTS:
            self._left.popitem(last=False)
        return 0.0 if left >= 1 else (1 - left) * 60 / self.rate


class Gate:
    """Lets through to the API what keeps to the pace and the size and, where it writes, shows the token."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self.access = access
        self.asking, self.writing = Pace(access.asking), Pace(access.writing)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(API):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        if refusal is not None or scope["method"] not in WRITES:
            await (refusal or self.app)(scope, receive, send)
            return
        body = await _body(receive, self.access.largest)
        if body is None:
            said = f"at most {self.access.largest:,} bytes can be sent"
            await problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, said)(scope, receive, send)
            return
        await self.app(scope, _given(body), send)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        writes = scope["method"] in WRITES
        who = (scope.get("client") or ("", 0))[0]
        wait = (self.writing if writes else self.asking).wait(who)
        if wait:
            said = f"too many requests; ask again in {wait:.0f} seconds"
            return problem(HTTPStatus.TOO_MANY_REQUESTS, said, {"Retry-After": str(max(1, round(wait)))})
        if not writes:
            return None
        if self.access.token is None:
            said = "nobody may write here; `DETENTE_TOKEN=... detente serve` gives a token to write with"
            return problem(HTTPStatus.FORBIDDEN, said)
        if not _shows(headers.get("authorization", ""), self.access.token):
            said = "writing needs the server's token: Authorization: Bearer TOKEN"
            return problem(HTTPStatus.UNAUTHORIZED, said, {"WWW-Authenticate": "Bearer"})
        if int(headers.get("content-length", "0") or 0) > self.access.largest:
            said = f"at most {self.access.largest:,} bytes can be sent"
            return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, said)
        return None


def problem(status: HTTPStatus, said: str, headers: dict[str, str] | None = None) -> Response:
    """An error as RFC 9457 has it."""
    told = {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": said}
    return Response(msgspec.json.encode(told), int(status), headers, "application/problem+json")


def _shows(authorization: str, token: str) -> bool:
    scheme, _, shown = authorization.partition(" ")
    # The same time whatever is shown, so that a token cannot be found letter by letter.
    same = hmac.compare_digest(shown.strip().encode("utf-8", "surrogateescape"), token.encode())
    return scheme.casefold() == "bearer" and same


async def _body(receive: Receive, most: int) -> bytes | None:
    """What is sent, or None where it is more than that; a length that is claimed is not believed."""
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        part = message.get("body", b"")
        size += len(part)
        if size > most:
            return None
        parts.append(part)
        more = message.get("more_body", False) and message["type"] == "http.request"
    return b"".join(parts)


def _given(body: bytes) -> Receive:
    told = False

    async def receive() -> Message:
        nonlocal told
        if told:
            return {"type": "http.disconnect"}
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
