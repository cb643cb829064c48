"""Decisions about what waits: done, and taken back."""

from dataclasses import replace

import pytest

from detente.errors import UsageError
from detente.record import keep
from detente.record.links import happening_of
from detente.record.queue import Asked, left, waiting
from detente.runs.linking import link_new
from detente.runs.reviewing import decide, take_back


@pytest.fixture
def filled(record, make_reading):
    """Two outlets that tell of the same meeting and the same accusation, one a day later."""
    for name in ("one", "two"):
        plain = make_reading(name)
        keep(record, [replace(plain, article=replace(plain.article, outlet=f"The {name}"))])
    for _ in link_new(record, lambda word: min(6.7, len(word) * 0.8)):
        pass
    return record


def of_kind(record, kind):
    return waiting(record, Asked(kinds=(kind,)))


def homes(record, kind="encounter"):
    start = {"encounter": "en", "report": "rp"}[kind]
    return set(happening_of(record, [f"{start}_one", f"{start}_two"]).values())


def test_an_event_waits_with_two_of_its_tellings(filled):
    meeting = next(one for one in of_kind(filled, "event") if one.told[0].kind == "encounter")
    assert {told.id for told in meeting.told} == {"en_one", "en_two"}
    assert meeting.actions == ("accept", "split")
    assert 0 < meeting.certainty <= 1


@pytest.mark.parametrize(("action", "events"), [("accept", 1), ("split", 2)])
def test_an_event_is_accepted_or_split_and_waits_no_more(filled, action, events):
    before = left(filled, Asked(kinds=("event",)))
    meeting = next(one for one in of_kind(filled, "event") if one.told[0].kind == "encounter")
    made = decide(filled, meeting, action, by="ana")
    assert len(homes(filled)) == events
    assert left(filled, Asked(kinds=("event",))) == before - 1
    assert take_back(filled, made) == ("en_one", "en_two")
    assert (len(homes(filled)), left(filled, Asked(kinds=("event",)))) == (1, before)


def test_a_row_is_split_from_those_beside_it_and_merged_again(filled):
    one = next(w for w in of_kind(filled, "encounter") if w.id == "en_one")
    assert "split" in one.actions
    decide(filled, one, "split", by="ana")
    assert len(homes(filled)) == 2
    one = next(w for w in of_kind(filled, "encounter") if w.id == "en_one")
    assert "split" not in one.actions and one.near == ("en_two",)
    decide(filled, one, "merge", by="ben", other="en_two")
    assert len(homes(filled)) == 1


@pytest.mark.parametrize(
    ("action", "extra"), [("accept", {}), ("reject", {}), ("edit", {"values": {"status": "denied"}})]
)
def test_a_row_is_judged_and_waits_again_when_that_is_taken_back(filled, action, extra):
    before = left(filled, Asked())
    made = decide(filled, of_kind(filled, "report")[0], action, by="ana", **extra)
    assert left(filled, Asked(kinds=("report",))) == 1
    take_back(filled, made)
    assert left(filled, Asked()) == before


BAD = [
    ("report", "edit", {"values": {"colour": "red"}}, "no field 'colour'"),
    ("report", "edit", {}, "name the field"),
    ("report", "merge", {}, "name the row"),
    ("report", "merge", {"other": "en_one"}, "only two reports"),
    ("report", "merge", {"other": "rp_none"}, "no report 'rp_none'"),
    ("position", "merge", {"other": "po_one_0"}, "does not apply"),
    ("event", "reject", {}, "does not apply"),
]


@pytest.mark.parametrize(("kind", "action", "extra", "message"), BAD)
def test_what_cannot_be_done_is_refused_and_changes_nothing(filled, kind, action, extra, message):
    before = left(filled, Asked())
    with pytest.raises(UsageError, match=message):
        decide(filled, of_kind(filled, kind)[0], action, by="ana", **extra)
    assert left(filled, Asked()) == before


def test_what_was_taken_back_cannot_be_taken_back_again(filled):
    made = decide(filled, of_kind(filled, "event")[0], "split", by="ana")
    take_back(filled, made)
    with pytest.raises(UsageError, match="no judgement"):
        take_back(filled, made)
