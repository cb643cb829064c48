"""What a word is: Universal Dependencies' English words. Spaces in the second column part words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.language import word_spans

CASES = [
    ("They won't go.", "They wo n't go ."),
    ("I can't, you cannot.", "I ca n't , you can not ."),
    ("China's envoys' plan", "China 's envoys ' plan"),
    ("It’s theirs; we’ll see", "It ’s theirs ; we ’ll see"),
    ("a 15-year treaty", "a 15 - year treaty"),
    ("anti-ship missiles", "anti-ship missiles"),
    ("the U.S. and the U.N.", "the U.S. and the U.N."),
    ("Mr. Qin met Gen. Li.", "Mr. Qin met Gen. Li ."),
    ("$1.2bn in aid", "$ 1.2 bn in aid"),
    ("up 5% to 1,000.5", "up 5 % to 1,000.5"),
    ('"Peace," he said.', '" Peace , " he said .'),
    ("“Peace”—now", "“ Peace ” — now"),
    ("wait... what?!", "wait ... what ?!"),
    ("see https://www.un.org/en/a?b=1.", "see https://www.un.org/en/a?b=1 ."),
    ("write to press@state.gov today", "write to press@state.gov today"),
    ("on 06/18/2023 at 6:03 p.m. sharp", "on 06/18/2023 at 6:03 p.m. sharp"),
    ("Kuwait-based O'Brien", "Kuwait - based O'Brien"),
    ("BEIJING (AP) —", "BEIJING ( AP ) —"),
    ("the F-16s of 9/11", "the F - 16s of 9/11"),
    ("im sure IM is no. 7", "i m sure IM is no. 7"),
    ("great :) thanks", "great :) thanks"),
]


@pytest.mark.parametrize(("text", "words"), CASES)
def test_words(text: str, words: str) -> None:
    assert [text[start:end] for start, end in word_spans(text)] == words.split()


@given(st.text(max_size=80))
@settings(max_examples=300, deadline=None)
def test_words_cover_all_but_white_space_in_order(text: str) -> None:
    at = 0
    for start, end in word_spans(text):
        assert start < end and not text[at:start].strip() and not any(c.isspace() for c in text[start:end])
        at = end
    assert not text[at:].strip()
