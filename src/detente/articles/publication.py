"""When the article of an HTML page was published, and by what it is known."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml.html import HtmlElement

from detente.articles import dates
from detente.articles.lines import Lines
from detente.articles.marks import Marks
from detente.knowledge.outlets import DateOrder
from detente.types import PublishedBy

Found = tuple[str | None, PublishedBy | None]
_PUBLISHED = re.compile(
    r"\b(?:first\s+)?(?:published|posted|publicado|publié|veröffentlicht|publication(?:\s+date)?)\b[^\d\w]{0,3}",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"\b(?:last\s+)?(?:updated?|modified)\b[^\d\w]{0,3}", re.IGNORECASE)
STAMP = re.compile(
    r"(?:first\s+|last\s+)?(?:published|posted|updated?|modified|publicado|publié|veröffentlicht|date)\b",
    re.IGNORECASE,
)
"""How a line begins that only says when the page was published or changed."""
_MONTHS = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
_NUMBERS = re.compile(r"\b(\d{1,2})[./-](\d{1,2})[./-](?:\d{4}|\d{2})\b")
_MONTH_FIRST_COUNTRIES = ("en-us", "en-ph", "fil")


def published_of(
    marks: Marks, lines: Lines, url: str | None, retrieved: str | None, order: DateOrder | None
) -> Found:
    """The time of publication, by falling trust; never the time of a change where that of publication is known."""

    def good(value: str | None) -> bool:
        return dates.not_after(value, retrieved)

    address = dates.in_url(url)
    for value in map(dates.structured, marks.published):
        if good(value):
            return value, "structured"
    everywhere = (*lines.beside, *lines.above, *lines.below)
    marked = [d for d in _marked(everywhere, _PUBLISHED, order) if good(d)]
    if marked:
        return _finest(marked), "marked"
    stamps = [(dates.structured(s.value), s) for s in lines.stamps]
    for wanted in ("marked", "beside"):
        for value, stamp in stamps:
            if good(value) and getattr(stamp, wanted):
                return value, "structured"
    changed = [d for d in _marked(everywhere, _UPDATED, order) if good(d)]
    shown = [d for d in _plain(lines.beside, order) if good(d)]
    if good(address):
        # The address knows the day; a printed line of that day may know the hour as well.
        return next((d for d in [*changed, *shown] if d[:10] == address), address), "url"
    return _weaker(marks, lines, changed, shown, retrieved, order)


def _weaker(
    marks: Marks,
    lines: Lines,
    changed: list[str],
    shown: list[str],
    retrieved: str | None,
    order: DateOrder | None,
) -> Found:
    """A date beside the headline, the time of a change, or whatever date the page shows elsewhere."""
    if shown:
        return shown[0], "marked"
    if changed:
        return changed[0], "marked"
    modified = dates.structured(marks.modified)
    if dates.not_after(modified, retrieved):
        return modified, "structured"
    if lines.stamps:
        value = dates.structured(lines.stamps[0].value)
        if dates.not_after(value, retrieved):
            return value, "guessed"
    elsewhere = [d for d in _plain((*lines.above, *lines.below), order) if dates.not_after(d, retrieved)]
    return (elsewhere[0], "guessed") if elsewhere else (None, None)


def order_of_page(tree: HtmlElement, lines: Lines) -> DateOrder:
    """How a page of an unknown outlet writes its dates: by a date that can be read only one way, then by how it
    writes those with the month's name, then by its language tag."""
    everything = (*lines.beside, *lines.above, *lines.below)
    return order_of_lines(everything) or ("mdy" if _language_tag(tree) in _MONTH_FIRST_COUNTRIES else "dmy")


def order_of_lines(lines: Iterable[str]) -> DateOrder | None:
    """Month first or day first, None where the lines do not say."""
    joined = " | ".join(lines)
    numbers = [(int(a), int(b)) for a, b in _NUMBERS.findall(joined)]
    if not numbers:
        return None
    month_first = sum(b > 12 for _, b in numbers)
    day_first = sum(a > 12 for a, _ in numbers)
    if month_first == day_first:
        month_first = len(re.findall(rf"\b{_MONTHS}\s+\d{{1,2}}(?:st|nd|rd|th)?,", joined))
        day_first = len(re.findall(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTHS}\b", joined))
    if month_first == day_first:
        return None
    return "mdy" if month_first > day_first else "dmy"


def _language_tag(tree: HtmlElement) -> str:
    return (tree.get("lang") or tree.get("xml:lang") or "").lower().replace("_", "-")


def _marked(lines: Iterable[str], mark: re.Pattern[str], order: DateOrder | None) -> list[str]:
    found: list[str] = []
    for line in lines:
        match = mark.search(line)
        if match is not None:
            found += list(dates.printed(line[match.end() :], order))[:1]
    return found


def _plain(lines: Iterable[str], order: DateOrder | None) -> list[str]:
    return [d for line in lines if len(line) < 90 for d in list(dates.printed(line, order))[:1]]


def _finest(found: list[str]) -> str:
    """The first, with its hour where another line gives it for the same day."""
    same = [d for d in found if d[:10] == found[0][:10]]
    return max(same, key=len)
