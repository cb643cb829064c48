"""Days and their parts: `June 18`, `on Sunday`, `yesterday evening`, `this morning`, `Christmas`.

Each function takes the tokens of an expression and the story so far, and gives a `Meaning`, or None where
the words turn out to be no time after all. A missing anchor gives a meaning without a value, never a guess.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from detente.times import calendar
from detente.times.meanings import (
    Meaning,
    Story,
    Words,
    dated,
    direction,
    focus_day,
    nearest_year,
    of_kind,
    pointed_year,
    year_of,
)

LATELY = 2
"""Days. What was planned for a day so short a time ago is meant, not the same day of the week to come."""


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
    points = direction(words)
    if points is not None and year is None:
        story = replace(story, tense=lambda _: "past" if points < 0 else "future", against=1000)
    in_year = int(year.value) if year else nearest_year(number, days[0], story, words[0].start)
    if in_year is None:
        return Meaning(value=None)
    if calendar.safe_date(in_year, number, days[0]) is None:
        return None
    value = f"{in_year:04}-{number:02}-{days[0]:02}"
    return Meaning(value=value, until=_range_end(words, in_year, days))


def part_of_date(words: Words, story: Story) -> Meaning | None:
    """`the night of Friday, Oct. 23`, `morning of 18 June 2023`."""
    found = month_day(words[2:], story)
    if found is None:
        return None
    return with_part(calendar.first_day(found.value) if found.value else None, words[:1])


def attack_day(words: Words, story: Story) -> Meaning | None:
    """`the Sept. 11 attacks`: those of 2001, whenever they are recalled."""
    month, day = of_kind(words, "MONTH"), of_kind(words, "NUM", "ORD")
    if month and day and (month.value, day.value) == (9, 11):
        return Meaning(value="2001-09-11")
    return month_day(words, story)


def _range_end(words: Words, year: int, days: list[int]) -> str | None:
    months = [int(w.value) for w in words if w.kind == "MONTH"]
    if len(days) < 2:
        return None
    if len(months) > 1 and months[1] < months[0]:
        year += 1
    end = calendar.safe_date(year, months[-1], days[1])
    return end.isoformat() if end else None


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


def owned_weekday(words: Words, story: Story) -> Meaning | None:
    """`Friday's ruling`: what a day owns is told of in the present, and is behind all the same."""
    tense = story.tense(words[0].start)
    return weekday(words, replace(story, tense=lambda _: "past" if tense == "present" else tense))


def bygone_weekday(words: Words, story: Story) -> Meaning | None:
    """`Wednesday's ruling`: what is done is behind, also where a verb looks ahead ("will appeal Wednesday's ruling")."""
    return weekday(words, replace(story, tense=lambda _: "past"))


def named_weekday(words: Words, story: Story) -> Meaning | None:
    """`Black Monday`, `Bloody Sunday`: a day with a name of its own, and not the last such day of the week."""
    return Meaning(value=None) if all(word.text.istitle() for word in words) else weekday(words[1:], story)


def _weekday_day(number: int, today: date, words: Words, story: Story) -> date | None:
    back = (today.weekday() - number) % 7
    points = direction(words)
    if of_kind(words, "UNIT"):  # "Friday of last week"
        return calendar.shifted(today, number - today.weekday() + 7 * (points or 0))
    if points == -1:
        return calendar.shifted(today, -(back or 7))
    if points == 1:
        return calendar.shifted(today, (7 - back))
    tense = story.tense(words[0].start)
    if tense == "planned" and 1 <= back <= LATELY:
        tense = "past"
    if points == 0 or (tense in ("future", "present", "planned") and not of_kind(words, "EARLIER")):
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


def holiday(words: Words, story: Story) -> Meaning | None:
    """`Christmas`, `Thanksgiving`, `Easter`."""
    named = of_kind(words, "HOLIDAY")
    if named is None:
        return None
    month_of = {"christmas": 12, "thanksgiving": 11, "easter": 4}[str(named.value)]
    year = year_of(words, story) or pointed_year(month_of, direction(words), story, words[0].start)
    if year is None:
        return Meaning(value=None)
    day = _feast(str(named.value), year)
    if day and words[-1].text.lower() == "eve":
        day = calendar.shifted(day, -1)
    round_it = of_kind(words, "UNIT", "WEEKEND")
    if day and round_it and round_it.value in ("W", "WE"):
        week = calendar.iso_week(day)
        return dated(f"{week}-WE" if round_it.value == "WE" else week, "week")
    return Meaning(value=day.isoformat() if day else None)


def _feast(name: str, year: int) -> date | None:
    if name == "christmas":
        return calendar.safe_date(year, 12, 25)
    if name == "thanksgiving":  # fourth Thursday of November
        first = calendar.safe_date(year, 11, 1)
        return calendar.shifted(first, (3 - first.weekday()) % 7 + 21) if first else None
    # Easter, after the anonymous Gregorian method (Nature, 20 April 1876)
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    p = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    n = h + p - 7 * ((a + 11 * h + 22 * p) // 451) + 114
    return calendar.safe_date(year, n // 31, n % 31 + 1)
