"""The door from the faces to the sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from detente import sources
from detente.sources.web import Fetcher
from detente.types import Page

Got = Page | sources.Refusal
"""A page, or why there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """How pages may be got."""

    allow_private: bool = False
    """Whether addresses of the loopback and of private networks may be asked."""


def pages_of(location: str, fetching: Fetching) -> Iterator[Got]:
    """The pages of one source, and a refusal for each that could not be got."""
    yield from sources.pages(location, allow_private=fetching.allow_private)


def pages_in(content: bytes, name: str, fetching: Fetching) -> Iterator[Got]:
    """The pages of a file that was handed over under a name, and a refusal for each that could not be got."""
    yield from sources.handed_pages(content, name, allow_private=fetching.allow_private)


def polite(*, allow_private: bool, rest: Callable[[float], object]) -> Fetcher:
    """What fetches for a command that stays; `rest` waits so many seconds between two calls on a host."""
    return Fetcher(allow_private=allow_private, rest=rest)
