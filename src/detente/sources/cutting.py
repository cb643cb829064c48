"""Pieces of large sources: what one worker reads at a time, cut by bytes or rows, never by looking at every record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from detente.errors import SourceError
from detente.sources.columns import group_sizes, row_pages
from detente.sources.jsonl import line_pages, range_pages
from detente.sources.refusal import Refusal
from detente.sources.warc import warc_pages
from detente.types import Page

SIZE = 64_000_000
"""Bytes of a file that make one piece: small enough to be begun again at little cost."""
KINDS = (".warc", ".warc.gz", ".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz", ".parquet")
_CUT_BY_BYTES = (".warc.gz", ".jsonl", ".ndjson")
"""Where a reader can begin in the middle: at a gzip member, at a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A file, or what begins in a range of it: of its bytes, or of a Parquet file's row groups."""

    source: str
    """Its absolute path."""
    first: int = 0
    until: int | None = None
    """None: to the end."""

    @property
    def name(self) -> str:
        """By which it is known again: the file's name, a digest of its path, and where the piece begins."""
        path = Path(self.source)
        stem = re.sub(r"[^\w-]+", "-", path.name.split(".")[0])[:40]
        digest = sha256(self.source.encode("utf-8", "surrogateescape")).hexdigest()[:8]
        return f"{stem or 'file'}-{digest}-{self.first:012}"


def pieces(location: str, size: int | None = None) -> Iterator[Piece]:
    """The pieces, of about `size` bytes, of a file or of all files of a folder, in a stable order; other kinds of files are
    passed over.

    Raises `SourceError` where the location is missing or a file of another kind.
    """
    path, size = Path(location), size or SIZE
    if path.is_dir():
        for child in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in child.relative_to(path).parts)
            if child.is_file() and not hidden and _kind(child):
                yield from _cut(child.resolve(), size)
        return
    if not path.is_file():
        raise SourceError(f"{location}: no such file or folder", "missing")
    if not _kind(path):
        raise SourceError(
            f"{location}: read in pieces are WARC, JSONL and Parquet files ({', '.join(KINDS)}); "
            "read pages and feeds into a record, with --record",
            "not-in-pieces",
        )
    yield from _cut(path.resolve(), size)


def piece_pages(piece: Piece) -> Iterator[Page | Refusal]:
    """The pages of a piece, in their order, and a refusal for each that could not be got."""
    path = Path(piece.source)
    kind = _kind(path)
    try:
        if kind == ".parquet":
            yield from row_pages(path, piece.first, piece.until)
        elif kind.startswith(".warc"):
            yield from warc_pages(path, piece.first, piece.until)
        elif piece.first or piece.until is not None:
            yield from range_pages(path, piece.first, piece.until or path.stat().st_size)
        else:
            yield from line_pages(path)
    except OSError as error:
        yield Refusal(
            location=str(path), kind="unreadable", message=f"cannot be read ({error.strerror or error})"
        )


def _kind(path: Path) -> str:
    name = path.name.lower()
    return max((kind for kind in KINDS if name.endswith(kind)), key=len, default="")


def _cut(path: Path, size: int) -> Iterator[Piece]:
    kind, source = _kind(path), str(path)
    if kind == ".parquet":
        bounds = _group_bounds(group_sizes(path), size)
    elif kind in _CUT_BY_BYTES:
        bounds = list(range(0, max(path.stat().st_size, 1), size))
    else:
        bounds = [0]
    for first, until in pairwise([*bounds, None]):
        yield Piece(source=source, first=first or 0, until=until)


def _group_bounds(sizes: list[int], size: int) -> list[int]:
    """The row groups at which pieces begin, so that none has much more bytes than wanted."""
    bounds, held = [0], 0
    for number, one in enumerate(sizes):
        if held and held + one > size:
            bounds.append(number)
            held = 0
        held += one
    return bounds
