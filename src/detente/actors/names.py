"""Names of persons: folding, surnames by the custom of the country, and when an office was held."""

from __future__ import annotations

from collections.abc import Iterator

from detente.knowledge.holders import Holder
from detente.knowledge.spans import covers
from detente.knowledge.spelling import fold

__all__ = ["fold", "held_on", "keys_of", "surname_of"]

SURNAME_FIRST = frozenset({"CHN", "TWN", "HKG", "MAC", "KOR", "PRK", "VNM", "KHM", "SGP"})
EITHER_WAY = frozenset({"HUN", "JPN", "KOR", "TWN"})
"""Where newspapers write the family name last or first: "Viktor Orbán", "Orbán Viktor"."""
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
    if country in EITHER_WAY and len(words) == 2:
        yield " ".join(reversed(words))
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
    return covers(holder.since, holder.until, day)
