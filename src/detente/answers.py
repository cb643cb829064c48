"""Answers to what is asked of a sentence, each worked out once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from detente.types import Sentence

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
TREES_KEPT = 1024
"""Sentences whose answers are remembered at once: those of a batch of articles."""


class Tree:
    """A sentence, what hangs on each of its words, and what was asked of it.

    It keeps the sentence, so that no other one gets its identity.
    """

    __slots__ = ("answers", "bases", "below", "sentence")

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.answers: dict[Hashable, Any] = {}
        heads = sentence.heads
        below: list[list[int]] = [[] for _ in heads]
        for word, head in enumerate(heads):
            if 0 <= head < len(heads) and head != word:
                below[head].append(word)
        self.below = tuple(tuple(words) for words in below)
        self.bases = tuple(relation.partition(":")[0] for relation in sentence.relations)
        """The relations without their subtypes."""


trees: dict[int, Tree] = {}
"""The trees in use, by the identity of their sentences: to look here first spares those who ask most a call."""
_UNASKED = object()


def tree_of(sentence: Sentence) -> Tree:
    """The sentence's own tree, made once while the sentence is in use."""
    tree = trees.get(id(sentence))
    if tree is None:
        if len(trees) >= TREES_KEPT:
            trees.clear()
        tree = trees[id(sentence)] = Tree(sentence)
    return tree


def remembered(
    ask: Callable[Concatenate[Sentence, Given], Answer],
) -> Callable[Concatenate[Sentence, Given], Answer]:
    """A question that is worked out once for each sentence: the rooms ask the same of the same words many times.

    Sentences are frozen, so the answer stays right. It must be frozen too, and all that is given hashable and
    given by position; what is given by name is asked each time.
    """

    @wraps(ask)
    def answer(sentence: Sentence, /, *given: Given.args, **named: Given.kwargs) -> Answer:
        if named:
            return ask(sentence, *given, **named)
        answers = (trees.get(id(sentence)) or tree_of(sentence)).answers
        key = (ask, given)
        found = answers.get(key, _UNASKED)
        if found is _UNASKED:
            found = answers[key] = ask(sentence, *given)  # type: ignore[call-arg]
        return found  # type: ignore[no-any-return]

    return answer
