"""Lists of what happened: each once, newest first, filtered, page by page."""

from dataclasses import replace

import pytest

from detente.errors import UnknownError, UsageError
from detente.record import keep
from detente.record.diary import encounters_once
from detente.record.links import keep_links
from detente.record.listing import Wish, choices, cursor_of, every, happenings, told, totals
from detente.record.matters import named_by_month, pairs_on, positions_on
from detente.record.meant import pairs_meant, states_meant
from detente.record.outlets import dated_by, outlets
from detente.record.persons import appearances, called, said
from detente.record.proof import paragraph_around, proof
from detente.record.scope import Scope
from detente.types import When

PAIR = Scope(states=("RUS", "USA"))


def dated(reading, day, **changes):
    report = reading.reports[0]
    when = When(text=day, start=0, end=0, value=day)
    return replace(reading, reports=(replace(report, when=when, **changes),))


@pytest.fixture
def filled(record, make_reading):
    days = ("2023-03-01", "2023-02-01", "2023-02-01", "2022-12-01")
    readings = [dated(make_reading(f"n{n}"), day) for n, day in enumerate(days)]
    readings.append(dated(make_reading("past"), "2014-03-18", historical=True))
    readings.append(dated(make_reading("later"), "2030-01-01", event="SUPPORT"))
    keep(record, readings)
    return record


def test_newest_first_and_what_is_recalled_left_out(filled):
    rows = happenings(filled, Wish(scope=PAIR)).to_pylist()
    assert [(row["report"], str(row["day"])) for row in rows] == [
        ("rp_later", "2023-03-03"), ("rp_n0", "2023-03-01"), ("rp_n1", "2023-02-01"), ("rp_n2", "2023-02-01"), ("rp_n3", "2022-12-01"),
    ]  # fmt: skip
    assert rows[0]["actors"] == ["United States"] and rows[0]["recipient_states"] == ["RUS"]
    [past] = happenings(filled, Wish(scope=PAIR, statuses=("background",))).to_pylist()
    assert past["report"] == "rp_past"


def test_pages_follow_on_even_within_a_day(filled):
    found, after = [], None
    while True:
        rows = happenings(filled, Wish(scope=PAIR), after=after, limit=1).to_pylist()
        if not rows:
            break
        found.append(rows[0]["report"])
        after = cursor_of(rows[0])
    assert found == every(filled, Wish(scope=PAIR))["report"].to_pylist() and len(found) == 5


@pytest.mark.parametrize(
    "wish",
    [
        Wish(),
        Wish(issues=("espionage",)),
        Wish(categories=("SUPPORT",), statuses=("happened", "background")),
        Wish(scope=Scope(since="2023-02-01", until="2023-02-28"), least=0.5),
    ],
)
def test_a_page_of_all_is_found_without_gathering_all(filled, wish):
    keep_links(filled, [], {}, {"report": {"rp_n0": "ev_a", "rp_n2": "ev_a", "rp_n3": "ev_b"}})
    everything = told(filled, Scope())
    after = None
    for _ in range(2):
        page = happenings(filled, wish, after=after, limit=1)
        assert page.num_rows and page.equals(happenings(filled, wish, after=after, limit=1, among=everything))
        after = cursor_of(page.to_pylist()[0])
        if every(filled, wish).num_rows == 1:
            break


@pytest.mark.parametrize("cursor", ["", "x", "2023-02-01", "2023-02-01.x' OR '1'='1", "2023-02-31.ev_1\n"])
def test_a_cursor_that_is_none(filled, cursor):
    with pytest.raises(UsageError, match="where a page ends"):
        happenings(filled, Wish(), after=cursor)


