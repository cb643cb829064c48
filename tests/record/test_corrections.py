"""Corrections: made once, undone, carried to a colleague, kept when an article is read anew."""

import json
from dataclasses import replace

import pytest

from detente.errors import RecordError, UsageError
from detente.record import keep, open_record
from detente.record.corrections import agreeing, correct, corrections, restand, take, undo
from detente.record.queries import Scope, encounters, events, positions

EVENT, MEETING, POSITION = "rp_one", "en_one", "po_one_0"


@pytest.fixture
def filled(record, make_reading):
    keep(record, [make_reading("one"), make_reading("two", published="2023-03-04")])
    return record


def event(record, identity=EVENT):
    return {row["id"]: row for row in events(record, Scope()).to_pylist()}.get(identity)


CHANGES = [
    (EVENT, {"event": "THREATEN"}, "event", "THREATEN"),
    (EVENT, {"status": "denied"}, "status", "denied"),
    (EVENT, {"negated": True}, "negated", True),
    (EVENT, {"recipients": ["CHN"]}, "recipients", ["China"]),
    (EVENT, {"actors": ["CHN", {"name": "NATO", "kind": "igo"}]}, "actors", ["China", "NATO"]),
    (EVENT, {"said_by": None}, "said_by", None),
    (MEETING, {"form": "talks"}, "form", "talks"),
    (MEETING, {"day": "2023-03"}, "when", "2023-03"),
    (MEETING, {"participants": ["IND", "USA"]}, "participants", ["India", "United States"]),
    (MEETING, {"venue": "Rashtrapati Bhavan"}, "venue", "Rashtrapati Bhavan"),
    (POSITION, {"stance": "warns"}, "stance", "warns"),
    (POSITION, {"issue": None}, "issue", None),
    (POSITION, {"addressee": []}, "addressee", None),
]


def shown(record, identity):
    question = {"rp": events, "en": encounters, "po": positions}[identity[:2]]
    return next(row for row in question(record, Scope()).to_pylist() if row["id"] == identity)


@pytest.mark.parametrize(("of", "values", "field", "expected"), CHANGES)
def test_a_changed_field_is_shown_and_comes_back_when_undone(filled, of, values, field, expected):
    before = shown(filled, of)
    [made] = correct(filled, of, "change", by="ana", why="read it again", values=values)
    assert shown(filled, of)[field] == expected
    undo(filled, made.id)
    assert shown(filled, of) == before


def test_a_category_brings_its_quad_class_and_score(filled):
    correct(filled, EVENT, "change", by="ana", values={"event": "AID"})
    row = event(filled)
    assert (row["quad"], row["score"], row["mode"]) == ("material cooperation", 10.0, None)


def test_what_is_rejected_is_kept_and_not_shown(filled):
    [made] = correct(filled, EVENT, "reject", by="ana")
    assert event(filled) is None
    undo(filled, made.id)
    assert event(filled)


def test_two_corrections_of_one_row_are_undone_apart(filled):
    [first] = correct(filled, EVENT, "change", by="ana", values={"status": "denied"})
    correct(filled, EVENT, "change", by="ben", values={"negated": True})
    undo(filled, first.id)
    assert (event(filled)["status"], event(filled)["negated"]) == ("happened", True)


def test_the_later_of_two_that_disagree_holds(filled):
    correct(filled, EVENT, "change", by="ana", values={"status": "denied"})
    correct(filled, EVENT, "change", by="ben", values={"status": "planned"})
    assert event(filled)["status"] == "planned"
    assert [(c.by, json.loads(c.was), json.loads(c.now)) for c in corrections(filled, EVENT)] == [
        ("ana", "happened", "denied"),
        ("ben", "denied", "planned"),
    ]


BAD = [
    ("rp_none", "accept", None, "no report 'rp_none'"),
    ("xx_one", "accept", None, "is no report"),
    (EVENT, "change", {"colour": "red"}, "no field 'colour'"),
    (EVENT, "change", {"event": "MEETING"}, "unknown category"),
    (EVENT, "change", {"status": "done"}, "is none of happened"),
    (EVENT, "change", {"negated": "yes"}, "true or false"),
    (EVENT, "change", {"day": "18 June"}, "is no day"),
    (EVENT, "change", {"day": "2023-02-31"}, "is no day"),
    (EVENT, "change", {"recipients": [{"name": "Ruritania", "country": "RUR"}]}, "no state has the code"),
    (EVENT, "change", {"recipients": [7]}, "expected codes"),
    (POSITION, "change", {"issue": "moon"}, "no issue is called"),
    (EVENT, "change", None, "name the field"),
    (EVENT, "reject", {"status": "planned"}, "takes no values"),
]


