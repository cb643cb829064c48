"""What became of an encounter: planned, confirmed, moved, postponed, called off, held, extended, cut short."""

import pytest

from detente.diplomacy.joining import ordered
from detente.types import Stage, When


@pytest.fixture(scope="session")
def told(reading_of):
    def encounters(text, published="2023-06-20"):
        return reading_of(text, published).encounters

    return encounters


def stages(encounter):
    return [stage.stage for stage in encounter.history]


LIVES = [
    ("Narendra Modi will visit France in July. The trip was confirmed by the government on Friday.",
     "planned", ["planned", "confirmed"]),
    ("Antony Blinken will visit China in July. On Friday he postponed the trip.", "postponed", ["planned", "postponed"]),
    ("Antony Blinken will visit China in July. It was called off on Friday.", "cancelled", ["planned", "cancelled"]),
    ("Putin and Erdogan will meet in Sochi on Friday. The meeting was moved to Istanbul.", "planned", ["planned", "moved"]),
    ("Lloyd Austin arrived in Manila on Tuesday. The visit was cut short.", "happened", ["held", "cut short"]),
    ("Narendra Modi extended his visit to Egypt by a day.", "happened", ["extended"]),
    ("Emmanuel Macron cut short his visit to Germany on Monday.", "happened", ["cut short"]),
    ("Talks between India and China, postponed in May, took place in New Delhi on Sunday.",
     "happened", ["postponed", "held"]),
    ("Joe Biden is visiting Japan.", "ongoing", ["held"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "status", "history"), LIVES, ids=[text for text, _, _ in LIVES])
def test_one_history(told, text, status, history):
    [encounter] = told(text)
    assert (encounter.status, stages(encounter)) == (status, history)
    for stage in encounter.history:
        assert text[stage.start : stage.end] in text


def test_where_it_was_moved_is_where_it_will_be(told):
    [meeting] = told("Putin and Erdogan will meet in Sochi on Friday. The meeting was moved to Istanbul.")
    assert (meeting.where.name, meeting.when.value) == ("Istanbul", "2023-06-23")


def test_agreed_nearly_held_delayed_and_held_after_all(told):
    text = (
        "Annalena Baerbock arrived in Beijing on Sunday. Scholz and Xi had agreed to Baerbock's trip at a meeting last "
        "year in Bali. It came within a day of happening in March and was then delayed by a quarrel."
    )
    visit = next(e for e in told(text) if e.form == "visit")
    assert (visit.status, visit.when.value) == ("happened", "2023-06-18")
    assert [(s.stage, s.when.value if s.when else None) for s in visit.history] == [
        ("agreed", "2022"),
        ("planned", "2023-03"),
        ("postponed", "2023-03"),
        ("held", "2023-06-18"),
    ]


def test_what_was_planned_for_a_visit_goes_the_way_of_the_visit(told):
    visit, dinner = told(
        "King Charles III postponed his visit to France. He was to dine with Emmanuel Macron on Monday."
    )
    assert (visit.status, dinner.form, dinner.status) == ("postponed", "meal", "postponed")


def test_a_visit_called_off_once_and_one_that_took_place_are_two(told):
    text = "Sergey Lavrov cancelled a visit to Serbia on Monday. His last visit to Belgrade was in December 2020."
    assert sorted(e.status for e in told(text)) == ["cancelled", "happened"]


def stage(name, value):
    when = When(text=value, start=0, end=0, value=value) if value else None
    return Stage(stage=name, when=when, start=0, end=1)


def test_stages_are_in_the_order_of_time_and_told_once():
    told = (
        stage("held", None),
        stage("held", "2023-06-18"),
        stage("postponed", "2023-03"),
        stage("agreed", "2022"),
    )
    assert [(s.stage, s.when.value) for s in ordered(told)] == [
        ("agreed", "2022"), ("postponed", "2023-03"), ("held", "2023-06-18"),
    ]  # fmt: skip


# Bad input.


def test_a_visit_without_an_end_has_none(told):
    [visit] = told("Joe Biden arrived in Japan on Thursday.")
    assert (visit.when.value, visit.when.until) == ("2023-06-15", None)


def test_those_who_share_a_surname_stay_apart(told):
    [meeting] = told("Kim Jong Un and Kim Yo Jong received Sergey Lavrov in Pyongyang on Monday.")
    assert {a.name for a in meeting.participants} == {"Kim Jong Un", "Kim Yo Jong", "Sergei Lavrov"}


def test_two_meetings_of_the_same_people_on_one_day_are_two(told):
    found = told("Joe Biden met Xi Jinping on Monday morning. Biden met Xi again on Monday evening.")
    assert [(e.form, e.when.value[:10]) for e in found] == [("meeting", "2023-06-19")] * 2
