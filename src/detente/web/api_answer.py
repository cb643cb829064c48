"""An answer of the API: JSON with a tag, so that who has it already is told so and gets it once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response


def answered(request: Request, facts: Any, status: int = 200) -> Response:
    """Facts as JSON; 304 and nothing else where If-None-Match names what would be sent."""
    body = msgspec.json.encode(facts, enc_hook=str)
    if status != 200:
        return Response(body, status, media_type="application/json")
    tag = f'W/"{sha256(body).hexdigest()[:24]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def matches(given: str, tag: str) -> bool:
    """Whether an If-None-Match names a tag; weak and strong ones compare alike (RFC 9110)."""
    bare = tag.removeprefix("W/")
    return given.strip() == "*" or bare in [one.strip().removeprefix("W/") for one in given.split(",")]


def flat(row: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """These fields of a row."""
    return {name: row[name] for name in names}
