"""PLOVER JSON, calendars, linked data, bibliographies, FollowTheMoney."""

import json
from dataclasses import replace

import pytest

from detente.exports.bibliography import bibtex_text, csl_item
from detente.exports.calendar import Appointment, appointments, calendar_text
from detente.exports.ftm import ftm_text
from detente.exports.linked_data import Position, linked_data_text
from detente.exports.occurrences import occurrences
from detente.exports.plover import plover_text
from detente.record import keep
from detente.record.queries import Scope
from detente.record.told import told_encounters
from detente.types import Article, Stage


def test_plover_keeps_compound_actors_and_plans(told):
    objects = {o["id"]: o for o in map(json.loads, plover_text(occurrences(told)).splitlines())}
    condemned = objects["rp_condemned"]
    assert [(a["actorText"], a["code"]) for a in condemned["source"]] == [
        ("Japan", "JPN"),
        ("South Korea", "KOR"),
    ]
    assert [a["code"] for a in condemned["target"]] == ["PRK"]
    assert (condemned["event"], condemned["mode"], condemned["context"]) == (
        "ACCUSE",
        "disapprove",
        ["military"],
    )
    talks = objects["ev_talks"]
    assert (talks["date"], talks["numReports"], talks["numArticles"]) == ("2023-06-18", 2, 2)
    assert "target" not in talks and talks["eventLoc"]["code"] == "CHN"
    assert objects["rp_planned"]["status"] == "planned" and objects["rp_not"]["negated"]
    assert "date" not in objects["rp_before"] and objects["rp_in_may"]["date"] == "2023-05"


def unfolded(text):
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")


def appointment(make, published="2023-06-10", happening=None, **changes):
    plan = {"status": "planned", "when": make.day("2023-06-18")}
    encounter = make.encounter(changes.pop("id", "en_a"), **(plan | changes))
    return Appointment(
        encounter=encounter, article=make.reading("courier", published=published).article, happening=happening
    )


def test_a_planned_encounter_is_an_appointment(make):
    two_days = replace(make.day("2023-06-18"), until="2023-06-19")
    lines = unfolded(
        calendar_text(
            appointments([appointment(make, when=two_days)], since="2023-06-12"), stamp="20230612T080000Z"
        )
    )
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    for line in (
        "UID:en_a@detente", "DTSTAMP:20230612T080000Z", "DTSTART;VALUE=DATE:20230618", "DTEND;VALUE=DATE:20230620",
        "SUMMARY:Talks: Antony Blinken\\, Qin Gang", "STATUS:CONFIRMED", "SEQUENCE:0", "GEO:39.9;116.4",
        "LOCATION:Diaoyutai State Guesthouse\\, Beijing", "CATEGORIES:taiwan", "URL:https://courier.example/talks",
    ):  # fmt: skip
        assert line in lines
    assert not any(line.startswith("ATTENDEE") for line in lines)


@pytest.mark.parametrize(
    ("status", "written"),
    [("planned", "CONFIRMED"), ("possible", "TENTATIVE"), ("postponed", "TENTATIVE"), ("cancelled", "CANCELLED"),
     ("happened", None), ("hypothetical", None), ("denied", None)],
)  # fmt: skip
def test_a_calendar_holds_what_is_to_come(make, status, written):
    text = calendar_text(
        appointments([appointment(make, status=status)], since="2023-06-12"), stamp="20230612T080000Z"
    )
    assert (f"STATUS:{written}" in text) if written else ("VEVENT" not in text)


@pytest.mark.parametrize(
    ("value", "start"),
    [("2023-06-18T10:00", "DTSTART:20230618T100000"), ("2023-06-18T10:00+08:00", "DTSTART:20230618T020000Z"),
     ("2023-06-11", None), ("2023-07", None), ("2023-W26", None), ("FUTURE_REF", None)],
)  # fmt: skip
def test_hours_keep_their_zone_and_what_has_no_day_stays_out(make, value, start):
    text = calendar_text(
        appointments([appointment(make, when=make.day(value))], since="2023-06-12"), stamp="20230612T080000Z"
    )
    assert (start in text.split("\r\n")) if start else ("VEVENT" not in text)


def test_a_week_in_which_it_may_begin_is_no_appointment(make):
    week = replace(make.day("2023-W26"), until="2023-07-02")
    assert not appointments([appointment(make, when=week)], since="2023-06-12")


def test_the_last_word_on_an_encounter_counts(make):
    moved = (
        Stage(stage="planned", when=None, start=0, end=9),
        Stage(stage="postponed", when=None, start=0, end=9),
    )
    first = appointment(make, happening="ev_x")
    later = appointment(
        make, published="2023-06-15", happening="ev_x", id="en_b", status="postponed", history=moved
    )
    lines = unfolded(
        calendar_text(appointments([later, first], since="2023-06-12"), stamp="20230612T080000Z")
    )
    assert [line for line in lines if line.split(":")[0] in ("UID", "STATUS", "SEQUENCE")] == [
        "UID:ev_x@detente", "STATUS:TENTATIVE", "SEQUENCE:1",
    ]  # fmt: skip


