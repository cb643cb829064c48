from importlib.resources import files
from itertools import pairwise

import pytest

from detente.knowledge.bodies import bodies
from detente.knowledge.holders import Holder, holders, read_holders
from detente.knowledge.states import states

REGIONS = sorted(
    (f for f in files("detente.knowledge").joinpath("holders").iterdir() if f.name.endswith(".csv")),
    key=lambda f: f.name,
)


def on(country: str, office: str, day: str) -> set[str]:
    return {
        h.person
        for h in holders()
        if (h.country, h.office) == (country, office)
        and h.since <= day
        and (h.until is None or day <= h.until)
    }


@pytest.mark.parametrize("file", REGIONS, ids=lambda f: f.name)
def test_rows_are_ordered_by_country_office_and_first_day(file):
    keys = [(row.country, row.office, row.since) for row in read_holders(file)]
    assert [later for earlier, later in pairwise(keys) if later < earlier] == []


def test_nobody_holds_one_office_twice_at_a_time():
    stays: dict[tuple[str, str, str], list[Holder]] = {}
    for row in holders():
        stays.setdefault((row.person, row.office, row.country), []).append(row)
    doubled = [
        (earlier, later)
        for rows in stays.values()
        for earlier, later in pairwise(sorted(rows, key=lambda r: r.since))
        if earlier.until is None or later.since < earlier.until[: len(later.since)]
    ]
    # The United Nations has several envoys, and one person may be the envoy to two places.
    assert [pair for pair in doubled if pair[0].office != "body envoy"] == []


def test_ambassadors_go_to_states_or_bodies():
    known = {s.name for s in states()} | {b.name for b in bodies()}
    posts = {
        row.office.removeprefix("ambassador to ") for row in holders() if row.office.startswith("ambassador")
    }
    assert posts <= known


@pytest.mark.parametrize(
    ("country", "office", "day", "people"),
    [
        ("USA", "foreign minister", "2023-06-18", {"Antony Blinken"}),
        ("CHN", "foreign minister", "2023-06-18", {"Qin Gang"}),
        ("BGR", "foreign minister", "2024-07-01", {"Dimitar Glavchev"}),
        ("POL", "defence minister", "2017-05-01", {"Antoni Macierewicz"}),
        ("JAM", "monarch", "2010-01-01", {"Elizabeth II"}),
        ("BRB", "monarch", "2022-01-01", set()),
        ("MRT", "president", "2009-07-01", {"Ba Mamadou M'Baré"}),
        ("Hezbollah", "group leader", "2024-11-27", {"Naim Qassem"}),
        ("USA", "ambassador to Japan", "2023-05-19", {"Rahm Emanuel"}),
        ("IRQ", "prime minister", "2026-06-01", {"Ali al-Zaidi"}),
    ],
)
def test_offices_have_their_holders_of_the_day(country, office, day, people):
    assert on(country, office, day) == people
