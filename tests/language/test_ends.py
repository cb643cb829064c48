"""Numbers with a full stop: days end sentences, numbers of a list do not."""

import pytest

from detente.language.sentences import sentence_spans


@pytest.mark.parametrize(
    "sentences",
    [
        ("Antony Blinken visited Beijing on June 18.", "He met Qin Gang."),
        ("The talks ended on July 4.", "Both sides left."),
        ("The number of states fell to 27.", "Britain had gone."),
        ("The treaty was signed in 1972.", "It lapsed in 2002."),
        ("1. Russia withdraws.", "2. Ukraine votes."),
        ("The plan has two steps: 1. Russia withdraws.", "2. Ukraine votes."),
    ],
    ids="|".join,
)
def test_numbers(sentences):
    text = " ".join(sentences)
    assert tuple(text[start:end] for start, end in sentence_spans(text)) == sentences
