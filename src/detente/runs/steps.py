"""What becomes of one item of a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detente.runs.crawled import COPY
from detente.types import Reading

Fate = Literal["read", "known", "revised", "passed", "failed"]
PASSED_OVER = frozenset({"not-english", "no-powers", COPY})
"""Why a page of a crawl is not even tried, as short names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What became of one item."""

    location: str
    fate: Fate
    reading: Reading | None = None
    kind: str | None = None
    """Why it failed, as a short name that can be counted."""
    message: str | None = None


def unread(location: str, kind: str, message: str) -> Step:
    """The step of an item that gave no article."""
    return Step(
        location=location, fate="passed" if kind in PASSED_OVER else "failed", kind=kind, message=message
    )
