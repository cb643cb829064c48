"""Names of persons: folding, surnames by the custom of the country, and when an office was held."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from detente.knowledge.holders import Holder

SURNAME_FIRST = frozenset({"CHN", "TWN", "HKG", "MAC", "KOR", "PRK", "VNM", "KHM", "SGP"})
PARTICLES = frozenset(
    [
        "al",
        "el",
        "bin",
        "ibn",
        "abu",
        "de",
        "da",
        "di",
        "du",
        "del",
        "della",
        "der",
        "den",
        "van",
        "von",
        "la",
        "le",
        "lo",
        "ten",
        "ter",
        "dos",
        "do",
        "zu",
    ]
)
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
_WORD = re.compile(r"[^\W\d_][\w']*\.?")


def fold(name: str) -> str:
    """A name without accents, case, hyphens and full stops, for comparing."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(_SPECIAL))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(word.strip(".'") for word in re.split(r"[\s\-‑.]+", letters) if word.strip(".'"))


def surname_of(name: str, country: str | None) -> str:
    """The folded surname: the first word where families come first, else the last with its particles left out."""
    words = fold(name).split()
    if not words:
        return ""
    if country in SURNAME_FIRST and len(words) in {2, 3}:
        return words[0]
    words = [w for w in words if w not in {"jr", "sr", "ii", "iii", "iv"}] or words
    return words[-1]


def keys_of(name: str, country: str | None) -> Iterator[str]:
    """The folded forms under which newspapers write a person after the first time."""
    whole = fold(name)
    yield whole
    words = whole.split()
    if len(words) < 2:
        return
    surname = surname_of(name, country)
    if len(surname) > 1:
        yield surname
    if country not in SURNAME_FIRST:
        # "von der Leyen", "al Assad", "Le Drian", "bin Salman", "Abdul Mahdi"
        tail = words[-1:]
        for word in reversed(words[:-1]):
            if word not in PARTICLES:
                break
            tail.insert(0, word)
            yield " ".join(tail)
        if len(words) > 2:
            yield " ".join(words[-2:])
            yield f"{words[0]} {words[-1]}"


def held_on(holder: Holder, day: str | None) -> bool:
    """Whether the office was held on a day (ISO prefix); without a day, whether it is held still."""
    if not day:
        return holder.until is None
    first, last = holder.since, holder.until
    day = day[:10]
    width = min(len(day), len(first))
    if day[:width] < first[:width]:
        return False
    if last is None:
        return True
    width = min(len(day), len(last))
    return day[:width] <= last[:width]
