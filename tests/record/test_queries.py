"""Questions to the record, about whom and when."""

from dataclasses import replace

import pytest

from detente.errors import RecordError
from detente.record import keep
from detente.record.queries import (
    Scope,
    article,
    articles,
    assessments,
    busiest_pairs,
    candidates,
    claims,
    encounters,
    events,
    held,
    issue_counts,
    issues,
    of_article,
    positions,
)

QUESTIONS = [events, encounters, issues, positions, assessments, claims, articles]


@pytest.fixture
def filled(record, make_reading):
    """Three articles: March and June 2023, and one without a day."""
    keep(
        record,
        [
            make_reading("march", published="2023-03-03"),
            make_reading("june", published="2023-06-18T06:03+05:30"),
            make_reading("undated", published=None),
        ],
    )
    return record


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(
    ("scope", "rows"),
    [
        (Scope(), 3),
        (Scope(states=("RUS", "USA")), 3),
        (Scope(states=("USA", "RUS")), 3),
        (Scope(states=("RUS",)), 3),
        (Scope(states=("CHN",)), 0),
        (Scope(states=("CHN", "USA")), 0),
    ],
)
def test_a_pair_is_found_in_either_order_and_a_stranger_is_not(filled, question, scope, rows):
    assert question(filled, scope).num_rows == rows


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("2023-03-03", None, {"ar_march", "ar_june"}),
        ("2023-03-04", None, {"ar_june"}),
        (None, "2023-06-18", {"ar_march", "ar_june"}),
        (None, "2023-06-17", {"ar_march"}),
        ("2023-06-18", "2023-06-18", {"ar_june"}),
        ("2024-01-01", None, set()),
    ],
)
@pytest.mark.parametrize("question", [events, issues, positions, assessments, articles])
def test_both_ends_of_a_time_belong_to_it(filled, question, since, until, found):
    rows = question(filled, Scope(since=since, until=until)).to_pylist()
    assert {row.get("article") or row["id"] for row in rows} == found


def test_an_encounter_counts_by_its_own_day_before_its_articles(filled):
    rows = encounters(filled, Scope(since="2023-03-02", until="2023-03-02")).to_pylist()
    assert {row["article"] for row in rows} == {"ar_march", "ar_june", "ar_undated"}


@pytest.mark.parametrize(("name", "rows"), [("Blinken", 3), ("antony blinken", 3), ("Li Hui", 0)])
def test_a_person_is_found_by_a_part_of_the_name(filled, name, rows):
    assert encounters(filled, Scope(person=name)).num_rows == rows
    assert events(filled, Scope(person=name)).num_rows == 0


def test_a_row_of_events_leads_back_to_its_source(filled):
    row = events(filled, Scope(until="2023-03-03")).to_pylist()[0]
    assert (row["actors"], row["recipients"]) == (["United States"], ["Russia"])
    assert (row["actor_states"], row["recipient_states"]) == (["USA"], ["RUS"])
    assert (row["outlet"], row["title"], row["sample"]) == ("The Courier", "Ministers meet", False)
    assert article(filled, row["article"]).text[row["start"] : row["end"]] == row["quote"]


def test_newest_first_and_undated_last(filled):
    assert [row["article"] for row in issues(filled, Scope()).to_pylist()] == [
        "ar_june",
        "ar_march",
        "ar_undated",
    ]


def test_partners_against_a_third_are_no_pair(record, make_reading):
    """The United States and Japan jointly accuse Russia: nothing happened between the two."""
    told = make_reading()
    joint = told.reports[0]
    japan = replace(joint.actors[0], country="JPN", name="Japan")
    reports = (replace(joint, actors=(*joint.actors, japan)),)
    keep(record, [replace(told, reports=reports, encounters=(), positions=())])
    assert events(record, Scope(states=("JPN", "USA"))).num_rows == 0
    assert events(record, Scope(states=("JPN", "RUS"))).num_rows == 1


def test_two_who_act_together_on_nobody_are_a_pair(record, make_reading):
    told = make_reading()
    joint = told.reports[0]
    reports = (replace(joint, actors=(*joint.actors, *joint.recipients), recipients=()),)
    keep(record, [replace(told, reports=reports, encounters=(), positions=())])
    assert events(record, Scope(states=("RUS", "USA"))).num_rows == 1


def test_the_quote_of_an_issue_is_its_paragraph(record, make_reading):
    text = "First paragraph.\n\nThe talks were about espionage.\n\nLast paragraph."
    told = make_reading(text=text)
    issue = replace(told.issues[0], start=text.index("espionage"), end=text.index("espionage") + 9)
    keep(record, [replace(told, reports=(), encounters=(), positions=(), issues=(issue,))])
    assert issues(record, Scope()).to_pylist()[0]["quote"] == "The talks were about espionage."


def test_an_article_is_found_by_the_beginning_of_its_identifier(filled):
    assert article(filled, "ar_ma").id == "ar_march"
    with pytest.raises(RecordError, match="several articles"):
        article(filled, "ar_")
    with pytest.raises(RecordError, match="no article"):
        article(filled, "ar_x")


def test_an_identifier_is_found_though_another_begins_with_it(record, make_reading):
    keep(record, [make_reading(name) for name in ("one_1", "one_2", "one_3", "one")])
    assert article(record, "ar_one").id == "ar_one"


def test_the_busiest_pairs(filled):
    assert busiest_pairs(filled).to_pylist() == [
        {"a": "RUS", "b": "USA", "reports": 3, "encounters": 3, "articles": 3}
    ]


def test_an_empty_record_answers_every_question(record):
    assert [question(record, Scope()).num_rows for question in QUESTIONS] == [0] * len(QUESTIONS)
    assert busiest_pairs(record).num_rows == 0
    assert all(table.num_rows == 0 for table in of_article(record, "ar_x").values())


def test_a_claim_comes_back_with_all_that_it_can_be_checked_by(filled):
    row = claims(filled, Scope()).to_pylist()[0]
    assert (row["kind"], row["form"], row["who"], row["who_states"]) == (
        "first",
        "meeting",
        ["Antony Blinken"],
        ["USA"],
    )
    assert (row["partners"], row["partner_states"]) == (["Sergey Lavrov"], ["RUS"])
    assert (row["period"], row["since"], row["years"], row["bound"]) == (
        "in a year",
        "2022-03-02",
        1.0,
        "about",
    )


def test_encounters_that_were_held_come_with_their_people_in_parallel(filled):
    row = held(filled).to_pylist()[0]
    assert dict(zip(row["names"], row["states"], strict=True)) == {
        "Antony Blinken": "USA",
        "Sergey Lavrov": "RUS",
    }
    assert (row["form"], row["when"]) == ("meeting", "2023-03-02")


def test_candidates_and_issues_are_counted_by_article(filled):
    [candidate] = candidates(filled, Scope(states=("RUS",))).to_pylist()
    assert (candidate["text"], candidate["articles"], candidate["cues"]) == (
        "seabed cables",
        3,
        ["dispute over"],
    )
    assert candidate["between"] == ["RUS-USA"]
    assert len(candidate["quotes"]) == 3
    [issue] = issue_counts(filled, Scope()).to_pylist()
    assert (issue["issue"], issue["articles"], issue["mentions"]) == ("espionage", 3, 3)
    assert (
        candidates(filled, Scope(states=("CHN",))).num_rows
        == issue_counts(filled, Scope(since="2024-01-01")).num_rows
        == 0
    )
