"""Stands as rules and the trained reader tell them together: its opinion of the issue and of the addressee, and those that no rule sees.

The rules know whose stand a word of stance is and which matters stand below it; the reader has learned from stories toward whom such a
stand is taken and what it is about, where their words do not say so, and hears stands in words that nobody foresaw.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente import grammar
from detente.diplomacy.acts import NEAR, ToldStand
from detente.diplomacy.stands import Offsets, Stand, power_of
from detente.types import Actor, Sentence

FURTHER = 0.6
"""Probability from which on a stand that no rule sees is told."""
SURE = 0.5
"""Probability of a stand from which on the reader is asked toward whom it is."""
HOLDER = 0.5
"""Probability from which on a power holds it."""


def together(
    sentence: Sentence, by_rule: Sequence[Stand], told: Sequence[ToldStand]
) -> Iterator[tuple[Stand, ToldStand | None]]:
    """The stands of a sentence in the order of its words, each with what the reader says of it."""
    here = [t for t in told if t.sentence == sentence.index]
    found: list[tuple[Stand, ToldStand | None]] = [(stand, _of(stand, here)) for stand in by_rule]
    seen = {t.word for _, t in found if t is not None}
    for t in here:
        if t.word not in seen and t.sure >= FURTHER and (holders := _holders(t)):
            found.append((_stand(sentence, t, holders), t))
    yield from sorted(found, key=lambda f: f[0].word)


def _of(stand: Stand, told: Sequence[ToldStand]) -> ToldStand | None:
    """What the reader says of a stand of the rules: at its word or near, of its stance first."""
    near = [t for t in told if abs(t.word - stand.word) <= NEAR]
    return min(near, key=lambda t: (t.stance != stand.stance, abs(t.word - stand.word)), default=None)


def _holders(told: ToldStand) -> tuple[Actor, ...]:
    return tuple(a for a, share in told.holders if share >= HOLDER) or tuple(a for a, _ in told.holders[:1])


def _stand(sentence: Sentence, told: ToldStand, holders: tuple[Actor, ...]) -> Stand:
    return Stand(
        sentence=sentence,
        word=told.word,
        stance=told.stance,
        holders=holders,
        addressees=(),
        matters=(_matter(sentence, told.word),),
    )


def _matter(sentence: Sentence, word: int) -> Offsets:
    """What stands below the word and behind it."""
    below = [w for w in grammar.subtree(sentence, word) if w >= word] or [word]
    return sentence.starts[below[0]], sentence.ends[below[-1]]


def addressee(told: ToldStand | None, holder: Actor) -> tuple[Actor | None] | None:
    """Toward whom the reader takes a stand of this holder to be, (None,) for nobody; None where it is not to be asked."""
    if told is None or told.sure < SURE:
        return None
    first = told.addressees[0][0] if told.addressees else None
    return None if first is not None and power_of(first) == power_of(holder) else (first,)
