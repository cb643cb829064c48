"""Toward whom a stand is taken, where its own words do not name anybody."""

from __future__ import annotations

from detente import grammar
from detente.diplomacy.stands import Offsets, Scene, Stand, others, power_of
from detente.types import Actor, Stance

TOWARD_OTHER: frozenset[Stance] = frozenset({"demands", "accuses", "warns", "opposes", "offers"})
"""Stances that one of the story's two powers takes toward the other, where nobody else is named."""
TO_HEARER: frozenset[Stance] = frozenset({"undertakes", "offers", "demands", "warns", "refuses"})
BY_MATTER: frozenset[Stance] = frozenset({"opposes", "accuses"})
"""Stances that are taken toward the power that their matter names."""
ANSWERS = grammar.words_of(
    "accusation charge claim allegation suggestion demand request proposal offer appeal criticism protest agreement "
    "verdict report complaint"
)
"""What the other side has said: who rejects one answers it."""
PEOPLE = frozenset({"state", "person", "igo"})


def addressees(stand: Stand, matter: Offsets, holder: Actor, scene: Scene) -> tuple[Actor | None, ...]:
    """Each power toward which the holder takes the stand; (None,) where it is nobody's in particular.

    Empty where only the holder's own power is addressed: quarrels within a country are not its positions.
    """
    named = others(stand.addressees, holder, scene)
    ours = {power_of(a) for a in stand.holders}
    if named and len(ours) > 1 and not stand.mutual and {power_of(a) for a in named} <= ours:
        # "Qatar and Egypt called on both sides": not on each other.
        return (None,)
    if named:
        return named
    if stand.addressees and all(power_of(a) == power_of(holder) for a in stand.addressees):
        return () if stand.stance in {"demands", "accuses", "warns"} else (None,)
    if stand.unnamed:
        return (None,)
    if stand.mutual and len(stand.holders) == 2 and (other := others(stand.holders, holder, scene)):
        return other
    if stand.stance in TO_HEARER and (told := others(stand.told, holder, scene)):
        return told
    if stand.stance in BY_MATTER and (inside := _inside(matter, holder, scene)):
        return (inside,)
    return (_other_of_pair(stand, matter, holder, scene),)


def _inside(matter: Offsets, holder: Actor, scene: Scene) -> Actor | None:
    """The first power that the matter names: "talks with Kosovo's prime minister", "tariffs on Chinese goods"."""
    actors = [a for a in scene.cast.within(*matter) if a.kind in PEOPLE and power_of(a)]
    return next(iter(others(actors, holder, scene)), None)


def _other_of_pair(stand: Stand, matter: Offsets, holder: Actor, scene: Scene) -> Actor | None:
    alone = len({power_of(a) for a in stand.holders}) == 1
    codes = [power_of(a) for a in scene.pair]
    if not alone or len(codes) < 2 or power_of(holder) not in codes:
        return None
    answers = stand.stance == "refuses" and _is_answer(matter, scene)
    if (
        stand.stance not in TOWARD_OTHER
        and not answers
        and not (stand.mutual and stand.stance == "undertakes")
    ):
        return None
    return next((a for a in scene.pair if power_of(a) != power_of(holder)), None)


def _is_answer(matter: Offsets, scene: Scene) -> bool:
    words = scene.article.text[matter[0] : matter[1]].lower().split()
    return bool(ANSWERS & {w.strip(",.;\"'“”").removesuffix("s") for w in words[:6]})
