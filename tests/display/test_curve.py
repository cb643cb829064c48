"""The curve as SVG: whole, stretchable, without a line where nothing was told."""

import itertools
import xml.etree.ElementTree as ElementTree
from datetime import date, timedelta

import pytest

from detente.display.curve import BINS, LEAD, bins, curve_svg, since_told, strip_svg

SVG = "{http://www.w3.org/2000/svg}"


def series(days, told=()):
    first = date(2022, 1, 1)
    return [
        {
            "day": first + timedelta(n), "events": 1 if n in told else 0, "mean": 0.01 * n, "low90": -1.0, "low50": -0.4,
            "high50": 0.4, "high90": 1.0 + 0.01 * n,
        }
        for n in range(days)
    ]  # fmt: skip


TURN = {"began": "2022-03-01", "direction": "cooler"}


@pytest.mark.parametrize("days", [1, 6, 7, 8, 400, 4000])
def test_stretches_hold_every_day_once(days):
    found = bins(series(days, told=range(0, days, 3)))
    assert len(found) <= BINS
    assert sum(one.events for one in found) == len(range(0, days, 3))
    assert found[0].first == date(2022, 1, 1) and found[-1].last == date(2022, 1, 1) + timedelta(days - 1)
    assert all((b.first - a.last).days == 1 for a, b in itertools.pairwise(found))


@pytest.mark.parametrize("days", [1, 2, 90, 4000])
@pytest.mark.parametrize("alone", [False, True])
def test_a_curve_of_any_length_is_sound(days, alone):
    drawn = curve_svg(
        series(days, told=(0, days // 2)),
        [TURN] if days > 70 else [],
        label='A "curve" <of> & two',
        alone=alone,
    )
    root = ElementTree.fromstring(drawn)
    assert root.get("aria-label") == 'A "curve" <of> & two' and root.get("role") == "img"
    assert "nan" not in drawn and (root.find(f"{SVG}style") is not None) == alone
    assert "style=" not in drawn, "a strict policy lets no style in"


def test_there_is_no_line_across_silence():
    drawn = curve_svg(series(400, told=(3, 10, 390)), [], label="x")
    lines = ElementTree.fromstring(drawn).findall(f"{SVG}svg/{SVG}polyline")
    assert len(lines) == 2


def test_turns_have_numbers_and_a_window_its_place():
    drawn = curve_svg(
        series(365, told=range(365)),
        [TURN, TURN | {"began": "2022-10-01", "direction": "warmer"}],
        label="x",
        window=("2022-02-01", "9999-12-31"),
    )
    root = ElementTree.fromstring(drawn)
    assert [text.text for text in root.iter(f"{SVG}text") if text.get("class") == "flagged"] == ["1", "2"]
    [window] = [rect for rect in root.iter(f"{SVG}rect") if rect.get("class") == "window"]
    assert 80 < float(window.get("x")) < 90 and float(window.get("x")) + float(
        window.get("width")
    ) == pytest.approx(1000, abs=0.2)


def test_bars_lead_to_their_days():
    stretches = bins(series(30, told=(0, 1, 8)))
    root = ElementTree.fromstring(
        strip_svg(stretches, [f"?from={one.first}&to={one.last}" for one in stretches])
    )
    links = [link.get("href") for link in root.iter(f"{SVG}a")] or [
        link.get("href") for link in root.iter("a")
    ]
    assert links == ["?from=2022-01-01&to=2022-01-07", "?from=2022-01-08&to=2022-01-14"]


@pytest.mark.parametrize(
    ("told", "since", "begins"),
    [
        ((900, 950), None, 900 - LEAD),
        ((100, 950), None, 100 - 45),
        ((3,), None, 0),
        ((), None, 0),
        ((900,), "2022-02-01", 31),
        ((900,), "2024-09-01", 900 - LEAD),
    ],
)
def test_a_curve_begins_a_little_before_the_first_that_is_told(told, since, begins):
    whole = series(1000, told=told)
    assert since_told(whole, since) == whole[begins:]


@pytest.mark.parametrize(("began", "x"), [("2022-01-10", "100%"), ("2022-09-01", "4")])
def test_the_number_of_a_turn_does_not_cover_which_way_is_up(began, x):
    drawn = curve_svg(series(365, told=range(365)), [TURN | {"began": began}], label="x")
    sides = [text for text in ElementTree.fromstring(drawn).iter(f"{SVG}text") if text.get("class") == "side"]
    assert [text.get("x") for text in sides] == [x, x]
