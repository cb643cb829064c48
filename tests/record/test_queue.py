"""What waits for a person: the least certain first, each with what may be done."""

from dataclasses import replace

import pytest

from detente.errors import UsageError
from detente.record import keep
from detente.record.corrections import correct
from detente.record.queue import Asked, event_of_two, left, row_called, tellings, waiting
from detente.record.scope import Scope


@pytest.fixture
def filled(record, make_reading):
    """A sure article, and one whose report and whose Lavrov are doubtful."""
    doubtful = make_reading("two")
    met = doubtful.encounters[0]
    unsure = replace(met.participants[1], confidence=0.3)
    keep(
        record,
        [
            make_reading("one"),
            replace(
                doubtful,
                reports=(replace(doubtful.reports[0], confidence=0.4),),
                encounters=(replace(met, participants=(met.participants[0], unsure)),),
            ),
        ],
    )
    return record


def test_the_least_certain_comes_first(filled):
    found = waiting(filled, Asked(), 10)
    assert [(one.id, one.certainty) for one in found] == [
        ("en_two", 0.3), ("rp_two", 0.4), ("po_one_0", 0.8), ("po_two_0", 0.8), ("en_one", 0.9), ("rp_one", 0.9),
    ]  # fmt: skip
    assert found[0].doubt == "who “Sergey Lavrov” is"
    assert found[1].doubt == "what was done"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Asked(kinds=("report",)), ["rp_two", "rp_one"]),
        (Asked(kinds=("position", "report"), below=0.5), ["rp_two"]),
        (Asked(passed=frozenset({"en_two", "rp_two"}), below=0.85), ["po_one_0", "po_two_0"]),
        (Asked(scope=Scope(states=("CHN", "USA"))), []),
        (Asked(scope=Scope(states=("RUS", "USA")), below=0.35), ["en_two"]),
        (Asked(kinds=()), []),
        (Asked(kinds=("event",)), []),
    ],
)
def test_only_what_is_asked_for_waits(filled, asked, expected):
    assert [one.id for one in waiting(filled, asked)] == expected
    assert left(filled, asked) == len(expected)


@pytest.mark.parametrize("act", ["accept", "reject", "change"])
def test_what_is_judged_waits_no_more(filled, act):
    correct(filled, "rp_two", act, by="ana", values={"status": "denied"} if act == "change" else None)
    assert "rp_two" not in [one.id for one in waiting(filled, Asked())]


def test_the_words_of_those_in_a_role_are_marked_in_the_sentence(filled):
    [told] = tellings(filled, ["rp_one"])
    marked = [(part.role, told.quote[part.start : part.end], part.name) for part in told.parts]
    assert marked == [
        ("actor", "United States", "United States"),
        ("trigger", "accused", None),
        ("recipient", "Russia", "Russia"),
    ]
    assert (told.fields["event"], told.fields["recipients"]) == ("ACCUSE", ["Russia"])


def test_a_position_cannot_be_merged_and_a_lone_row_not_split(filled):
    actions = {one.kind: one.actions for one in waiting(filled, Asked())}
    assert actions == {
        "report": ("accept", "reject", "edit", "merge"),
        "encounter": ("accept", "reject", "edit", "merge"),
        "position": ("accept", "reject", "edit"),
    }


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (Asked(kinds=("claim",)), "no kind is called 'claim'"),
        (Asked(below=1.5), "between 0 and 1"),
    ],
)
def test_a_question_without_meaning_is_refused(filled, asked, message):
    with pytest.raises(UsageError, match=message):
        waiting(filled, asked)


def test_an_empty_record_has_nothing_waiting(record):
    assert waiting(record, Asked()) == ()
    assert left(record, Asked()) == 0


def test_the_queue_goes_on_after_a_place(filled):
    whole = waiting(filled, Asked(), 10)
    for at, one in enumerate(whole):
        rest = Asked(after=(float(f"{one.certainty:.9f}"), one.id))
        assert [other.id for other in waiting(filled, rest, 10)] == [other.id for other in whole[at + 1 :]]
        assert left(filled, rest) == len(whole) - at - 1


def test_a_row_may_be_called_whether_it_waits_or_not(filled):
    assert row_called(filled, "rp_nothing") is None
    correct(filled, "rp_two", "accept", by="ana")
    one = row_called(filled, "rp_two")
    assert one.kind == "report" and one.actions == ("accept", "reject", "edit", "merge")
    assert event_of_two(filled, "rp_one", "rp_two") is None, "nothing was linked"


def test_a_called_row_is_as_certain_as_in_the_queue(filled):
    for one in waiting(filled, Asked(), 10):
        called = row_called(filled, one.id)
        assert (called.certainty, called.doubt, called.actions) == (one.certainty, one.doubt, one.actions)
