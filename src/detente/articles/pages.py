"""From an HTML page to an article: the body by trafilatura, everything else by the page's own marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import trafilatura
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from detente.articles import dates
from detente.articles.credits import agency_in_line, byline_of
from detente.articles.marks import Marks, marks_of
from detente.errors import ArticleError
from detente.knowledge.outlets import DateOrder, Outlet, OutletTables
from detente.types import PublishedBy

LINE_ELEMENTS = (
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
    "cite",
    "strong",
)
SHORTEST_BODY = 120
"""Characters. Anything shorter is a stub, a teaser or an error page."""
DEEPEST = 400
"""Nested elements. Real pages have some thirty."""
_PUBLISHED = re.compile(
    r"\b(?:first\s+)?(?:published|posted|publicado|publié|veröffentlicht|publication)\b[^\d\w]{0,3}",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"\b(?:last\s+)?(?:updated|modified)\b[^\d\w]{0,3}", re.IGNORECASE)
_NOT_FOUND = re.compile(
    r"\b(?:page|article|story|content)\b.{0,30}\b(?:not found|no longer available|cannot be found|doesn.t exist|been removed)\b|^\s*(?:error\s*)?404\b",
    re.IGNORECASE,
)
_WALL = re.compile(
    r"\b(?:subscribe|subscription|sign in|log in|register)\b.{0,60}\b(?:continue|read|access|unlock)\b|\bto continue reading\b",
    re.IGNORECASE,
)
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
    lines = tuple(_furniture_lines(tree))
    captions = _captions(tree)
    title = _title(tree, marks)
    paragraphs = _body(tree, title, captions, marks)
    _refuse_stubs(paragraphs, title, marks)
    order = outlet.order if outlet else _usual_order(tree)
    published, by = _published(marks, lines, url, retrieved, order)
    return Read(
        paragraphs=paragraphs,
        title=title,
        subtitle=_subtitle(tree, marks, title, paragraphs),
        published=published,
        published_by=by,
        agency=_agency(lines, marks, tables),
        byline=_byline(lines, marks, tables),
        outlet=outlet.name if outlet else marks.publisher or _site_of_title(tree),
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
    if _deep(tree):
        raise ArticleError(f"elements nested more than {DEEPEST} deep; this is no news page", "too-deep")
    return tree


def _deep(tree: HtmlElement) -> bool:
    level, depth = [tree], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            return True
        level = [child for element in level for child in element]
    return False


def _body(tree: HtmlElement, title: str | None, captions: tuple[str, ...], marks: Marks) -> tuple[str, ...]:
    try:
        found = trafilatura.bare_extraction(
            tree, include_comments=False, include_tables=False, with_metadata=False
        )
    except (ValueError, RecursionError, etree.Error):
        found = None
    body = getattr(found, "body", None)
    paragraphs = list(_paragraphs(body)) if body is not None else []
    told = _folded(title or "")
    photos = {_folded(c) for c in captions}
    kept = [p for p in paragraphs if _folded(p) not in photos and not _FURNITURE.match(p)]
    if kept and _folded(kept[0]) == told:
        kept = kept[1:]
    return tuple(kept) or tuple(p.strip() for p in re.split(r"\n\s*\n|\n", marks.body or "") if p.strip())


def _paragraphs(body: HtmlElement) -> Iterator[str]:
    """The blocks of trafilatura's tree in order; list items each a paragraph."""
    for block in body:
        parts = block.iter("item") if block.tag == "list" else (block,)
        for part in parts:
            text = "".join(_pieces(part))
            for line in text.split("\n"):
                line = " ".join(line.split())
                if line:
                    yield line
        if block.tail and block.tail.strip():
            yield " ".join(block.tail.split())


