"""Whom "his host", "her guest" and "met him" mean, where the words alone do not say: somebody of another power.

Pronouns are resolved before it is known that two powers meet. A host is none of his guest's countrymen, and whom one
receives or sits down with is, in a story of diplomacy, hardly ever one's own: then the one named last of another power is meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from detente import grammar
from detente.diplomacy.cast import Cast, states_of
from detente.diplomacy.lexicon import EncounterTables
from detente.types import Actor, Encounter, Sentence

ROLES = frozenset({"host", "hostess", "guest", "visitor"})
OWNED = frozenset({"his", "her", "their"})
OBJECTS = frozenset({"him", "her"})
FACING = frozenset({"with", "to", "by"})
FAR = 700
"""Characters back in which somebody was named."""


def in_role(
    sentence: Sentence, cast: Cast, known: Sequence[Encounter], tables: EncounterTables
) -> tuple[Actor, ...]:
    """The mentions of the sentence that are to be read otherwise, each as whom it means."""
    return (*_roles(sentence, cast, known), *_pronouns(sentence, cast, tables))


def _roles(sentence: Sentence, cast: Cast, known: Sequence[Encounter]) -> Iterator[Actor]:
    for word, lemma in enumerate(sentence.lemmas):
        owner = grammar.possessor(sentence, word) if lemma.lower() in ROLES else None
        if owner is None or sentence.words[owner].lower() not in OWNED:
            continue
        if grammar.appositions(sentence, word):
            continue
        subject = _subject_above(sentence, word)
        owners = cast.at(sentence, subject) if subject is not None else cast.at(sentence, owner)
        found = _other_side(states_of(owners), sentence, cast, known)
        if found is not None:
            text = f"{sentence.words[owner]} {sentence.words[word]}"
            yield replace(found, text=text, start=sentence.starts[owner], end=sentence.ends[word])


def _pronouns(sentence: Sentence, cast: Cast, tables: EncounterTables) -> Iterator[Actor]:
    for word, form in enumerate(sentence.words):
        if form.lower() not in OBJECTS or sentence.tags[word] != "PRON":
            continue
        verb = sentence.heads[word]
        if verb < 0 or sentence.tags[verb] != "VERB" or tables.verb(sentence, verb) is None:
            continue
        if sentence.relations[word] == "obl" and grammar.case_marker(sentence, word) not in FACING:
            continue
        subject = grammar.subject_of(sentence, verb)
        own = states_of(cast.at(sentence, subject)) if subject is not None else ()
        met = cast.covering(sentence.starts[word], sentence.ends[word])
        if len(own) != 1 or (met is not None and met.country and met.country not in own):
            continue
        found = _other_side(own, sentence, cast, (), before=sentence.starts[word])
        if found is not None:
            yield replace(found, text=form, start=sentence.starts[word], end=sentence.ends[word])


def _subject_above(sentence: Sentence, word: int) -> int | None:
    """The subject of the clause that the word stands in, unless it is the word itself."""
    verb = grammar.clause_of(sentence, word)
    subject = grammar.subject_of(sentence, verb) if verb is not None else None
    return subject if subject != word else None


def _other_side(
    own: tuple[str, ...],
    sentence: Sentence,
    cast: Cast,
    known: Sequence[Encounter],
    *,
    before: int | None = None,
) -> Actor | None:
    """Who faces somebody of one power: in the encounter told last, else the person of another power named last."""
    if len(own) != 1:
        return None
    for encounter in reversed(known):
        if own[0] in states_of(encounter.participants):
            others = [
                p for p in encounter.participants if p.kind == "person" and p.country not in {None, *own}
            ]
            if len(others) == 1:
                return others[0]
            break
    end = before if before is not None else sentence.start
    near = [
        m for m in cast.within(max(0, end - FAR), end)
        if m.kind == "person" and m.name and m.country and m.country not in own
    ]  # fmt: skip
    return near[-1] if near else None
