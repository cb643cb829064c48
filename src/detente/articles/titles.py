"""Which of a page's headlines is the story's."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from detente.articles.marks import Marks

_SITE = re.compile(r"(?<!\s)\s++[|–—·»-]\s++|(?:(?<!\s)\s++)?\|\s*+")
_MASTHEAD = re.compile(r"logo|masthead|brand|site-?(?:title|name)", re.IGNORECASE)


def title_of(tree: HtmlElement, marks: Marks) -> tuple[str | None, HtmlElement | None]:
    """The headline, and the element that shows it, if one does.

    Shown and machine-readable headlines vouch for each other; where they disagree, the first that the page's <title>
    contains is taken, and a masthead set as <h1> never.
    """
    shown = [(text, h) for h in tree.iter("h1") if 3 <= len(text := _text(h)) <= 400 and not _is_masthead(h)]
    page = _page_title(tree)
    site = folded(marks.publisher or "")
    named = [_without_site(n, site) for n in marks.headlines]
    for text, element in shown:
        if any(_agree(text, name) for name in [*named, page]):
            return text, element
    for text in named:
        if page and _agree(text, page):
            return text, _element_of(tree, text)
    longer = [(text, h) for text, h in shown if len(text.split()) > 2 and folded(text) != site]
    if len(longer) == 1:
        return longer[0]
    best = next(iter(named), None) or (longer[0][0] if longer else None) or _without_site(page, site) or None
    return best, _element_of(tree, best) if best else None


def site_of_title(tree: HtmlElement) -> str | None:
    """The outlet as the page's <title> names it after its last dash or bar."""
    parts = _SITE.split(_page_title(tree))
    return parts[-1] if len(parts) > 1 and 1 < len(parts[-1]) <= 40 else None


def folded(text: str) -> str:
    """The words alone, for comparison."""
    return re.sub(r"\W+", " ", text).strip().casefold()


def _text(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


def _page_title(tree: HtmlElement) -> str:
    return " ".join((tree.findtext(".//title") or "").split())


def _agree(one: str, other: str) -> bool:
    """Whether two headlines are the same but for a site's name, a kicker or a few words."""
    first, second = folded(one).split(), folded(other).split()
    if len(first) < 2 or len(second) < 2:
        return first == second and bool(first)
    shared = set(first) & set(second)
    return len(shared) >= 0.75 * min(len(set(first)), len(set(second))) and len(shared) >= 2


def _without_site(text: str, site: str) -> str:
    """A headline without the outlet's name behind (or before) it."""
    parts = [p for p in _SITE.split(text) if p.strip()]
    if len(parts) < 2:
        return text
    if site and folded(parts[-1]) == site:
        return text[: text.rindex(parts[-1])].rstrip(" |–—·»-")
    if site and folded(parts[0]) == site:
        return text[text.index(parts[0]) + len(parts[0]) :].lstrip(" |–—·»-")
    if len(parts[-1].split()) <= 4 and len(parts[0].split()) > 3 and "|" not in parts[0]:
        head = text[: text.rindex(parts[-1])].rstrip(" |–—·»-")
        return _SITE.split(head)[0] if "|" in text else head
    return text


def _is_masthead(element: HtmlElement) -> bool:
    marked = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(_MASTHEAD.search(marked)) or (element.find(".//img") is not None and len(_text(element)) < 30)


def _element_of(tree: HtmlElement, text: str) -> HtmlElement | None:
    wanted = folded(text)
    return next((e for e in tree.iter("h1", "h2") if folded(_text(e)) == wanted), None)
