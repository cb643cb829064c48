"""What an expression means once a rule has found it: one small function a kind of expression.

Each takes the tokens of the expression and the story so far, and gives a `Meaning`, or None where the words
turn out to be no time after all. A missing anchor gives a meaning without a value, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from detente.times import calendar
from detente.times.tokens import Token
from detente.types import Precision, TimexType

Tense = Literal["past", "present", "future"]
PRECISIONS: dict[str, Precision] = {
    "D": "day",
    "W": "week",
    "WE": "week",
    "2W": "week",
    "M": "month",
    "Q": "quarter",
    "Y": "year",
    "10Y": "decade",
    "100Y": "vague",
    "1000Y": "vague",
    "NI": "hour",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What an expression stands for; `value` None where it stays relative."""

    value: str | None
    precision: Precision = "day"
    type: TimexType = "DATE"
    until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What the words before an expression have settled."""

    day: date | None
    """The day of publication, where it is known to the day."""
    year: int | None
    month: int | None
    tense: Callable[[int], Tense | None]
    """Tense of the clause round a character offset."""
    focus: str | None = None
    """The value of the last date named, to which "the next day" refers."""
    quarter: str | None = None
    """The quarter named last, to which "the quarter" refers."""
    historic: bool = False
    """A text about long ago: dates without a year belong to the year named before them."""


Words = Sequence[Token]


def of_kind(words: Words, *kinds: str) -> Token | None:
    """The first word of one of the classes."""
    return next((word for word in words if word.kind in kinds), None)


def direction(words: Words) -> int | None:
    """-1 for last and past, 0 for this, 1 for next and coming; None where nothing points."""
    pointing = {"LAST": -1, "PAST": -1, "PREVIOUS": -1, "THIS": 0, "NEXT": 1, "COMING": 1, "FOLLOWING": 1, "PRESENT": 0}
    return next((pointing[word.kind] for word in words if word.kind in pointing), None)


def dated(value: str | None, precision: Precision) -> Meaning:
    """A DATE whose span follows from its value."""
    return Meaning(value=value, precision=precision, until=calendar.last_day(value) if value else None)


def focus_day(story: Story) -> date | None:
    """The day that the text spoke of last, else the day of publication."""
    return (calendar.first_day(story.focus) if story.focus else None) or story.day


# days


def month_day(words: Words, story: Story) -> Meaning | None:
    """`June 18`, `18 June 2023`, `Tuesday, June 19, 2018`, `June 18-19`."""
    month = of_kind(words, "MONTH")
    days = [int(w.value) for w in words if w.kind in ("NUM", "ORD") and isinstance(w.value, int)]
    year = of_kind(words, "YEAR")
    if (
        month is None
        or not days
        or not all(1 <= day <= calendar.last_of_month(2000, int(month.value)) for day in days)
    ):
        return None
    number = int(month.value)
    in_year = int(year.value) if year else nearest_year(number, days[0], story, words[0].start)
    if in_year is None:
        return Meaning(value=None)
    if calendar.safe_date(in_year, number, days[0]) is None:
        return None
    value = f"{in_year:04}-{number:02}-{days[0]:02}"
    return Meaning(value=value, until=_range_end(words, in_year, days))


def _range_end(words: Words, year: int, days: list[int]) -> str | None:
    months = [int(w.value) for w in words if w.kind == "MONTH"]
    if len(days) < 2:
        return None
    if len(months) > 1 and months[1] < months[0]:
        year += 1
    end = calendar.safe_date(year, months[-1], days[1])
    return end.isoformat() if end else None


def nearest_year(month: int, day: int | None, story: Story, at: int) -> int | None:
    """The year of a date that names none: by the tense, else the nearest; in histories the year last named."""
    named = calendar.first_day(story.focus) if story.focus else None
    if named and (story.historic or story.year is None):
        return named.year
    if story.year is None:
        return None
    today = story.day or calendar.safe_date(story.year, story.month or 6, 15)
    if today is None:
        return story.year
    if day is None and month == today.month:
        return story.year
    return min(
        (story.year + step for step in (-1, 0, 1)), key=lambda y: _cost(y, month, day, today, story.tense(at))
    )


def _cost(year: int, month: int, day: int | None, today: date, tense: Tense | None) -> int:
    """Days away, those against the tense counted threefold: a cue may belong to another verb."""
    that = calendar.safe_date(year, month, day or 15)
    if that is None:
        return 9999
    away = (that - today).days
    against = (away > 0 and tense == "past") or (away < 0 and tense == "future")
    return abs(away) * (3 if against else 1)


def iso_day(words: Words, story: Story) -> Meaning | None:
    """`2023-06-18`."""
    known = calendar.moment(words[0].text)
    return Meaning(value=words[0].text) if known and known[2] else None


def slash_day(words: Words, story: Story) -> Meaning | None:
    """`7/8/07`: month first, as in the United States, unless only day first makes a date."""
    first, second, year = (int(part) for part in words[0].text.split("/"))
    if year < 100:
        year += 2000 if year < 50 else 1900
    day = calendar.safe_date(year, first, second) or calendar.safe_date(year, second, first)
    return Meaning(value=day.isoformat()) if day else None


def weekday(words: Words, story: Story) -> Meaning | None:
    """`Sunday`, `early Monday`, `last Friday`, `Thursday evening`, `the previous Friday`."""
    named = of_kind(words, "WEEKDAY")
    if named is None:
        return None
    before = words[0].kind == "THE" and of_kind(words, "PAST", "PREVIOUS", "FOLLOWING", "NEXT") is not None
    day = focus_day(story) if before or story.day is None else story.day
    found = _weekday_day(int(named.value), day, words, story) if day else None
    return with_part(found, words)


def _weekday_day(number: int, today: date, words: Words, story: Story) -> date | None:
    back = (today.weekday() - number) % 7
    points = direction(words)
    if of_kind(words, "UNIT"):  # "Friday of last week"
        return calendar.shifted(today, number - today.weekday() + 7 * (points or 0))
    if points == -1:
        return calendar.shifted(today, -(back or 7))
    if points == 1:
        return calendar.shifted(today, (7 - back))
    if points == 0 or (story.tense(words[0].start) == "future" and not of_kind(words, "EARLIER")):
        return calendar.shifted(today, (7 - back) % 7)
    return calendar.shifted(today, -back)


def with_part(day: date | None, words: Words) -> Meaning:
    """The day, or its morning or evening where the words say so."""
    part = of_kind(words, "PART", "NOON")
    if part is None:
        return Meaning(value=day.isoformat() if day else None)
    hour = {"noon": "T12:00", "midday": "T12:00", "midnight": "T24:00"}.get(str(part.value), f"T{part.value}")
    value = f"{day.isoformat()}{hour}" if day else None
    return Meaning(value=value, precision="hour", type="TIME")


def today(words: Words, story: Story) -> Meaning | None:
    """`today`, `yesterday`, `earlier today`, `yesterday afternoon`, `tonight`."""
    word = of_kind(words, "TODAY")
    if word is None:
        return None
    named = str(word.value)
    away = {"yesterday": -1, "tomorrow": 1}.get(named, 0)
    day = calendar.shifted(story.day, away) if story.day else None
    if named == "tonight":
        value = f"{day.isoformat()}TNI" if day else None
        return Meaning(value=value, precision="hour", type="TIME")
    return with_part(day, words)


def part_of_day(words: Words, story: Story) -> Meaning | None:
    """`this morning`, `last night`, `overnight`, `the morning`."""
    points = direction(words)
    relative = words[0].kind == "THE"
    day = focus_day(story) if relative else story.day
    part = of_kind(words, "PART", "NOON")
    if day and points == -1 and part and part.value == "NI":
        day = calendar.shifted(day, -1)
    elif day and points:
        day = calendar.shifted(day, points)
    return with_part(day, words)


# months, seasons, quarters, years


def month(words: Words, story: Story) -> Meaning | None:
    """`February`, `last April`, `late June`, `November 2006`, `March of this year`, `the end of May`."""
    named = of_kind(words, "MONTH")
    if named is None:
        return None
    number = int(named.value)
    year = _year_of(words, story)
    if year is None:
        points = direction(words[: words.index(named)])
        year = _pointed_year(number, points, story, words[0].start)
    return dated(f"{year:04}-{number:02}" if year else None, "month")


def _year_of(words: Words, story: Story) -> int | None:
    if named := of_kind(words, "YEAR"):
        return int(named.value)
    if short := of_kind(words, "SHORTYEAR"):
        return (1900 if int(short.value) > 40 else 2000) + int(short.value)
    unit = of_kind(words, "UNIT")
    if unit and unit.value == "Y" and story.year:
        points = direction(words[:-1])
        return story.year + (points or 0)
    return None


def _pointed_year(number: int, points: int | None, story: Story, at: int) -> int | None:
    if points is None:
        return nearest_year(number, None, story, at)
    if story.year is None:
        return None
    now = story.month or 6
    if points < 0:
        return story.year if number < now else story.year - 1
    if points > 0:
        return story.year if number > now else story.year + 1
    return story.year


def season(words: Words, story: Story) -> Meaning | None:
    """`this summer`, `last fall`, `spring 1917`, `the winter of 1989`."""
    named = of_kind(words, "SEASON")
    if named is None:
        return None
    year = _year_of(words, story)
    if year is None:
        points = direction(words)
        year = _pointed_year(calendar.SEASONS[str(named.value)], points, story, words[0].start)
    return Meaning(value=f"{year:04}-{named.value}" if year else None, precision="quarter")


def quarter(words: Words, story: Story) -> Meaning | None:
    """`the third quarter`, `next year's first quarter`, `the 1988 second quarter`, `the final quarter of 2009`."""
    ordinal = of_kind(words, "ORD")
    number = int(ordinal.value) if ordinal else 4
    if number > 4:
        return None
    year = _year_of(words, story)
    if year is None and story.year is not None:
        now = ((story.month or 12) - 1) // 3 + 1
        ahead = story.tense(words[0].start) == "future"
        if ahead and now - number > 1:
            year = story.year + 1
        elif number > now and not ahead:
            year = story.year - 1
        else:
            year = story.year
    return dated(f"{year:04}-Q{number}" if year else None, "quarter")


def half(words: Words, story: Story) -> Meaning | None:
    """`the first half of 2023`, `the second half of this year`."""
    ordinal = of_kind(words, "ORD")
    year = _year_of(words, story) or story.year
    if ordinal is None or ordinal.value not in (1, 2):
        return None
    if year is None:
        return Meaning(value=None, precision="quarter")
    until = f"{year:04}-06-30" if ordinal.value == 1 else f"{year:04}-12-31"
    return Meaning(value=f"{year:04}-H{ordinal.value}", precision="quarter", until=until)


def year(words: Words, story: Story) -> Meaning | None:
    """`1998`, `early 1991`, `mid-2011`, `the year 2000`, `fiscal 1989`, `'82`, `2015-16`."""
    years = [int(w.value) for w in words if w.kind == "YEAR"]
    named = years[0] if years else _year_of(words, story)
    if named is None:
        return None
    meaning = dated(f"{named:04}", "year")
    end = years[1] if len(years) > 1 else None
    if end is None and words[-1].kind == "NUM":
        end = named // 100 * 100 + int(words[-1].value)
    if end is None:
        return meaning
    return Meaning(value=meaning.value, precision="year", until=f"{end:04}-12-31") if end > named else None


def decade(words: Words, story: Story) -> Meaning | None:
    """`the 1990s`, `the early '90s`, `the sixties`."""
    named = of_kind(words, "DECADE")
    if named is None:
        return None
    start = int(named.value)
    if start < 100:
        start += 1900 if start >= 20 else 2000
    return dated(f"{start // 10:03}", "decade")


def century(words: Words, story: Story) -> Meaning | None:
    """`the 20th century`."""
    ordinal = of_kind(words, "ORD")
    named = of_kind(words, "UNIT")
    if ordinal is None or named is None or named.value != "100Y" or not 1 <= int(ordinal.value) <= 40:
        return None
    hundreds = int(ordinal.value) - 1
    return Meaning(value=f"{hundreds:02}", precision="vague", until=f"{hundreds:02}99-12-31")


# units counted from the story


def unit(words: Words, story: Story) -> Meaning | None:
    """`this week`, `last year`, `earlier this month`, `the coming weekend`, `the end of next year`."""
    counted = of_kind(words, "UNIT", "QUARTER", "WEEKEND")
    if counted is None:
        return None
    points = direction(words)
    if of_kind(words, "FISCAL") and points is None:
        points = 0
    relative = of_kind(words, "FOLLOWING") or (words[0].kind == "THE" and of_kind(words, "NEXT", "PAST", "PREVIOUS"))
    base = focus_day(story) if relative else story.day
    if base is None and story.year and not relative:
        base = calendar.safe_date(story.year, story.month or 1, 1) if _precise(counted, story) else None
    return unit_at(base, str(counted.value), points or 0)


def _precise(counted: Token, story: Story) -> bool:
    return counted.value in ("Y", "10Y") or (counted.value == "M" and story.month is not None)


def unit_at(base: date | None, code: str, steps: int) -> Meaning:
    """The day, week, month, ... so many steps from a day."""
    precision = PRECISIONS.get(code, "hour")
    if base is None:
        return Meaning(value=None, precision=precision)
    if code in ("TS", "TM", "TH"):
        return Meaning(value="FUTURE_REF" if steps > 0 else "PAST_REF", precision="vague")
    if code in ("D", "NI"):
        day = calendar.shifted(base, steps)
        return Meaning(value=day.isoformat() if day else None)
    if code in ("W", "WE", "2W"):
        day = calendar.shifted(base, 7 * steps * (2 if code == "2W" else 1))
        ending = "-WE" if code == "WE" else ""
        return dated(calendar.iso_week(day) + ending if day else None, "week")
    if code == "M":
        found = calendar.shifted_month(base.year, base.month, steps)
        return dated(f"{found[0]:04}-{found[1]:02}" if found else None, "month")
    if code == "Q":
        found = calendar.shifted_month(base.year, base.month, 3 * steps)
        return dated(f"{found[0]:04}-Q{(found[1] - 1) // 3 + 1}" if found else None, "quarter")
    size = int(code[:-1] or 1)
    reached = base.year + steps * size
    if not 1 <= reached <= 9999:
        return Meaning(value=None, precision=precision)
    digits = f"{reached:04}"
    return dated(digits[: {1: 4, 10: 3, 100: 2}.get(size, 1)], precision)


def same_unit(words: Words, story: Story) -> Meaning | None:
    """`that day`, `the same month`, `the year` : the one spoken of last."""
    counted = of_kind(words, "UNIT", "QUARTER", "WEEKEND")
    return unit_at(focus_day(story), str(counted.value), 0) if counted else None


def quarter_named(words: Words, story: Story) -> Meaning | None:
    """`the quarter`: the one named last, else the one that ended last."""
    return dated(story.quarter, "quarter") if story.quarter else unit_at(story.day, "Q", -1)


def attack_day(words: Words, story: Story) -> Meaning | None:
    """`the Sept. 11 attacks`: those of 2001, whenever they are recalled."""
    month, day = of_kind(words, "MONTH"), of_kind(words, "NUM", "ORD")
    if month and day and (month.value, day.value) == (9, 11):
        return Meaning(value="2001-09-11")
    return month_day(words, story)


def end_of_unit(words: Words, story: Story) -> Meaning | None:
    """`the end of the year`, `the beginning of the month`: those of the story's own day."""
    counted = of_kind(words, "UNIT", "QUARTER", "WEEKEND")
    base = focus_day(story) if story.historic or story.day is None else story.day
    return unit_at(base, str(counted.value), 0) if counted else None


