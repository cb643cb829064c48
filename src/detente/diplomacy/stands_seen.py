"""What the trained reader adds to the stands that the rules find, and what it takes away.

As with encounters (`second_look`): where both see a stand, the rules say what it is about and the reader may know better whose it is
and toward whom; a stand of the rules alone counts unless the reader is sure that it is none; one of the reader alone
where it is sure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from detente import grammar
from detente.diplomacy.acts import NEAR, ToldStand
from detente.diplomacy.stands import Offsets, Stand, power_of
from detente.types import Actor, Sentence

FURTHER = 0.6
"""Probability from which on a stand that no rule sees is taken."""
DOUBTED = 0.1
"""Probability below which a stand that only the rules see is none."""
HOLDER = 0.5
ANOTHER = 0.8
"""Probability from which on the holder is another than the rules say, who is thought possible by less than `UNLIKELY`."""
UNLIKELY = 0.1
TOWARD = 0.5
"""Probability from which on an addressee is believed against the rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A stand, and what the reader makes of it, if it sees it."""

    stand: Stand
    act: ToldStand | None = None
    alone: bool = False
    """Whether only the reader sees it."""


def seen_by_both(sentence: Sentence, stands: Sequence[Stand], told: Sequence[ToldStand]) -> Iterator[Seen]:
    """The stands of a sentence by rules and reader, in the order of their words."""
    left = list(told)
    found: list[Seen] = []
    for stand in stands:
        act = _of(stand, told)
        if act is None:
            continue
        if act in left:
            left.remove(act)
        if act.sure >= DOUBTED:
            found.append(Seen(stand=_held(stand, act), act=act))
    for act in left:
        own = _stand(sentence, act) if act.sure >= FURTHER else None
        if own is not None:
            found.append(Seen(stand=own, act=act, alone=True))
    yield from sorted(found, key=lambda s: s.stand.word)


def _of(stand: Stand, told: Sequence[ToldStand]) -> ToldStand | None:
    near = [act for act in told if abs(act.word - stand.word) <= NEAR]
    return min(near, key=lambda act: (act.stance != stand.stance, abs(act.word - stand.word)), default=None)


def _held(stand: Stand, act: ToldStand) -> Stand:
    """The stand with another holder, where the reader is sure of one and the rules' is unlikely."""
    if len(stand.holders) != 1 or not act.holders:
        return stand
    shares = {power_of(a): p for a, p in act.holders}
    best, sure = act.holders[0]
    if sure >= ANOTHER and shares.get(power_of(stand.holders[0]), 1.0) < UNLIKELY:
        return replace(stand, holders=(best,))
    return stand


def _stand(sentence: Sentence, act: ToldStand) -> Stand | None:
    """A stand as the reader tells it; its matter is the rest of its clause."""
    holders = tuple(a for a, p in act.holders if p >= HOLDER)
    if not holders:
        return None
    return Stand(
        sentence=sentence,
        word=act.word,
        stance=act.stance,
        holders=holders,
        addressees=(),
        matters=(_rest(sentence, act.word),),
    )


def _rest(sentence: Sentence, word: int) -> Offsets:
    verb = next((w for w in (word, *grammar.ancestors(sentence, word)) if sentence.tags[w] == "VERB"), word)
    after = [w for w in grammar.subtree(sentence, verb) if w > word and sentence.tags[w] != "PUNCT"]
    if not after:
        return sentence.start, sentence.end
    return sentence.starts[after[0]], sentence.ends[after[-1]]


def addressed(seen: Seen, holder: Actor, by_rule: Sequence[Actor | None]) -> tuple[Actor | None, ...]:
    """Toward whom: as the rules say, unless the reader is sure of another, or alone."""
    act = seen.act
    if act is None:
        return tuple(by_rule)
    own = power_of(holder)
    shares = [(a, p) for a, p in act.addressees if a is None or power_of(a) != own]
    if not shares:
        return tuple(by_rule)
    best, sure = shares[0]
    if seen.alone:
        return (best,)
    said = {power_of(a) if a is not None else None for a in by_rule}
    same = {None if a is None else power_of(a) for a, _ in shares[:1]} & said
    if same or len(by_rule) != 1 or sure < TOWARD:
        return tuple(by_rule)
    return (best,)
