"""`since Biden took office`, `during Merkel's chancellorship`, `under Trump`: spans that the table of offices knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from detente.types import When

Tenure = Callable[[str, str | None], tuple[str, str | None] | None]
"""A person's name as the text has it, and the title that the text names, to the first and last day of the stay in
office (ISO 8601, None while it lasts) that is meant; None where that is open."""
_NAME = r"(?P<who>(?:[A-ZÀ-Þ](?:\.|[\w’'-]{1,30}) ){0,3}[A-ZÀ-Þ][\w-]{1,30})"
_TITLE = (
    r"(?:the (?:country|nation)[’']s )?(?P<title>(?:deputy |vice )?(?:president|prime minister|premier|chancellor|"
    r"taoiseach|foreign (?:minister|secretary)|secretary of state|defen[cs]e (?:minister|secretary)|finance minister|"
    r"secretary[- ]general|director[- ]general|king|queen|emperor|pope|supreme leader|party leader))\b"
)
_FORMS: tuple[tuple[tuple[str, ...], re.Pattern[str], str], ...] = (
    (
        (" office", " power"),
        re.compile(rf"{_NAME} (?:took|assumed|entered|came to|came into|rose to) (?:office|power)\b"),
        "first",
    ),
    ((" became ",), re.compile(rf"{_NAME} became {_TITLE}"), "first"),
    ((" left office",), re.compile(rf"{_NAME} left office\b"), "last"),
    (
        ("uring ",),
        re.compile(
            rf"\b[Dd]uring {_NAME}[’']s? (?:tenure|presidency|premiership|chancellorship|reign|time in office)\b"
        ),
        "whole",
    ),
    (("hen ",), re.compile(rf"\b[Ww]hen {_NAME} was {_TITLE}"), "whole"),
    (
        ("nder ",),
        re.compile(
            rf"\b[Uu]nder (?:(?:[Ff]ormer )?(?P<title>President|Prime Minister|Chancellor) )?{_NAME}\b"
        ),
        "gone",
    ),
)
"""Words one of which a text must hold, looked for first since that is quick, a form, and the part of the stay that it tells."""


def in_offices(text: str, tenure: Tenure, day: str | None) -> Iterator[When]:
    """Every stay in office that a text names and whose days are known, in order.

    "Under Trump" counts only where that time is over on `day` (ISO 8601): of a leader still in office it tells no time.
    """
    found: list[When] = []
    for words, form, part in _FORMS:
        if not any(word in text for word in words):
            continue
        for match in form.finditer(text):
            named = match.groupdict()
            span = tenure(named["who"], named.get("title"))
            when = _when(match, span, part, day) if span is not None else None
            if when is not None and not any(w.start < when.end and when.start < w.end for w in found):
                found.append(when)
    yield from sorted(found, key=lambda w: w.start)


def _when(match: re.Match[str], span: tuple[str, str | None], part: str, day: str | None) -> When | None:
    since, until = span
    if part in {"first", "last"}:
        value = since if part == "first" else until
        return When(text=match[0], start=match.start(), end=match.end(), value=value) if value else None
    if part == "gone" and (until is None or day is None or until[: len(day)] >= day):
        return None
    return When(
        text=match[0], start=match.start(), end=match.end(), value=since, until=until, precision="vague"
    )