def weekend(words: Words, story: Story) -> Meaning | None:
    """`the weekend`: the one under way, else the last, or the next where the verb looks ahead."""
    if story.day is None:
        return Meaning(value=None, precision="week")
    under_way = story.day.weekday() >= 4 or story.tense(words[0].start) == "future"
    return unit_at(story.day, "WE", 0 if under_way else -1)


def latest(words: Words, story: Story) -> Meaning | None:
    """`the latest quarter`: the one that ended last."""
    counted = of_kind(words, "UNIT", "QUARTER")
    return unit_at(story.day, str(counted.value), -1) if counted else None


def year_before(words: Words, story: Story) -> Meaning | None:
    """`the year-earlier quarter`, `the same month a year ago`: a year before what was spoken of, as finely."""
    if of_kind(words, "UNIT") is None:
        return None
    return _year_back(story) or unit_at(story.day, "Y", -1)


def _year_back(story: Story) -> Meaning | None:
    match = re.fullmatch(r"(\d{4})(-Q[1-4]|-\d{2})", story.focus or "")
    if match is None or int(match[1]) < 2:
        return None
    return dated(f"{int(match[1]) - 1:04}{match[2]}", "quarter" if "Q" in match[2] else "month")


def unit_before(words: Words, story: Story) -> Meaning | None:
    """`the day before`, `the year before`, `the week after`."""
    counted = of_kind(words, "UNIT", "QUARTER", "PART")
    steps = 1 if of_kind(words, "AFTER", "LATER", "FOLLOWING") else -1
    return unit_at(focus_day(story), str(counted.value), steps) if counted else None


