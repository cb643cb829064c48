"""What a rule hands on: the meaning of an expression, the story that gives it, and the choice of a missing year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from detente.times import calendar
from detente.times.tokens import Token
from detente.types import Precision, TimexType

Tense = Literal["past", "present", "future", "planned"]
"""`planned` is what was to come when the past spoke of it: "a visit planned for February was put off"."""
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
    against: int = 3
    """How many times a day against the tense counts: a cue may belong to another verb, a parsed verb seldom does."""
    historic: bool = False
    """A text about long ago: dates without a year belong to the year named before them."""


Words = Sequence[Token]


def of_kind(words: Words, *kinds: str) -> Token | None:
    """The first word of one of the classes."""
    return next((word for word in words if word.kind in kinds), None)


def direction(words: Words) -> int | None:
    """-1 for last and past, 0 for this, 1 for next and coming; None where nothing points."""
    pointing = {
        "LAST": -1,
        "PAST": -1,
        "PREVIOUS": -1,
        "THIS": 0,
        "NEXT": 1,
        "COMING": 1,
        "FOLLOWING": 1,
        "PRESENT": 0,
    }
    found = [word.kind for word in words if word.kind in pointing]
    # "This past week" points back, not to this one.
    return pointing[found[1] if found[:1] == ["THIS"] and len(found) > 1 else found[0]] if found else None


def dated(value: str | None, precision: Precision) -> Meaning:
    """A DATE whose span follows from its value."""
    return Meaning(value=value, precision=precision, until=calendar.last_day(value) if value else None)


def focus_day(story: Story) -> date | None:
    """The day that the text spoke of last, else the day of publication."""
    return (calendar.first_day(story.focus) if story.focus else None) or story.day


def year_of(words: Words, story: Story) -> int | None:
    if named := of_kind(words, "YEAR"):
        return int(named.value)
    if short := of_kind(words, "SHORTYEAR"):
        return (1900 if int(short.value) > 40 else 2000) + int(short.value)
    unit = of_kind(words, "UNIT")
    if unit and unit.value == "Y" and story.year:
        points = direction(words[:-1])
        return story.year + (points or 0)
    return None


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
    tense = story.tense(at)
    return min(
        (story.year + step for step in (-1, 0, 1)),
        key=lambda year: _cost(year, month, day, today, tense, story.against),
    )


def _cost(year: int, month: int, day: int | None, today: date, tense: Tense | None, factor: int) -> int:
    """Days away, those against the tense counted several times."""
    that = calendar.safe_date(year, month, day or 15)
    if that is None:
        return 9999
    away = (that - today).days
    against = (away > 0 and tense == "past") or (away < 0 and tense == "future")
    return abs(away) * (factor if against else 1)


def pointed_year(number: int, points: int | None, story: Story, at: int) -> int | None:
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
