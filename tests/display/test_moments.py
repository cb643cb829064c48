"""Days and times in words: as precise as told, with the zone that is told."""

from datetime import date

import pytest

from detente.display.moments import moment, span


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (None, "no date"),
        ("", "no date"),
        ("2023", "2023"),
        ("2023-06", "Jun 2023"),
        ("2023-06-18", "18 Jun 2023"),
        (date(2023, 6, 8), "8 Jun 2023"),
        ("2023-06-18T20:10", "18 Jun 2023, 20:10 (zone not told)"),
        ("2023-06-18T20:10Z", "18 Jun 2023, 20:10 UTC"),
        ("2023-06-18T20:10:31+05:30", "18 Jun 2023, 20:10 UTC+05:30"),
        ("2023-06-18T20:10-0400", "18 Jun 2023, 20:10 UTC\N{MINUS SIGN}04:00"),
        ("2023-W24", "week of 12 Jun 2023"),
        ("2023-W99", "2023-W99"),
        ("2023-FA", "autumn 2023"),
        ("2023-Q3", "3rd quarter of 2023"),
        ("2023-H1", "1st half of 2023"),
        ("2023-13", "2023-13"),
        ("202", "2020s"),
        ("PAST_REF", "PAST_REF"),
    ],
)
def test_a_moment(told, words):
    assert moment(told) == words


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("2023-06-18", None, "18 Jun 2023"),
        ("2023-06-18", "2023-06-18", "18 Jun 2023"),
        ("2023-06-18", "2023-06-19", "18 to 19 Jun 2023"),
        ("2023-06-18", "2023-07-02", "18 Jun to 2 Jul 2023"),
        ("2023-12-30", "2024-01-02", "30 Dec 2023 to 2 Jan 2024"),
        ("2019", "2019-12-31", "2019"),
        ("2024-W43", "2024-10-27", "week of 21 Oct 2024"),
        (None, None, "no date"),
    ],
)
def test_a_span(since, until, words):
    assert span(since, until) == words
