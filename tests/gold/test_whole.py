"""What does not hold together in a reading is found."""

from dataclasses import replace

import pytest
from tests.gold.whole import loose_ends
from tests.record.conftest import reading

from detente.types import Stage


@pytest.fixture
def sane():
    found = reading()
    [encounter], [claim] = found.encounters, found.claims
    return replace(
        found,
        encounters=(replace(encounter, reports=(found.reports[0].id,)),),
        claims=(replace(claim, encounter=encounter.id),),
        assessments=(),
        candidates=(),
    )


def encounter(one, **values):
    return replace(one, encounters=(replace(one.encounters[0], **values),))


def part_of_its_part(one):
    [whole] = one.encounters
    other = replace(whole, id="en_other", part_of=whole.id)
    return replace(one, encounters=(replace(whole, part_of="en_other"), other))


SPOILT = {
    "two encounters of one identifier": (lambda one: replace(one, encounters=one.encounters * 2), "stands 2"),
    "two reports of one identifier": (lambda one: replace(one, reports=one.reports * 2), "no record would"),
    "two claims of one identifier": (lambda one: replace(one, claims=one.claims * 2), "stands 2"),
    "a report without a category": (
        lambda one: replace(one, reports=(replace(one.reports[0], event=None),)),
        "reports without event",
    ),
    "an offset too large": (lambda one: encounter(one, start=2**40), "no record would"),
    "part of nothing": (lambda one: encounter(one, part_of="en_gone"), "is part of en_gone"),
    "part of itself": (lambda one: encounter(one, part_of="en_one"), "which is part of en_one"),
    "a circle": (part_of_its_part, "which is part of"),
    "a report that is not there": (lambda one: encounter(one, reports=("rp_gone",)), "has rp_gone"),
    "a report twice": (lambda one: encounter(one, reports=("rp_one", "rp_one")), "a report twice"),
    "a claim of nothing": (lambda one: replace(one, encounters=()), "is of en_one"),
    "a quote of other words": (lambda one: encounter(one, quote="They met."), "its quote"),
    "a name elsewhere": (
        lambda one: encounter(one, participants=(replace(one.encounters[0].participants[0], start=3),)),
        "at 3",
    ),
}


def test_nothing_is_wrong_with_what_holds_together(sane):
    stage = Stage(stage="held", when=None, start=0, end=5)
    assert loose_ends(sane) == loose_ends(encounter(sane, history=(stage,))) == []


@pytest.mark.parametrize(("spoil", "said"), SPOILT.values(), ids=SPOILT.keys())
def test_what_does_not_is_told(sane, spoil, said):
    assert any(said in one for one in loose_ends(spoil(sane)))
