"""Whole articles or nothing, the same article once."""

from dataclasses import replace

import pytest

from detente.errors import RecordError
from detente.record import keep
from detente.record.queries import article, counts, of_article
from detente.record.rows import first_day


def everything(record):
    tables = ("articles", "reports", "encounters", "roles", "issues", "positions", "assessments", "problems")
    return {t: record.connection.sql(f"SELECT * FROM {t} ORDER BY ALL").fetchall() for t in tables}


def test_one_reading_fills_every_table(record, make_reading):
    assert keep(record, [make_reading(published=None)]) == ("read",)
    assert counts(record) == {
        "articles": 1, "reports": 1, "encounters": 1, "issues": 1, "positions": 1,
        "assessments": 1, "claims": 1, "candidates": 1, "learned": 1, "problems": 1, "outlets": 1,
    }  # fmt: skip


def test_the_same_article_twice_changes_nothing(record, make_reading):
    keep(record, [make_reading()])
    before = everything(record)
    assert keep(record, [make_reading()]) == ("known",)
    assert everything(record) == before


def test_the_same_article_twice_in_one_batch_is_kept_once(record, make_reading):
    assert keep(record, [make_reading(), make_reading()]) == ("read", "known")
    assert counts(record)["articles"] == 1


def test_a_revised_text_is_kept_beside_the_first(record, make_reading):
    first = make_reading()
    revised = make_reading(text=first.article.text + " Moscow denied it.")
    assert keep(record, [first]) == ("read",)
    assert keep(record, [revised]) == ("revised",)
    assert keep(record, [revised, first]) == ("known", "known")
    texts = {row[0] for row in record.connection.sql("SELECT text FROM articles").fetchall()}
    assert texts == {first.article.text, revised.article.text}
    assert counts(record)["reports"] == 2


def test_what_a_revision_says_points_to_the_revision(record, make_reading):
    first = make_reading()
    visit = replace(first.encounters[0], id="en_visit", form="visit")
    meeting = replace(first.encounters[0], part_of="en_visit", reports=("rp_one",))
    revised = make_reading(text=first.article.text + " It ended.")
    keep(record, [first, replace(revised, encounters=(visit, meeting))])
    [(own,)] = record.connection.sql("SELECT id FROM articles WHERE id <> 'ar_one'").fetchall()
    mark = own.rsplit("_", 1)[1]
    rows = of_article(record, own)["encounters"].to_pylist()
    told = next(row for row in rows if row["form"] == "meeting")
    assert (told["part_of"], told["reports"]) == (f"en_visit_{mark}", [f"rp_one_{mark}"])


def test_a_batch_is_kept_whole_or_not_at_all(record, make_reading):
    keep(record, [make_reading("one")])
    before = everything(record)
    clash = replace(make_reading("three"), reports=make_reading("one").reports)
    with pytest.raises(RecordError, match="nothing of this batch was kept"):
        keep(record, [make_reading("two"), clash])
    assert everything(record) == before
    assert keep(record, [make_reading("two")]) == ("read",)


def test_an_article_comes_back_as_it_was_kept(record, make_reading):
    kept = make_reading().article
    keep(record, [make_reading()])
    assert article(record, "ar_one") == kept


@pytest.mark.parametrize(
    "text",
    ["", "a lone \ud83d surrogate", "\x00 nul", "\u202eright to left", "😀 emoji", "\r\n\x0b\x1b[31m"],
    ids=["empty", "surrogate", "nul", "right-to-left", "emoji", "controls"],
)
def test_no_text_is_too_strange_to_keep(record, make_reading, text):
    odd = replace(make_reading(text=text), reports=(), encounters=(), positions=())
    assert keep(record, [odd]) == ("read",)
    [(kept,)] = record.connection.sql("SELECT text FROM articles").fetchall()
    assert len(kept) == len(text)
    assert keep(record, [odd]) == ("known",)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2023", "2023-01-01"),
        ("2023-06", "2023-06-01"),
        ("2023-06-18", "2023-06-18"),
        ("2023-06-18T06:03+05:30", "2023-06-18"),
        ("2023-W24", "2023-06-12"),
        ("2023-W24-WE", "2023-06-17"),
        ("2023-W60", None),
        ("2023-Q2", "2023-04-01"),
        ("2023-SP", "2023-03-01"),
        ("199X", None),
        ("PRESENT_REF", None),
        ("P2D", None),
        ("0000-01-01", None),
        ("", None),
        (None, None),
    ],
)
def test_the_first_day_of_a_date(value, day):
    assert first_day(value) == day


@pytest.mark.parametrize("value", ["2023-02-31", "2023-13", "2023-W60", "2023-Q9"])
def test_a_day_that_is_in_no_calendar_does_not_stop_the_writing(record, make_reading, value):
    assert keep(record, [make_reading(published=value)]) == ("read",)
