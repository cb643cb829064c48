"""Names from the scores of B-I-O labels: first where one begins and ends, then of what kind it is.

Decided word by word, "Slice Pizza" may become a place and a firm, "Iraqi Islamic Party" lose its first word. Here the
kinds are added up to find the best path of outside, begin and inside (Viterbi 1967), and each stretch then gets the kind
that all of its words together speak for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from detente.types import Name

if TYPE_CHECKING:
    from numpy.typing import NDArray

OUTSIDE, BEGIN, INSIDE = 0, 1, 2
RESERVE = 0.6
"""How much the score of being outside a name is raised: the training texts hold more names than most texts do. Chosen on the
held-back sentences of EWT's development part (F1 79.4 without it, 80.5 with it)."""
FLOOR = 1e-4
"""A probability that no kind falls below, so that one word alone cannot rule a kind out."""


def names_of(scores: NDArray[np.float32], labels: Sequence[str], begin: int) -> list[Name]:
    """The names of a sentence from scores of shape (words, labels); words are counted from `begin`."""
    if not len(scores):
        return []
    kinds = [label[2:] for label in labels if label.startswith("B-")]
    reserved = scores.astype(np.float64)
    reserved[:, labels.index("O")] += RESERVE
    raised = np.exp(reserved - reserved.max(axis=1, keepdims=True))
    shares = raised / raised.sum(axis=1, keepdims=True)
    outside = shares[:, labels.index("O")]
    if (outside > 0.5).all():
        return []
    begins = shares[:, [labels.index(f"B-{kind}") for kind in kinds]]
    insides = shares[:, [labels.index(f"I-{kind}") for kind in kinds]]
    steps = np.stack([outside, begins.sum(axis=1), insides.sum(axis=1)], axis=1)
    evidence = np.log(begins + insides + FLOOR)
    return [
        Name(
            first=begin + first,
            last=begin + last,
            label=kinds[int(evidence[first : last + 1].sum(axis=0).argmax())],
        )
        for first, last in _stretches(_path(np.log(steps + 1e-9)))
    ]


def _path(steps: NDArray[np.float64]) -> list[int]:
    """The best sequence of outside, begin, inside, where inside follows begin or inside."""
    best = steps[0].tolist()
    best[INSIDE] = -np.inf
    came: list[tuple[int, int]] = []
    for outside, begin, inside in steps[1:].tolist():
        any_before = max((OUTSIDE, BEGIN, INSIDE), key=best.__getitem__)
        named_before = BEGIN if best[BEGIN] >= best[INSIDE] else INSIDE
        came.append((any_before, named_before))
        best = [best[any_before] + outside, best[any_before] + begin, best[named_before] + inside]
    path = [max((OUTSIDE, BEGIN, INSIDE), key=best.__getitem__)]
    for any_before, named_before in reversed(came):
        path.append(named_before if path[-1] == INSIDE else any_before)
    return path[::-1]


def _stretches(path: Sequence[int]) -> list[tuple[int, int]]:
    """First and last word of each name on the path."""
    found: list[tuple[int, int]] = []
    for position, step in enumerate(path):
        if step == BEGIN:
            found.append((position, position))
        elif step == INSIDE:
            found[-1] = (found[-1][0], position)
    return found
