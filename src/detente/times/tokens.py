"""Text to classed tokens: one letter a token, so that rules are regular expressions over a short string.

Every class is a name (`MONTH`, `UNIT`, ...); `pattern` turns a rule written in those names into a compiled
expression. Rules see classes only, so hostile text costs them one pass.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from detente.times.lexicon import CAPITALISED, CLASSES, LEXICON, ORDINALS, SCALES, SMALL, TENS, ZONES

SYMBOL = {name: chr(0x100 + index) for index, name in enumerate(CLASSES)}


_SIGNS = {",": "COMMA", ".": "DOT", "(": "OPEN", ")": "CLOSE", "’": "APOS", "'": "APOS"}
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_SIGNS |= dict.fromkeys("-‐‑–—−", "DASH")
_TOKEN = re.compile(
    r"""
      \d{4}-\d{2}-\d{2}(?!\d)
    | \d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?!\d)
    | (?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?!\d)
    | ['’]\d{2}s?(?!\w)
    | \d{1,4}['’]?s(?!\w)
    | \d{1,2}(?:st|nd|rd|th)(?!\w)
    | \d{1,3}(?:,\d{3})+(?:\.\d+)?
    | [13]/[234](?![\d/]) | [½¼¾]
    | \d{1,12}(?:\.\d{1,6})?
    | [ap]\.\s?m\b\.? | [AP]\.\s?M\b\.? | [AP]M(?!\w) | [ap]m(?!\w)
    | (?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun)\.(?=\s|,|$)
    | n['’]t(?!\w) | ['’][a-z]{1,2}(?!\w)
    | [^\W\d_]+
    | \n[^\S\n]*\n
    | \d+ | [^\w\s]
    """,
    re.VERBOSE,
)
_MERIDIEM = re.compile(r"([ap])\.?\s?m\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text, its class, and what the class makes of it (a month's number, a unit's code)."""

    text: str
    start: int
    end: int
    kind: str
    value: int | float | str


def tokens(text: str) -> list[Token]:
    """The classed tokens of a text in order; spaces are not tokens, a blank line is (`BREAK`)."""
    found = [_classed(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
    return _joined(found, text)


def pattern(rule: str) -> re.Pattern[str]:
    """A rule written in class names (`MONTH NUM (?:COMMA? YEAR)?`), compiled over symbols."""
    return re.compile(re.sub(r"[A-Z]+|\s+", lambda m: SYMBOL[m.group()] if m.group().strip() else "", rule))


def symbols(found: list[Token]) -> str:
    """One character a token."""
    return "".join([SYMBOL[token.kind] for token in found])


def _classed(word: str, start: int, end: int) -> Token:
    kind, value = _class(word)
    return Token(word, start, end, kind, value)


@lru_cache(maxsize=50_000)
def _class(word: str) -> tuple[str, int | float | str]:
    first = word[0]
    if first.isdecimal() or (first in "'’" and len(word) > 1 and word[1].isdecimal()):
        return _digits(word)
    lower = word.lower().rstrip(".") if first.isalpha() else word
    if lower in LEXICON:
        return LEXICON[lower]
    if lower in CAPITALISED and first.isupper() and (len(lower) > 4 or word.endswith(".") or lower in _WHOLE):
        return CAPITALISED[lower]
    if word in ("Sat.", "Sun."):
        return "WEEKDAY", 5 if word == "Sat." else 6
    if _MERIDIEM.fullmatch(word):
        return "AMPM", lower[0]
    if lower in ZONES and word.isupper():
        return "ZONE", ZONES[lower]
    if word.isspace():
        return "BREAK", word
    if word in ("'s", "’s"):
        return "APOS", word
    if word in _FRACTIONS:
        return "FRACTION", _FRACTIONS[word]
    if word in _SIGNS:
        return _SIGNS[word], word
    return "OTHER", lower


_WHOLE = frozenset({"may", "june", "july", "sept"})


def _digits(word: str) -> tuple[str, int | float | str]:
    if word[0] in "'’":
        return ("DECADE" if word.endswith("s") else "SHORTYEAR"), int(word[1:3])
    if "/" in word:
        return ("SLASH", word) if word.count("/") == 2 else ("FRACTION", int(word[0]) / int(word[2]))
    if ":" in word:
        return "CLOCK", word
    if word.count("-") == 2:
        return "ISO", word
    if word[-1] in "sS":
        number = int(re.sub(r"\D", "", word))
        return (
            ("DECADE", number)
            if number % 10 == 0 and (number >= 1000 or 10 < number < 100)
            else ("OTHER", word)
        )
    if word[-1].isalpha():
        return "ORD", int(word[:-2])
    if "," in word or "." in word:
        amount = float(word.replace(",", ""))
        return ("DECIMAL", amount) if amount < 1000 else ("BIGNUM", amount)
    if len(word) == 4 and 1000 <= int(word) <= 2199:
        return "YEAR", int(word)
    if len(word) == 4 and int(word[:2]) < 25 and int(word[2:]) < 60:
        return "MILITARY", word
    return ("NUM", int(word)) if len(word) <= 3 else ("BIGNUM", float(word[:12]))


def _joined(found: list[Token], text: str) -> list[Token]:
    """Number words in a row become one number: `twenty-four`, `two thousand`, `nineteen ninety-six`."""
    out: list[Token] = []
    index = 0
    while index < len(found):
        token = found[index]
        scale = found[index + 1].text.lower() if index + 1 < len(found) else ""
        if token.kind == "A" and scale in SCALES:
            end = found[index + 1].end
            out.append(Token(text[token.start : end], token.start, end, "NUM", SCALES[scale]))
            index += 2
            continue
        if token.kind == "NUM" and isinstance(token.value, int) and token.text.isalpha():
            last, kind, value = _number_words(found, index)
            if last > index:
                end = found[last].end
                out.append(Token(text[token.start : end], token.start, end, kind, value))
                index = last + 1
                continue
        out.append(token)
        index += 1
    return out


def _number_words(found: list[Token], at: int) -> tuple[int, str, int]:
    """Where the number that begins at `at` ends, its class and its value."""
    value: int = int(found[at].value)
    total, last, index = 0, at, at + 1
    while index < len(found) and index < at + 8:
        word = found[index].text.lower()
        if (
            word == "-"
            and index + 1 < len(found)
            and found[index + 1].text.lower() in SMALL | TENS | ORDINALS
        ):
            index += 1
            word = found[index].text.lower()
        tens = value % 100
        if word in SCALES:
            value *= SCALES[word]
        elif word in SMALL and tens in range(20, 100, 10) and SMALL[word] < 10:
            value += SMALL[word]
        elif word in ORDINALS and tens in range(20, 100, 10) and ORDINALS[word] < 10:
            return index, "ORD", value + ORDINALS[word]
        elif 13 <= value <= 20 and (word in TENS or (word in SMALL and SMALL[word] >= 10)):
            # "nineteen ninety-six": a year as it is spoken
            value = value * 100 + (TENS | SMALL)[word]
        elif value % 1000 == 0 and value and word in SMALL | TENS:
            total, value = total + value, (SMALL | TENS)[word]
        else:
            break
        last = index
        index += 1
    value += total
    return last, ("YEAR" if 1300 <= value <= 2100 else "NUM" if value < 1000 else "BIGNUM"), value
