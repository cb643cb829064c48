"""The period that a claim is bounded by: "in more than a decade", "since 2018", "since Biden took office", "this year"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from detente.diplomacy.cast import Cast, states_of
from detente.knowledge.eras import Era
from detente.knowledge.holders import Holder
from detente.types import Actor, Bound, Span, When

NUMBERS: Mapping[str, float] = {
    word: number
    for number, words in enumerate(
        ("a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
         "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
        start=1,
    )
    for word in words.split()
} | {"couple of": 2, "a couple of": 2, "half a": 0.5, "several": 3, "many": 5, "thirty": 30, "forty": 40, "fifty": 50}  # fmt: skip
YEARS: Mapping[str, float] = {
    "year": 1, "decade": 10, "month": 1 / 12, "week": 7 / 365.25, "century": 100, "generation": 25,
    "centurie": 100, "quarter century": 25,
}  # fmt: skip
VAGUE: Mapping[str, float] = {"year": 2, "decade": 20, "month": 2 / 12, "generation": 25}
"""What a bare plural comes to at the least: nobody says "in years" of one."""
OVER = "more than|over|well over|at least|longer than|just over"
UNDER = "nearly|almost|close to|just under|less than|not quite"
_NUMBER = "|".join(sorted(NUMBERS, key=len, reverse=True))
_LENGTH = re.compile(
    rf"\b(?:in|for|within|over)\s+(?:the\s+)?(?:(?:past|last)\s+)?"
    rf"(?:(?P<over>{OVER})|(?P<under>{UNDER})|about|around|some|roughly|approximately)?\s*"
    rf"(?:(?P<number>\d{{1,3}}|{_NUMBER})\s+(?:and\s+a\s+half\s+)?)?"
    r"(?P<unit>quarter century|years?|decades?|months?|weeks?|centur(?:y|ies)|generations?)\b(?!\s*-?old)",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\bsince\b\s+(?P<rest>[^;]{0,120})", re.IGNORECASE)
_THIS = re.compile(r"\b(?:so far )?this (?P<unit>year|month|week|decade|century)\b", re.IGNORECASE)
_WITHIN = re.compile(r"\b(?:in|during)\s+(?=\d{4}\b)", re.IGNORECASE)
_TOOK = re.compile(
    r"\b(?:took|taking|assumed|assuming|entered|came|coming|won|becoming|became|was elected|being elected|returned|"
    r"returning|his inauguration|her inauguration|was inaugurated|was sworn in|inauguration|taking up)\b",
    re.IGNORECASE,
)
_AS = re.compile(r"\bas (?:the |a )?(?P<office>[a-z][a-z .'-]{3,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The bounds as the text has them."""

    words: Span
    since: str | None
    years: float | None = None
    bound: Bound | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """What a period is read with."""

    text: str
    times: Sequence[When]
    cast: Cast
    eras: Sequence[Era]
    tenures: Mapping[str, tuple[Holder, ...]]
    """The offices of a person, by name."""
    states: frozenset[str]
    """The states that the claim is about."""


def period_of(start: int, end: int, day: str | None, who: Sequence[Actor], known: Calendar) -> Period | None:
    """The period told between two offsets; `day` is the day it ends with (ISO, publication or encounter)."""
    part = known.text[start:end]
    since = _SINCE.search(part)
    if since is not None:
        return _since(since, start, day, who, known)
    told = _LENGTH.search(part)
    if told is not None:
        return _length(told, start, day)
    this = _THIS.search(part)
    if this is not None:
        return Period(words=_span(this, start), since=_start_of(this["unit"].lower(), day))
    dated = _WITHIN.search(part)
    if dated is not None:
        year = part[dated.end() : dated.end() + 4]
        words = part[dated.start() : dated.end() + 4]
        at = start + dated.start()
        return Period(words=Span(text=words, start=at, end=at + len(words)), since=year)
    return _in_office(_AS.search(part), start, day, who, known)


def _span(match: re.Match[str], start: int) -> Span:
    words = match[0].rstrip(" ,.")
    return Span(text=words, start=start + match.start(), end=start + match.start() + len(words))


