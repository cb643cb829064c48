"""`since Biden took office`: days that the table of offices knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from detente.types import When

Tenure = Callable[[str, str], str | None]
"""A person's name as the text has it, and "took" or "left", to the ISO day of it; None where it is open."""
_OFFICE = re.compile(
    r"((?:[A-Z][\w.’'-]{1,30} ){1,4})(took|assumed|entered|came to|came into|left|departed) (?:office|power)\b"
)


def in_offices(text: str, tenure: Tenure) -> Iterator[When]:
    """Every "so-and-so took office" whose day is known."""
    for match in _OFFICE.finditer(text):
        value = tenure(match[1].strip(), "left" if match[2] in ("left", "departed") else "took")
        if value is not None:
            yield When(text=match[0], start=match.start(), end=match.end(), value=value)
