"""What a text is about, as weighted terms, and how alike two texts are.

Weights are static: how rare a word is in English comes from the caller, not from the corpus at hand, so that the
likeness of two articles is the same whatever else the record holds and in whatever order it was read.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import lru_cache

Rarity = Callable[[str], float]
"""How rare a word is: 0 for the commonest, about 7 for words that a vocabulary of 30,000 does not hold."""

Terms = Mapping[str, float]
"""Weight by term, of length 1 together."""

_WORD = re.compile(r"[^\W\d_][^\W\d_'’-]+|\d[\d.,]*\d|\d")
_ENDINGS = ("ings", "ing", "edly", "ed", "es", "s")
SHORTEST_STEM = 4
COMMON = 1.5
"""Words less rare than this carry no topic."""
CAPITAL = 1.3
"""How much more a word weighs that stands with a capital: names tell stories apart."""
HEADLINE = 2.0
"""How often a headline's word counts."""


def terms_of(text: str, rarity: Rarity, headline: str = "") -> Terms:
    """The weighted terms of a text, those of its headline counted twice."""
    counts: Counter[str] = Counter()
    capitals: set[str] = set()
    for part, times in ((headline, HEADLINE), (text, 1.0)):
        for word in _WORD.findall(part):
            stem = _stem(word)
            counts[stem] += times  # type: ignore[assignment]
            if word[0].isupper():
                capitals.add(stem)
    found = {}
    for term, count in counts.items():
        rare = rarity(term)
        if rare >= COMMON:
            found[term] = (1 + math.log(count)) * rare * (CAPITAL if term in capitals else 1.0)
    length = math.sqrt(math.fsum(w * w for w in found.values())) or 1.0
    return {term: weight / length for term, weight in sorted(found.items())}


def likeness(a: Terms, b: Terms) -> float:
    """Cosine of two texts' terms, 0 to 1."""
    few, many = (a, b) if len(a) <= len(b) else (b, a)
    return math.fsum(weight * many[term] for term, weight in few.items() if term in many)


@lru_cache(maxsize=1 << 16)
def _stem(word: str) -> str:
    low = word.casefold().replace("’", "'").removesuffix("'s")
    for ending in _ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= SHORTEST_STEM:
            return low[: -len(ending)]
    return low
