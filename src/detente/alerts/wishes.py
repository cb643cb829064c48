"""What somebody wants to be told of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import combinations

from detente.alerts.alert import KINDS
from detente.errors import UsageError
from detente.knowledge.categories import categories
from detente.record.meant import scope_of

Pair = tuple[str, str]
ANY = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which pairs, and what of them."""

    pairs: frozenset[Pair] | None
    """In the order of the alphabet; None for any two states."""
    on: frozenset[str]
    """Of turn, encounter, called-off."""
    categories: frozenset[str] = frozenset()
    issues: frozenset[str] = frozenset()
    least: float = 0.5
    """The least confidence (0 to 1)."""

    def wants(self, pair: Pair) -> bool:
        """Whether the pair is among those chosen."""
        return self.pairs is None or pair in self.pairs


def wish(
    pairs: Sequence[str],
    on: Sequence[str] = ("turn", "encounter", "called-off"),
    categories: Sequence[str] = (),
    issues: Sequence[str] = (),
    least: float = 0.5,
    known_issues: frozenset[str] = frozenset(),
) -> Wish:
    """A wish in people's words ("CHN-USA", "Russia-Ukraine", "any"). Raises `UsageError` for what means nothing."""
    for one in on:
        if one not in KINDS or one in ("category", "issue"):
            named = ", ".join(kind for kind in KINDS if kind not in ("category", "issue"))
            raise UsageError(f"on: {one!r} is nothing to be told of; there are {named}")
    unknown = sorted(set(issues) - known_issues)
    if unknown:
        near = get_close_matches(unknown[0], sorted(known_issues), 3, 0.5)
        meant = f"; do you mean {' or '.join(near)}?" if near else "; issues.toml lists them"
        raise UsageError(f"issues: there is no issue {unknown[0]!r}{meant}")
    if not 0 <= least <= 1:
        raise UsageError(f"least: {least} is no confidence; write a number from 0 to 1")
    whole = not pairs or any(one.casefold() == ANY for one in pairs)
    return Wish(
        pairs=None if whole else frozenset(_pair(one) for one in pairs),
        on=frozenset(on),
        categories=frozenset(_category(one) for one in categories),
        issues=frozenset(issues),
        least=least,
    )


def pairs_among(countries: Sequence[str | None]) -> list[Pair]:
    """All pairs of the states that are named."""
    return list(combinations(sorted({one for one in countries if one}), 2))


def _pair(words: str) -> Pair:
    states = scope_of(words).states
    if len(states) != 2:
        raise UsageError(f"pairs: {words!r} is no pair of states; write two, such as CHN-USA, or any")
    first, second = sorted(states)
    return first, second


def _category(name: str) -> str:
    known = categories().events()
    if name.upper() not in known:
        raise UsageError(f"categories: {name!r} is no category; there are {', '.join(known)}")
    return name.upper()