@pytest.mark.parametrize(("of", "act", "values", "message"), BAD)
def test_a_bad_correction_changes_nothing_and_says_why(filled, of, act, values, message):
    before = event(filled)
    with pytest.raises(UsageError, match=message):
        correct(filled, of, act, by="ana", values=values)
    assert corrections(filled) == ()
    assert event(filled) == before


def test_what_is_undone_cannot_be_undone_again(filled):
    [made] = correct(filled, EVENT, "accept", by="ana")
    undo(filled, made.id)
    with pytest.raises(UsageError, match="still holds"):
        undo(filled, made.id)


def test_a_colleague_takes_corrections_once(tmp_path, filled, make_reading):
    correct(filled, EVENT, "change", by="ana", values={"status": "denied"})
    correct(filled, "rp_two", "reject", by="ana")
    with open_record(tmp_path / "hers.duckdb", create=True) as hers:
        keep(hers, [make_reading("one")])
        given = corrections(filled)
        taken = take(hers, given)
        assert (taken.added, taken.known, taken.missing) == (1, 0, (given[1].id,))
        assert event(hers)["status"] == "denied"
        assert take(hers, given[:1]).known == 1


def test_an_undoing_is_taken_over(tmp_path, filled, make_reading):
    [made] = correct(filled, EVENT, "reject", by="ana")
    with open_record(tmp_path / "hers.duckdb", create=True) as hers:
        keep(hers, [make_reading("one")])
        take(hers, [made])
        undo(filled, made.id)
        take(hers, corrections(filled))
        assert event(hers)


def test_a_file_for_another_record_is_refused(tmp_path, filled, make_reading):
    correct(filled, EVENT, "accept", by="ana")
    with open_record(tmp_path / "other.duckdb", create=True) as other:
        keep(other, [make_reading("three")])
        with pytest.raises(RecordError, match="belongs to another record"):
            take(other, corrections(filled))


def reread(record, reading):
    """The article coded anew: its rows replaced by another coder's."""
    for table in (
        "reports",
        "encounters",
        "positions",
        "claims",
        "learned",
        "roles",
        "issues",
        "assessments",
    ):
        record.connection.execute(f"DELETE FROM {table} WHERE article = 'ar_one'")
    record.connection.execute("DELETE FROM articles WHERE id = 'ar_one'")
    record.connection.execute("DELETE FROM originals")
    keep(record, [reading])


def test_a_correction_survives_another_reading_under_another_identifier(filled, make_reading):
    correct(filled, EVENT, "change", by="ana", values={"status": "denied"})
    reading = make_reading("one")
    reread(filled, replace(reading, reports=(replace(reading.reports[0], id="rp_anew"),)))
    assert restand(filled, ["ar_one"]) == ()
    assert event(filled, "rp_anew")["status"] == "denied"


def test_a_correction_whose_row_is_gone_is_named(filled, make_reading):
    [made] = correct(filled, EVENT, "change", by="ana", values={"status": "denied"})
    reread(filled, replace(make_reading("one"), reports=()))
    assert restand(filled, ["ar_one"]) == (made.id,)


def test_it_is_told_when_the_machine_comes_to_agree(filled, make_reading):
    [made] = correct(filled, EVENT, "change", by="ana", values={"status": "denied"})
    assert agreeing(filled) == ()
    reading = make_reading("one")
    reread(filled, replace(reading, reports=(replace(reading.reports[0], status="denied"),)))
    restand(filled, ["ar_one"])
    assert [c.id for c in agreeing(filled)] == [made.id]


def test_a_record_opened_for_reading_takes_none(filled):
    path = filled.path
    filled.close()
    with open_record(path, writable=False) as record, pytest.raises(RecordError, match="reading only"):
        correct(record, EVENT, "accept", by="ana")
