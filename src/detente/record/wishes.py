"""What happenings a person asks for: filters by their words, checked against what there is."""

from __future__ import annotations

from collections.abc import Sequence

from detente.errors import UsageError
from detente.knowledge.categories import categories
from detente.record.listing import Wish
from detente.record.scope import Scope

STATUSES = (
    "happened", "ongoing", "planned", "possible", "called_for", "postponed", "cancelled", "refused", "denied",
    "hypothetical", "background",
)  # fmt: skip
"""`background` stands for what articles mention of the past."""
Words = str | Sequence[str] | None


def wish_of(
    scope: Scope,
    *,
    event: Words = None,
    issue: Words = None,
    status: Words = None,
    source: Words = None,
    confidence: float = 0.0,
) -> Wish:
    """The wish for happenings of a scope, of these categories, issues, statuses and sources (one or several each).

    `confidence` is the least, 0 to 1. Raises `UsageError` for a category or status that there is not.
    """
    if not 0.0 <= confidence <= 1.0:
        raise UsageError(f"confidence: {confidence} is none; write a number from 0 to 1, such as 0.7")
    return Wish(
        scope=scope,
        categories=among("event", tuple(one.upper() for one in several(event)), categories().events()),
        issues=several(issue),
        statuses=among("status", several(status), STATUSES),
        sources=several(source),
        least=confidence,
    )


def several(words: Words) -> tuple[str, ...]:
    """One word, several or none, as a tuple of those that are not empty, each once."""
    given = (words,) if isinstance(words, str) else tuple(words or ())
    return tuple(dict.fromkeys(one.strip() for one in given if one.strip()))


def among(name: str, values: tuple[str, ...], known: Sequence[str]) -> tuple[str, ...]:
    """These values of an option. Raises `UsageError` for one that is not among those that there are."""
    for value in values:
        if value not in known:
            raise UsageError(f"{name}: there is no {value[:80]!r}; there are {', '.join(known)}")
    return values
