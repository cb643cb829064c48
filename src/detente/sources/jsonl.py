"""JSON lines, plain or gzipped: each line a page of its own."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from detente.sources.refusal import Refusal
from detente.sources.saved import saved_at
from detente.types import Page

LONGEST = 20_000_000


def line_pages(path: Path) -> Iterator[Page | Refusal]:
    """The lines of a file, each checked to be a JSON object; a broken one is refused by file and line."""
    retrieved = saved_at(path)
    with cast("BinaryIO", gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")) as stream:
        number = 0
        try:
            while line := stream.readline(LONGEST + 1):
                number += 1
                location = f"{path}:{number}"
                if len(line) > LONGEST:
                    yield Refusal(
                        location=location, kind="too-large", message=f"a line of more than {LONGEST:,} bytes"
                    )
                    return
                if line.strip():
                    yield line_page(line, location, retrieved)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            yield Refusal(
                location=str(path),
                kind="truncated",
                message=f"the archive breaks off after line {number} ({error})",
            )


def range_pages(path: Path, first: int, until: int) -> Iterator[Page | Refusal]:
    """The same of the lines that begin within a range of bytes; each is called by the byte at which it begins."""
    retrieved = saved_at(path)
    with path.open("rb") as stream:
        if first:
            stream.seek(first - 1)
            while (rest := stream.readline(LONGEST)) and not rest.endswith(b"\n"):
                pass
        while (at := stream.tell()) < until and (line := stream.readline(LONGEST + 1)):
            location = f"{path}#{at}"
            if len(line) > LONGEST:
                yield Refusal(
                    location=location, kind="too-large", message=f"a line of more than {LONGEST:,} bytes"
                )
                return
            if line.strip():
                yield line_page(line, location, retrieved)


def line_page(line: bytes, location: str, retrieved: str) -> Page | Refusal:
    """One line as a page; refused where it is no JSON object."""
    try:
        value = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Refusal(location=location, kind="bad-line", message=f"not JSON: {error}")
    if not isinstance(value, dict):
        return Refusal(location=location, kind="bad-line", message="not a JSON object")
    return Page(content=line, location=location, media_type="application/json", retrieved=retrieved)
