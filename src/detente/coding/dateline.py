"""Dateline: the place before a story's first sentence, which is nobody's subject ("BEIJING (AP) -- ...")."""

from __future__ import annotations

import re

_MIXED = re.compile(
    r"[A-Z][a-z]+(?:[ -][A-Z][a-z]+){0,2}"  # Harare, New York
    r"(?:, [A-Z][a-z]+(?: [A-Z][a-z]+){0,2})?"  # , Zimbabwe
    r"(?:(?:, [A-Z][a-z]{2,8}\.? \d{1,2})?(?:, [A-Z]{2,6}| ?\([A-Z]{2,6}\))? (?:--|–|—|-)"  # , May 17, IRNA -
    r"|, [A-Z][a-z]{2,8}\.? \d{1,2} \([A-Z]{2,6}\))\s"  # , March 8 (IANS)
    r"(?=[A-Z0-9\"“'‘])"  # no aside: "France - and Germany - agreed"
)
"""A place that is not in capitals needs a dash with a space on both sides, or day and agency."""
_DATELINE = re.compile(
    r"[A-Z][A-Z .'’-]{2,40}"  # BEIJING
    r"(?:, [A-Z][A-Za-z.]+(?: [A-Z][A-Za-z.]+)?){0,2}"  # , Albania
    r"(?:, [A-Z][a-z]{2,8}\.? \d{1,2})?"  # , March 16
    r"(?: ?\([A-Za-z ]{2,30}\))?"  # (AP)
    r" ?(?:--|–|—|-|:)\s"
)


def dateline_end(text: str, start: int, end: int) -> int:
    """Where the dateline at the head of a sentence ends; the sentence's start where it has none."""
    found = _DATELINE.match(text, start, end) or _MIXED.match(text, start, end)
    return found.end() if found else start
