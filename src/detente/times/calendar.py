"""Arithmetic on ISO date prefixes: `1850`, `2023-06`, `2023-06-18`, and TIMEX3 weeks and quarters.

A prefix's length is its precision; nothing here fills in what a text did not say.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

DAYS_IN = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""First month of each season of the north, as news of the north counts them."""
Moment = tuple[int, int | None, int | None]
"""Year, month and day, as far as they are known."""
_PREFIX = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def moment(prefix: str | None) -> Moment | None:
    """Year, month and day of an ISO prefix, as far as it goes; None where it is none."""
    match = _PREFIX.match(prefix or "")
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if not year or (month is not None and not 1 <= month <= 12):
        return None
    if month and day and safe_date(year, month, day) is None:
        return None
    return year, month, day


def safe_date(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shifted(day: date, days: int) -> date | None:
    """The day so many days on, or None beyond the calendar's ends (years 1 to 9999)."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def shifted_month(year: int, month: int, by: int) -> tuple[int, int] | None:
    """Year and month so many months on, or None beyond the calendar's ends."""
    count = year * 12 + month - 1 + by
    return (count // 12, count % 12 + 1) if 12 <= count < 120000 else None


def iso_week(day: date) -> str:
    """The TIMEX3 week of a day: `2023-W24`."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def week_ends(day: date) -> tuple[date | None, date | None]:
    """Monday and Sunday of a day's week."""
    return shifted(day, -day.weekday()), shifted(day, 6 - day.weekday())


def last_of_month(year: int, month: int) -> int:
    """The number of its last day."""
    return 28 if month == 2 and safe_date(year, 2, 29) is None else DAYS_IN[month - 1]


def last_day(value: str) -> str | None:
    """The last day of the span that a DATE value names (`2023-02` -> `2023-02-28`), None for days and references."""
    if match := re.fullmatch(r"(\d{4})-(\d{2})", value):
        year, month = int(match[1]), int(match[2])
        return f"{value}-{last_of_month(year, month):02}"
    if re.fullmatch(r"\d{4}", value):
        return f"{value}-12-31"
    if re.fullmatch(r"\d{3}", value):
        return f"{value}9-12-31"
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", value):
        month = int(match[2]) * 3
        return f"{match[1]}-{month:02}-{last_of_month(int(match[1]), month):02}"
    if match := re.fullmatch(r"(\d{4})-W(\d{2})(-WE)?", value):
        try:
            return date.fromisocalendar(int(match[1]), int(match[2]), 7).isoformat()
        except ValueError:
            return None
    return None


def first_day(value: str) -> date | None:
    """The first day of what a DATE or TIME value names, None for references and what is not fully known."""
    if match := re.fullmatch(r"(\d{4})-W(\d{2})(-WE)?", value):
        try:
            return date.fromisocalendar(int(match[1]), int(match[2]), 6 if match[3] else 1)
        except ValueError:
            return None
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", value):
        return safe_date(int(match[1]), int(match[2]) * 3 - 2, 1)
    if match := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
        return safe_date(int(match[1]), SEASONS[match[2]], 1)
    if re.fullmatch(r"\d{3}", value):
        return safe_date(int(value + "0"), 1, 1)
    if "X" in value:
        return None
    known = moment(value)
    return safe_date(known[0], known[1] or 1, known[2] or 1) if known else None
