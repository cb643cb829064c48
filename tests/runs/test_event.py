"""One happening out of the record, by any of its identifiers."""

import math
from dataclasses import replace

import pytest

from detente.errors import RecordError
from detente.record import keep
from detente.record.links import most_told
from detente.runs.event import account_of
from detente.runs.linking import link_new


def rarity(word: str) -> float:
    return min(6.7, math.log(1 + len(word)) * 2.0)


@pytest.fixture
def linked(record, make_reading):
    readings = [make_reading(name) for name in ("one", "two")]
    third = make_reading("three")
    earlier = replace(third.encounters[0].when, value="2023-03-01")
    readings.append(replace(third, encounters=(replace(third.encounters[0], when=earlier),)))
    other = make_reading("tomorrow", published="2023-04-09")
    later = replace(other.encounters[0].when, value="2023-04-08")
    readings.append(replace(other, encounters=(replace(other.encounters[0], when=later),)))
    readings = [replace(r, article=replace(r.article, outlet=f"The {r.id}")) for r in readings]
    keep(record, readings)
    for _ in link_new(record, rarity):
        pass
    return record


@pytest.mark.parametrize("identity", ["en_one", "en_two", "en_three", "en_tw"])
def test_a_telling_leads_to_its_event(linked, identity):
    account = account_of(linked, identity)
    assert account.id.startswith("me_") and account_of(linked, account.id) == account
    assert [voice.told.id for voice in account.voices] == ["en_one", "en_three", "en_two"]
    assert account.status == "happened" and [step.stage for step in account.history] == ["held"]
    assert [(one.about, len(one.answers)) for one in account.disagreements] == [("date", 2)]
    assert account.outlets == ("The ar_one", "The ar_three", "The ar_two")


def test_an_old_identifier_leads_on(linked):
    now = account_of(linked, "en_one").id
    linked.connection.execute("INSERT INTO moves VALUES ('encounter', 'me_gone', ?, now()::TIMESTAMP)", [now])
    assert account_of(linked, "me_gone").id == now


@pytest.mark.parametrize(("identity", "words"), [("ev_nothing", "no event"), ("en_t", "several events")])
def test_no_event_or_several(linked, identity, words):
    with pytest.raises(RecordError, match=words):
        account_of(linked, identity)


def test_what_most_outlets_tell_comes_first(linked):
    rows = most_told(linked, 10)
    assert [row["outlets"] for row in rows] == sorted((row["outlets"] for row in rows), reverse=True)
    assert rows[0]["outlets"] == 3 and len(most_told(linked, 1)) == 1


def test_an_encounter_and_the_report_that_it_took_up_are_one_event(record, make_reading):
    reading = make_reading("one")
    met = replace(reading.reports[0], id="rp_met", event="CONSULT")
    taking = replace(reading.encounters[0], reports=("rp_met",))
    keep(record, [replace(reading, reports=(*reading.reports, met), encounters=(taking,))])
    for _ in link_new(record, rarity):
        pass
    assert (
        account_of(record, "rp_met").id == account_of(record, "en_one").id != account_of(record, "rp_one").id
    )
