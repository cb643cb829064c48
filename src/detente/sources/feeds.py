"""RSS and Atom: each item's page is followed, and what the feed says of it goes with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
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
TEASER = 600
"""Characters. What is not longer is no article."""
PERIODS = {
    "hourly": 3600.0,
    "daily": 86_400.0,
    "weekly": 604_800.0,
    "monthly": 2_592_000.0,
    "yearly": 31_536_000.0,
}
"""Seconds of the periods that RSS 1.0's Syndication module (`sy:updatePeriod`) has names for."""
_NUMBER = re.compile(r"[0-9]{1,9}")
_ENTITY = re.compile(rb"<\x00?!\x00?E\x00?N\x00?T\x00?I\x00?T\x00?Y", re.IGNORECASE)
"""In any of the encodings that an XML parser takes up by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item, as its feed tells it; "" where it tells nothing."""

    id: str
    link: str
    title: str | None
    published: str | None
    outlet: str | None
    """The feed's own title."""
    text: str
    """HTML of the whole text, where the feed carries it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A feed as it stands at one time."""

    items: tuple[Item, ...]
    """In its order."""
    wait: float | None = None
    """Seconds before which it asks not to be asked again."""


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
    items = feed_items(content, location)
    if isinstance(items, Refusal):
        yield items
        return
    for item in items:
        yield _followed(item, location, fetcher, folder)


def feed_items(content: bytes, location: str) -> tuple[Item, ...] | Refusal:
    """The items of a feed in its order, or why it is none."""
    read = edition(content, location)
    return read if isinstance(read, Refusal) else read.items


def edition(content: bytes, location: str) -> Edition | Refusal:
    """What a feed holds and asks for, or why it is none."""
    if _bomb(content):
        said = "declares XML entities of its own; not read"
        return Refusal(location=location, kind="hostile", message=said)
    try:
        parsed = feedparser.parse(content, sanitize_html=False, resolve_relative_uris=False)
    except UnicodeDecodeError:
        # The parser takes a declared encoding for text before it looks whether it is any.
        said = "no feed: its declaration of an encoding is no text"
        return Refusal(location=location, kind="not-a-feed", message=said)
    if not parsed.get("version") or not parsed.entries:
        empty = (
            "a feed without items"
            if parsed.get("version")
            else "no feed (perhaps a page that stands in for one)"
        )
        return Refusal(location=location, kind="not-a-feed", message=empty)
    outlet = parsed.feed.get("title")
    items = tuple(_item(entry, outlet) for entry in parsed.entries[:MOST_ITEMS])
    return Edition(items=items, wait=_asked_wait(parsed.feed))


def item_page(item: Item, location: str, fetcher: Fetcher) -> Page | Refusal:
    """The page of a feed's item on the web (`location`: the feed's address), with what the feed says of it.

    Not the text that stands in the feed: see `text_page`.
    """
    if not item.link:
        return _without_link(item, location)
    try:
        address = urljoin(location, item.link)
    except ValueError as error:
        said = f"the item {item.title!r} has a link that is no address ({error})"
        return Refusal(location=location, kind="bad-address", message=said)
    got = fetcher.get(address)
    return _told(got, item) if isinstance(got, Page) else got


def text_page(item: Item, location: str) -> Page | None:
    """The item as it stands in the feed itself; None where that is a teaser or nothing."""
    if not item.text:
        return None
    page = Page(
        content=f"<html><body><article>{item.text}</article></body></html>".encode(),
        location=f"{location}#{item.id or item.link}",
        media_type="text/html",
        url=item.link if item.link.startswith("http") else None,
    )
    return _told(page, item)


def _bomb(content: bytes) -> bool:
    return _ENTITY.search(content) is not None


def _asked_wait(feed: Any) -> float | None:
    """Seconds between two changes, by RSS's `ttl` (minutes) or the Syndication module's period and frequency; the longer one."""
    asked: list[float] = []
    if ttl := _NUMBER.fullmatch(str(feed.get("ttl") or "").strip()):
        asked.append(60.0 * int(ttl[0]))
    if period := PERIODS.get(str(feed.get("sy_updateperiod") or "").strip().casefold()):
        times = _NUMBER.fullmatch(str(feed.get("sy_updatefrequency") or "1").strip())
        asked.append(period / max(1, int(times[0]) if times else 1))
    return max(asked, default=None)


def _item(entry: Any, outlet: str | None) -> Item:
    return Item(
        id=entry.get("id") or "",
        link=(entry.get("link") or "").strip(),
        title=entry.get("title"),
        published=_published(entry),
        outlet=outlet,
        text=_text(entry),
    )


def _followed(item: Item, location: str, fetcher: Fetcher, folder: Path | None) -> Page | Refusal:
    away = item.link.startswith(("http://", "https://"))
    if item.link and not away and folder is not None:
        beside = _beside(folder, item.link, location)
        got = _told(beside, item) if isinstance(beside, Page) else beside
    else:
        got = item_page(item, location, fetcher)
    return got if isinstance(got, Page) else text_page(item, location) or got


def _told(page: Page, item: Item) -> Page:
    return replace(page, title=item.title, published=item.published, outlet=item.outlet)


def _without_link(item: Item, location: str) -> Refusal:
    said = f"the item {item.title!r} has neither link nor text"
    return Refusal(location=location, kind="no-link", message=said)


def _beside(folder: Path, link: str, location: str) -> Page | Refusal:
    missing = Refusal(
        location=f"{location} -> {link[:200]}", kind="missing", message="no such file beside the feed"
    )
    try:
        path = (folder / unquote(link)).resolve()
        if not path.is_relative_to(folder.resolve()) or not path.is_file():
            return missing
        if path.stat().st_size > LARGEST:
            return Refusal(location=str(path), kind="too-large", message=f"larger than {LARGEST:,} bytes")
        content = path.read_bytes()
    except (OSError, ValueError):
        # A link can be what no file is called: too long, with a null byte, or one that may not be read.
        return missing
    return Page(
        content=content,
        location=str(folder / unquote(link)),
        media_type="text/plain" if path.suffix in {".txt", ".text"} else "text/html",
        retrieved=saved_at(path),
    )


def _published(entry: Any) -> str | None:
    value = entry.get("published") or entry.get("updated") or entry.get("created")
    return value if isinstance(value, str) else None


def _text(entry: Any) -> str:
    """The item's full text where the feed carries it; a teaser of a line or two is no article."""
    contents = [c.get("value") for c in entry.get("content") or ()] + [entry.get("summary")]
    # feedparser has None for a summary where an element is closed that was never opened.
    longest = max((c for c in contents if isinstance(c, str)), key=len, default="")
    return longest if len(longest) > TEASER else ""
