"""Spans of days whose ends are ISO 8601 prefixes: "2021", "2021-01", "2021-01-26"."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def first_day(prefix: str) -> str:
    """The first day that a prefix can mean."""
    return (prefix + "-01-01"[len(prefix) - 4 :])[:10] if len(prefix) < 10 else prefix[:10]


def last_day(prefix: str) -> str:
    """The last day that a prefix can mean."""
    if len(prefix) == 4:
        return f"{prefix}-12-31"
    if len(prefix) == 7:
        return f"{prefix}-{monthrange(int(prefix[:4]), int(prefix[5:7]))[1]:02}"
    return prefix[:10]


def day_before(prefix: str) -> str:
    """The day before the first that a prefix can mean."""
    return (date.fromisoformat(first_day(prefix)) - timedelta(days=1)).isoformat()


def day_after(prefix: str) -> str:
    """The day after the last that a prefix can mean."""
    return (date.fromisoformat(last_day(prefix)) + timedelta(days=1)).isoformat()


def covers(since: str, until: str | None, day: str | None) -> bool:
    """Whether a span holds a day (an ISO prefix itself); without a day, whether it has no end."""
    if not day:
        return until is None
    day = day[:10]
    width = min(len(day), len(since))
    if day[:width] < since[:width]:
        return False
    if until is None:
        return True
    width = min(len(day), len(until))
    return day[:width] <= until[:width]
