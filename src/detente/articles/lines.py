"""The short lines of a page: what stands above, beside and far below its headline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

LINE_ELEMENTS = frozenset(
    [
        "p",
        "div",
        "span",
        "time",
        "li",
        "a",
        "address",
        "em",
        "small",
        "h2",
        "h3",
        "h4",
        "h5",
        "cite",
        "strong",
        "td",
        "b",
        "i",
        "dd",
    ]
)
_TESTS = " or ".join(f"self::{tag}" for tag in sorted(LINE_ELEMENTS))
LONGEST = 160
"""Characters of a line."""
NEAR = 60
"""Elements behind the headline that still are beside it."""
TOP, ABOVE, BELOW, SCOPE = 15, 30, 80, 200
"""Elements at the top of the page, before and after the headline that are looked at: a page may have thousands."""
_CREDIT_CLASS = re.compile(
    r"\b(?:source|agency|credit-?line|byline|author|attribution|provider)", re.IGNORECASE
)
_PHOTO_CLASS = re.compile(r"photo|image|caption|figure|picture|media", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A <time>: what it shows, what it says to machines, and whether it is marked as that of publication."""

    shown: str
    value: str
    marked: bool
    beside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Short lines by where they stand to the headline; without one, all are above."""

    above: tuple[str, ...]
    beside: tuple[str, ...]
    below: tuple[str, ...]
    credits: tuple[str, ...]
    """Lines that the page's own class names call a credit, beside or after the headline."""
    stamps: tuple[Stamp, ...]


def lines_of(tree: HtmlElement, heading: HtmlElement | None) -> Lines:
    """Reads the short lines in document order, each text once a place."""
    above: list[str] = []
    beside: list[str] = []
    below: list[str] = []
    credits: list[str] = []
    stamps: list[Stamp] = []
    since = -1 if heading is None else None
    for element in _elements(tree, heading):
        if element is heading:
            since = 0
            continue
        if since is not None and since >= 0:
            since += 1
        near = since is not None and 0 < since <= NEAR
        text = _own_line(element)
        if element.tag == "time" and element.get("datetime"):
            stamps.append(_stamp(element, text, near))
        if not text:
            continue
        marked = element.get("class") or ""
        if since and marked and _CREDIT_CLASS.search(marked) and not _PHOTO_CLASS.search(marked):
            credits.append(text)
        (beside if near else above if since is None or heading is None else below).append(text)
    return Lines(
        above=tuple(dict.fromkeys(above)),
        beside=tuple(dict.fromkeys(beside)),
        below=tuple(dict.fromkeys(below)),
        credits=tuple(dict.fromkeys(credits)),
        stamps=tuple(stamps),
    )


def _elements(tree: HtmlElement, heading: HtmlElement | None) -> list[HtmlElement]:
    """The line elements around the headline in document order. It climbs from the headline: a page has
    thousands of others."""
    if heading is None:
        return list(islice(tree.iter(*LINE_ELEMENTS), ABOVE + BELOW))
    around: list[HtmlElement] = []
    for ancestor in heading.iterancestors():
        around = list(islice(ancestor.iter(*LINE_ELEMENTS, "h1"), SCOPE))
        if heading not in around:
            # The menus before it are too many: it and what follows it, without what stands above.
            around = [heading, *heading.xpath(f"following::*[{_TESTS}][position() <= {BELOW}]")]
            break
        if len(around) - around.index(heading) > BELOW:
            break
    at = around.index(heading) if around else 0
    near = around[max(0, at - ABOVE) : at + BELOW]
    known = set(near)
    return [*(e for e in islice(tree.iter(*LINE_ELEMENTS), TOP) if e not in known), *near]


def _own_line(element: HtmlElement) -> str:
    """The element's text if it is one short line; containers of many elements are none."""
    if len(element) > 7:
        return ""
    pieces: list[str] = []
    length = 0
    for piece in element.itertext():
        pieces.append(piece)
        length += len(piece)
        if length > 4 * LONGEST:
            return ""
    text = " ".join(" ".join(pieces).split())
    return text if len(text) < LONGEST else ""


def _stamp(element: HtmlElement, text: str, near: bool) -> Stamp:
    marked = " ".join(element.get(name) or "" for name in ("class", "itemprop", "pubdate", "id")).lower()
    parent = element.getparent()
    around = (parent.get("class") or "").lower() if parent is not None else ""
    published = (
        element.get("pubdate") is not None or re.search(r"publi|posted|entry-date", marked) is not None
    )
    updated = re.search(r"updat|modif", marked + around) is not None
    return Stamp(
        shown=text,
        value=element.get("datetime"),
        marked=published and not updated,
        beside=near and not updated,
    )
