"""Units counted from the story or from what it spoke of last: `last week`, `the same day`, `five years ago`.

Each function takes the tokens of an expression and the story so far, and gives a `Meaning`, or None where
the words turn out to be no time after all. A missing anchor gives a meaning without a value, never a guess.
"""

from __future__ import annotations

import re
from datetime import date

from detente.times import calendar
from detente.times.amounts import amount, period
from detente.times.days import month_day
from detente.times.meanings import (
    PRECISIONS,
    Meaning,
    Story,
    Words,
    dated,
    direction,
    focus_day,
    of_kind,
)
from detente.times.tokens import Token


def unit(words: Words, story: Story) -> Meaning | None:
    """`this week`, `last year`, `earlier this month`, `the coming weekend`, `the end of next year`."""
    counted = of_kind(words, "UNIT", "QUARTER", "WEEKEND")
    if counted is None:
        return None
    points = direction(words)
    if counted.value == "10Y" and of_kind(words, "PAST"):
        return Meaning(value="P10Y", precision="decade", type="DURATION")
    if of_kind(words, "FISCAL") and points is None:
        points = 0
    relative = of_kind(words, "FOLLOWING") or (
        words[0].kind == "THE" and of_kind(words, "NEXT", "PAST", "PREVIOUS")
    )
    base = focus_day(story) if relative else story.day
    if base is None and story.year and not relative:
        base = calendar.safe_date(story.year, story.month or 1, 1) if _precise(counted, story) else None
    if counted.value == "WE" and points == 0 and base and base.weekday() < 4:
        # On a Tuesday, "this weekend" is the one gone by, if the verb is of the past.
        points = -1 if story.tense(words[0].start) == "past" else 0
    return unit_at(base, str(counted.value), points or 0)


def week_of(words: Words, story: Story) -> Meaning | None:
    """`the week of March 6`."""
    found = month_day(words[3:], story)
    day = calendar.first_day(found.value) if found and found.value else None
    return unit_at(day, "W", 0) if found else None


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
    code = str(counted.value)
    if away in ("LATER", "EARLIER") and (code in ("TS", "TM", "TH") or number is None):
        # From what the story tells of, which it seldom times to the hour: no future, and so far off only.
        return Meaning(value=period(number, code), precision=PRECISIONS.get(code, "hour"), type="DURATION")
    if number is None:
        return Meaning(value="PAST_REF" if back else "FUTURE_REF", precision="vague")
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
