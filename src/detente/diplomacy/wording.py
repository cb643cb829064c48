"""What the words of a text tell of its issue: a linear model over words and pairs of words, learned from our own lines."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

import numpy as np

from detente import grammar
from detente.knowledge.issue_words import IssueWords
from detente.knowledge.stems import WORD, stem

EMPTY = grammar.words_of(
    "the a an of to in on for with and by at from as is be its it their his her that this these those or any not no "
    "would will has have had was were are which who whom more than into over about after before against under between"
)
STRANGE = 1.0
"""What an unknown word counts beside the rarest known one."""


def marks(text: str) -> list[str]:
    """The words of a text without endings, and each two that follow one another; small words are passed over."""
    said = [stem(word) for word in WORD.findall(text.lower()) if word not in EMPTY]
    return said + [f"{one}_{other}" for one, other in pairwise(said)]


def scores(text: str, model: IssueWords) -> np.ndarray:
    """How much a text sounds like each issue, in the order of `model.columns`: about 0 for nothing, 1 for a sure thing."""
    said = marks(text)
    counted = Counter(row for mark in said if (row := model.rows.get(mark)) is not None)
    strange = len({mark for mark in said if mark not in model.rows and "_" not in mark})
    if not counted:
        return np.zeros(len(model.columns), np.float32)
    rows = np.fromiter(counted, np.intp, len(counted))
    times = np.fromiter((1 + math.log(n) for n in counted.values()), np.float32, len(counted))
    values = times * model.rarity[rows]
    # Words that the model has never met are part of what is said: they make the rest less sure.
    length = math.sqrt(float(values @ values) + STRANGE * strange * float(model.rarity.max()) ** 2)
    found: np.ndarray = values @ model.weights[rows] / length
    return found