@pytest.mark.parametrize(
    ("wish", "number"),
    [
        (Wish(scope=PAIR), 5),
        (Wish(scope=Scope(states=("USA",))), 5),
        (Wish(scope=Scope(states=("CHN", "USA"))), 0),
        (Wish(scope=Scope(states=("RUS", "USA"), since="2023-02-01", until="2023-02-28")), 2),
        (Wish(scope=PAIR, categories=("SUPPORT",)), 1),
        (Wish(scope=PAIR, categories=("SUPPORT", "ACCUSE")), 5),
        (Wish(scope=PAIR, issues=("espionage",)), 5),
        (Wish(scope=PAIR, issues=("taiwan",)), 0),
        (Wish(scope=PAIR, sources=("The Courier",)), 5),
        (Wish(scope=PAIR, sources=("The Times",)), 0),
        (Wish(scope=PAIR, least=0.91), 0),
        (Wish(scope=PAIR, statuses=("planned",)), 0),
    ],
)
def test_filters(filled, wish, number):
    assert happenings(filled, wish).num_rows == number == totals(filled, wish)["events"]


def test_what_else_could_be_chosen_leaves_its_own_filter_out(filled):
    found = choices(filled, Wish(scope=PAIR, categories=("SUPPORT",)))
    assert dict(found["category"]) == {"ACCUSE": 4, "SUPPORT": 1}
    assert dict(found["issue"]) == {"espionage": 1} and dict(found["source"]) == {"The Courier": 1}


def test_encounters_once_and_by_person(filled):
    assert encounters_once(filled, PAIR).num_rows == 6
    row = encounters_once(filled, Scope(person="Antony Blinken"), 1).to_pylist()[0]
    assert row["participants"] == ["Antony Blinken", "Sergey Lavrov"] and row["status"] == "happened"
    assert encounters_once(filled, Scope(person="Nobody")).num_rows == 0


def test_the_sentence_behind_a_row(filled):
    for identity in ("rp_n0", "en_n0"):
        found = proof(filled, identity)
        assert found.article.text[found.row["start"] : found.row["end"]] == found.row["quote"]
        first, last = found.paragraph
        assert first <= found.row["start"] and found.row["end"] <= last
    for nothing in ("rp_", "ar_n0", "", "rp_'; DROP TABLE reports"):
        with pytest.raises(UnknownError):
            proof(filled, nothing)


@pytest.mark.parametrize(
    ("start", "end", "whole"), [(0, 1, (0, 3)), (5, 6, (5, 8)), (1, 6, (0, 8)), (-4, 99, (0, 8))]
)
def test_a_paragraph(start, end, whole):
    assert paragraph_around("One\n\nTwo", start, end) == whole


def test_an_issue_a_person_and_the_sources(filled):
    [pair] = pairs_on(filled, "espionage", Scope()).to_pylist()
    assert (pair["a"], pair["b"], pair["articles"], pair["sources"]) == ("RUS", "USA", 6, 1)
    assert positions_on(filled, "espionage", Scope(), limit=2).num_rows == 2
    assert named_by_month(filled, "espionage", Scope()).to_pylist() == [{"month": "2023-03", "articles": 6}]
    assert appearances(filled, "Antony Blinken", Scope()).to_pylist()[0]["articles"] == 6
    assert called(filled, "blink") == [("Antony Blinken", 6)] and called(filled, "%") == []
    assert said(filled, "Antony Blinken", Scope()).num_rows == 0
    [outlet] = outlets(filled).to_pylist()
    assert (outlet["outlet"], outlet["articles"], outlet["reports"], outlet["copies"]) == (
        "The Courier",
        6,
        6,
        0,
    )
    assert dated_by(filled) == {"given": 6}


@pytest.mark.parametrize(
    ("words", "pair"),
    [
        ("us chi", ("USA", "CHN")),
        ("north korea japan", ("PRK", "JPN")),
        ("chn/usa", ("CHN", "USA")),
        ("france", None),
        ("us us", None),
        ("", None),
    ],
)
def test_the_pairs_that_short_words_mean(words, pair):
    found = pairs_meant(words)
    assert (pair in found) if pair else found == []


def test_a_state_by_its_beginning():
    assert (
        states_meant("The United States") == ["USA"]
        and "CHN" in states_meant("chi")
        and states_meant("c") == []
    )
