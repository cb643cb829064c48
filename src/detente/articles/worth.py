"""Which sentences of an article are worth a parse, by their words alone.

Most news is of sports, business and the stars, and names countries and officials all the same. A linear model over the words of a sentence,
the powers that it and its article name, and whether it has a verb or a noun of the lexicon of acts, says how likely anything
is coded of it (`worth_words.csv`). An article that is likely to tell `RICH` things is parsed whole, for every sentence
of it helps to know who is who; of any other only the sentences that may tell something.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.articles.sieve import Powers, named
from detente.knowledge.stems import WORD, stem
from detente.knowledge.telling_words import EVEN
from detente.knowledge.verbs import CodingTables

RICH = 2.0
"""Sentences that tell something, as many as are expected of an article, from which on it is parsed whole."""
LEAST = -2.8
"""The score, a logarithm of odds, from which on a sentence of a poorer article is parsed."""
FEW = 6
"""Sentences of a text that is parsed whole, whatever it tells: a note, or what somebody types to see what is made of it."""
SEVERAL, MANY = 2, 4
"""Powers of an article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorthTables:
    """What sentences are judged by."""

    powers: Powers
    coding: CodingTables
    words: Mapping[str, float]


def worth(sentences: Sequence[str], tables: WorthTables) -> list[bool]:
    """Which sentences of an article, given in its order, are worth a parse."""
    if len(sentences) <= FEW:
        return [True] * len(sentences)
    scored = [score(marks, tables.words) for marks in marks_of(sentences, tables.powers, tables.coding)]
    if sum(1 / (1 + math.exp(-one)) for one in scored) >= RICH:
        return [True] * len(scored)
    return [one >= LEAST for one in scored]


def score(marks: tuple[Sequence[str], Sequence[str]], words: Mapping[str, float]) -> float:
    """How likely something is coded of a sentence with these words and traits, as a logarithm of odds."""
    said, traits = marks
    total = math.fsum(words.get(word, 0.0) for word in said)
    return words[EVEN] + total / math.sqrt(len(said) or 1) + math.fsum(words.get(one, 0.0) for one in traits)


def marks_of(
    sentences: Sequence[str], powers: Powers, coding: CodingTables
) -> Iterator[tuple[list[str], list[str]]]:
    """Of each sentence its different words without endings, and its traits: names with an asterisk before them."""
    named_in = [named(sentence, powers) for sentence in sentences]
    of_article = _article(len(frozenset().union(*named_in)))
    before: frozenset[str] = frozenset()
    for sentence, here in zip(sentences, named_in, strict=True):
        forms = set(WORD.findall(sentence.lower()))
        traits = [*of_article]
        traits += ["*power"] if here else []
        traits += ["*powers"] if len(here) >= SEVERAL else []
        traits += ["*power before"] if before else []
        traits += ["*verb"] if any(f in coding.verb_forms or f in coding.verbs for f in forms) else []
        traits += ["*noun"] if any(f in coding.noun_forms or f in coding.nouns for f in forms) else []
        before = here
        yield sorted({stem(form) for form in forms}), traits


def _article(count: int) -> list[str]:
    """The traits of an article that names so many powers."""
    least = {"*in article": 1, "*several in article": SEVERAL, "*many in article": MANY}
    return [trait for trait, number in least.items() if count >= number]
