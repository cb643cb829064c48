"""Copies: what outlets do to an agency's text, and what only looks like it."""

import pytest

from detente.linking.copies import copies, differences, shared, shingles_of

WIRE = (
    "US Secretary of State Antony Blinken opened two days of talks in Beijing on Sunday with Foreign Minister Qin "
    "Gang, the first visit by America's top diplomat in five years. The two sides hoped to steady ties strained by "
    "Taiwan, trade and a balloon that crossed the United States in February. Officials on both sides played down "
    "the chance of a breakthrough. Blinken is to meet Wang Yi on Monday before he leaves for London. A senior State "
    "Department official said the aim was to keep lines of communication open and to avoid miscalculation."
)
CUT = WIRE.rsplit(". ", 2)[0] + "."
EDITED = WIRE.replace("steady", "repair").replace("top diplomat", "chief diplomat")
ADDED = WIRE + (
    " The Harbour Post's correspondent adds that streets around the guesthouse were closed from early morning. "
    "Residents were told to keep their windows shut, and the metro station nearby did not open until evening."
)
OWN_WORDS = (
    "Antony Blinken sat down with China's foreign minister, Qin Gang, in the Chinese capital, opening the first trip "
    "there by an American secretary of state since 2018. Hopes of a breakthrough were low. On Monday he will see "
    "Wang Yi, the country's most senior diplomat, and then fly to London. Washington and Beijing have quarrelled "
    "over Taiwan, trade and a high-altitude balloon shot down off South Carolina in February, and both capitals say "
    "that they want to talk before a mishap turns into a crisis."
)


def texts(**named):
    return [shingles_of(name, text) for name, text in named.items()]


@pytest.mark.parametrize("other", [WIRE, CUT, EDITED, ADDED, WIRE.upper(), WIRE.replace(". ", ".\n\n")])
def test_a_text_cut_edited_or_added_to_is_a_copy(other):
    assert copies(texts(wire=WIRE, other=other), []).keys() == {("other", "wire")}


@pytest.mark.parametrize("other", [OWN_WORDS, WIRE[:90], "", "Beijing."])
def test_the_same_news_in_other_words_and_scraps_are_no_copies(other):
    assert copies(texts(wire=WIRE, other=other), []) == {}


def test_a_fresh_text_is_compared_with_known_ones_but_known_ones_not_with_each_other():
    known = texts(first=WIRE, second=EDITED)
    assert copies([], known) == {}
    assert copies(texts(third=CUT), known).keys() == {("first", "third"), ("second", "third")}


def test_how_much_is_shared_counts_the_shorter_text():
    wire, added = texts(wire=WIRE, added=ADDED)
    assert shared(wire, added) == shared(added, wire) == 1.0


def test_which_words_differ_is_told():
    told = differences(WIRE, EDITED)
    assert [(d.here, d.there) for d in told] == [("top", "chief"), ("steady", "repair")]


def test_lone_surrogates_are_no_reason_to_fail():
    assert shingles_of("bad", "\ud800 " * 50).id == "bad"
