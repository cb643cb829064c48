"""An answer of the API: JSON with a tag, so that who has it already is told so and gets it once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from detente.record.shared import SharedRecord
from detente.web.packed import Packed, as_it_is, pack, sent

JSON = "application/json"


def answered(request: Request, facts: Any, status: int = 200) -> Response:
    """Facts as JSON; 304 and nothing else where If-None-Match names what would be sent."""
    if status != 200:
        return Response(_json(facts), status, media_type=JSON)
    return sent(request, as_it_is(_json(facts)), JSON)


def kept(request: Request, record: SharedRecord, make: Callable[[], Any]) -> Response:
    """As `answered`, with what `make` gives; while the record stands as it does the same question is answered from memory."""
    question = (request.url.path, tuple(sorted(request.query_params.multi_items())))

    def packed() -> Packed:
        return pack(_json(make()))

    return sent(request, record.remembered(("api", *question), packed, shelf="answers"), JSON)


def _json(facts: Any) -> bytes:
    return msgspec.json.encode(facts, enc_hook=str)


def flat(row: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """These fields of a row."""
    return {name: row[name] for name in names}
