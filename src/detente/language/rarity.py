"""How rare a word is in English, by its place in the encoder's vocabulary, which is ordered by frequency."""

from __future__ import annotations

import math
from collections.abc import Callable

FIRST_WORD = 1996
"""Where whole words begin, the commonest first ("the"); before it stand marks, digits and letters."""
COMMON = 50
"""The rank around which words begin to carry a topic."""
BEYOND = 40_000
"""The rank of words that the vocabulary holds only in pieces."""


def rarity_of(word: str, pieces: Callable[[str], tuple[int, ...]]) -> float:
    """0 for the commonest word, about 6.7 for one that is not in the vocabulary."""
    found = pieces(word)
    rank = found[0] - FIRST_WORD if len(found) == 1 and found[0] >= FIRST_WORD else BEYOND
    return math.log(1 + rank / COMMON)
