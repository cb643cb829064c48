"""Agencies, bylines and datelines as they are printed."""

import pytest

from detente.articles import ArticleTables
from detente.articles.credits import agency_at_foot, agency_in_line, byline_of, head_of


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("By MATTHEW LEE, Associated Press", "AP"),
        ("By The Associated Press", "AP"),
        ("AP Beijing", "AP"),
        ("Source: Xinhua", "Xinhua"),
        ("PTI | New Delhi", "PTI"),
        ("REUTERS", "Reuters"),
        ("Agence France-Presse", "AFP"),
        ("Written by ANI", "ANI"),
        ("Reuters/Jane Roe", "Reuters"),
        ("By Jane Roe (AFP)", "AFP"),
        ("AP Photo/Jane Roe", None),
        ("Photo: Reuters", None),
        ("By Petra Novak", None),
        ("By Hina Rabbani", None),
        ("AA Milne House", None),
        ("World", None),
        ("Press freedom", None),
    ],
)
def test_the_agency_of_a_line(line: str, wanted: str | None, tables: ArticleTables) -> None:
    assert agency_in_line(line, tables.outlets) == wanted


@pytest.mark.parametrize(
    ("last", "wanted"),
    [
        ("(With inputs from PTI)", "PTI"),
        ("Source: Xinhua", "Xinhua"),
        ("The talks go on. (AFP)", "AFP"),
        ("The talks go on. — Bernama", "Bernama"),
        ("Reporting by Ivo Brandt in Geneva; Editing by Lena Roth", "Reuters"),
        ("The talks go on (for now)", None),
        ("The talks go on.", None),
    ],
)
def test_the_agency_that_signs_at_the_foot(last: str, wanted: str | None, tables: ArticleTables) -> None:
    assert agency_at_foot(("The ministers met.", last), tables.outlets) == wanted


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("By Jane Roe", "Jane Roe"),
        ("By Jane Roe and Wei Chen, Associated Press", "Jane Roe and Wei Chen"),
        ("Jane Roe", "Jane Roe"),
        ("By Reuters", None),
        ("Associated Press", None),
    ],
)
def test_the_reporters_of_a_byline(line: str, wanted: str | None, tables: ArticleTables) -> None:
    assert byline_of(line, tables.outlets.agencies) == wanted


@pytest.mark.parametrize(
    ("paragraph", "place", "country", "date", "agency"),
    [
        ("BEIJING (AP) — The two met.", "Beijing", "CHN", None, "AP"),
        ("WASHINGTON, June 18 (Reuters) - The two met.", "Washington", "USA", "2023-06-18", "Reuters"),
        ("GENEVA, 18 June (Xinhua) -- The two met.", "Geneva", "CHE", "2023-06-18", "Xinhua"),
        ("New Delhi: The two met.", "New Delhi", "IND", None, None),
        ("GENEVA/TEHRAN – The two met.", "Geneva/Tehran", "CHE", None, None),
        ("VILLAGE OF NOWHERE — The two met.", "Village Of Nowhere", None, None, None),
    ],
)
def test_datelines(
    paragraph: str,
    place: str,
    country: str | None,
    date: str | None,
    agency: str | None,
    tables: ArticleTables,
) -> None:
    head = head_of(paragraph, tables.outlets.agencies, tables.country_of, "2023")
    assert head.dateline is not None
    assert (head.dateline.place, head.dateline.country, head.dateline.date) == (place, country, date)
    assert head.agency == agency


@pytest.mark.parametrize(
    "paragraph",
    [
        "Analysis: the two met.",
        "The ministers met in Geneva on Monday - a first.",
        "Five things to know - and why.",
        "Blinken said: we met.",
        "",
        "Live - the two meet.",
    ],
)
def test_what_looks_like_a_dateline(paragraph: str, tables: ArticleTables) -> None:
    assert head_of(paragraph, tables.outlets.agencies, tables.country_of, "2023").dateline is None
