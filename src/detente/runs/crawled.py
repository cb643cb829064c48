"""Pages of a crawl: the same page twice is passed over before anything is done with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import blake2b

from detente.sources import Refusal
from detente.types import Page

COPY = "copy"
"""The kind of a refusal that means: met before in this archive, under the same address or with the same bytes."""


def without_copies(pages: Iterable[Page | Refusal]) -> Iterator[Page | Refusal]:
    """The same pages, with a refusal for each that its archive has given already.

    What is remembered is of one archive at a time, so that memory does not grow with their number.
    """
    archive, seen = "", set[bytes]()
    for page in pages:
        if not isinstance(page, Page) or not page.crawled:
            yield page
            continue
        name = page.location.rpartition("#")[0]
        if name != archive:
            archive, seen = name, set()
        marks = {_digest(page.content), *([_digest(page.url.encode("utf-8", "replace"))] if page.url else [])}
        if marks & seen:
            yield Refusal(location=page.location, kind=COPY, message="met before in this archive")
        else:
            yield page
        seen |= marks


def kept_whole(pages: Iterable[Page | Refusal]) -> Iterator[Page | Refusal]:
    """The same pages, each to be read whatever it is about."""
    for page in pages:
        yield replace(page, crawled=False) if isinstance(page, Page) else page


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=8).digest()
