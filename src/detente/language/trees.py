"""From arc scores to trees with exactly one root and no cycle.

Greedy where that already is a tree (most sentences), else the maximum spanning arborescence of Chu and Liu (1965)
and Edmonds (1967), with the root's single child chosen first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Scores = NDArray[np.float32]
    Heads = NDArray[np.int64]


def heads_of(arcs: Scores) -> Heads:
    """Heads of n words from scores of shape (n, n + 1): row a word, column 0 the root, column j + 1 word j.

    The answer counts like the columns: 0 is the root.
    """
    count = arcs.shape[0]
    scores = arcs.astype(np.float64, copy=True)
    scores[np.arange(count), np.arange(count) + 1] = -np.inf
    heads: Heads = scores.argmax(axis=1)
    if (heads == 0).sum() == 1 and not _cycle(heads):
        return heads
    return _spanning(scores)


def _cycle(heads: Heads) -> list[int]:
    """The words (counted from 1) of some cycle, or nothing."""
    above = [0, *heads.tolist()]
    seen = bytearray(len(above))
    seen[0] = 2
    for start in range(1, len(above)):
        if seen[start]:
            continue
        path: list[int] = []
        at = start
        while not seen[at]:
            seen[at] = 1
            path.append(at)
            at = above[at]
        if seen[at] == 1:
            return path[path.index(at) :]
        for word in path:
            seen[word] = 2
    return []


def _spanning(scores: NDArray[np.float64]) -> Heads:
    """The best tree over all choices of the root's child.

    Trying the few best children of the root is exact in practice: the loser's score only falls.
    """
    count = scores.shape[0]
    best: tuple[float, Heads] | None = None
    for child in np.argsort(-scores[:, 0], kind="stable")[: min(3, count)]:
        limited = scores.copy()
        limited[:, 0] = -1e9
        limited[child, 0] = scores[child, 0]
        limited[child, 1:] = -1e9
        square = np.full((count + 1, count + 1), -1e9)
        square[1:] = np.where(np.isfinite(limited), limited, -1e9)
        heads: Heads = _edmonds(square)[1:]
        total = float(scores[np.arange(count), heads].sum())
        if best is None or total > best[0]:
            best = (total, heads)
    assert best is not None
    return best[1]


def _edmonds(scores: NDArray[np.float64]) -> Heads:
    """Heads of nodes 1..n from a square matrix (dependent, head); entry 0 of the answer is meaningless."""
    heads: Heads = scores.argmax(axis=1)
    heads[0] = 0
    cycle = _cycle(heads[1:])
    if not cycle:
        return heads
    inside = np.array(cycle)
    apart = np.ones(len(scores), dtype=bool)
    apart[inside] = False
    outside = np.flatnonzero(apart)
    within = scores[inside, heads[inside]]
    # The cycle becomes one node: an arc into it costs what it replaces, an arc out of it leaves its best member.
    entering = scores[np.ix_(inside, outside)] - within[:, None]
    leaving = scores[np.ix_(outside, inside)]
    size = len(outside)
    contracted = np.full((size + 1, size + 1), -1e9)
    contracted[:size, :size] = scores[np.ix_(outside, outside)]
    contracted[:size, size] = leaving.max(axis=1)
    contracted[size, :size] = entering.max(axis=0)
    contracted[np.arange(size + 1), np.arange(size + 1)] = -2e9
    contracted[0] = -1e9
    inner = _edmonds(contracted)
    answer: Heads = heads.copy()
    for position, node in enumerate(outside):
        if position == 0:
            continue
        head = inner[position]
        answer[node] = inside[leaving[position].argmax()] if head == size else outside[head]
    entry = int(inner[size])
    broken = int(entering[:, entry].argmax())
    answer[inside[broken]] = outside[entry]
    return answer


def mended(
    heads: Sequence[int], relations: Sequence[str], people: frozenset[int] = frozenset()
) -> tuple[list[int], list[str]]:
    """Heads and relations without slips that every reader of trees would have to know of; `people`: words of persons' names.

    What has a conjunction of its own ("..., and the king") is a conjunct, not an apposition; so is a person before whose
    title it stands ("with Vieira as well as minister Haddad"); and a conjunct hangs on the person, not on the title
    ("minister Haddad and possibly President Lula"). Heads are indices of words, -1 for the root. In UD a `cc` hangs
    on the conjunct that follows it.
    """
    joined = {heads[k] for k, relation in enumerate(relations) if relation == "cc" and k < heads[k]}
    named = [
        "conj" if k in joined and relation == "appos" else relation for k, relation in enumerate(relations)
    ]
    placed = [
        heads[head]
        if relation == "conj" and head >= 0 and relations[head] == "nmod:desc" and heads[head] < k
        else head
        for k, (head, relation) in enumerate(zip(heads, named, strict=True))
    ]
    for k, relation in enumerate(relations):
        title = heads[k]
        if relation == "cc" and title >= 0 and relations[title] == "nmod:desc" and k < title < heads[title]:
            person = heads[title]
            before = [w for w in range(k) if (placed[w], named[w]) == (placed[person], named[person])]
            if before and named[person] in {"nmod", "obl", "obj"}:
                placed[person], named[person] = before[-1], "conj"
    _join_subjects(placed, named, people)
    _raise_subjects(placed, named, people)
    return placed, named


def _join_subjects(heads: list[int], relations: list[str], people: frozenset[int]) -> None:
    """ "Abiy and President el-Sisi met": the title is the second person's, who is coordinated with the first."""
    for title, relation in enumerate(relations):
        first, second = heads[title], title + 1
        joined = any(relations[k] == "cc" and heads[k] == title for k in range(max(first, 0), title))
        if relation != "nmod:desc" or not 0 <= first < title or not joined or second not in people:
            continue
        if (heads[second], relations[second]) == (heads[first], relations[first]):
            heads[title] = second
            heads[second], relations[second] = first, "conj"


def _raise_subjects(heads: list[int], relations: list[str], people: frozenset[int]) -> None:
    """ "Secretary Baker traveled": a person before a verb, without a preposition, is its subject where it has no other."""
    for word in sorted(people):
        verb = heads[word]
        if relations[word] != "obl" or verb <= word:
            continue
        beside = {relations[k].partition(":")[0] for k, head in enumerate(heads) if head == verb}
        if "nsubj" not in beside and not any(
            heads[k] == word and relations[k] == "case" for k in range(word)
        ):
            relations[word] = "nsubj"
