"""Which sentences may tell an encounter or a stand: what is worth the trained reader's time.

A linear model over the words of a sentence (`telling_words.csv`). A score of 0 passes on nine in ten of those that tell something; what the
reader adds is nearly all found in the third that scores highest.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from detente.knowledge.stems import stems
from detente.knowledge.telling_words import EVEN
from detente.types import Sentence

LIKELY = 1.2
"""The score, a logarithm of odds, from which on a sentence is read."""


def score(text: str, words: Mapping[str, float]) -> float:
    """How likely a sentence tells something, as a logarithm of odds."""
    said = set(stems(text))
    if not said:
        return -math.inf
    return words[EVEN] + sum(words.get(word, 0.0) for word in sorted(said)) / math.sqrt(len(said))


def tells(sentence: Sentence, words: Mapping[str, float]) -> bool:
    """Whether the reader should read a sentence; one that was not worth a parse is not worth the reader either."""
    if all(tag == "X" for tag in sentence.tags):
        return False
    return score(" ".join(sentence.words), words) >= LIKELY
