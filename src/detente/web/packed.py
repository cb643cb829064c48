"""An answer packed for sending, with the tag by which whoever has it already is told so: made once, sent often."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

SMALLEST = 1000
"""Bytes below which packing gains nothing."""
EFFORT = 6
"""How hard gzip tries, of 9: more costs a long answer three times as much for 1 % less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """The body of an answer."""

    tag: str
    """Its ETag."""
    body: bytes
    """As it is, or packed by gzip."""
    gzipped: bool


def pack(body: bytes) -> Packed:
    """A body made ready for being sent often, and for being kept in a tenth of its size."""
    if len(body) < SMALLEST:
        return as_it_is(body)
    # Without the time, so that the same is packed alike.
    return Packed(tag=_tag(body), body=gzip.compress(body, EFFORT, mtime=0), gzipped=True)


def as_it_is(body: bytes) -> Packed:
    """A body that is sent once."""
    return Packed(tag=_tag(body), body=body, gzipped=False)


def _tag(body: bytes) -> str:
    return f'W/"{sha256(body).hexdigest()[:24]}"'


def sent(
    request: Request, packed: Packed, media_type: str, headers: Mapping[str, str] | None = None
) -> Response:
    """The answer as the client can take it (what is not packed yet is left to the middleware); 304 and nothing else where If-None-Match names it."""
    told = {"ETag": packed.tag, "Cache-Control": "no-cache", **(headers or {})}
    told["Vary"] = ", ".join(filter(None, ("Accept-Encoding", told.get("Vary"))))
    if matches(request.headers.get("if-none-match", ""), packed.tag):
        return Response(status_code=304, headers=told)
    if not packed.gzipped:
        return Response(packed.body, media_type=media_type, headers=told)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed.body, media_type=media_type, headers=told | {"Content-Encoding": "gzip"})
    return Response(gzip.decompress(packed.body), media_type=media_type, headers=told)


def matches(given: str, tag: str) -> bool:
    """Whether an If-None-Match names a tag; weak and strong ones compare alike (RFC 9110)."""
    bare = tag.removeprefix("W/")
    return given.strip() == "*" or bare in [one.strip().removeprefix("W/") for one in given.split(",")]
