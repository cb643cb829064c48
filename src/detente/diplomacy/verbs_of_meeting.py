"""Encounters that a verb tells: met, received, talked with, telephoned, dined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from detente import grammar
from detente.diplomacy.cast import distinct
from detente.diplomacy.company import WITH, Company, gaps, listed, partners, partners_below
from detente.diplomacy.scene import Scene, Sighting, own_side, sighting_of
from detente.diplomacy.travels import travel
from detente.knowledge.encounters import EncounterRow
from detente.types import Actor

OF_MATTERS = frozenset({"discuss", "negotiate", "review", "address"})
"""Verbs whose object is what was spoken of ("discussed Taiwan"), not with whom."""


def of_verb(scene: Scene, verb: int) -> Iterator[Sighting]:
    sentence, cast = scene.sentence, scene.cast
    lemma = scene.tables.lemma(sentence, verb)
    row = scene.tables.verb(sentence, verb)
    escorted = lemma == "accompany" and grammar.is_passive(sentence, verb)
    if row is None or escorted:
        return
    own = own_side(scene, verb)
    if row.form == "visit":
        yield from travel(scene, verb, row, own)
        return
    company = partners(sentence, verb, row.partners, cast)
    target = grammar.object_of(sentence, verb)
    if lemma in OF_MATTERS:
        company += partners_below(sentence, verb, cast)
    elif target is not None:
        company += listed(sentence, target, cast)
    if not _is_spoken_with(scene, verb, row, company, own):
        return
    found = sighting_of(scene, verb, verb, row.form, Company(sure=own) + company)
    if found is not None:
        host = own[0] if own and row.host else None
        yield replace(found, host=host)
        yield from _gapped(scene, verb, found, own)


def _gapped(scene: Scene, verb: int, whole: Sighting, own: tuple[Actor, ...]) -> Iterator[Sighting]:
    """ "Met Qin on Sunday and Xi on Monday": a second meeting of the same subject, without its verb."""
    for other in gaps(scene.sentence, verb):
        met = scene.cast.single(scene.sentence, other)
        if met and own and met[0].kind in {"person", "unnamed", "state"}:
            yield replace(whole, participants=distinct([*own, *met]), maybe=(), near=other)


def _is_spoken_with(
    scene: Scene, verb: int, row: EncounterRow, company: Company, own: tuple[Actor, ...]
) -> bool:
    """ "Spoke with Xi" tells talks; "spoke of war", "spoke to reporters", "called the vote a sham" do not."""
    sentence = scene.sentence
    others = company.sure + company.maybe
    claims = grammar.complement(sentence, verb) is not None
    if row.form == "talks":
        if not others and any(p in WITH or p in row.partners for p, _ in grammar.obliques(sentence, verb)):
            # "Spoke to reporters": the two of a subject speak with somebody else.
            return False
        return not claims and any(a.country or a.kind in {"igo", "person"} for a in others or own[1:])
    if row.form == "call" and sentence.lemmas[verb].lower() == "call":
        if grammar.particle(sentence, verb) not in {"", "up"}:
            return False
        summons = grammar.oblique(sentence, verb, "for", "on", "upon")
        return not claims and (summons is None or sentence.lemmas[summons].lower() in grammar.TIMES)
    if row.host:
        return any(a.kind in {"person", "unnamed"} for a in others)
    return True


def one_by_one(scene: Scene, found: Sighting) -> Iterator[Sighting]:
    """One call for each, where they were called one by one: "telephoned X and then Y", "spoke separately with"."""
    sentence = scene.sentence
    others = found.participants[1:]
    words = [sentence.words[w].lower() for w in grammar.subtree(sentence, found.clause, frozenset({"ccomp"}))]
    one_by_one = "separately" in words or any(a == "and" and b == "then" for a, b in pairwise(words))
    if len(others) < 2 or not one_by_one or found.form not in {"call", "meeting", "talks"}:
        yield found
        return
    for other in others:
        yield replace(found, participants=(found.participants[0], other))
