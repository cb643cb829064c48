"""Names from scores: stretches first, kinds by all of their words."""

import numpy as np
import pytest

from detente.language.names import names_of

LABELS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")


def scores(*words: dict[str, float]) -> np.ndarray:
    return np.array([[word.get(label, -4.0) for label in LABELS] for word in words], dtype=np.float32)


CASES = {
    "nothing": (scores({"O": 3}, {"O": 3}), []),
    "two in a row": (scores({"B-PER": 3}, {"B-LOC": 3}), [(0, 0, "PER"), (1, 1, "LOC")]),
    "one of three words": (scores({"B-ORG": 3}, {"I-ORG": 3}, {"I-ORG": 3}, {"O": 3}), [(0, 2, "ORG")]),
    "kinds that disagree make one name": (scores({"B-LOC": 2, "B-ORG": 1}, {"I-ORG": 3}), [(0, 1, "ORG")]),
    "an inside after nothing begins": (scores({"O": 3}, {"I-PER": 3, "B-PER": 2}), [(1, 1, "PER")]),
    "a split vote is still a name": (scores({"B-PER": 1, "B-ORG": 0.9, "O": 0.8}, {"O": 3}), [(0, 0, "PER")]),
}


@pytest.mark.parametrize(("given", "expected"), CASES.values(), ids=CASES.keys())
def test_names_of_scores(given: np.ndarray, expected: list[tuple[int, int, str]]) -> None:
    assert [(n.first, n.last, n.label) for n in names_of(given, LABELS, 0)] == expected


def test_words_are_counted_from_the_windows_first() -> None:
    (name,) = names_of(scores({"B-LOC": 3}), LABELS, 40)
    assert (name.first, name.last) == (40, 40)


def test_no_words_have_no_names() -> None:
    assert names_of(scores().reshape(0, 7), LABELS, 0) == []