def _pieces(element: HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "lb":
            yield "\n"
        elif child.tag not in {"graphic", "table"}:
            yield from _pieces(child)
        if child.tag in {"p", "quote", "head", "item"}:
            yield "\n"
        yield child.tail or ""


def _refuse_stubs(paragraphs: tuple[str, ...], title: str | None, marks: Marks) -> None:
    body = " ".join(paragraphs)
    if len(body) < 600 and (_NOT_FOUND.search(title or "") or _NOT_FOUND.search(body[:200])):
        raise ArticleError("the page says that it is not there (a 404 sent as 200)", "soft-404")
    if len(body) < 500 and (marks.paywalled or _WALL.search(body)):
        raise ArticleError("only the stub before a paywall", "paywall")
    if len(body) < SHORTEST_BODY:
        raise ArticleError("no article text on the page", "no-article")


def _title(tree: HtmlElement, marks: Marks) -> str | None:
    heads = [" ".join(h.text_content().split()) for h in tree.iter("h1")]
    heads = [h for h in heads if 3 <= len(h) <= 400]
    page = " ".join((tree.findtext(".//title") or "").split())
    if len(heads) == 1 and len(heads[0].split()) > 2:
        return heads[0]
    named = [*marks.headlines, *heads]
    # Where several are offered, the one that the page's own <title> begins with is the story's.
    agreed = next((n for n in named if n and _folded(page).startswith(_folded(n)[:40])), None)
    return agreed or next(iter(named), None) or _without_site(page) or None


def _without_site(page: str) -> str:
    parts = re.split(r"\s+[|–—·»-]\s+", page)
    return max(parts, key=len) if len(parts) > 1 else page


def _site_of_title(tree: HtmlElement) -> str | None:
    parts = re.split(r"\s+[|–—·-]\s+", " ".join((tree.findtext(".//title") or "").split()))
    return parts[-1] if len(parts) > 1 and len(parts[-1]) <= 40 else None


def _subtitle(tree: HtmlElement, marks: Marks, title: str | None, paragraphs: tuple[str, ...]) -> str | None:
    first = _folded(paragraphs[0]) if paragraphs else ""
    for element in tree.iter("h2", "p", "div"):
        marked = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()
        if re.search(
            r"\b(?:deck|dek|standfirst|subtitle|sub-?head(?:line)?|summary|lede|intro|sub-?title)\b|subheadline|standfirst|article__subtitle",
            marked,
        ):
            text = " ".join(element.text_content().split())
            if 10 < len(text) < 400 and text != title:
                return text
    described = marks.description
    if (
        described
        and 20 < len(described) < 300
        and not first.startswith(_folded(described)[:50])
        and not described.endswith(("...", "…"))
    ):
        return described if _folded(described) != _folded(title or "") else None
    return None


def _captions(tree: HtmlElement) -> tuple[str, ...]:
    found: list[str] = []
    for element in tree.iter("figcaption"):
        found.append(" ".join(element.text_content().split()))
    for element in tree.iter("div", "p", "span"):
        if re.search(
            r"\b(?:caption|photo-caption|image-caption|wp-caption-text)\b",
            (element.get("class") or "").lower(),
        ):
            found.append(" ".join(element.text_content().split()))
    return tuple(dict.fromkeys(c for c in found if 3 < len(c) < 600))


def _furniture_lines(tree: HtmlElement) -> Iterator[str]:
    """Short lines near the headline: byline, date, credit. The first two hundred of the page."""
    near_the_top = islice(tree.iter(*LINE_ELEMENTS), 2500)
    for element in near_the_top:
        own = " ".join(" ".join(element.itertext()).split()) if len(element) < 8 else ""
        if element.tag == "time" and element.get("datetime"):
            yield f"{own} \x00{element.get('datetime')}"
        elif own and len(own) < 160:
            yield own


def _published(
    marks: Marks, lines: tuple[str, ...], url: str | None, retrieved: str | None, order: DateOrder | None
) -> tuple[str | None, PublishedBy | None]:
    given = dates.structured(marks.published)
    if dates.not_after(given, retrieved):
        return given, "structured"
    marked = [
        d for d in (_marked(line, _PUBLISHED, order) for line in lines) if dates.not_after(d, retrieved)
    ]
    if marked:
        return max(marked, key=lambda d: len(d or "")), "marked"
    timed = [dates.structured(line.split("\x00")[1]) for line in lines if "\x00" in line]
    timed = [d for d in timed if dates.not_after(d, retrieved)]
    address = dates.in_url(url)
    if timed and (address is None or any(t and t[:10] == address for t in timed)):
        return next((t for t in timed if address and t and t[:10] == address), timed[0]), "structured"
    updated = [d for d in (_marked(line, _UPDATED, order) for line in lines) if dates.not_after(d, retrieved)]
    modified = dates.structured(marks.modified)
    plain = [
        d
        for line in lines
        for d in dates.printed(line, order)
        if len(line) < 90 and dates.not_after(d, retrieved)
    ]
    if dates.not_after(address, retrieved):
        # The address knows the day; a printed line of that day may know the hour as well.
        return next((d for d in [*updated, *plain] if d and d[:10] == address), address), "url"
    if updated:
        return updated[0], "marked"
    if dates.not_after(modified, retrieved):
        return modified, "structured"
    return (plain[0], "guessed") if plain else (None, None)


def _marked(line: str, mark: re.Pattern[str], order: DateOrder | None) -> str | None:
    match = mark.search(line)
    return next(dates.printed(line[match.end() :], order), None) if match else None


def _usual_order(tree: HtmlElement) -> DateOrder | None:
    return "mdy" if (tree.get("lang") or "").lower() == "en-us" else "dmy"


def _agency(lines: tuple[str, ...], marks: Marks, tables: OutletTables) -> str | None:
    for author in marks.authors:
        found = agency_in_line(author, tables.agencies)
        if found:
            return found
    for line in lines:
        if len(line) < 90 and (
            re.match(r"(?:by|source|credit)\b", line, re.IGNORECASE) or len(line.split()) <= 4
        ):
            found = agency_in_line(line, tables.agencies)
            if found:
                return found
    return None


def _byline(lines: tuple[str, ...], marks: Marks, tables: OutletTables) -> str | None:
    people = [a for a in (byline_of(author, tables.agencies) for author in marks.authors) if a]
    if people:
        return ", ".join(dict.fromkeys(people))
    return next(
        (b for line in lines if re.match(r"By\s+[A-Z]", line) and (b := byline_of(line, tables.agencies))),
        None,
    )


def _folded(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()
