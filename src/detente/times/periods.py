"""Months, seasons, quarters, years and longer: `late June`, `last fall`, `the third quarter`, `the 1990s`.

Each function takes the tokens of an expression and the story so far, and gives a `Meaning`, or None where
the words turn out to be no time after all. A missing anchor gives a meaning without a value, never a guess.
"""

from __future__ import annotations

from detente.times import calendar
from detente.times.meanings import (
    Meaning,
    Story,
    Words,
    dated,
    direction,
    of_kind,
    pointed_year,
    year_of,
)


def month(words: Words, story: Story) -> Meaning | None:
    """`February`, `last April`, `late June`, `November 2006`, `March of this year`, `the end of May`."""
    named = of_kind(words, "MONTH")
    if named is None:
        return None
    number = int(named.value)
    year = year_of(words, story)
    if year is None:
        points = direction(words[: words.index(named)])
        year = pointed_year(number, points, story, words[0].start)
    return dated(f"{year:04}-{number:02}" if year else None, "month")


def season(words: Words, story: Story) -> Meaning | None:
    """`this summer`, `last fall`, `spring 1917`, `the winter of 1989`."""
    named = of_kind(words, "SEASON")
    if named is None:
        return None
    year = year_of(words, story)
    if year is None:
        points = direction(words)
        year = pointed_year(calendar.SEASONS[str(named.value)], points, story, words[0].start)
    return Meaning(value=f"{year:04}-{named.value}" if year else None, precision="quarter")


def quarter(words: Words, story: Story) -> Meaning | None:
    """`the third quarter`, `next year's first quarter`, `the 1988 second quarter`, `the final quarter of 2009`."""
    ordinal = of_kind(words, "ORD")
    number = int(ordinal.value) if ordinal else 4
    if number > 4:
        return None
    year = year_of(words, story)
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
    year = year_of(words, story) or story.year
    if ordinal is None or ordinal.value not in (1, 2):
        return None
    if year is None:
        return Meaning(value=None, precision="quarter")
    until = f"{year:04}-06-30" if ordinal.value == 1 else f"{year:04}-12-31"
    return Meaning(value=f"{year:04}-H{ordinal.value}", precision="quarter", until=until)


def year(words: Words, story: Story) -> Meaning | None:
    """`1998`, `early 1991`, `mid-2011`, `the year 2000`, `fiscal 1989`, `'82`, `2015-16`."""
    years = [int(w.value) for w in words if w.kind == "YEAR"]
    named = years[0] if years else year_of(words, story)
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


def before_christ(words: Words, story: Story) -> Meaning | None:
    """`480 BC`: TIMEX3 writes `BC0480`."""
    named = of_kind(words, "NUM", "YEAR")
    return Meaning(value=f"BC{int(named.value):04}", precision="year") if named else None
