"""From an HTML page to an article: the body by trafilatura, everything else by the page's own marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import trafilatura
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from trafilatura.settings import Extractor

from detente.articles import dates
from detente.articles.credits import agency_at_foot, agency_in_line, byline_of
from detente.articles.lines import Lines, lines_of
from detente.articles.marks import Marks, marks_of
from detente.articles.publication import STAMP, order_of_page, published_of
from detente.articles.titles import folded, site_of_title, title_of
from detente.errors import ArticleError
from detente.knowledge.outlets import Outlet, OutletTables
from detente.types import PublishedBy

SHORTEST_PROSE = 60
"""Characters. A cell with less holds a figure or a label."""
OPTIONS = Extractor(comments=False, output_format="xml")
"""Made once: trafilatura else reads its settings anew for each page."""
SHORTEST_BODY = 120
"""Characters. Anything shorter is a stub, a teaser or an error page."""
DEEPEST = 250
"""Nested elements. Real pages have some thirty; at 256 libxml2 stops reading."""
_NOT_FOUND = re.compile(
    r"\b(?:page|article|story|content)\b.{0,30}\b(?:not found|no longer available|cannot be found|doesn.t exist|been removed)\b|^\s*(?:error\s*)?404\b",
    re.IGNORECASE,
)
_WALL = re.compile(
    r"\b(?:subscribe|subscription|sign in|log in|register)\b.{0,60}\b(?:continue|read|access|unlock)\b|\bto continue reading\b",
    re.IGNORECASE,
)
_WALL_BESIDE = re.compile(
    r"\bto (?:continue|keep) reading\b|\b(?:subscribe|sign in|log in|register) to (?:read|continue|unlock)\b|\bto read the (?:full|rest)\b|"
    r"\bunlock this (?:article|story)\b",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"(?:by|source|credit|agency|agencies|from)\b", re.IGNORECASE)
_CAPTION_CLASS = re.compile(r"\b(?:caption|photo-caption|image-caption|wp-caption-text)\b")
_DECK_CLASS = re.compile(
    r"\b(?:deck|dek|standfirst|subtitle|sub-?head(?:line)?|summary|lede|intro|sub-?title)\b|subheadline|standfirst|article__subtitle"
)
_DECK_PARTS = (
    "deck",
    "dek",
    "Dek",
    "tandfirst",
    "ubtitle",
    "ub-title",
    "ubhead",
    "ub-head",
    "ubTitle",
    "ubHead",
    "ummary",
    "lede",
    "ntro",
)
"""Parts of class names that may mark the deck, chosen roughly; `_DECK_CLASS` decides."""
_BY = re.compile(r"(?:By|BY)\s+[A-Z]")
_FURNITURE = re.compile(
    r"^(?:advertisement|sponsored|share(?: this)?(?: article| story)?|follow us.*|read more.*|also read.*|related(?: stories| articles| topics)?|"
    r"sign up .{0,80}|subscribe .{0,80}|all rights reserved.*|copyright .{0,80}|©.{0,120}|recommended|most read|more from .{0,40}|"
    r"click here .{0,60}|watch:.*|listen to .{0,60}|tags:?.*|topics:?|comments?|loading.*|skip to .{0,30}|\d+ min(?:ute)? read)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a page yields before the head of its first paragraph is read."""

    paragraphs: tuple[str, ...]
    title: str | None
    subtitle: str | None
    published: str | None
    published_by: PublishedBy | None
    agency: str | None
    byline: str | None
    outlet: str | None
    captions: tuple[str, ...]
    url: str | None
    stamp: str | None = None
    """What stands before "Published" in the stamp of a scrape: credit and place ("AP Beijing")."""


