"""The forms of time expressions, written in the classes of `tokens`, each with what reads it.

Where several rules match, the longest wins; of equally long ones the first in this list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from detente.times import meanings as m
from detente.times.tokens import Token, pattern

Read = Callable[[m.Words, m.Story], m.Meaning | None]


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
    ("MONTH (?:NUM|ORD) (?:COMMA? YEAR COMMA?)? (?=ATTACK)", m.attack_day),
    ("(?:WEEKDAY COMMA? THE?)? MONTH THE? (?:NUM|ORD) (?:COMMA? YEAR)?", m.month_day),
    ("(?:WEEKDAY COMMA? THE?)? MONTH NUM (?:DASH|TO) NUM (?:COMMA? YEAR)?", m.month_day),
    ("MONTH NUM (?:DASH|TO) MONTH NUM (?:COMMA? YEAR)?", m.month_day),
    ("(?:WEEKDAY COMMA?)? (?:THE ORD OF|THE? NUM|ORD) MONTH (?:COMMA? YEAR)?", m.month_day),
    ("NUM (?:DASH|TO) NUM MONTH (?:COMMA? YEAR)?", m.month_day),
    ("NUM MONTH (?:DASH|TO) NUM MONTH (?:COMMA? YEAR)?", m.month_day),
    ("ISO", m.iso_day),
    ("SLASH", m.slash_day),
    (f"{_EARLY}? (?:LAST|NEXT|THIS|PAST|COMING)? WEEKDAY (?:PART|NOON)?", m.weekday),
    ("THE (?:PAST|PREVIOUS|FOLLOWING|NEXT) WEEKDAY PART?", m.weekday),
    ("(?:PART|NOON) (?:ON|OF)? WEEKDAY", m.weekday),
    (f"WEEKDAY OF? (?:LAST|NEXT|THIS) {_UNIT}", m.weekday),
    (f"{_EARLY}? TODAY PART?", m.today),
    ("MID? DASH? (?:PART|NOON) TODAY", m.today),
    ("(?:EARLY|EARLIER)? (?:THIS|LAST) PART", m.part_of_day),
    ("THE (?:NEXT|FOLLOWING|SAME|PREVIOUS) PART", m.part_of_day),
    ("(?:NUM|CLOCK) IN THE PART", m.clock),
    # months, quarters, years
    (f"{_EDGE}? {_EARLY}? (?:LAST|NEXT|THIS|PAST|COMING)? MONTH (?:{_YEAR})?", m.month),
    (f"{_EARLY}? (?:LAST|NEXT|THIS|COMING) SEASON", m.season),
    (f"{_EARLY}? THE? {_EARLY}? SEASON {_YEAR}", m.season),
    (f"THE? FISCAL? DASH? (?:ORD|FULL) DASH? QUARTER (?:{_YEAR})?", m.quarter),
    (f"THE? (?:YEAR|{_POINT} UNIT APOS) ORD DASH? QUARTER", m.quarter),
    (f"THE ORD HALF {_YEAR}", m.half),
    (f"{_EDGE}? {_EARLY}? (?:THE UNIT)? YEAR", m.year),
    ("THE? FISCAL UNIT? YEAR", m.year),
    ("YEAR DASH (?:YEAR|NUM)", m.year),
    ("SHORTYEAR", m.year),
    ("THE? (?:EARLY|MID DASH?)? DECADE", m.decade),
    ("THE? (?:EARLY|MID DASH?)? ORD DASH? UNIT", m.century),
    ("THE YEAR PERIOD", m.year),
    # counted from the story
    (f"{_EDGE}? {_EARLY}? (?:LAST|NEXT|THIS|COMING|FOLLOWING) (?:FISCAL|FULL)? {_UNIT}", m.unit),
    (f"{_EDGE}? THE (?:LAST|PAST|PREVIOUS|NEXT|COMING|FOLLOWING|PRESENT) FISCAL? {_UNIT}", m.unit),
    (f"{_EDGE} THE {_UNIT}", m.end_of_unit),
    ("UNIT DASH END|UNIT APOS END", m.end_of_unit),
    ("THE QUARTER", m.quarter_named),
    ("THE FISCAL UNIT", m.end_of_unit),
    ("THE (?:WEEKEND)", m.weekend),
    (f"THE SAME (?:PERIOD|UNIT) THE? (?:{_POINT} UNIT|A UNIT (?:AGO|EARLIER))", m.year_before),
    (f"(?:THE SAME|THAT SAME?) {_UNIT}", m.same_unit),
    (f"(?:EARLIER|LATER|EARLY) IN THE {_UNIT}", m.end_of_unit),
    (f"THE {_UNIT} (?:BEFORE|AFTER|EARLIER) (?=COMMA|DOT|BREAK|AND|IN|$)", m.unit_before),
    (f"{_ABOUT}? {_COUNT} (?:UNIT|UNITS|QUARTER) (?:AGO|EARLIER|LATER)", m.counted_away),
    # references
    ("(?:THE|THIS)? (?:RECENT|COMING) (?:UNITS|UNIT)", m.reference),
    (
        "(?:THE NEAR? FUTURE|THE PAST|MORE? PASTREF|RIGHT? PRESENT|RECENT|(?<=AT) (?:THE|THIS) MOMENT)",
        m.reference,
    ),
    ("UNITS AGO", m.counted_away),
    ("(?:THE|A) UNIT DASH (?:AGO|EARLIER) (?:PERIOD|QUARTER|ORD QUARTER|UNIT)", m.year_before),
    ("UNIT DASH (?:AGO|EARLIER)", m.year_before),
    ("THE? LATEST (?:UNIT|QUARTER)", m.latest),
    # lengths and sets
    (f"(?:THE|THIS)? (?:LAST|PAST|PREVIOUS|NEXT|COMING|FOLLOWING|ORD) {_ABOUT}? (?:{_NUMBER}|FEW) UNITS", m.duration),
    (f"{_ABOUT}? {_COUNT} (?:UNITS|UNIT)", m.duration),
    (f"{_ABOUT}? {_NUMBER} FULL UNITS", m.duration),
    (f"{_NUMBER} DASH (?:UNIT|UNITS|QUARTER|PART)", m.duration),
    ("THE (?:NUM|FEW) UNITS", m.duration),
    ("(?:A|NUM) UNIT AND A HALF", m.duration),
    ("(?:UNIT|UNITS) DASH LONG", m.duration),
    (f"{_NUMBER} MORE UNITS", m.duration),
    ("THE FISCAL? UNIT (?=ENDED)", m.duration),
    ("EVERY (?:NUM|FEW|ORD)? (?:UNIT|UNITS|QUARTER|MONTH|SEASON|WEEKDAY)", m.repeated),
    ("SETWORD", m.repeated),
    # hours
    (f"(?:CLOCK|NUM) AMPM {_ZONE}? (?:COMMA? ON? (?:WEEKDAY|TODAY|{_DATE}))?", m.clock),
    (f"CLOCK {_ZONE}? (?:COMMA? ON? (?:WEEKDAY|TODAY|{_DATE}))?", m.clock),
    (f"(?:MILITARY|YEAR) ZONE (?:COMMA? ON? (?:WEEKDAY|TODAY|{_DATE}))?", m.clock),
    ("HOLIDAY YEAR?", m.holiday),
)
RULES = tuple(Rule(pattern(form), read) for form, read in _FORMS)

ASIDE = frozenset({m.counted_away, m.year_before, m.repeated, m.duration, m.unit_before})
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
