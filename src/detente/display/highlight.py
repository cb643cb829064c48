"""A text with what was found in it marked in place: spans that overlap are cut where one begins or ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A span of a text and what it is."""

    start: int
    end: int
    kind: str
    """What it stands for: sentence, trigger, actor, recipient, issue, ..."""
    of: str = ""
    """The row that it belongs to."""
    title: str = ""
    """What it was taken for, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the text over which nothing begins or ends."""

    text: str
    start: int
    kinds: tuple[str, ...]
    of: str
    """The row of the shortest mark that has one."""
    titles: tuple[str, ...]


def pieces(text: str, start: int, end: int, marks: Iterable[Mark]) -> list[Piece]:
    """The text from `start` to `end` in pieces, with the marks on each; marks outside of it are left out."""
    inside = [mark for mark in marks if mark.start < end and mark.end > start and mark.start < mark.end]
    cuts = sorted({start, end, *(p for mark in inside for p in (mark.start, mark.end) if start < p < end)})
    waiting = sorted(inside, key=lambda mark: mark.start, reverse=True)
    over: list[Mark] = []
    found = []
    for left, right in pairwise(cuts):
        while waiting and waiting[-1].start <= left:
            over.append(waiting.pop())
        over = sorted((mark for mark in over if mark.end > left), key=_shortest_first)
        found.append(
            Piece(
                text=text[left:right],
                start=left,
                kinds=tuple(dict.fromkeys(mark.kind for mark in over)),
                of=next((mark.of for mark in over if mark.of), ""),
                titles=tuple(dict.fromkeys(mark.title for mark in over if mark.title)),
            )
        )
    return found


def _shortest_first(mark: Mark) -> tuple[int, int, str]:
    return mark.end - mark.start, mark.start, mark.kind