def read_page(text: str, url: str | None, retrieved: str | None, tables: OutletTables) -> Read:
    """Everything that an HTML page tells of its article.

    Raises `ArticleError`: "no-article", "soft-404", "paywall", "too-deep".
    """
    tree = _parsed(text)
    marks = marks_of(tree)
    url = url or marks.canonical
    outlet = outlet_of(url, tables)
    captions = _captions(tree, text)
    title, heading = title_of(tree, marks)
    lines = lines_of(tree, heading)
    paragraphs = _body(tree, title, captions, marks)
    _refuse_stubs(paragraphs, title, marks, tree)
    subtitle = _subtitle(tree, text, marks, title, paragraphs)
    if len(paragraphs) > 3 and subtitle and folded(subtitle) == folded(paragraphs[0]):
        paragraphs = paragraphs[1:]
    order = outlet.order if outlet else order_of_page(tree, lines)
    published, by = published_of(marks, lines, url, retrieved, order)
    return Read(
        paragraphs=paragraphs,
        title=title,
        subtitle=subtitle,
        published=published,
        published_by=by,
        agency=_agency(lines, marks, paragraphs, tables) or (outlet.agency if outlet else None),
        byline=_byline(lines, marks, tables),
        outlet=outlet.name if outlet else marks.publisher or site_of_title(tree),
        captions=captions,
        url=url,
    )


def outlet_of(url: str | None, tables: OutletTables) -> Outlet | None:
    """The outlet of an address, by its domain or the longest parent of it that is known."""
    match = re.match(r"https?://([^/:?#]+)", url or "")
    parts = match.group(1).lower().split(".") if match else []
    for start in range(len(parts) - 1):
        found = tables.by_domain.get(".".join(parts[start:]))
        if found is not None:
            return found
    return None


