"""What a person hands over, by its name and content: a page, a feed, or JSON lines, each also gzipped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from detente.sources.feeds import feed_pages, looks_like_feed
from detente.sources.jsonl import LONGEST, line_page
from detente.sources.opening import FEEDS, LARGEST_FILE, media_type_of, unpacked
from detente.sources.refusal import Refusal
from detente.sources.web import Fetcher
from detente.types import Page

LINES = frozenset({".jsonl", ".ndjson"})
ARCHIVES = frozenset({".warc", ".zip", ".tar", ".pdf", ".docx", ".doc", ".eml", ".msg", ".duckdb"})
"""Kinds that are told at once to be no page, before anybody tries to read letters in them."""
LONGEST_NAME = 120


def handed_pages(content: bytes, name: str, *, allow_private: bool = False) -> Iterator[Page | Refusal]:
    """The pages of a file that was handed over, in its order, and a refusal for each item that cannot be had.

    `name` is what its giver calls it; folders before it are left out, and its ending says what it is. The items of a feed
    are followed, within the limits of all fetching. Pages carry the present as the time of their being got.
    """
    name = named(name)
    suffixes = [f".{part}" for part in name.lower().split(".")[1:]]
    kind = suffixes[-2] if suffixes[-1:] == [".gz"] and len(suffixes) > 1 else "".join(suffixes[-1:])
    if kind in ARCHIVES:
        said = f"a {kind} file is no page; text, HTML, JSON lines and feeds are read here"
        if kind == ".warc":
            said = f"archives are too large to be handed over; `detente read {name}` reads them"
        yield Refusal(location=name, kind="not-a-page", message=said)
        return
    if suffixes[-1:] == [".gz"]:
        plain = unpacked(content)
        if isinstance(plain, str):
            broken = "truncated" if "ends" in plain else "too-large"
            yield Refusal(location=name, kind=broken, message=plain)
            return
        content = plain
    if len(content) > LARGEST_FILE:
        said = f"{len(content):,} bytes; at most {LARGEST_FILE:,} are read"
        yield Refusal(location=name, kind="too-large", message=said)
        return
    now = datetime.now(UTC).isoformat(timespec="seconds")
    if kind in LINES:
        yield from _lines(content, name, now)
    elif kind in FEEDS or looks_like_feed(content):
        with Fetcher(allow_private=allow_private) as fetcher:
            yield from feed_pages(content, name, fetcher, folder=None)
    else:
        yield Page(content=content, location=name, media_type=media_type_of(kind, content), retrieved=now)


def named(given: str) -> str:
    """A file's name without folders, in one line, none too long."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(letter for letter in last if letter.isprintable()).strip()
    return shown[-LONGEST_NAME:] or "a file without a name"


def _lines(content: bytes, name: str, now: str) -> Iterator[Page | Refusal]:
    for number, line in enumerate(content.splitlines(), start=1):
        location = f"{name}:{number}"
        if len(line) > LONGEST:
            yield Refusal(
                location=location, kind="too-large", message=f"a line of more than {LONGEST:,} bytes"
            )
        elif line.strip():
            yield line_page(line, location, now)
