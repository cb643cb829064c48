"""The forms of time expressions, written in the classes of `tokens`, each with what reads it.

Where several rules match, the longest wins; of equally long ones the first in this list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from detente.times import amounts, clocks, counted, days, meanings, periods
from detente.times.tokens import Token, pattern

Read = Callable[[meanings.Words, meanings.Story], meanings.Meaning | None]


class Rule(NamedTuple):
    """A form over token classes and the function that reads what it finds."""

    form: re.Pattern[str]
    read: Read


_UNIT = "(?:UNIT|QUARTER|WEEKEND)"
_POINT = "(?:LAST|NEXT|THIS|PAST|PREVIOUS|COMING|FOLLOWING)"
_ABOUT = "(?:APPROX|MORE THAN|AT? LEAST)"
_NUMBER = "(?:NUM|DECIMAL|BIGNUM|YEAR)(?: AND A HALF| AND? FRACTION)?"
_COUNT = f"(?:A? FEW OF?|A HALF|HALF A|A|{_NUMBER})"
_EARLY = "(?:EARLY|EARLIER|LATER|SOMETIME|MID DASH?|FULL)"
_EDGE = "(?:THE (?:RIGHT|EARLY)? (?:END|MID|FULL|ORD UNIT) OF)"
_YEAR = f"(?:OF|IN|COMMA)? (?:YEAR|SHORTYEAR|THE? {_POINT} UNIT)"
_DATE = "(?:MONTH (?:NUM|ORD)|(?:NUM|ORD) MONTH)(?: COMMA? YEAR)?"
_ZONE = "(?: LOCAL TIMEWORD| OPEN? ZONE CLOSE?)"
_FORMS: tuple[tuple[str, Read], ...] = (
    # days
    ("MONTH (?:NUM|ORD) (?:COMMA? YEAR COMMA?)? (?=ATTACK)", days.attack_day),
    ("(?:WEEKDAY COMMA? THE?)? MONTH THE? (?:NUM|ORD) (?:COMMA? YEAR)?", days.month_day),
    ("(?:WEEKDAY COMMA? THE?)? MONTH NUM (?:DASH|TO) NUM (?:COMMA? YEAR)?", days.month_day),
    ("MONTH NUM (?:DASH|TO) MONTH NUM (?:COMMA? YEAR)?", days.month_day),
    ("(?:WEEKDAY COMMA?)? (?:THE ORD OF|THE? NUM|ORD) MONTH (?:COMMA? YEAR)?", days.month_day),
    ("NUM (?:DASH|TO) NUM MONTH (?:COMMA? YEAR)?", days.month_day),
    ("NUM MONTH (?:DASH|TO) NUM MONTH (?:COMMA? YEAR)?", days.month_day),
    ("ISO", days.iso_day),
    ("SLASH", days.slash_day),
    ("WEEKDAY (?=APOS (?:DONE|ATTACK))", days.bygone_weekday),
    ("WEEKDAY (?=APOS)", days.owned_weekday),
    ("BYNAME WEEKDAY", days.named_weekday),
    (f"{_EARLY}? (?:LAST|NEXT|THIS|PAST|COMING)? WEEKDAY (?:PART|NOON)?", days.weekday),
    ("THE (?:PAST|PREVIOUS|FOLLOWING|NEXT) WEEKDAY PART?", days.weekday),
    ("(?:PART|NOON) (?:ON|OF)? WEEKDAY", days.weekday),
    (
        "(?:PART|NOON) (?:ON|OF) (?:(?:WEEKDAY COMMA?)? MONTH NUM|NUM MONTH) (?:COMMA? YEAR)?",
        days.part_of_date,
    ),
    ("(?:LAST|NEXT) MONTH (?:NUM|ORD)", days.month_day),
    (f"WEEKDAY OF? (?:LAST|NEXT|THIS) {_UNIT}", days.weekday),
    (f"{_EARLY}? TODAY PART?", days.today),
    ("MID? DASH? (?:PART|NOON) TODAY", days.today),
    ("(?:EARLY|EARLIER)? (?:THIS|LAST) PART", days.part_of_day),
    ("(?:THE (?:NEXT|FOLLOWING|SAME|PREVIOUS)|THAT) PART", days.part_of_day),
    ("(?:NUM|CLOCK) IN THE PART", clocks.clock),
    # months, quarters, years
    (f"{_EDGE}? {_EARLY}? (?:LAST|NEXT|THIS|PAST|COMING)? MONTH (?:{_YEAR})?", periods.month),
    (f"{_EARLY}? (?:LAST|NEXT|THIS|COMING) SEASON", periods.season),
    (f"{_EARLY}? THE? {_EARLY}? SEASON {_YEAR}", periods.season),
    ("(?<=IN|FROM) THE? SEASON", periods.season),
    ("(?:NUM|YEAR) ERA", periods.before_christ),
    (f"THE? FISCAL? DASH? (?:ORD|FULL) DASH? QUARTER (?:{_YEAR})?", periods.quarter),
    (f"THE? (?:YEAR|{_POINT} UNIT APOS) ORD DASH? QUARTER", periods.quarter),
    (f"THE ORD HALF {_YEAR}", periods.half),
    (f"{_EDGE}? {_EARLY}? (?:THE UNIT)? YEAR", periods.year),
    ("THE? FISCAL UNIT? YEAR", periods.year),
    ("YEAR DASH (?:YEAR|NUM)", periods.year),
    ("SHORTYEAR", periods.year),
    ("THE? (?:EARLY|MID DASH?)? DECADE", periods.decade),
    ("THE? (?:EARLY|MID DASH?)? ORD DASH? UNIT", periods.century),
    ("THE YEAR PERIOD", periods.year),
    # counted from the story
    (f"{_EDGE}? {_EARLY}? (?:LAST|NEXT|THIS|COMING|FOLLOWING) (?:FISCAL|FULL)? {_UNIT}", counted.unit),
    (f"{_EDGE}? THE (?:LAST|PAST|PREVIOUS|NEXT|COMING|FOLLOWING|PRESENT) FISCAL? {_UNIT}", counted.unit),
    (f"{_EDGE} THE {_UNIT}", counted.end_of_unit),
    ("UNIT DASH END|UNIT APOS END|(?<=FROM|AT) UNIT END", counted.end_of_unit),
    ("THE UNIT OF MONTH NUM (?:COMMA? YEAR)?", counted.week_of),
    ("THIS (?:PAST|COMING) UNIT", counted.unit),
    ("THIS (?:PAST|COMING) WEEKDAY PART?", days.weekday),
    ("(?<=AT|TO|FROM|BEFORE|AFTER|FOR|APPROX) NOON", clocks.clock),
    ("THE QUARTER", counted.quarter_named),
    ("THE FISCAL UNIT", counted.end_of_unit),
    ("THE (?:WEEKEND)", counted.weekend),
    (f"THE SAME (?:PERIOD|UNIT) THE? (?:{_POINT} UNIT|A UNIT (?:AGO|EARLIER))", counted.year_before),
    (f"(?:THE SAME|THAT SAME?) {_UNIT}", counted.same_unit),
    (f"(?:EARLIER|LATER|EARLY) IN THE {_UNIT}", counted.end_of_unit),
    (f"THE {_UNIT} (?:BEFORE|AFTER|EARLIER) (?=COMMA|DOT|BREAK|AND|IN|$)", counted.unit_before),
    (f"{_ABOUT}? {_COUNT} (?:UNIT|UNITS|QUARTER) (?:AGO|EARLIER|LATER)", counted.counted_away),
    # references
    ("(?:THE|THIS)? (?:RECENT|COMING) (?:UNITS|UNIT)", amounts.reference),
    (
        "(?:THE NEAR? FUTURE|THE PAST(?!NUM|FEW|UNIT|UNITS)|MORE? PASTREF|RIGHT? PRESENT|(?<=AT) (?:THE|THIS) MOMENT)",
        amounts.reference,
    ),
    ("UNITS (?:AGO|EARLIER|LATER)", counted.counted_away),
    ("(?:THE|A) UNIT DASH (?:AGO|EARLIER) (?:PERIOD|QUARTER|ORD QUARTER|UNIT)", counted.year_before),
    ("UNIT DASH (?:AGO|EARLIER)", counted.year_before),
    ("THE? LATEST (?:UNIT|QUARTER)", counted.latest),
    # lengths and sets
    (
        f"(?:THE|THIS)? (?:LAST|PAST|PREVIOUS|NEXT|COMING|FOLLOWING|ORD) {_ABOUT}? (?:{_NUMBER}|FEW) UNITS",
        amounts.duration,
    ),
    (f"{_ABOUT}? {_COUNT} (?:UNITS|UNIT)", amounts.duration),
    (f"{_ABOUT}? {_NUMBER} FULL UNITS", amounts.duration),
    (f"{_NUMBER} DASH (?:UNIT|PART)", amounts.duration),
    ("THE (?:NUM|FEW) UNITS", amounts.duration),
    ("(?:A|NUM) UNIT AND A HALF", amounts.duration),
    ("(?:UNIT|UNITS) DASH LONG", amounts.duration),
    (f"{_NUMBER} MORE UNITS", amounts.duration),
    ("THE FISCAL? UNIT (?=ENDED)", amounts.duration),
    ("EVERY (?:NUM|FEW|ORD)? (?:UNIT|UNITS|QUARTER|MONTH|SEASON|WEEKDAY)", amounts.repeated),
    ("SETWORD", amounts.repeated),
    # hours
    (f"(?:CLOCK|NUM) AMPM {_ZONE}? (?:COMMA? ON? (?:WEEKDAY|TODAY|{_DATE}))?", clocks.clock),
    (f"CLOCK {_ZONE}? (?:COMMA? ON? (?:WEEKDAY|TODAY|{_DATE}))?", clocks.clock),
    (f"(?:MILITARY|YEAR) ZONE (?:COMMA? ON? (?:WEEKDAY|TODAY|{_DATE}))?", clocks.clock),
    ("(?:LAST|NEXT|THIS)? HOLIDAY (?:UNIT|WEEKEND|END)? YEAR?", days.holiday),
)
RULES = tuple(Rule(pattern(form), read) for form, read in _FORMS)

ASIDE = frozenset(
    {counted.counted_away, counted.year_before, amounts.repeated, amounts.duration, counted.unit_before}
)
"""Readers whose finds the story does not go on from: "a year earlier" twice means the same year twice."""


def matches(words: list[Token], written: str) -> Iterator[tuple[int, int, Read]]:
    """Every match of every rule as (first, end, reader), the earliest first, then the longest."""
    found = [
        (match.start(), match.end(), order)
        for order, rule in enumerate(RULES)
        for match in rule.form.finditer(written)
    ]
    found.sort(key=lambda f: (f[0], -f[1], f[2]))
    for first, end, order in found:
        yield first, end, RULES[order].read