def counted_away(words: Words, story: Story) -> Meaning | None:
    """`five years ago`, `two days later`, `a week earlier`, `10 days before`."""
    counted = of_kind(words, "UNIT", "UNITS", "QUARTER", "WEEKEND", "PART")
    if counted is None:
        return None
    away = words[-1].kind
    number = None if len(words) == 2 and counted.kind == "UNITS" else amount(words)
    base = story.day if away in ("AGO", "FROM", "IN") else focus_day(story)
    if base is None and away == "AGO" and story.year and counted.value in ("Y", "10Y"):
        base = calendar.safe_date(story.year, 1, 1)
    back = away in ("AGO", "EARLIER", "BEFORE", "PAST")
    if number is None:
        return Meaning(value="PAST_REF" if back else "FUTURE_REF", precision="vague")
    code = str(counted.value)
    if code == "Y" and number == 1 and back and "Q" in (story.focus or ""):
        return _year_back(story)
    if code in ("W", "2W"):  # to the day, as TimeBank counts weeks
        number, code = number * (14 if code == "2W" else 7), "D"
    if code.endswith("0Y"):
        number, code = number * int(code[:-1]), "Y"
    if number != int(number) and code == "Y":
        number, code = number * 12, "M"
    if code == "TH" and base and number % 24 == 0:
        number, code = number / 24, "D"
    if number > 100000:
        return None
    return unit_at(base, code, -int(number) if back else int(number))


