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

FURTHER = 0.75
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
    for t in sorted(here, key=lambda t: (-t.sure, t.word)):
        if t.word in seen or t.sure < FURTHER or not (holders := _holders(t)):
            continue
        own = _stand(sentence, t, holders)
        inside = any(_is_matter(sentence, t.word, stand) for stand in by_rule)
        if not inside and not _is_quiet(sentence, t) and not any(_is_same(own, t, *f) for f in found):
            found.append((own, t))
    yield from sorted(found, key=lambda f: f[0].word)


def _is_matter(sentence: Sentence, word: int, stand: Stand) -> bool:
    """Whether a word is part of what another stand is about: whoever is urged to stop something has not promised it."""
    return any(start <= sentence.starts[word] < end for start, end in stand.matters)


def _is_quiet(sentence: Sentence, told: ToldStand) -> bool:
    """Whether a word takes no stand between powers after all: a condition, or one toward the holder itself."""
    first = told.addressees[0][0] if told.addressees else None
    at_home = first is not None and power_of(first) == power_of(told.holders[0][0])
    return at_home or grammar.is_conditional(sentence, told.word)


def _is_same(own: Stand, told: ToldStand, other: Stand, heard: ToldStand | None) -> bool:
    """Whether a stand of the same sentence says the same: "X will never give it up, X said"."""
    if own.stance != other.stance or not _powers(own) & _powers(other):
        return False
    return heard is None or _likeliest(told) == _likeliest(heard)


def _powers(stand: Stand) -> set[str | None]:
    return {power_of(a) for a in stand.holders}


def _likeliest(told: ToldStand) -> str:
    return max(told.issues, key=lambda issue: told.issues[issue])


def _of(stand: Stand, told: Sequence[ToldStand]) -> ToldStand | None:
    """What the reader says of a stand of the rules: at its word or near, of its stance first."""
    near = [t for t in told if abs(t.word - stand.word) <= NEAR]
    return min(near, key=lambda t: (t.stance != stand.stance, abs(t.word - stand.word)), default=None)


def _holders(told: ToldStand) -> tuple[Actor, ...]:
    return tuple(a for a, share in told.holders if share >= HOLDER)


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
