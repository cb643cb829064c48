"""What the trained reader adds to stands as the rules tell them: issues, addressees, stands told in no words of theirs."""

import pytest

from detente.diplomacy.acts import ToldStand
from detente.diplomacy.cast import Cast
from detente.diplomacy.heard import FURTHER, SURE, addressee, together
from detente.diplomacy.stands import Stand
from detente.types import Article


class Told:
    """A sentence with its powers, and stands in it."""

    def __init__(self, reader, text):
        analysed = reader.analyse([Article(id="x", text=text, published="2023-06-20", language="en")])
        self.sentence = analysed.parsed[0][1][0]
        cast = Cast(analysed.casts[0].mentions)
        self.actors = {a.country: a for a in cast.within(0, 10_000) if a.country}

    def by_rule(self, word, stance="refuses"):
        return Stand(
            sentence=self.sentence, word=self.sentence.words.index(word), stance=stance,
            holders=(self.actors["KEN"],), addressees=(), matters=((0, 5),),
        )  # fmt: skip

    def by_reader(self, word, stance="refuses", sure=0.9, holders=(("KEN", 0.9),), toward=(("UGA", 0.8),)):
        return ToldStand(
            sentence=0, word=self.sentence.words.index(word), stance=stance, sure=sure,
            holders=tuple((self.actors[power], share) for power, share in holders),
            addressees=tuple((self.actors[power] if power else None, share) for power, share in toward),
            issues={"oil": 0.8, "none": 0.2},
        )  # fmt: skip


@pytest.fixture(scope="module")
def told(reader):
    return Told(reader, "Kenya rejected the plan that Uganda had made for oil and laughed at Tanzania.")


def test_a_stand_of_the_rules_is_heard_at_its_own_word(told):
    rule, seen = told.by_rule("rejected"), told.by_reader("rejected")
    assert list(together(told.sentence, [rule], [seen])) == [(rule, seen)]


def test_of_two_words_near_a_stand_the_one_of_its_stance_is_heard(told):
    rule, other, own = told.by_rule("rejected"), told.by_reader("rejected", "demands"), told.by_reader("plan")
    assert (rule, own) in list(together(told.sentence, [rule], [other, own]))


def test_a_stand_that_the_reader_does_not_hear_stays(told):
    rule = told.by_rule("rejected")
    assert list(together(told.sentence, [rule], [])) == [(rule, None)]


def test_a_stand_that_no_rule_sees_is_told_with_its_holder_and_what_stands_below_it(told):
    seen = told.by_reader("laughed", "opposes", holders=(("KEN", 0.9), ("UGA", 0.2)))
    [(stand, heard)] = together(told.sentence, [], [seen])
    assert (stand.stance, [a.country for a in stand.holders], heard) == ("opposes", ["KEN"], seen)
    [(start, end)] = stand.matters
    assert end - start >= len("laughed at Tanzania")


@pytest.mark.parametrize(
    ("sure", "holders"), [(FURTHER - 0.01, (("KEN", 0.9),)), (0.9, ())], ids=["not sure enough", "of nobody"]
)
def test_a_stand_that_no_rule_sees_and_the_reader_doubts_is_not_told(told, sure, holders):
    assert list(together(told.sentence, [], [told.by_reader("laughed", sure=sure, holders=holders)])) == []


TOWARD = [
    ("the likeliest power", {}, ("UGA",)),
    ("nobody", {"toward": ((None, 0.7), ("UGA", 0.2))}, (None,)),
    ("not asked of a stand that it doubts", {"sure": SURE - 0.01}, None),
    ("not toward the holder itself", {"toward": (("KEN", 0.7), ("UGA", 0.2))}, None),
]


@pytest.mark.parametrize(("what", "given", "wanted"), TOWARD, ids=[t[0] for t in TOWARD])
def test_toward_whom_the_reader_takes_a_stand_to_be(told, what, given, wanted):
    found = addressee(told.by_reader("rejected", **given), told.actors["KEN"])
    assert (found and tuple(a and a.country for a in found)) == wanted
