"""Every time expression of a text, in order, resolved from the publication time and the verb's tense."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from detente.times import calendar
from detente.times.lexicon import MONTHS
from detente.times.meanings import Meaning, Story
from detente.times.plausible import plausible
from detente.times.rules import ASIDE, matches
from detente.times.tense import by_cues, by_verbs
from detente.times.tenures import Tenure, in_offices
from detente.times.tokens import Token, symbols, tokens
from detente.types import Sentence, When

_DATELINE = re.compile(
    r"^[ \t]*(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?(?P<month>January|February|March|April|May|June|July|August|"
    r"September|October|November|December) (?P<day>\d{1,2}), (?P<year>\d{4})[ \t]*$",
    re.MULTILINE,
)


def find(
    text: str, anchor: str | None, sentences: Sequence[Sentence] = (), *, tenure: Tenure | None = None
) -> tuple[When, ...]:
    """Every time expression of a text in order, without overlap.

    `anchor` is the publication time, an ISO 8601 prefix ("2023-06-19", "1850"); without one, "on Sunday"
    keeps the value None. With `sentences` (analysed), "on Sunday" looks back or ahead by the tense of
    its verb, otherwise by light cues ("will", "scheduled"). With `tenure`, "since Biden took office" and
    "under Merkel" get their days from the table of offices.
    """
    words = tokens(text)
    tense = by_verbs(sentences, text) if sentences else by_cues(text)
    known = calendar.moment(anchor)
    known = _dateline(text, known) or known
    year, month, day = known or (None, None, None)
    story = Story(
        day=calendar.safe_date(year, month, day) if year and month and day else None,
        year=year,
        month=month,
        tense=tense,
        against=6 if sentences else 4,
        historic=_historic(words, year),
    )
    found: list[When] = []
    done = 0
    for first, end, read in matches(words, symbols(words)):
        if first < done or not plausible(words, first, end):
            continue
        meaning = read(words[first:end], story)
        if meaning is None:
            continue
        done = end
        found.extend(_whens(text, words[first:end], meaning))
        if read not in ASIDE:
            story = _remember(story, meaning)
    if tenure is not None:
        known_days = tuple(in_offices(text, tenure, story.day.isoformat() if story.day else None))
        found = [w for w in found if not any(k.start < w.end and w.start < k.end for k in known_days)]
        found = sorted((*found, *known_days), key=lambda w: w.start)
    return tuple(found)


def _dateline(text: str, known: calendar.Moment | None) -> calendar.Moment | None:
    """The day that a line of its own at the head of the text gives, where it lies within days of the anchor.

    A page's date may be that of its last edit; what the story says of itself is nearer to when it was written.
    """
    year, month_number, number = known or (None, None, None)
    day = calendar.safe_date(year, month_number, number) if year and month_number and number else None
    line = _DATELINE.search(text, 0, 600) if day else None
    if day is None or line is None:
        return None
    month = MONTHS[line["month"].lower()]
    told = calendar.safe_date(int(line["year"]), month, int(line["day"]))
    if told is None or abs((told - day).days) > 7:
        return None
    return told.year, told.month, told.day


def _whens(text: str, words: Sequence[Token], meaning: Meaning) -> Iterator[When]:
    """An expression; from one whole date to another are two, of which the first has the span."""
    joint = next((i for i, w in enumerate(words) if w.kind in ("DASH", "TO") and i), None)
    if joint is not None and meaning.until and _is_whole(words[:joint]) and _is_whole(words[joint + 1 :]):
        until = meaning.until if meaning.precision == "day" else meaning.until[:4]
        yield _when(text, words[:joint], meaning)
        yield _when(text, words[joint + 1 :], _end(until, meaning))
    else:
        yield _when(text, words, meaning)


def _is_whole(words: Sequence[Token]) -> bool:
    """Whether words are a month with its day, or a year of four digits."""
    kinds = {word.kind for word in words}
    return "MONTH" in kinds or (len(words) == 1 and kinds == {"YEAR"})


def _end(value: str, like: Meaning) -> Meaning:
    """A day or year on its own, of the precision of another meaning."""
    return Meaning(value=value, precision=like.precision, until=calendar.last_day(value))


def _when(text: str, words: Sequence[Token], meaning: Meaning) -> When:
    start, end = words[0].start, words[-1].end
    return When(
        text=text[start:end],
        start=start,
        end=end,
        value=meaning.value,
        until=meaning.until,
        precision=meaning.precision,
        type=meaning.type,
    )


def _remember(story: Story, meaning: Meaning) -> Story:
    if meaning.type not in ("DATE", "TIME") or not meaning.value or not re.match(r"\d{4}", meaning.value):
        return story
    quarter = meaning.value if meaning.precision == "quarter" and "Q" in meaning.value else story.quarter
    return replace(story, focus=meaning.value, quarter=quarter)


def _historic(words: Sequence[Token], year: int | None) -> bool:
    """Whether most of the years that a text names lie well before its publication."""
    years = [int(word.value) for word in words if word.kind == "YEAR" and 1000 <= int(word.value) <= 2100]
    old = sum(1 for named in years if year is None or named < year - 2)
    return len(years) >= 8 and old >= 0.75 * len(years)