# lengths and sets


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
    size, letter = int("".join(c for c in code if c.isdigit()) or 1), code[-1]
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


# hours


def clock(words: Words, story: Story) -> Meaning | None:
    """`10 a.m. EDT`, `0300 GMT`, `18:00 UTC`, `5 p.m. Friday`, `noon Monday`."""
    hour = _hour(words)
    if hour is None:
        return None
    zone = of_kind(words, "ZONE")
    day = _clock_day(words, story)
    until = None
    value = f"{day}{hour}{zone.value if zone else ''}" if day else None
    return Meaning(value=value, precision="hour", type="TIME", until=until)


def _hour(words: Words) -> str | None:
    if noon := of_kind(words, "NOON"):
        return "T24:00" if noon.value == "midnight" else "T12:00"
    first = of_kind(words, "CLOCK", "MILITARY", "NUM", "YEAR")
    if first is None:
        return None
    digits = first.text if first.kind != "NUM" else f"{first.value}:00"
    if ":" not in digits:
        digits = f"{digits[:2]}:{digits[2:]}"
    hours, minutes = (int(part) for part in digits.split(":")[:2])
    if half_day := of_kind(words, "AMPM"):
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half_day.value == "p" else 0)
    return f"T{hours:02}:{minutes:02}" if hours <= 24 and minutes < 60 else None


