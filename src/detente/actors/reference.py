"""Pronouns and phrases that stand for actors named before: "he", "both sides", "the two countries", "his counterpart"."""

from __future__ import annotations

from collections.abc import Sequence

from detente import grammar
from detente.types import Actor, Sentence, Span

HE = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
IT = frozenset({"it", "its", "itself"})
PAIRS = frozenset(
    {
        "side",
        "country",
        "nation",
        "government",
        "capital",
        "power",
        "party",
        "delegation",
        "neighbour",
        "neighbor",
        "state",
    }
)
PAIRED_PEOPLE = frozenset(
    {"leader", "man", "minister", "president", "official", "diplomat", "pair", "envoy", "counterpart"}
)
DUAL = frozenset({"both", "two", "either", "neither"})
NEAR = 900
"""Characters back. A pronoun does not reach further than some five sentences."""


def pronoun_actor(
    sentence: Sentence, word: int, before: Sequence[Actor], subjects: Sequence[Actor]
) -> Actor | None:
    """Whom a pronoun stands for; None where that is open.

    `before`: named mentions earlier in the text; `subjects`: those of them that were subjects, in order.
    """
    form = sentence.words[word].lower()
    start = sentence.starts[word]
    near = [a for a in before if a.start >= start - NEAR and a.end <= start]
    if form in HE:
        return _stand_in(sentence, word, _person(sentence, word, near, subjects))
    if form in IT and grammar.base(sentence.relations[word]) in {"nsubj", "nmod"}:
        lately = [a for a in subjects if start - NEAR / 2 <= a.start < start]
        last = lately[-1] if lately else None
        return _stand_in(
            sentence, word, last if last is not None and last.kind in {"state", "igo", "group"} else None
        )
    if form in THEY:
        plural = [
            a for a in subjects if a.start >= start - NEAR / 2 and a.end <= start and a.kind == "unnamed"
        ]
        return _stand_in(sentence, word, plural[-1] if plural else None)
    return None


def pair_actors(
    sentence: Sentence, head: int, before: Sequence[Actor], leading: Sequence[Actor]
) -> tuple[Actor, ...]:
    """The two whom "both sides", "the two leaders" or "neither" stands for; nothing where they are not clear."""
    lemma = sentence.lemmas[head].lower()
    words = {
        sentence.words[w].lower()
        for w in grammar.subtree(sentence, head)
        if sentence.heads[w] == head or w == head
    }
    alone = lemma in {"both", "neither"} and sentence.tags[head] in {"PRON", "DET", "NUM"}
    if not (
        alone or (words & DUAL and lemma in PAIRS | PAIRED_PEOPLE) or (lemma == "pair" and "the" in words)
    ):
        return ()
    start = sentence.starts[head]
    if lemma in PAIRED_PEOPLE:
        near = [a for a in before if a.kind == "person" and a.start >= start - NEAR and a.end <= start]
        two = _last_two(near)
    else:
        two = tuple(leading[:2])
    if len(two) != 2:
        return ()
    span = grammar.phrase_span(sentence, head)
    return tuple(_copy(sentence, span, actor) for actor in two)


def _person(sentence: Sentence, word: int, near: Sequence[Actor], subjects: Sequence[Actor]) -> Actor | None:
    """The subject of the clause before, else the only person near."""
    people = [a for a in near if a.kind == "person"]
    names = {a.name for a in people[-6:]}
    if len(names) == 1:
        return people[-1]
    start = sentence.starts[word]
    acting = [a for a in subjects if a.kind == "person" and start - NEAR <= a.start < start]
    return acting[-1] if acting else None


def _last_two(people: Sequence[Actor]) -> tuple[Actor, ...]:
    found: list[Actor] = []
    for actor in reversed(people):
        if all(actor.name != other.name for other in found):
            found.insert(0, actor)
        if len(found) == 2:
            break
    return tuple(found)


def _stand_in(sentence: Sentence, word: int, actor: Actor | None) -> Actor | None:
    return None if actor is None else _copy(sentence, (sentence.starts[word], sentence.ends[word]), actor)


def _copy(sentence: Sentence, span: tuple[int, int], actor: Actor) -> Actor:
    words = [
        w for w in range(len(sentence.words)) if sentence.starts[w] >= span[0] and sentence.ends[w] <= span[1]
    ]
    text = " ".join(sentence.words[w] for w in words)
    origin = actor.reference or Span(text=actor.text, start=actor.start, end=actor.end)
    return Actor(
        text=text,
        start=span[0],
        end=span[1],
        kind=actor.kind,
        country=actor.country,
        sector=actor.sector,
        name=actor.name,
        office=actor.office,
        reference=origin,
        confidence=round(actor.confidence * 0.85, 2),
    )
