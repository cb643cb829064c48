"""Stands that only the trained reader sees, beside those that the rules find.

What the rules find stays as they find it; the reader says how likely each issue is. A stand that only the reader sees is taken where it is
sure, by whom and toward whom it thinks likeliest, on the rest of its clause.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from detente import grammar
from detente.diplomacy.acts import NEAR, ToldStand
from detente.diplomacy.stands import Offsets, Stand, power_of
from detente.types import Actor, Sentence

FURTHER = 0.75
"""Probability from which on a stand that no rule sees is taken."""
HOLDER = 0.5
"""Probability from which on a power holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A stand, and what the reader makes of it, if it sees it."""

    stand: Stand
    act: ToldStand | None = None
    alone: bool = False
    """Whether only the reader sees it."""


def seen_by_both(
    sentence: Sentence, stands: Sequence[Stand], told: Sequence[ToldStand], known: Callable[[int], bool]
) -> Iterator[Seen]:
    """The stands of a sentence by rules and reader, in the order of their words.

    `known` says of a word whether it stands in the rules' tables.
    """
    left = list(told)
    found: list[Seen] = []
    for stand in stands:
        act = _of(stand, told)
        if act in left:
            left.remove(act)
        found.append(Seen(stand=stand, act=act))
    for act in left:
        # Where the rules know the word and see no stand ("insisted that it had kept its word"), there is none.
        own = _stand(sentence, act) if act.sure >= FURTHER and not known(act.word) else None
        if own is not None and not any(_is_within(own, stand) for stand in stands):
            found.append(Seen(stand=own, act=act, alone=True))
    yield from sorted(found, key=lambda s: s.stand.word)


def _of(stand: Stand, told: Sequence[ToldStand]) -> ToldStand | None:
    near = [act for act in told if abs(act.word - stand.word) <= NEAR]
    return min(near, key=lambda act: (act.stance != stand.stance, abs(act.word - stand.word)), default=None)


def _stand(sentence: Sentence, act: ToldStand) -> Stand | None:
    """A stand as the reader tells it; its matter is the rest of its clause."""
    holders = tuple(a for a, p in act.holders if p >= HOLDER)
    if not holders or grammar.is_conditional(sentence, act.word):
        return None
    return Stand(
        sentence=sentence,
        word=act.word,
        stance=act.stance,
        holders=holders,
        addressees=(),
        matters=(_rest(sentence, act.word),),
    )


def _is_within(own: Stand, stand: Stand) -> bool:
    """Whether a stand only says again what another is about, or holds that of the same power in its own words."""
    at = own.sentence.starts[own.word]
    if any(start <= at < end for start, end in stand.matters):
        return True
    start, end = own.matters[0]
    same = {power_of(a) for a in own.holders} & {power_of(a) for a in stand.holders}
    return bool(same) and start <= stand.sentence.starts[stand.word] < end


def _rest(sentence: Sentence, word: int) -> Offsets:
    verb = next((w for w in (word, *grammar.ancestors(sentence, word)) if sentence.tags[w] == "VERB"), word)
    after = [w for w in grammar.subtree(sentence, verb) if w > word and sentence.tags[w] != "PUNCT"]
    if not after:
        return sentence.start, sentence.end
    return sentence.starts[after[0]], sentence.ends[after[-1]]


def addressed(seen: Seen, holder: Actor, by_rule: Sequence[Actor | None]) -> tuple[Actor | None, ...]:
    """Toward whom: as the rules say; of a stand that only the reader sees, as it thinks likeliest."""
    if seen.act is None or not seen.alone:
        return tuple(by_rule)
    others = [a for a, _ in seen.act.addressees if a is None or power_of(a) != power_of(holder)]
    return (others[0],)
