"""Third parties that let others meet: hosts, mediators and sponsors, as the words around an encounter name them."""

from __future__ import annotations

from collections.abc import Iterator

from detente import grammar
from detente.diplomacy.cast import Cast, distinct
from detente.diplomacy.lexicon import EncounterTables
from detente.types import Actor, Sentence

LEADING_IN = frozenset({"under", "at", "as", "with", "through", "by", "on", "in"})


def mediators(
    sentence: Sentence, word: int, clause: int, cast: Cast, tables: EncounterTables
) -> tuple[Actor, ...]:
    """Who mediates, hosts or invites: "under the auspices of X", "as guests of X", "talks brokered by X"."""
    found: list[Actor] = []
    for bearer in dict.fromkeys((word, clause)):
        for marker, head in grammar.obliques(sentence, bearer):
            if sentence.lemmas[head].lower() in tables.mediation and marker in LEADING_IN:
                found += _owners(sentence, head, cast)
            elif marker == "under":
                found += [a for a in cast.at(sentence, head) if a.kind == "person"]
        for part in grammar.children(sentence, bearer, "acl", "advcl"):
            agent = grammar.agent_of(sentence, part)
            if sentence.lemmas[part].lower() in tables.mediating:
                helper = agent if agent is not None else _with_subject(sentence, part)
                found += cast.at(sentence, helper) if helper is not None else ()
    return distinct([a for a in found if a.country or a.kind == "igo" or a.sector == "IGO"])


def _owners(sentence: Sentence, noun: int, cast: Cast) -> Iterator[Actor]:
    """Whose mediation: "of Qatar", "Norwegian", "its prime minister's"."""
    owner = grammar.possessor(sentence, noun)
    if owner is not None:
        yield from cast.at(sentence, owner)
    for preposition, head in grammar.obliques(sentence, noun):
        if preposition in {"of", "from"}:
            yield from cast.at(sentence, head)
    for beside in grammar.children(sentence, noun, "amod", "compound"):
        for each in grammar.conjuncts(sentence, beside):
            actor = cast.covering(sentence.starts[each], sentence.ends[each])
            if actor is not None and actor.kind in {"state", "igo"}:
                yield actor


def _with_subject(sentence: Sentence, part: int) -> int | None:
    """ "With Qatar mediating"."""
    marks = {sentence.words[m].lower() for m in grammar.children(sentence, part, "mark")}
    return grammar.child(sentence, part, "nsubj") if "with" in marks else None
