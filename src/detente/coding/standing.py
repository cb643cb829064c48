"""How any word's event stands, for rooms that tell more than acts (a visit, a dinner)."""

from __future__ import annotations

from collections.abc import Callable

from detente import grammar
from detente.coding.acts import act_of
from detente.coding.background import is_background
from detente.coding.status import standing_of
from detente.knowledge.verbs import CodingTables
from detente.types import Article, Sentence, Status

BY_TENSE: dict[str, Status] = {"future": "planned", "infinitive": "planned"}


def standings(article: Article, tables: CodingTables) -> Callable[[Sentence, int], tuple[Status, bool, bool]]:
    """A function from a sentence and a word to the status, negation and background of what the word tells."""

    def standing(sentence: Sentence, word: int) -> tuple[Status, bool, bool]:
        background = is_background(sentence, word, None, article)
        act = act_of(sentence, word, tables)
        if act is not None:
            found = standing_of(sentence, act, tables)
            return found.status, found.negated, background
        clause = grammar.clause_of(sentence, word)
        tense = grammar.tense(sentence, clause) if clause is not None else ""
        return BY_TENSE.get(tense, "happened"), grammar.is_negated(sentence, word), background

    return standing
