"""Whether a match is a time at all: "may", "march", "2,000 troops" and "the second" are mostly not."""

from __future__ import annotations

from collections.abc import Sequence

from detente.times.lexicon import listed
from detente.times.tokens import Token

_LEADS_TO_MONTH = frozenset(
    listed("IN FROM TO OF AND OR ON BEFORE AFTER EARLY MID LAST NEXT THIS COMMA BREAK DASH OPEN EVERY PAST")
)
_NAMES = frozenset({"may", "march", "mar", "april", "june", "august", "jan", "jun"})
_MONEY = frozenset("$€£¥#")
_NOT_BEFORE = _MONEY | {"his", "her", "their", "my", "your", "'", "’"}
_FEASTS = frozenset({"orthodox", "coptic", "merry", "happy", "western"})
_NOW_AND_THEN = [["and", "then"], ["and", "again"]]
_COUNTED = frozenset(
    listed(
        "people troops soldiers men women children percent per km kilometers kilometres miles meters metres feet tons "
        "tonnes dead dollars euros million billion cases jobs seats members points workers students"
    )
)


def plausible(words: Sequence[Token], first: int, end: int) -> bool:
    """Whether the words from `first` to `end` read as a time where they stand."""
    word = words[first]
    before = words[first - 1] if first else None
    after = words[end] if end < len(words) else None
    if words[end - 1].kind in ("UNIT", "UNITS"):
        return not _age(words, end) and not _some_day(words, first, end)
    if word.kind == "HOLIDAY" and before is not None and before.kind == "OTHER" and before.text.istitle():
        return before.text.lower() in _FEASTS
    if words[end - 1].kind == "FUTURE" and after is not None and after.kind == "OF":
        return False
    if end - first > 1:
        return True
    if word.kind == "PRESENT" and [w.text.lower() for w in words[end : end + 2]] in _NOW_AND_THEN:
        return False
    if word.kind == "SETWORD" and word.text.istitle() and before is not None and before.text.isalnum():
        return False  # a newspaper: "the Daily", "LA Weekly"
    if word.kind == "MONTH":
        return _month(word, before, after)
    if word.kind == "YEAR":
        return _year(word, before, after)
    if word.kind in ("CLOCK", "SHORTYEAR", "DECADE"):
        return not (before is not None and before.text.lower() in _NOT_BEFORE)
    return True


def _month(word: Token, before: Token | None, after: Token | None) -> bool:
    lower = word.text.lower().rstrip(".")
    if lower not in _NAMES:
        return True
    if before is None or before.kind in _LEADS_TO_MONTH:
        return lower != "may" or (before is not None and before.kind not in ("BREAK", "AND", "OR"))
    return lower not in ("may", "march") and before.text.islower()


def _year(word: Token, before: Token | None, after: Token | None) -> bool:
    if not word.text.isdecimal():
        return (
            False
            if before is None
            else before.kind in ("IN", "OF", "FROM", "TO") or 1900 < int(word.value) < 2030
        )
    if before is not None and (
        before.text in _MONEY or (before.kind == "DASH" and before.start == word.start - 1)
    ):
        return False
    if after is not None:
        if before is not None and before.kind == "OF" and int(word.value) < 1900 and _is_plural(after):
            return False  # "a survey of 1709 schoolchildren"
        if after.text.lower() in _COUNTED or after.text in "%$°":
            return False
        if after.kind in ("UNIT", "UNITS", "AMPM", "ZONE"):
            return False
    return 1400 <= int(word.value) <= 2100 or (before is not None and before.kind in ("IN", "FROM"))


def _is_plural(word: Token) -> bool:
    return word.kind == "OTHER" and word.text.islower() and word.text.endswith(("s", "ren"))


def _age(words: Sequence[Token], end: int) -> bool:
    """`52 years old`, `a 136-year-old institution`: how old somebody is, not when something was."""
    rest = [word.kind for word in words[end : end + 2]]
    return rest[:1] == ["OLD"] or rest == ["DASH", "OLD"]


def _some_day(words: Sequence[Token], first: int, end: int) -> bool:
    """`one day` as in "he hoped to follow one day"."""
    return end - first == 2 and [w.text.lower() for w in words[first:end]] == ["one", "day"]