def test_what_became_of_an_encounter_comes_out_of_the_record(record, make):
    moved = (Stage(stage="postponed", when=make.day("2023-06-18"), start=0, end=9),)
    keep(record, [make.reading("courier", encounters=[make.encounter("en_a", history=moved)])])
    ((encounter, article, happening),) = told_encounters(record, Scope())
    assert encounter.history[0].stage == "postponed" and encounter.history[0].when.value == "2023-06-18"
    assert (article.id, happening) == ("ar_courier", None)


def test_encounters_as_linked_data(make):
    told = [appointment(make, status="happened"), appointment(make, id="en_b", status="hypothetical")]
    graph = {item["@id"]: item for item in json.loads(linked_data_text(told))["@graph"]}
    assert set(graph) == {"urn:detente:en_a", "https://courier.example/talks"}
    event = graph["urn:detente:en_a"]
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert [(a["@type"], a["name"], a["jobTitle"]) for a in event["attendee"]] == [
        ("Person", "Antony Blinken", "foreign minister"),
        ("Person", "Qin Gang", "foreign minister"),
    ]
    assert event["location"]["geo"] == {"@type": "GeoCoordinates", "latitude": 39.9, "longitude": 116.4}
    assert event["subjectOf"] == [{"@id": "https://courier.example/talks"}]
    assert graph["https://courier.example/talks"]["publisher"]["name"] == "The Courier"


def test_positions_as_linked_data(make):
    article = make.reading("courier").article
    stance = Position(
        id="po_a", holder="China", stance="warns", what="against crossing a red line", issue="taiwan", quote="…", article=article
    )  # fmt: skip
    claim, source = json.loads(linked_data_text([], [stance]))["@graph"]
    assert (claim["@type"], claim["name"], claim["about"]) == (
        "Claim",
        "China warns against crossing a red line",
        "taiwan",
    )
    assert claim["appearance"] == {"@id": source["@id"]} and claim["author"]["name"] == "China"


@pytest.mark.parametrize(
    ("value", "date"),
    [("2023-06-18T10:00+08:00", "2023-06-18T10:00+08:00"), ("2023-06-18TMO", "2023-06-18"), ("2023-06", "2023-06"),
     ("2023-W24", "2023"), ("FUTURE_REF", None)],
)  # fmt: skip
def test_only_dates_are_written_as_dates(make, value, date):
    one = appointment(make, when=make.day(value))
    event = next(item for item in json.loads(linked_data_text([one]))["@graph"] if item["@type"] == "Event")
    assert event.get("startDate") == date
    entity = next(e for e in map(json.loads, ftm_text([], [one]).splitlines()) if e["schema"] == "Event")
    assert entity["properties"].get("startDate") == ([date] if date else None)


ARTICLE = Article(
    id="ar_x", text="", title="Oil & gas: 50% {more}", published="2023-06-19T08:00Z", byline="Ann Onym and Bo Peep",
    outlet="The Courier", language="en", url="https://courier.example/a_b",
)  # fmt: skip


def test_sources_for_footnotes():
    assert bibtex_text([ARTICLE]) == (
        "@article{ar_x,\n  title = {{Oil \\& gas: 50\\% \\{more\\}}},\n  author = {{Ann Onym and Bo Peep}},\n"
        "  journal = {The Courier},\n  year = {2023},\n  month = {06},\n  date = {2023-06-19},\n  langid = {en},\n"
        "  url = {https://courier.example/a_b}\n}\n"
    )
    assert csl_item(ARTICLE)["issued"] == {"date-parts": [[2023, 6, 19]]}
    assert csl_item(Article(id="ar_y", text="", published="2023-06"))["issued"] == {"date-parts": [[2023, 6]]}
    assert csl_item(Article(id="ar_y", text="")) == {"id": "ar_y", "type": "article-newspaper"}


def test_entities_point_to_entities(told, make):
    lines = ftm_text(occurrences(told), [appointment(make)]).splitlines()
    entities = {e["id"]: e for e in map(json.loads, lines)}
    assert len(entities) == len(lines) and not any("_" in identity for identity in entities)
    assert {e["schema"] for e in entities.values()} == {"Event", "Person", "PublicBody", "Article"}
    for entity in entities.values():
        pointed = [*entity["properties"].get("involved", []), *entity["properties"].get("proof", [])]
        assert all(target in entities for target in pointed)
    talks = entities["ev-talks"]["properties"]
    assert (talks["date"], talks["proof"], talks["country"]) == (
        ["2023-06-18"],
        ["ar-courier", "ar-herald"],
        ["us", "cn"],
    )
    assert entities["rp-planned"]["properties"]["notes"] == ["status: planned"]