def _clock_day(words: Words, story: Story) -> str | None:
    at = next((i for i, w in enumerate(words) if w.kind in ("WEEKDAY", "TODAY", "MONTH")), None)
    if at is None:
        day = focus_day(story) if story.focus is None or len(story.focus) >= 10 else story.day
        return day.isoformat() if day else None
    rest = [w for w in words[at:] if w.kind not in ("PART", "NOON")]
    if any(w.kind == "MONTH" for w in rest):
        if words[at - 1].kind == "NUM" and of_kind(rest, "NUM", "ORD") is None:
            rest = [words[at - 1], *rest]
        found = month_day(rest, story)
    else:
        found = (weekday if rest[0].kind == "WEEKDAY" else today)(rest, story)
    return found.value if found else None


def holiday(words: Words, story: Story) -> Meaning | None:
    """`Christmas`, `Thanksgiving`, `Easter`."""
    named = of_kind(words, "HOLIDAY")
    if named is None:
        return None
    month_of = {"christmas": 12, "thanksgiving": 11, "easter": 4}[str(named.value)]
    year_of = _year_of(words, story) or _pointed_year(month_of, direction(words), story, words[0].start)
    if year_of is None:
        return Meaning(value=None)
    day = _feast(str(named.value), year_of)
    return Meaning(value=day.isoformat() if day else None)


def _feast(name: str, year_of: int) -> date | None:
    if name == "christmas":
        return calendar.safe_date(year_of, 12, 25)
    if name == "thanksgiving":  # fourth Thursday of November
        first = calendar.safe_date(year_of, 11, 1)
        return calendar.shifted(first, (3 - first.weekday()) % 7 + 21) if first else None
    # Easter, after the anonymous Gregorian method (Nature, 20 April 1876)
    a, b, c = year_of % 19, year_of // 100, year_of % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    p = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    n = h + p - 7 * ((a + 11 * h + 22 * p) // 451) + 114
    return calendar.safe_date(year_of, n // 31, n % 31 + 1)
