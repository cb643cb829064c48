"""Words without their endings, as the linear models over words take them."""

from __future__ import annotations

import re
from functools import lru_cache

ENDINGS = ("ing", "ions", "ion", "ed", "es", "s")
SHORTEST = 4
"""Letters that a word keeps when an ending is cut off."""
WORD = re.compile(r"[a-z0-9'-]+")


def stems(text: str) -> list[str]:
    """All words of a text, in lower case and without their endings."""
    return [stem(word) for word in WORD.findall(text.lower())]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word in lower case without its ending, where enough of it is left."""
    return next(
        (
            word.removesuffix(end)
            for end in ENDINGS
            if word.endswith(end) and len(word) - len(end) >= SHORTEST
        ),
        word,
    )
