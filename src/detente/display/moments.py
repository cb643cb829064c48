"""Days and times in words, as precise as they are told and with the zone that they are told in."""

from __future__ import annotations

import re
from datetime import date

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE = re.compile(
    r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII,
)
_WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
_SEASON = re.compile(r"(\d{4})-(SP|SU|FA|WI|Q[1-4]|H[12])", re.ASCII)
_SEASONS = {
    "SP": "spring", "SU": "summer", "FA": "autumn", "WI": "winter", "Q1": "1st quarter of", "Q2": "2nd quarter of",
    "Q3": "3rd quarter of", "Q4": "4th quarter of", "H1": "1st half of", "H2": "2nd half of",
}  # fmt: skip

_DECADE = re.compile(r"\d{3}", re.ASCII)
_PART = re.compile(r"(\d{4}-\d{2}-\d{2})T(MO|AF|EV|NI)", re.ASCII)
_PARTS = {"MO": "morning", "AF": "afternoon", "EV": "evening", "NI": "night"}


def moment(told: str | date | None) -> str:
    """ "18 Jun 2023", "Jun 2023", "2023", "18 Jun 2023, 20:10 UTC-04:00", "18 Jun 2023, night", "autumn 2023", "2020s"; "no date" for none.

    A time without a zone says so. What is no date of ISO 8601 is given back as it stands.
    """
    if told is None or told == "":
        return "no date"
    words = str(told)
    week = _WEEK.fullmatch(words)
    if week is not None and 1 <= int(week[2]) <= 52:
        return f"week of {moment(date.fromisocalendar(int(week[1]), int(week[2]), 1))}"
    season = _SEASON.fullmatch(words)
    if season is not None:
        return f"{_SEASONS[season[2]]} {season[1]}"
    part = _PART.fullmatch(words)
    if part is not None:
        return f"{moment(part[1])}, {_PARTS[part[2]]}"
    if _DECADE.fullmatch(words):
        return f"{words}0s"
    found = _DATE.fullmatch(words)
    if found is None or not 1 <= int(found[2] or 1) <= 12:
        return words
    year, month, day, clock, zone = found.groups()
    dated = " ".join(p for p in (day and str(int(day)), month and MONTHS[int(month) - 1], year) if p)
    return f"{dated}, {clock} {_zone(zone)}" if clock else dated


def _zone(zone: str | None) -> str:
    if zone is None:
        return "(zone not told)"
    if zone in ("Z", "+00:00", "-00:00", "+0000"):
        return "UTC"
    sign, rest = zone[0].replace("-", "\N{MINUS SIGN}"), zone[1:].replace(":", "")
    return f"UTC{sign}{rest[:2]}:{rest[2:]}"


def span(since: str | date | None, until: str | date | None) -> str:
    """ "18 to 20 Jun 2023", as short as it can be said; one day alone where both are the same."""
    first, last = moment(since), moment(until) if until else ""
    if not last or first == last or len(str(since)) < len(str(until)):
        # "2019" and "the week of 21 October" say their last day themselves.
        return first
    if isinstance(since, date) or (since and len(str(since)) == 10 == len(str(until))):
        a, b = first.split(" "), last.split(" ")
        if a[1:] == b[1:]:
            return f"{a[0]} to {last}"
        if a[2:] == b[2:]:
            return f"{a[0]} {a[1]} to {last}"
    return f"{first} to {last}"