def _length(told: re.Match[str], start: int, day: str | None) -> Period:
    unit = told["unit"].lower()
    singular = {"centuries": "century"}.get(unit, unit.removesuffix("s"))
    number = (told["number"] or "").lower()
    bound: Bound = "over" if told["over"] else "under" if told["under"] else "about"
    if number:
        years = (float(number) if number.isdecimal() else NUMBERS[number]) * YEARS[singular]
        if "and a half" in told[0].lower():
            years += YEARS[singular] / 2
        bound = "over" if number in {"several", "many"} else bound
    elif unit.endswith("s"):
        years, bound = VAGUE.get(singular, YEARS[singular]), "over"
    else:
        years = YEARS[singular]
    return Period(
        words=_span(told, start), since=_before(day, years), years=round(float(years), 2), bound=bound
    )


def _before(day: str | None, years: float) -> str | None:
    """The day so many years earlier."""
    if day is None or len(day) < 10:
        return None
    try:
        return (date.fromisoformat(day[:10]) - timedelta(days=round(years * 365.25))).isoformat()
    except (ValueError, OverflowError):
        return None


def _start_of(unit: str, day: str | None) -> str | None:
    if not day:
        return None
    if unit == "month":
        return day[:7] if len(day) >= 7 else None
    if unit == "week":
        if len(day) < 10:
            return None
        given = date.fromisoformat(day[:10])
        return (given - timedelta(days=given.weekday())).isoformat()
    return {"year": day[:4], "decade": day[:3] + "0", "century": day[:2] + "00"}[unit]


def _since(
    since: re.Match[str], start: int, day: str | None, who: Sequence[Actor], known: Calendar
) -> Period:
    rest_at = start + since.start("rest")
    rest = since["rest"]
    dated = next(
        (
            t
            for t in known.times
            if rest_at <= t.start < rest_at + min(len(rest), 80) and t.value and re.match(r"\d{4}", t.value)
        ),
        None,
    )
    if dated is not None and dated.value is not None:
        prefix = re.match(r"\d{4}(-\d{2}(-\d{2})?)?(?![\dW])", dated.value)
        since_day = prefix[0] if prefix is not None else dated.value[:4]
        return Period(words=_words(known.text, start + since.start(), dated.end), since=since_day)
    end = rest_at + len(re.split(r",|\.\s|\.$| and (?:the|his|her|is|was)\b| but ", rest)[0])
    words = _words(known.text, start + since.start(), end)
    if _TOOK.search(rest):
        person = next((a for a in known.cast.within(rest_at, end) if a.kind == "person" and a.name), None)
        entered = _entered(person or next((a for a in who if a.kind == "person"), None), day, known)
        if entered is not None:
            return Period(words=words, since=entered)
    return Period(words=words, since=_era(known.text[rest_at:end], known))


def _words(text: str, start: int, end: int) -> Span:
    words = text[start:end].rstrip(" ,.")
    return Span(text=words, start=start, end=start + len(words))


def _era(words: str, known: Calendar) -> str | None:
    """The day of the turning point that the words name; the longest name wins, None where two remain."""
    told = re.sub(r"^(?:the|that|its|a)\s+", "", " ".join(words.lower().replace("’", "'").split()))
    found: dict[str, int] = {}
    for era in known.eras:
        if era.states and not set(era.states) & known.states:
            continue
        for name in era.words:
            if re.search(rf"\b{re.escape(name)}\b", told):
                found[era.day] = max(len(name), found.get(era.day, 0))
    best = [day for day, length in found.items() if length == max(found.values())]
    return best[0] if len(best) == 1 else None


def _entered(person: Actor | None, day: str | None, known: Calendar) -> str | None:
    """The day that a person entered the office held on that day, the last one entered where there are several."""
    if person is None or person.name is None:
        return None
    begun = [
        h.since
        for h in known.tenures.get(person.name, ())
        if h.country == person.country and (day is None or h.since <= day)
    ]
    return max(begun, default=None)


def _in_office(
    match: re.Match[str] | None, start: int, day: str | None, who: Sequence[Actor], known: Calendar
) -> Period | None:
    """ "As president", "as treasury secretary": the period is the person's time in that office."""
    person = next((a for a in who if a.kind == "person" and a.name), None)
    if match is None or person is None or not person.office:
        return None
    if not match["office"].lower().startswith(person.office.lower()):
        return None
    words = match[0][: match.start("office") - match.start() + len(person.office)]
    at = start + match.start()
    return Period(words=Span(text=words, start=at, end=at + len(words)), since=_entered(person, day, known))


def pair_states(who: Sequence[Actor], partners: Sequence[Actor], where: str | None) -> frozenset[str]:
    """The states that a claim is about."""
    return frozenset({*states_of(who), *states_of(partners), *([where] if where else [])})
