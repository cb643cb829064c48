"""Names as they compare: without accents, case, hyphens and full stops."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPECIAL = str.maketrans(
    {
        "ı": "i",
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "ß": "ss",
        "ə": "a",
        "æ": "ae",
        "ð": "d",
        "þ": "th",
        "’": "'",
        "ʻ": "'",
    }
)


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """A name without accents, case, hyphens and full stops, for comparing."""
    letters = name.lower()
    if not letters.isascii():
        plain = unicodedata.normalize("NFKD", letters.translate(_SPECIAL))
        letters = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(word.strip(".'") for word in re.split(r"[\s\-‑.]+", letters) if word.strip(".'"))
