"""What the trained reader adds to the encounters that the rules find, and what it takes away.

The rules read trees and lists and are right where they see an act told in their words; the reader sees acts told in any words, and is
less sure who takes part. So a sighting of both keeps what the rules say of it, and is mended where the reader is certain of
something else; one of the rules alone counts where the reader does not doubt it; one of the reader alone where it is sure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from detente import grammar
from detente.diplomacy.acts import NEAR, ToldEncounter
from detente.diplomacy.scene import Scene, Sighting
from detente.diplomacy.stands import power_of
from detente.types import Actor, Sentence

FURTHER = 0.6
"""Probability from which on an act that no rule sees is told."""
DOUBTED = 0.1
"""Probability below which an act that only the rules see is none."""
PARTY = 0.5
JOINS, LEAVES = 0.9, 0.08
"""Probabilities from which on the reader adds a power to an encounter of the rules, or takes one away."""
FORM = 0.8


def seen_by_both(
    scene: Scene, sightings: Sequence[Sighting], told: Sequence[ToldEncounter]
) -> Iterator[Sighting]:
    """The sightings of a sentence by rules and reader, in the order of their words."""
    left = list(told)
    found: list[Sighting] = []
    for sighting in sightings:
        act = _of(sighting, told)
        if act is None:
            continue
        if act in left:
            left.remove(act)
        if act.sure >= DOUBTED:
            found.append(_mended(sighting, act))
    for act in left:
        if act.sure >= FURTHER and (own := _sighting(scene, act)) is not None:
            found.append(own)
    yield from sorted(found, key=lambda s: s.word)


def _of(sighting: Sighting, told: Sequence[ToldEncounter]) -> ToldEncounter | None:
    """The act that a sighting of the rules is: at its word or its verb, or near."""

    def gap(act: ToldEncounter) -> int:
        return min(abs(act.word - sighting.word), abs(act.word - sighting.clause))

    near = [act for act in told if gap(act) <= NEAR]
    return min(near, key=lambda act: (gap(act), act.form != sighting.form), default=None)


def _mended(sighting: Sighting, act: ToldEncounter) -> Sighting:
    shares = {power_of(a): p for a, p in act.parties}
    held = {power_of(a) for a in sighting.participants}
    kept = [a for a in sighting.participants if shares.get(power_of(a), 1.0) > LEAVES or len(held) < 3]
    added = [a for a, p in act.parties if p >= JOINS and power_of(a) not in held]
    return replace(sighting, participants=(*kept, *added))


def _sighting(scene: Scene, act: ToldEncounter) -> Sighting | None:
    """An encounter as the reader tells it."""
    parties = [a for a, p in act.parties if p >= PARTY]
    if len(parties) < 2:
        return None
    sentence = scene.sentence
    host = _host(parties) if act.form == "visit" else None
    guests = [_guest(a) for a in parties if a is not host] if act.form == "visit" else parties
    return Sighting(
        sentence=sentence,
        word=act.word,
        clause=_clause(sentence, act.word),
        form=act.form,
        participants=tuple(guests),
        host=host,
        remote=act.form == "call",
        status=act.status,
    )


def _host(parties: Sequence[Actor]) -> Actor:
    """Who is visited: the power that stands as a place or state; else who is named last."""
    states = [a for a in parties if a.kind == "state"]
    people = [a for a in parties if a.kind != "state"]
    return states[-1] if states and people else max(parties, key=lambda a: a.start)


def _guest(actor: Actor) -> Actor:
    return replace(actor, kind="unnamed", name=None) if actor.kind == "state" else actor


def _clause(sentence: Sentence, word: int) -> int:
    """The verb that the word belongs to, itself included."""
    for at in (word, *grammar.ancestors(sentence, word)):
        if sentence.tags[at] == "VERB":
            return at
    return word
