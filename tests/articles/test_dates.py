"""Dates as pages write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.articles import dates
from detente.articles.publication import order_of_lines


@pytest.mark.parametrize(
    ("text", "order", "wanted"),
    [
        ("19.06.23, 06:03 AM", "dmy", "2023-06-19T06:03"),
        ("06/07/2023", "dmy", "2023-07-06"),
        ("06/07/2023", "mdy", "2023-06-07"),
        ("06/19/2023", "dmy", "2023-06-19"),
        ("19/06/2023", "mdy", "2023-06-19"),
        ("19 June 2023 at 6:03 pm GMT", None, "2023-06-19T18:03+00:00"),
        ("June 19, 2023 12:10 a.m.", None, "2023-06-19T00:10"),
        ("June 19th, 2023", None, "2023-06-19"),
        ("Mon 19 Jun 2023 18.03 BST", None, "2023-06-19T18:03+01:00"),
        ("Jul 17, 2023 2:05 PM ET", None, "2023-07-17T14:05-04:00"),
        ("Dec 17, 2023 2:05 PM ET", None, "2023-12-17T14:05-05:00"),
        ("2023-06-19 06:03:11", None, "2023-06-19T06:03"),
        ("2023/06/19", None, "2023-06-19"),
        ("19-Jun-2023", None, "2023-06-19"),
        ("21:30 IST 10/03/2023", "dmy", "2023-03-10"),
        ("31/02/2023", "dmy", None),
        ("45 to 12 in 2023", None, None),
        ("Room 12.30.45", "dmy", None),
    ],
)
def test_printed_dates(text: str, order: dates.DateOrder | None, wanted: str | None) -> None:
    assert next(dates.printed(text, order), None) == wanted


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("2023-06-19T06:03:00Z", "2023-06-19T06:03+00:00"),
        ("2023-06-19T06:03:00.000+05:30", "2023-06-19T06:03+05:30"),
        ("2023-06-19T06:03:00+0530", "2023-06-19T06:03+05:30"),
        ("20230619T060300Z", "2023-06-19T06:03+00:00"),
        ("2023-06-19", "2023-06-19"),
        ("Mon, 19 Jun 2023 06:03:00 +0530", "2023-06-19T06:03+05:30"),
        ("Mon, 19 Jun 2023 06:03:00 GMT", "2023-06-19T06:03+00:00"),
        ("June 19, 2023", "2023-06-19"),
        ("0000-00-00", None),
        ("2023-13-45", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_structured_dates(value: str, wanted: str | None) -> None:
    assert dates.structured(value) == wanted


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://lantern.example/world/2023/06/19/talks", "2023-06-19"),
        ("https://lantern.example/2023/jun/19/talks", "2023-06-19"),
        ("https://lantern.example/talks-20230619.html", "2023-06-19"),
        ("https://lantern.example/2023-06-19-talks", "2023-06-19"),
        ("https://lantern.example/article/99887766", None),
        ("https://lantern.example/2023/99/19/talks", None),
        (None, None),
    ],
)
def test_dates_in_addresses(url: str | None, wanted: str | None) -> None:
    assert dates.in_url(url) == wanted


def test_a_day_of_grace_for_zones_and_no_more() -> None:
    assert dates.not_after("2023-06-20T00:30+12:00", "2023-06-19T13:00:00Z")
    assert not dates.not_after("2023-06-21", "2023-06-19T13:00:00Z")
    assert not dates.not_after(None, None)


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (["06/07/2023", "06/28/2023"], "mdy"),
        (["06/07/2023", "28/06/2023"], "dmy"),
        (["06/07/2023", "June 28, 2023"], "mdy"),
        (["06/07/2023", "28 June 2023"], "dmy"),
        (["06/07/2023"], None),
    ],
)
def test_ambiguous_dates_are_read_as_the_page_writes_the_others(lines: list[str], wanted: str | None) -> None:
    assert order_of_lines(lines) == wanted


@settings(max_examples=60, deadline=None)
@given(
    st.dates(min_value=dates.date(1900, 1, 1), max_value=dates.date(2099, 12, 31)),
    st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d"]),
)
def test_every_day_is_read_back(day: "dates.date", form: str) -> None:
    assert next(dates.printed(day.strftime(form), None), None) == day.isoformat()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_no_text_breaks_the_reading(text: str) -> None:
    list(dates.printed(text, "dmy"))
    dates.structured(text)
    dates.in_url(text)
