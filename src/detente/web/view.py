"""A view: what one function finds for a URL; written as a page, or as the same data in another form."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
import pyarrow as pa
from starlette.requests import Request
from starlette.responses import Response

from detente.display.files import write_csv, write_parquet
from detente.errors import UsageError
from detente.web.asked import Asked
from detente.web.packed import Packed, as_it_is, sent
from detente.web.rendering import render

Writer = Callable[[], str | bytes]
TYPES = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "ics": "text/calendar; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "jsonld": "application/ld+json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "atom": "application/atom+xml",
}
FILES = frozenset({"csv", "parquet", "ics", "bib", "jsonld", "png"})
"""Forms that a browser keeps as a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What there is to show of one thing."""

    title: str
    template: str
    facts: Mapping[str, Any]
    """What the page says; all of it goes to the JSON but what begins with an underscore."""
    tables: Mapping[str, Callable[[], pa.Table]] = field(default_factory=dict)
    """Its tables by name, made when asked for; the first is the one that .csv and .parquet hold."""
    writers: Mapping[str, Writer] = field(default_factory=dict)
    """Other forms that it has, by format."""
    python: str = ""
    sql: str = ""
    """How to ask the same in Python and SQL."""

    @property
    def forms(self) -> tuple[str, ...]:
        """All formats it has besides the page."""
        return ("json", *(("csv", "parquet") if self.tables else ()), *self.writers)


def written(request: Request, asked: Asked, view: View) -> bytes:
    """The view in the form that was asked for. Raises `UsageError` for a form that it has not."""
    if asked.format == "html":
        content: str | bytes = render(request, asked, view)
    elif asked.format == "json":
        content = _json(asked, view)
    elif asked.format in ("csv", "parquet") and view.tables:
        content = _table(asked, view)
    elif asked.format in view.writers:
        content = view.writers[asked.format]()
    else:
        raise UsageError(f"this view has no .{asked.format}; it has {', '.join(view.forms)}")
    return content.encode() if isinstance(content, str) else content


def answer(request: Request, asked: Asked, body: bytes | Packed) -> Response:
    """What was written, or only that it has not changed since it was last sent."""
    headers = {"Vary": "Cookie"} if asked.format == "html" else {}
    if asked.format in FILES:
        headers["Content-Disposition"] = f'attachment; filename="{_file_name(asked)}"'
    packed = body if isinstance(body, Packed) else as_it_is(body)
    return sent(request, packed, TYPES[asked.format], headers)


def _file_name(asked: Asked) -> str:
    words = [part for part in asked.path.split("/") if part] or ["world"]
    safe = "-".join("".join(c if c.isascii() and c.isalnum() else "-" for c in word) for word in words)
    return f"detente-{safe[:80]}.{asked.format}"


def _json(asked: Asked, view: View) -> bytes:
    facts = {name: value for name, value in view.facts.items() if not name.startswith("_")}
    whole = {"title": view.title, "url": asked.link(), "as_of": asked.as_of} | facts
    return msgspec.json.encode(whole, enc_hook=str)


def _table(asked: Asked, view: View) -> bytes:
    name = asked.table or next(iter(view.tables))
    if name not in view.tables:
        raise UsageError(f"table: there is no {name!r} here; there are {', '.join(view.tables)}")
    table = view.tables[name]()
    if asked.format == "csv":
        stream = io.StringIO()
        write_csv(table, stream)
        return stream.getvalue().encode()
    sink = io.BytesIO()
    write_parquet(table, sink)
    return sink.getvalue()
