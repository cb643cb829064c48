"""Trees: one root, no cycle, and the best there is."""

from itertools import product

import numpy as np
import pytest

from detente.language.trees import heads_of, mended


def is_tree(heads: tuple[int, ...]) -> bool:
    if sum(head == 0 for head in heads) != 1:
        return False
    for word in range(1, len(heads) + 1):
        at, steps = word, 0
        while at and steps <= len(heads):
            at, steps = heads[at - 1], steps + 1
        if at:
            return False
    return True


def best_tree(scores: np.ndarray) -> float:
    count = len(scores)
    trees = (heads for heads in product(range(count + 1), repeat=count) if is_tree(heads))
    return max(float(sum(scores[k, head] for k, head in enumerate(heads))) for heads in trees)


@pytest.mark.parametrize("seed", range(40))
def test_heads_are_the_best_tree_of_all(seed: int) -> None:
    count = 1 + seed % 5
    scores = np.random.default_rng(seed).normal(size=(count, count + 1)).astype(np.float32)
    heads = heads_of(scores)
    assert is_tree(tuple(int(h) for h in heads))
    assert float(scores[np.arange(count), heads].sum()) == pytest.approx(best_tree(scores), abs=1e-4)


@pytest.mark.parametrize("seed", range(10))
def test_long_sentences_get_one_root_and_no_cycle(seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(90, 91)).astype(np.float32)
    assert is_tree(tuple(int(h) for h in heads_of(scores)))


def test_equal_scores_still_give_a_tree() -> None:
    assert is_tree(tuple(int(h) for h in heads_of(np.zeros((7, 8), dtype=np.float32))))


@pytest.mark.parametrize(
    ("heads", "relations", "expected"),
    [
        # "Vieira, and possibly Lula": what follows its own "and" is a conjunct.
        ((-1, 4, 4, 4, 0), ("root", "punct", "cc", "advmod", "appos"), (0, "conj")),
        # "Vieira, the minister": an apposition stays one.
        ((-1, 3, 3, 0), ("root", "punct", "det", "appos"), (0, "appos")),
        # "minister Haddad and Lula": two people, whatever the title takes to itself.
        ((1, -1, 3, 0), ("nmod:desc", "root", "cc", "conj"), (1, "conj")),
        # "talks with Vieira as well as minister Haddad": the person is a conjunct of the one before.
        ((-1, 2, 0, 4, 5, 0), ("root", "case", "nmod", "cc", "nmod:desc", "nmod"), (2, "conj")),
        # "foreign and defence minister Haddad": within a title all stays.
        ((3, 2, 0, 4, -1), ("amod", "cc", "conj", "nmod:desc", "root"), None),
    ],
)
def test_conjuncts_hang_where_they_belong(heads, relations, expected):
    placed, named = mended(heads, relations)
    assert (
        (placed[-1], named[-1]) == expected
        if expected
        else (tuple(placed), tuple(named)) == (heads, relations)
    )


@pytest.mark.parametrize(
    ("heads", "relations", "people", "expected"),
    [
        # "Secretary Baker traveled": the person is the subject, whatever the parser calls him.
        ((1, 2, -1), ("nmod:desc", "obl", "root"), {1}, ((1, 2, -1), ("nmod:desc", "nsubj", "root"))),
        # "On Baker they counted": behind a preposition it stays.
        ((1, 2, -1), ("case", "obl", "root"), {1}, ((1, 2, -1), ("case", "obl", "root"))),
        # "Abiy and President el-Sisi met": two people of one subject.
        (
            (4, 2, 0, 4, -1),
            ("nsubj", "cc", "nmod:desc", "nsubj", "root"),
            {0, 3},
            ((4, 2, 3, 0, -1), ("nsubj", "cc", "nmod:desc", "conj", "root")),
        ),
    ],
)
def test_people_before_a_verb_are_its_subjects(heads, relations, people, expected):
    placed, named = mended(heads, relations, frozenset(people))
    assert (tuple(placed), tuple(named)) == expected
