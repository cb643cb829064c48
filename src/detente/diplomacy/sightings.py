"""Encounters as single sentences tell them: the trigger, who takes part, who is host, which country is visited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente import grammar
from detente.diplomacy.acts_of_meeting import names_means, of_act, of_predicate
from detente.diplomacy.cast import distinct
from detente.diplomacy.mediation import mediators
from detente.diplomacy.nouns_of_meeting import of_noun
from detente.diplomacy.scene import Scene, Sighting
from detente.diplomacy.travels import present_in, sent
from detente.diplomacy.verbs_of_meeting import of_verb, one_by_one


def sightings(scene: Scene) -> Iterator[Sighting]:
    """Every encounter that the sentence tells, in order, with those who let it happen."""
    for found in _told(scene):
        helpers = (
            mediators(scene.sentence, found.word, found.clause, scene.cast, scene.tables)
            if found.form != "visit"
            else ()
        )
        yield replace(found, participants=distinct([*found.participants, *helpers])) if helpers else found


def _told(scene: Scene) -> Iterator[Sighting]:
    tags = scene.sentence.tags
    means = names_means(scene)
    copular = {word for word in grammar.predicates(scene.sentence) if tags[word] != "VERB"}
    for word, tag in enumerate(tags):
        if tag == "VERB":
            told = (*of_verb(scene, word), *sent(scene, word)) or tuple(of_act(scene, word, means))
            for found in told:
                yield from one_by_one(scene, found)
        elif tag in {"NOUN", "PROPN"}:
            row = scene.tables.noun(scene.sentence, word)
            if row is not None and not scene.tables.is_aside(scene.sentence, word):
                yield from of_noun(scene, word, row)
            elif copular:
                if tag == "PROPN":
                    yield from present_in(scene, word)
                if word in copular:
                    yield from of_predicate(scene, word)
        elif word in copular and scene.sentence.lemmas[word].lower() != "due":
            yield from of_predicate(scene, word)
        elif tag == "ADJ" and scene.sentence.lemmas[word].lower() == "due":
            yield from sent(scene, word)
