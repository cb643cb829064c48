"""Encounters that only the trained reader sees, and the days of those that the rules see too.

The rules read trees and lists and know how a told act stands, what it is called and what surrounds it; the reader has learned from
stories who takes part, also where they are named sentences before, and sees acts told in any words. So what the rules see stays as they
see it but for its parties, and its day where they find none; what only the reader sees is told where it is likely enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from detente import grammar
from detente.diplomacy.acts import NEAR, ToldEncounter
from detente.diplomacy.scene import Scene, Sighting
from detente.diplomacy.stands import power_of
from detente.types import Actor, Sentence, When

FURTHER = 0.5
"""Probability from which on an act that no rule sees is told."""
SURE = 0.5
"""Probability of an act from which on the reader is asked who takes part in what a rule sees."""
PARTY = 0.5
"""Probability from which on a power takes part in it."""
DAY = 0.4
"""Probability from which on a time is believed to be the day of an act."""


def seen_by_both(
    scene: Scene, sightings: Sequence[Sighting], told: Sequence[ToldEncounter]
) -> Iterator[Sighting]:
    """The sightings of a sentence by rules and reader, in the order of their words."""
    left = list(told)
    found: list[Sighting] = []
    for sighting in sightings:
        act = _of(sighting, told)
        if act in left:
            left.remove(act)
        found.append(_with(scene, sighting, act) if act is not None else sighting)
    for act in left:
        if act.sure >= FURTHER and (own := _sighting(scene, act)) is not None:
            found.append(own)
    yield from sorted(found, key=lambda s: s.word)


def _with(scene: Scene, sighting: Sighting, act: ToldEncounter) -> Sighting:
    """A sighting of the rules with what the reader says of its day and its parties."""
    dated = replace(sighting, day=_day(act))
    own = _sighting(scene, act) if act.sure >= SURE and len(_powers(sighting)) < 2 else None
    if own is None:
        return dated
    return replace(dated, participants=own.participants, host=own.host, maybe=())


def _powers(sighting: Sighting) -> set[str | None]:
    hosts = (sighting.host,) if sighting.host is not None else ()
    return {power_of(a) for a in (*sighting.participants, *hosts)} - {None}


def _of(sighting: Sighting, told: Sequence[ToldEncounter]) -> ToldEncounter | None:
    """The act that a sighting of the rules is: at its word or its verb, or near."""

    def gap(act: ToldEncounter) -> int:
        return min(abs(act.word - sighting.word), abs(act.word - sighting.clause))

    near = [act for act in told if gap(act) <= NEAR]
    return min(near, key=lambda act: (gap(act), act.form != sighting.form), default=None)


def _day(act: ToldEncounter) -> When | None:
    return act.when if act.when_sure >= DAY else None


def _sighting(scene: Scene, act: ToldEncounter) -> Sighting | None:
    """An encounter as the reader tells it."""
    parties = [a for a, p in act.parties if p >= PARTY]
    if len(parties) < 2:
        return None
    host = _host(parties) if act.form == "visit" else None
    guests = [_guest(a) for a in parties if a is not host] if act.form == "visit" else parties
    return Sighting(
        sentence=scene.sentence,
        word=act.word,
        clause=_clause(scene.sentence, act.word),
        form=act.form,
        participants=tuple(guests),
        host=host,
        remote=act.form == "call",
        status=act.status,
        day=_day(act),
        read=True,
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
