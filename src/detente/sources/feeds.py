"""RSS and Atom: each item's page is followed, and what the feed says of it goes with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import feedparser

from detente.sources.refusal import Refusal
from detente.sources.saved import saved_at
from detente.sources.web import Fetcher
from detente.types import Page

MOST_ITEMS = 1000
LARGEST = 20_000_000
_ENTITY = re.compile(rb"<\x00?!\x00?E\x00?N\x00?T\x00?I\x00?T\x00?Y", re.IGNORECASE)
"""In any of the encodings that an XML parser takes up by itself."""


def looks_like_feed(content: bytes) -> bool:
    """Whether the beginning of a page is that of a feed."""
    head = content[:1024].lstrip().lower()
    return head.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf")) and any(
        mark in content[:4096].lower() for mark in (b"<rss", b"<feed", b"<rdf:rdf")
    )


def feed_pages(
    content: bytes, location: str, fetcher: Fetcher, *, folder: Path | None
) -> Iterator[Page | Refusal]:
    """The pages of a feed's items, in its order.

    An item that links to a file beside the feed is read from there (`folder`); nothing outside that folder is.
    An item whose page cannot be got but whose text stands in the feed is read from the feed.
    """
    if _bomb(content):
        yield Refusal(location=location, kind="hostile", message="declares XML entities of its own; not read")
        return
    parsed = feedparser.parse(content, sanitize_html=False, resolve_relative_uris=False)
    if not parsed.get("version") or not parsed.entries:
        empty = (
            "a feed without items"
            if parsed.get("version")
            else "no feed (perhaps a page that stands in for one)"
        )
        yield Refusal(location=location, kind="not-a-feed", message=empty)
        return
    outlet = parsed.feed.get("title")
    for entry in parsed.entries[:MOST_ITEMS]:
        yield _item(entry, location, fetcher, folder, outlet)


def _bomb(content: bytes) -> bool:
    return _ENTITY.search(content) is not None


def _item(
    entry: Any, location: str, fetcher: Fetcher, folder: Path | None, outlet: str | None
) -> Page | Refusal:
    link = entry.get("link") or ""
    published = _published(entry)
    got: Page | Refusal | None = None
    if link.startswith(("http://", "https://")):
        got = fetcher.get(link)
    elif link and folder is not None:
        got = _beside(folder, link, location)
    elif link:
        got = fetcher.get(urljoin(location, link))
    text = _text(entry)
    if isinstance(got, Page):
        return replace(got, title=entry.get("title"), published=published, outlet=outlet)
    if text:
        return Page(
            content=text.encode(),
            location=f"{location}#{entry.get('id') or link}",
            media_type="text/html",
            url=link if link.startswith("http") else None,
            title=entry.get("title"),
            published=published,
            outlet=outlet,
        )
    return got or Refusal(
        location=location,
        kind="no-link",
        message=f"the item {entry.get('title')!r} has neither link nor text",
    )


def _beside(folder: Path, link: str, location: str) -> Page | Refusal:
    path = (folder / unquote(link)).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        return Refusal(
            location=f"{location} -> {link}", kind="missing", message="no such file beside the feed"
        )
    if path.stat().st_size > LARGEST:
        return Refusal(location=str(path), kind="too-large", message=f"larger than {LARGEST:,} bytes")
    return Page(
        content=path.read_bytes(),
        location=str(folder / unquote(link)),
        media_type="text/plain" if path.suffix in {".txt", ".text"} else "text/html",
        retrieved=saved_at(path),
    )


def _published(entry: Any) -> str | None:
    value = entry.get("published") or entry.get("updated") or entry.get("created")
    return value if isinstance(value, str) else None


def _text(entry: Any) -> str:
    """The item's full text where the feed carries it; a teaser of a line or two is no article."""
    contents = [c.get("value", "") for c in entry.get("content", [])] + [entry.get("summary", "")]
    longest = max(contents, key=len, default="")
    return f"<html><body><article>{longest}</article></body></html>" if len(longest) > 600 else ""
