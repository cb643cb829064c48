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

FURTHER = 0.75
"""Probability from which on an act that no rule sees is told."""
SURE = 0.5
"""Probability of an act from which on the reader is asked who takes part in what a rule sees."""
PARTY = 0.5
"""Probability from which on a power takes part in it."""
NO_ACT = frozenset({"PROPN", "PRON", "NUM", "DET", "CCONJ", "PUNCT"})
"""Tags of words that tell no act."""
SPOKEN = grammar.words_of("say tell inform assure remind")
"""Verbs that by themselves leave open whether people met."""
POINTING = frozenset({"it", "this", "that"})
WHERE = frozenset({"in", "at", "near", "to", "from"})
DAY = 0.4
"""Probability from which on a time is believed to be the day of an act."""
FAR_DAY = 0.6
"""The same, of a time in another sentence."""
HOSTED = 0.8
"""Probability from which on a power that only other sentences name takes part in what a named host holds."""
GATHERINGS = frozenset({"summit", "talks", "meeting"})


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
        own = _sighting(scene, act) if act.sure >= FURTHER and _may_tell(scene, act) else None
        if own is not None and not any(_is_part(own, other) for other in sightings):
            found.append(own)
    yield from sorted(found, key=lambda s: s.word)


def _of(sighting: Sighting, told: Sequence[ToldEncounter]) -> ToldEncounter | None:
    """The act that a sighting of the rules is: at its word or its verb, or near."""

    def gap(act: ToldEncounter) -> int:
        return min(abs(act.word - sighting.word), abs(act.word - sighting.clause))

    near = [act for act in told if gap(act) <= NEAR]
    return min(near, key=lambda act: (gap(act), act.form != sighting.form), default=None)


def _with(scene: Scene, sighting: Sighting, act: ToldEncounter) -> Sighting:
    """A sighting of the rules with what the reader says of its day, and with the powers that it lacks."""
    dated = replace(sighting, day=_day(scene, act))
    known = _powers(sighting)
    # A sentence that names its host names its guests, or hardly means those of the sentence before.
    far = HOSTED if sighting.host is not None else PARTY
    missing = [
        a for a, share in act.parties
        if share >= (PARTY if _is_here(scene, a) else far) and power_of(a) not in known
    ]  # fmt: skip
    if act.sure < SURE or len(known) > 1 or len(known) + len(missing) < 2:
        return dated
    host = sighting.host or _host(scene, missing, sighting.form)
    guests = [a for a in missing if a is not host]
    if sighting.form == "visit":
        guests = guests if not sighting.participants else []
    return replace(dated, participants=(*sighting.participants, *guests), host=host)


def _powers(sighting: Sighting) -> set[str | None]:
    hosts = (sighting.host,) if sighting.host is not None else ()
    return {power_of(a) for a in (*sighting.participants, *hosts)} - {None}


def _may_tell(scene: Scene, act: ToldEncounter) -> bool:
    """Whether a word can tell an encounter that no rule sees: no name, no verb that only speaks, nothing that "it is"."""
    sentence = scene.sentence
    if sentence.tags[act.word] in NO_ACT or sentence.lemmas[act.word].lower() in SPOKEN:
        return False
    if not grammar.children(sentence, act.word, "cop"):
        return True
    subject = grammar.subject_of(sentence, act.word)
    return subject is None or sentence.words[subject].lower() not in POINTING


def _is_part(own: Sighting, other: Sighting) -> bool:
    """Whether a sighting is told by the word of another one, or is a part of the list of its parties: "and possibly X".

    So is what one calls a summit and the other talks or a meeting, of no other powers and on no other day.
    """
    nested = own.clause in (other.clause, other.word)
    named = {own.form, other.form}
    alike = len(named) > 1 and "summit" in named and named <= GATHERINGS and _days_agree(own.day, other.day)
    return own.word == other.word or ((nested or alike) and _powers(own) <= _powers(other))


def _days_agree(a: When | None, b: When | None) -> bool:
    return a is None or b is None or a.value == b.value


def _day(scene: Scene, act: ToldEncounter) -> When | None:
    """The day that the reader takes for the act's own; it must be surer of one that another sentence tells."""
    when = act.when
    if when is None:
        return None
    return when if act.when_sure >= (DAY if _is_here(scene, when) else FAR_DAY) else None


def _is_here(scene: Scene, told: Actor | When) -> bool:
    return scene.sentence.start <= told.start < scene.sentence.end


def _sighting(scene: Scene, act: ToldEncounter) -> Sighting | None:
    """An encounter as the reader tells it."""
    parties = [a for a, share in act.parties if share >= PARTY]
    if len(parties) < 2:
        return None
    host = _host(scene, parties, act.form)
    guests = [a for a in parties if a is not host]
    return Sighting(
        sentence=scene.sentence,
        word=act.word,
        clause=_clause(scene.sentence, act.word),
        form=act.form,
        participants=tuple(_guest(a) for a in guests) if act.form == "visit" else tuple(guests),
        host=host,
        remote=act.form == "call",
        status=act.status,
        day=_day(scene, act),
        read=True,
    )


def _host(scene: Scene, parties: Sequence[Actor], form: str) -> Actor | None:
    """Who is visited: the power that stands as a state or place; else who is named last. Of other forms, a power named as the place."""
    states = [a for a in parties if a.kind == "state"]
    if form == "visit":
        if not parties:
            return None
        others = [a for a in parties if a.kind != "state"]
        return states[-1] if states and (others or len(parties) == 1) else max(parties, key=lambda a: a.start)
    if form == "call":
        return None
    return next((a for a in states if _is_place(scene.sentence, a)), None)


def _is_place(sentence: Sentence, actor: Actor) -> bool:
    head = grammar.word_at(sentence, actor.start, actor.end)
    return head is not None and grammar.case_marker(sentence, head) in WHERE


def _guest(actor: Actor) -> Actor:
    return replace(actor, kind="unnamed", name=None) if actor.kind == "state" else actor


def _clause(sentence: Sentence, word: int) -> int:
    """The verb that the word belongs to, itself included."""
    for at in (word, *grammar.ancestors(sentence, word)):
        if sentence.tags[at] == "VERB":
            return at
    return word
