"""What is told of what has come in: the right things, with their sentences, once."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.alerts.conftest import came_in, story

from detente.alerts.raising import Alarms
from detente.alerts.wishes import wish
from detente.record import open_record
from detente.record.alerted import alert_bodies, deliveries_due

NOW = datetime(2023, 3, 5, 12, 0)
ISSUES = frozenset({"espionage", "taiwan"})


def alarms(pairs=("any",), **given):
    return Alarms([wish(pairs, known_issues=ISSUES, **given)], ["terminal"])


def told(record, by, *readings):
    came_in(record, *readings)
    return [(alert.kind, alert.subject) for alert in by.look(record, NOW)]


def test_an_encounter_is_told_once_however_many_tell_it(record):
    by = alarms()
    assert told(record, by, story("one"), story("two")) == [("encounter", "happened")]
    assert told(record, by, story("three")) == []
    assert told(record, alarms(), story("another")) == []


def test_an_alert_names_its_sentence_article_outlet_and_link(record):
    came_in(record, story("one"))
    [alert] = alarms().look(record, NOW)
    [sentence] = alert.evidence
    assert alert.states == ("RUS", "USA")
    assert (
        "Russia and United States: meeting held 2023-03-02 (Antony Blinken and Sergey Lavrov)"
        in alert.headline
    )
    assert sentence.text.startswith("Antony Blinken met Sergey Lavrov")
    assert (sentence.article, sentence.outlet, sentence.link) == (
        "ar_one",
        "The Courier",
        "https://courier.example/one",
    )
    assert alert.page.startswith("/encounter/me_")


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_what_was_planned_and_is_called_off_is_told_as_that(record, status):
    by = alarms()
    assert told(record, by, story("plan", "2023-03-20", status="planned", published="2023-03-02")) == [
        ("encounter", "planned")
    ]
    off = story("off", "2023-03-20", status=status, published="2023-03-04")
    assert told(record, by, off) == [("called-off", status)]
    again = story("again", "2023-03-20", status=status, published="2023-03-05")
    assert told(record, by, again) == []


@pytest.mark.parametrize(
    ("one", "given"),
    [
        (story("old", "2022-11-02", published="2023-03-02"), {}),
        (story("maybe", status="possible"), {}),
        (story("never", status="hypothetical"), {}),
        (story("other"), {"pairs": ("CHN-USA",)}),
        (story("unsure"), {"least": 0.95}),
        (story("deaf"), {"on": ("turn",)}),
        (story("held"), {"on": ("called-off",)}),
    ],
    ids=lambda value: getattr(value, "id", None),
)
def test_what_nobody_asked_for_is_not_told(record, one, given):
    assert told(record, alarms(**given), one) == []


def test_of_a_visit_with_its_talks_the_visit_is_told(record):
    visit = story("one", form="visit")
    talks = replace(
        visit.encounters[0], id="en_talks", form="talks", part_of="en_one", start=0, end=40, quote="x"
    )
    both = replace(visit, encounters=(visit.encounters[0], talks))
    assert len(told(record, alarms(), both)) == 1


def test_acts_of_chosen_categories(record):
    by = alarms(on=(), categories=("threaten",))
    assert told(record, by, story("one"), story("two", event="THREATEN")) == [("category", "THREATEN")]
    [body] = alert_bodies(record)
    assert "THREATEN by United States toward Russia" in body
    assert told(record, by, story("three", event="THREATEN")) == []


def test_issues_between_chosen_states(record):
    by = alarms(pairs=("Russia-USA",), on=(), issues=("espionage",))
    assert told(record, by, story("one")) == [("issue", "espionage")]
    # The same story told by another outlet is no news.
    assert told(record, by, story("two")) == []
    assert told(record, alarms(pairs=("CHN-USA",), on=(), issues=("espionage",)), story("three")) == []


def test_what_was_looked_at_is_not_looked_at_again(record):
    by = alarms()
    told(record, by, story("one"))
    assert by.look(record, NOW) == []
    assert [(one.alert, one.way, one.tries) for one in deliveries_due(record, NOW)] == [
        (deliveries_due(record, NOW)[0].alert, "terminal", 0)
    ]


def days(first, number, event, name):
    """Articles of one act a day."""
    begin = datetime.fromisoformat(first)
    for n in range(number):
        day = (begin + timedelta(days=n)).date().isoformat()
        one = story(f"{name}{n}", day, event=event, published=day)
        report = replace(one.reports[0], when=replace(one.encounters[0].when, value=day), score=0.0)
        yield replace(one, reports=(report,), encounters=())


def test_a_turn_is_told_once_with_the_acts_that_made_it(record):
    by = alarms(on=("turn",))
    came_in(record, *days("2022-11-01", 110, "CONSULT", "warm"))
    by.look(record, NOW)
    assert by.look_for_turns(record, NOW) == []
    came_in(record, *days("2023-02-26", 8, "ASSAULT", "cold"))
    by.look(record, NOW)
    [alert] = by.look_for_turns(record, NOW)
    assert (alert.kind, alert.subject, alert.states) == ("turn", "cooler", ("RUS", "USA"))
    assert len(alert.evidence) >= 3
    assert all(one.text and one.outlet and one.link for one in alert.evidence)
    came_in(record, *days("2023-03-06", 3, "ASSAULT", "colder"))
    for later in (by, alarms(on=("turn",))):
        later.look(record, NOW + timedelta(days=3))
        assert later.look_for_turns(record, NOW + timedelta(days=3)) == []


def test_alerts_raised_are_there_after_a_restart(tmp_path):
    path = tmp_path / "record.duckdb"
    with open_record(path, create=True) as record:
        came_in(record, story("one"))
        alarms().look(record, NOW)
    with open_record(path) as record:
        assert len(alert_bodies(record)) == 1
        assert told(record, alarms(), story("two")) == []