def _parsed(text: str) -> HtmlElement:
    # huge_tree stays off: libxml2 then bounds depth and size by itself.
    try:
        tree = document_fromstring(
            text.encode("utf-8", "replace"), parser=HTMLParser(encoding="utf-8", remove_comments=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ArticleError(f"no HTML could be made of the page ({error})", "no-article") from None
    if tree.xpath(f"boolean({'/*' * (DEEPEST + 1)})"):
        raise ArticleError(f"elements nested more than {DEEPEST} deep; this is no news page", "too-deep")
    return tree


def _body(tree: HtmlElement, title: str | None, captions: tuple[str, ...], marks: Marks) -> tuple[str, ...]:
    try:
        found = trafilatura.bare_extraction(tree, options=OPTIONS)
    except (ValueError, RecursionError, etree.Error):
        found = None
    body = getattr(found, "body", None)
    told = folded(title or "")
    photos = {folded(c) for c in captions}
    paragraphs = list(_paragraphs(body)) if body is not None else []
    kept = [p for p in paragraphs if folded(p) not in photos and not _FURNITURE.match(p)]
    kept = _without_head(kept, told)
    linked = [" ".join(p.split()) for p in (marks.body or "").split("\n") if p.strip()]
    # A page drawn by its scripts has its text only in the JSON-LD; trafilatura takes it from there in one piece.
    lost = sum(map(len, linked)) > max(400, 2 * sum(map(len, kept)))
    if lost or (len(kept) < len(linked) and folded(" ".join(kept)) == folded(" ".join(linked))):
        return tuple(linked)
    return tuple(kept)


def _without_head(paragraphs: list[str], told: str) -> list[str]:
    """The body without what stands between headline and story: the headline again, a stamp, a byline."""
    head = next((n for n, p in enumerate(paragraphs[:5]) if not _is_head(p, told)), 0)
    return paragraphs[head:]


def _is_head(paragraph: str, told: str) -> bool:
    if folded(paragraph) == told:
        return True
    words = len(paragraph.split())
    if words > 16 or len(paragraph) > 120:
        return False
    dated = next(dates.printed(paragraph, None), None) is not None
    return (dated and (words <= 9 or STAMP.match(paragraph) is not None)) or (
        _BY.match(paragraph) is not None and paragraph[-1] not in ".?!"
    )


def _paragraphs(body: HtmlElement) -> Iterator[str]:
    """The blocks of trafilatura's tree in order; list items and cells of a table that lays out prose each for itself."""
    for block in body:
        parts = (
            block.iter("item")
            if block.tag == "list"
            else block.iter("cell")
            if block.tag == "table"
            else (block,)
        )
        for part in parts:
            text = "".join(_pieces(part))
            for line in text.split("\n"):
                line = " ".join(line.split())
                if line and (block.tag != "table" or len(line) >= SHORTEST_PROSE):
                    yield line
        if block.tail and block.tail.strip():
            yield " ".join(block.tail.split())


def _pieces(element: HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag in {"lb", "p"}:
            yield "\n"
        if child.tag not in {"graphic", "table"}:
            yield from _pieces(child)
        if child.tag in {"p", "quote", "head", "item"}:
            yield "\n"
        yield child.tail or ""


def _refuse_stubs(paragraphs: tuple[str, ...], title: str | None, marks: Marks, tree: HtmlElement) -> None:
    body = " ".join(paragraphs)
    if len(body) >= 600:
        return
    if _NOT_FOUND.search(title or "") or _NOT_FOUND.search(body[:200]):
        raise ArticleError("the page says that it is not there (a 404 sent as 200)", "soft-404")
    if len(body) < 500 and (marks.paywalled or _WALL.search(body) or _WALL_BESIDE.search(_shown(tree))):
        raise ArticleError("only the stub before a paywall", "paywall")
    if len(body) < SHORTEST_BODY:
        raise ArticleError("no article text on the page", "no-article")


def _shown(tree: HtmlElement) -> str:
    return " ".join(" ".join(e.text_content() for e in tree.iter("p", "h2", "h3", "a")).split())


def _subtitle(
    tree: HtmlElement, text: str, marks: Marks, title: str | None, paragraphs: tuple[str, ...]
) -> str | None:
    first = folded(paragraphs[0]) if paragraphs else ""
    for element in _decks(tree, text):
        if _DECK_CLASS.search(f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()):
            deck = " ".join(element.text_content().split())
            if 10 < len(deck) < 400 and deck != title:
                return deck
    described = marks.description
    if (
        described
        and 20 < len(described) < 300
        and not first.startswith(folded(described)[:50])
        and not described.endswith(("...", "…"))
    ):
        return described if folded(described) != folded(title or "") else None
    return None


def _decks(tree: HtmlElement, text: str) -> list[HtmlElement]:
    """Elements that may hold the deck. Only names that stand in the page are asked for: most pages have few of them."""
    tests = [f"contains(@class, '{part}')" for part in _DECK_PARTS if part in text]
    tests += ["@itemprop"] if "itemprop" in text else []
    if not tests:
        return []
    found: list[HtmlElement] = tree.xpath(
        f"//*[self::h2 or self::p or self::div or self::h3][{' or '.join(tests)}]"
    )
    return found


def _captions(tree: HtmlElement, text: str) -> tuple[str, ...]:
    if "caption" not in text:
        return ()
    marked = tree.xpath("//figcaption | //*[self::div or self::p or self::span][contains(@class, 'caption')]")
    found = [
        " ".join(element.text_content().split())
        for element in marked
        if element.tag == "figcaption" or _CAPTION_CLASS.search(element.get("class").lower())
    ]
    return tuple(dict.fromkeys(c for c in found if 3 < len(c) < 600))


def _agency(lines: Lines, marks: Marks, paragraphs: tuple[str, ...], tables: OutletTables) -> str | None:
    """The agency of the authors, of a line beside the headline, or of a credit at the story's foot."""
    beside = [
        line for line in lines.beside if len(line) < 90 and (_CREDIT.match(line) or len(line.split()) <= 4)
    ]
    beside = [line for line in beside if line not in tables.weak]
    far = [line for line in (*lines.above, *lines.below) if len(line) < 60 and _CREDIT.match(line)]
    for line in (*marks.authors, *lines.credits, *beside, *far):
        found = agency_in_line(line, tables)
        if found:
            return found
    return agency_at_foot(paragraphs, tables)


def _byline(lines: Lines, marks: Marks, tables: OutletTables) -> str | None:
    people = [a for a in (byline_of(author, tables.agencies) for author in marks.authors) if a]
    if people:
        return ", ".join(dict.fromkeys(people))
    for line in (*lines.beside, *lines.above, *lines.below):
        found = byline_of(line, tables.agencies) if _BY.match(line) and len(line) < 120 else None
        if found:
            return found
    return None
