"""Lengths, sets and references: `two days`, `every July`, `recently`.

Each function takes the tokens of an expression and the story so far, and gives a `Meaning`, or None where
the words turn out to be no time after all. A missing anchor gives a meaning without a value, never a guess.
"""

from __future__ import annotations

from detente.times.meanings import (
    PRECISIONS,
    Meaning,
    Story,
    Words,
    of_kind,
)


def amount(words: Words) -> float | None:
    """How many: a number, `a`, `a dozen`, `two and a half`; None for `several`."""
    total: float | None = None
    fraction = of_kind(words, "HALF", "FRACTION")
    couple = next((w for w in words if w.kind == "FEW"), None)
    if couple is not None:
        return 2 if couple.text.lower() == "couple" else None
    number = of_kind(words, "NUM", "DECIMAL", "BIGNUM", "YEAR")
    if number is not None:
        total = float(number.value)
    elif of_kind(words, "A", "THE", "THIS", "LAST", "PAST", "NEXT"):
        total = 0.0 if fraction and words[0].kind == "HALF" else 1.0
    elif fraction:
        total = 0.0
    if total is None or fraction is None:
        return total
    return total + (float(fraction.value) if fraction.kind == "FRACTION" else 0.5)


def period(number: float | None, code: str) -> str:
    """The TIMEX3 duration: `P2D`, `PT36H`, `P2Y6M`, `PXY`."""
    time = code.startswith("T")
    size, letter = int("".join(c for c in code if c.isdecimal()) or 1), code[-1]
    if code in ("WE", "NI"):
        size, letter = 1, code
    prefix = "PT" if time else "P"
    if number is None:
        return f"{prefix}X{letter}"
    number *= size
    whole = int(number)
    if number != whole and letter == "Y":
        return f"P{whole}Y{round((number - whole) * 12)}M" if whole else f"P{round(number * 12)}M"
    if number != whole and code in ("TM", "TH"):
        finer = {"TM": "S", "TH": "M"}[code]
        return (
            f"PT{whole}{letter}{round((number - whole) * 60)}{finer}"
            if whole
            else f"PT{round(number * 60)}{finer}"
        )
    return f"{prefix}{whole if number == whole else number:g}{letter}"


def duration(words: Words, story: Story) -> Meaning | None:
    """`two days`, `two-week`, `more than four hours`, `the past five years`, `several months`."""
    counted = of_kind(words, "UNIT", "UNITS", "QUARTER", "WEEKEND", "PART")
    if counted is None:
        return None
    code = str(counted.value)
    number = amount(words)
    if (
        of_kind(words, "NUM", "DECIMAL", "BIGNUM", "YEAR", "A", "FEW", "HALF") is None
        and counted.kind == "UNITS"
    ):
        number = None
    if number is not None and number > 1e9:
        return None
    if counted.kind == "UNIT" and words[-1].kind == "LONG":
        number = 1  # "a day-long siege"
    if words[0].kind == "YEAR" and counted.kind == "UNIT" and words[1] is counted:
        return None  # "the 2018 day five": no 2018 days
    return Meaning(value=period(number, code), precision=PRECISIONS.get(code, "hour"), type="DURATION")


def repeated(words: Words, story: Story) -> Meaning | None:
    """`every year`, `each July`, `daily`, `every two weeks`."""
    if word := of_kind(words, "SETWORD"):
        value = str(word.value)
        return Meaning(value=value, precision=PRECISIONS.get(value.lstrip("PT123456"), "hour"), type="SET")
    if named := of_kind(words, "MONTH"):
        return Meaning(value=f"XXXX-{int(named.value):02}", precision="month", type="SET")
    if named := of_kind(words, "WEEKDAY"):
        return Meaning(value=f"XXXX-WXX-{int(named.value) + 1}", type="SET")
    if named := of_kind(words, "SEASON"):
        return Meaning(value=f"XXXX-{named.value}", precision="quarter", type="SET")
    counted = of_kind(words, "UNIT", "UNITS", "QUARTER")
    if counted is None:
        return None
    code = str(counted.value)
    number = amount(words) if of_kind(words, "NUM", "FEW") else 1
    if number is not None and number > 1e9:
        return None
    return Meaning(value=period(number, code), precision=PRECISIONS.get(code, "hour"), type="SET")


def reference(words: Words, story: Story) -> Meaning | None:
    """`now`, `recently`, `soon`, `the future`, `recent weeks`, `the coming months`."""
    kind = next(
        (w.kind for w in words if w.kind in ("RECENT", "PASTREF", "PAST", "PRESENT", "FUTURE", "COMING")), ""
    )
    sort = {"PRESENT": "PRESENT_REF", "FUTURE": "FUTURE_REF", "COMING": "FUTURE_REF"}.get(kind, "PAST_REF")
    return Meaning(value=sort, precision="vague")
