"""One door for all sources: what a location is, and who reads it."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from detente.sources.columns import row_pages
from detente.sources.feeds import feed_pages, looks_like_feed
from detente.sources.jsonl import line_pages
from detente.sources.refusal import Refusal
from detente.sources.saved import saved_at
from detente.sources.warc import warc_pages
from detente.sources.web import Fetcher
from detente.types import Page

PAGES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".txt": "text/plain",
    ".text": "text/plain",
}
FEEDS = frozenset({".rss", ".atom", ".xml", ".rdf"})
PASSED_OVER = frozenset(
    {
        ".md",
        ".css",
        ".js",
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".svg",
        ".ico",
        ".woff",
        ".woff2",
        ".duckdb",
        ".wal",
    }
)
LARGEST_FILE = 20_000_000
"""Bytes of one page. Archives may be of any size: they are read as a stream."""


def pages(location: str, *, allow_private: bool = False) -> Iterator[Page | Refusal]:
    """The pages of a source, in a stable order, and a refusal for each item that could not be got.

    `location`: a file, a folder (recursive), `-` for standard input, or an address; a file or address may be a page,
    a feed (its items are followed), a WARC archive or JSON lines, each of these also gzipped, or a Parquet file of articles. `allow_private` lets
    addresses of the loopback and of private networks be asked.
    """
    if location == "-":
        yield from _standard_input()
    elif location.startswith(("http://", "https://")):
        with Fetcher(allow_private=allow_private) as fetcher:
            yield from _address(location, fetcher)
    else:
        with Fetcher(allow_private=allow_private) as fetcher:
            yield from _path(Path(location), fetcher, named=True)


def _path(path: Path, fetcher: Fetcher, *, named: bool) -> Iterator[Page | Refusal]:
    try:
        if path.is_dir():
            for child in sorted(path.iterdir()):
                if not child.name.startswith(".") and not (child.is_symlink() and child.is_dir()):
                    yield from _path(child, fetcher, named=False)
            return
        if not path.exists():
            yield Refusal(location=str(path), kind="missing", message="no such file or folder")
            return
        if not path.is_file():
            yield Refusal(location=str(path), kind="not-a-file", message="neither a file nor a folder")
            return
        yield from _file(path, fetcher, named)
    except OSError as error:
        kind = "no-permission" if isinstance(error, PermissionError) else "unreadable"
        yield Refusal(location=str(path), kind=kind, message=f"cannot be read ({error.strerror or error})")


def _file(path: Path, fetcher: Fetcher, named: bool) -> Iterator[Page | Refusal]:
    suffixes = [s.lower() for s in path.suffixes]
    last = suffixes[-1] if suffixes else ""
    kind = suffixes[-2] if last == ".gz" and len(suffixes) > 1 else last
    if kind == ".warc":
        yield from warc_pages(path)
        return
    if kind in {".jsonl", ".ndjson"}:
        yield from line_pages(path)
        return
    if kind == ".parquet":
        yield from row_pages(path)
        return
    if last in PASSED_OVER and not named:
        return
    size = path.stat().st_size
    if size > LARGEST_FILE:
        yield Refusal(
            location=str(path),
            kind="too-large",
            message=f"{size:,} bytes; a page is at most {LARGEST_FILE:,}",
        )
        return
    content = path.read_bytes()
    if last == ".gz":
        plain = unpacked(content)
        if isinstance(plain, str):
            yield Refusal(
                location=str(path), kind="truncated" if "ends" in plain else "too-large", message=plain
            )
            return
        content = plain
    if kind in FEEDS or looks_like_feed(content):
        yield from feed_pages(content, str(path), fetcher, folder=path.parent)
        return
    yield Page(
        content=content, location=str(path), media_type=media_type_of(kind, content), retrieved=saved_at(path)
    )


def unpacked(content: bytes) -> bytes | str:
    """A gzipped page, or in words why not: it never grows beyond the size of a page."""
    try:
        with gzip.open(io.BytesIO(content)) as stream:
            found = stream.read(LARGEST_FILE + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        return "the gzip file ends too soon or is damaged"
    return found if len(found) <= LARGEST_FILE else f"unpacks to more than {LARGEST_FILE:,} bytes"


def media_type_of(suffix: str, content: bytes) -> str:
    """Of what kind a page is, by the ending of its name, else by how it begins."""
    if suffix in PAGES:
        return PAGES[suffix]
    return "text/html" if b"<" in content[:512] and b">" in content[:2048] else "text/plain"


def _address(location: str, fetcher: Fetcher) -> Iterator[Page | Refusal]:
    got = fetcher.get(location)
    if isinstance(got, Page) and (got.media_type in _FEED_TYPES or looks_like_feed(got.content)):
        yield from feed_pages(got.content, location, fetcher, folder=None)
    else:
        yield got


_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})


def _standard_input(
    read: Callable[[], bytes] = lambda: sys.stdin.buffer.read(LARGEST_FILE + 1),
) -> Iterator[Page | Refusal]:
    content = read()
    if len(content) > LARGEST_FILE:
        yield Refusal(
            location="-", kind="too-large", message=f"standard input is longer than {LARGEST_FILE:,} bytes"
        )
        return
    retrieved = datetime.now(UTC).isoformat(timespec="seconds")
    first = content.lstrip()[:1]
    if first == b"{":
        for number, line in enumerate(content.splitlines(), start=1):
            if line.strip():
                yield Page(
                    content=line, location=f"-:{number}", media_type="application/json", retrieved=retrieved
                )
        return
    yield Page(content=content, location="-", media_type=media_type_of("", content), retrieved=retrieved)
