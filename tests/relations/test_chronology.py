"""What came when: one entry a happening, with all its sources, in order."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from detente.knowledge.holders import Holder
from detente.relations.chronology import Told, chronology_of_pair, chronology_of_person

Row = dict[str, Any]


def act(identity: str, day: str, event: str = "ACCUSE", **changed: Any) -> Row:
    return {
        "id": identity, "article": f"a-{identity}", "day": date.fromisoformat(day), "event": event, "mode": None,
        "status": "happened", "negated": False, "historical": False, "said_by": None, "confidence": 0.9,
        "actors": ["Wang Yi"], "recipients": ["United States"], "actor_states": ["CHN"], "recipient_states": ["USA"],
        "quote": f"{identity}: Wang Yi accused the United States.", "outlet": "The Courier", "published": day, "url": None,
    } | changed  # fmt: skip


def meeting(day: str, status: str = "happened", **changed: Any) -> Row:
    return {
        "id": f"en-{day}", "article": f"a-{day}", "day": date.fromisoformat(day), "when": day, "until": None,
        "form": "meeting", "status": status, "participants": ["Antony Blinken", "Qin Gang"],
        "participant_states": ["CHN", "USA"], "participant_offices": ["secretary of state", "foreign minister"],
        "participant_countries": ["USA", "CHN"], "host": None, "venue": None, "place": "Beijing", "place_country": "CHN",
        "agenda": [], "happening": None, "quote": "Blinken met Qin Gang in Beijing.", "outlet": "The Courier",
        "published": day, "url": "https://courier.example/1",
    } | changed  # fmt: skip


OFFICES = (
    Holder(person="Qin Gang", office="foreign minister", country="CHN", since="2022-12-30", until="2023-07-25", source="a list"),
    Holder(person="Wang Yi", office="foreign minister", country="CHN", since="2023-07-25", source="a list"),
    Holder(person="Wang Yi", office="ambassador to Japan", country="CHN", since="2004-09", until="2007-09", source="a list"),
    Holder(person="Antony Blinken", office="foreign minister", country="USA", since="2021-01-26", until="2025-01-20", source="b"),
)  # fmt: skip
TURN = {
    "began": "2023-02-04", "known": "2023-02-08", "until": "2023-02-20", "direction": "cooler", "probability": 0.9,
    "before": 1.2, "after": -0.5, "size": -1.7, "events": [{"id": "hp_1"}],
}  # fmt: skip


def test_a_pair_is_told_in_order_with_offices_and_turns_of_that_time() -> None:
    told = Told(
        events=[act("r1", "2023-02-05"), act("r2", "2023-08-01")],
        encounters=[meeting("2023-06-18")],
        happenings={"r1": "hp_1"},
        turns=[TURN],
        holders=OFFICES,
    )
    found = chronology_of_pair(told, ("CHN", "USA"))
    assert [(entry.day, entry.kind) for entry in found] == [
        ("2023-02-04", "turn"), ("2023-02-05", "act"), ("2023-06-18", "encounter"), ("2023-07-25", "office"),
        ("2023-07-25", "office"), ("2023-08-01", "act"),
    ]  # fmt: skip
    assert found[0].text.startswith("On 4 February 2023 it turned cooler between the two: from +1.2 to -0.5")
    assert found[0].sources[0].quote.startswith("r1:"), "a turn cites the events that made it"
    assert found[2].text == (
        "On 18 June 2023, Antony Blinken (US secretary of state) met Qin Gang (Chinese foreign minister) in Beijing."
    )
    assert {entry.text for entry in found[3:5]} == {
        "On 25 July 2023 Qin Gang ceased to be Chinese foreign minister.",
        "On 25 July 2023 Wang Yi became Chinese foreign minister.",
    }
    assert all(entry.sources for entry in found)


def test_one_happening_is_one_entry_with_the_sentences_of_all_articles() -> None:
    told = Told(
        events=[act("r1", "2023-02-05", confidence=0.6), act("r2", "2023-02-05", outlet="The Ledger")],
        happenings={"r1": "hp_1", "r2": "hp_1"},
    )
    [entry] = chronology_of_pair(told, ("CHN", "USA"))
    assert [source.id for source in entry.sources] == ["r2", "r1"], "the surest telling first"
    assert {source.outlet for source in entry.sources} == {"The Courier", "The Ledger"}


@pytest.mark.parametrize(
    ("changed", "until", "number"),
    [
        ({"status": "planned"}, "2023-07-01", 0),
        ({"status": "planned"}, "2023-06-01", 1),
        ({"status": "cancelled"}, "2023-07-01", 1),
        ({"participants": ["Qin Gang"]}, "2023-07-01", 0),
    ],
)
def test_a_plan_whose_day_is_past_says_nothing(changed: Row, until: str, number: int) -> None:
    told = Told(encounters=[meeting("2023-06-18", **changed)], until=until)
    assert len(chronology_of_pair(told, ("CHN", "USA"))) == number


def test_a_person_is_told_with_every_office_and_by_name() -> None:
    told = Told(events=[act("r1", "2023-02-05")], holders=OFFICES)
    found = chronology_of_person(told, "Wang Yi")
    assert [entry.text for entry in found] == [
        "In September 2004 Wang Yi became Chinese ambassador to Japan.",
        "In September 2007 Wang Yi ceased to be Chinese ambassador to Japan.",
        "On 5 February 2023 Wang Yi accused the United States: “r1: Wang Yi accused the United States”.",
        "On 25 July 2023 Wang Yi became Chinese foreign minister.",
    ]
    assert found[0].sources[0].outlet == "table of office holders"


def test_an_office_goes_under_its_customary_title() -> None:
    found = chronology_of_person(Told(holders=OFFICES, since="2021"), "Antony Blinken")
    assert found[0].text == "On 26 January 2021 Antony Blinken became US secretary of state."


def test_an_office_that_an_article_taught_has_its_sentence() -> None:
    lesson = {
        "person": "Ana Lopez", "office": "foreign minister", "country": "PER", "since": date(2030, 3, 1), "article": "a9",
        "quote": "Peru's new foreign minister, Ana Lopez, flew to Quito.", "outlet": "The Courier", "url": None, "title": "",
    }  # fmt: skip
    [entry] = chronology_of_person(Told(lessons=[lesson]), "Ana Lopez")
    assert entry.text == "On 1 March 2030 an article named Ana Lopez as Peruvian foreign minister."
    assert entry.sources[0].article == "a9"


def test_nothing_told_gives_nothing() -> None:
    assert chronology_of_pair(Told(holders=OFFICES), ("CHN", "USA")) == []
    assert chronology_of_person(Told(), "Nobody Known") == []
