"""Dates as prefixes, weeks and spans."""

from datetime import date

import pytest

from detente.times import calendar


@pytest.mark.parametrize(
    ("value", "last"),
    [
        ("2023", "2023-12-31"),
        ("2024-02", "2024-02-29"),
        ("1900-02", "1900-02-28"),
        ("2023-Q2", "2023-06-30"),
        ("2023-W24", "2023-06-18"),
        ("2023-W24-WE", "2023-06-18"),
        ("199", "1999-12-31"),
        ("2023-06-18", None),
        ("PRESENT_REF", None),
        ("2023-W99", None),
    ],
)
def test_a_span_ends_on_its_last_day(value, last):
    assert calendar.last_day(value) == last


@pytest.mark.parametrize(
    ("prefix", "known"),
    [
        ("2023-06-19T08:00Z", (2023, 6, 19)),
        ("2023-06", (2023, 6, None)),
        ("1850", (1850, None, None)),
        ("2023-02-30", None),
        ("2023-13", None),
        ("0000", None),
        ("June", None),
        (None, None),
    ],
)
def test_a_prefix_is_read_as_far_as_it_goes(prefix, known):
    assert calendar.moment(prefix) == known


def test_beyond_the_calendar_there_is_nothing():
    assert calendar.shifted(date(9999, 12, 31), 1) is None
    assert calendar.shifted_month(1, 1, -2) is None
