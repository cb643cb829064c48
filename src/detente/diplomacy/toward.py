"""Toward whom a stand is taken, where its own words do not name anybody."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente import grammar
from detente.diplomacy.stands import Offsets, Scene, Stand, is_armed, others, power_of
from detente.types import Actor, Position, Stance

TOWARD_OTHER: frozenset[Stance] = frozenset(
    {"demands", "accuses", "warns", "opposes", "offers", "undertakes"}
)
"""Stances that one of the story's two powers takes toward the other, where nobody else is named."""
TO_HEARER: frozenset[Stance] = frozenset({"undertakes", "offers", "demands", "warns", "refuses", "opposes"})
BY_MATTER: frozenset[Stance] = frozenset({"opposes", "accuses"})
"""Stances that are taken toward the power that their matter names."""
ANSWERS = grammar.words_of(
    "accusation charge claim allegation suggestion demand request proposal offer appeal criticism protest agreement "
    "verdict report complaint"
)
"""What the other side has said: who rejects one answers it."""
UNDER_CONDITION: frozenset[Stance] = frozenset({"warns", "undertakes", "refuses"})
"""Stances that are taken toward whose act they are made to depend on."""
OF_THIRD: frozenset[Stance] = frozenset({"demands", "offers", "opposes"})
TO_SIDES: frozenset[Stance] = frozenset({"opposes", "demands", "supports", "offers", "warns"})
NEAR = 250
"""Characters within which a refusal answers what was said before it."""
_WITH = re.compile(r"\b(?:with|to)\s+(?:the\s+)?$")
_DEFINITE = re.compile(r"(?:the|this|that|these|those|such|it)\b", re.IGNORECASE)
BLAMING: frozenset[Stance] = frozenset({"opposes", "accuses", "warns"})
PEOPLE = frozenset({"state", "person", "igo"})


def addressees(
    stand: Stand,
    matter: Offsets,
    holder: Actor,
    scene: Scene,
    before: Sequence[Position],
    read: tuple[Actor | None] | None = None,
) -> tuple[Actor | None, ...]:
    """Each power toward which the holder takes the stand; (None,) where it is nobody's in particular.

    `read`: toward whom the trained reader takes it to be, which counts where the stand's own words name nobody.
    Empty where only the holder's own power is addressed: quarrels within a country are not its positions.
    """
    named = others(stand.addressees, holder, scene)
    ours = {power_of(a) for a in stand.holders}
    if named and len(ours) > 1 and not stand.mutual and {power_of(a) for a in named} <= ours:
        # "Qatar and Egypt called on both sides": not on each other.
        return (None,)
    if named:
        return named
    if (
        (stand.mutual or _is_between(stand, scene))
        and len(stand.holders) == 2
        and (other := others(stand.holders, holder, scene))
    ):
        return other
    if stand.addressees and all(power_of(a) == power_of(holder) for a in stand.addressees):
        return () if stand.stance in {"demands", "accuses", "warns"} else (None,)
    if stand.unnamed:
        return (None,)
    if stand.stance in TO_HEARER and (told := others(stand.told, holder, scene)):
        return told
    if stand.stance in UNDER_CONDITION and (waited := _conditioned(stand, holder, scene)):
        return waited
    if read is not None and not (stand.stance == "refuses" and _is_of(matter, read[0])):
        return read
    if stand.stance in BY_MATTER and (inside := _inside(matter, holder, scene)):
        return (inside,)
    return (
        (_dealt_with(matter, holder, scene) if stand.stance == "refuses" else None)
        or _other_of_pair(stand, matter, holder, scene)
        or _answered(stand, holder, before)
        or _of_torn(stand, holder, scene)
        or _blamed(stand, matter, holder, scene, before)
        or _only_other(stand, holder, scene),
    )


def _is_of(matter: Offsets, actor: Actor | None) -> bool:
    """Whether a matter names an actor: what is refused may be a place, or what another proposes."""
    return actor is not None and matter[0] <= actor.start < matter[1]


def _is_between(stand: Stand, scene: Scene) -> bool:
    """What the story's two promise, each promises the other: "both undertook to stop firing"."""
    if stand.stance != "undertakes":
        return False
    return {power_of(a) for a in stand.holders} == {power_of(a) for a in scene.pair}


def _dealt_with(matter: Offsets, holder: Actor, scene: Scene) -> Actor | None:
    """With whom something is refused: "talks with Kosovo's prime minister", "no need to speak to Putin"."""
    text = scene.article.text
    inside = [
        a
        for a in scene.cast.within(*matter)
        if a.kind in PEOPLE and _WITH.search(text[max(matter[0], a.start - 12) : a.start])
    ]
    return next(iter(others(inside, holder, scene)), None)


def _conditioned(stand: Stand, holder: Actor, scene: Scene) -> tuple[Actor, ...]:
    """Whose act is waited for or warned against: "will answer if Finland hosts troops", "no lifting until Cuba reforms"."""
    sentence = stand.sentence
    told = (stand.word, *grammar.children(sentence, stand.word, "xcomp", "ccomp"))
    for clause in (clause for word in told for clause in grammar.children(sentence, word, "advcl")):
        marks = {sentence.words[m].lower() for m in grammar.children(sentence, clause, "mark")}
        subject = grammar.child(sentence, clause, "nsubj")
        if marks & {"if", "unless", "until"} and subject is not None:
            return others(scene.cast.at(sentence, subject), holder, scene)
    return ()


def _answered(stand: Stand, holder: Actor, before: Sequence[Position]) -> Actor | None:
    """Who has just accused the holder, or demanded something of it: a refusal answers that."""
    if stand.stance != "refuses" or not before:
        return None
    last = before[-1]
    toward = power_of(last.addressee) if last.addressee is not None else None
    near = stand.sentence.start - last.end < NEAR
    return last.holder if near and toward == power_of(holder) and power_of(last.holder) != toward else None


def _blamed(
    stand: Stand, matter: Offsets, holder: Actor, scene: Scene, before: Sequence[Position]
) -> Actor | None:
    """Whose act a third power deplores without naming anybody: who was blamed last ("condemned the incursion")."""
    if stand.stance != "opposes" or power_of(holder) in {power_of(a) for a in scene.pair}:
        return None
    if not _DEFINITE.match(scene.article.text[matter[0] : matter[1]]):
        return None
    blamed = (p.addressee for p in reversed(before) if p.stance in BLAMING and p.addressee is not None)
    return next(iter(others(list(blamed), holder, scene)), None)


def _of_torn(stand: Stand, holder: Actor, scene: Scene) -> Actor | None:
    """The country at war within itself that the story is about: what others say there is said to its sides."""
    if stand.stance not in TO_SIDES or len(scene.torn) != 1 or power_of(holder) in scene.torn:
        return None
    return next((a for a in scene.pair if power_of(a) in scene.torn), None)


def _inside(matter: Offsets, holder: Actor, scene: Scene) -> Actor | None:
    """The first power that the matter names: "talks with Kosovo's prime minister", "tariffs on Chinese goods"."""
    actors = [a for a in scene.cast.within(*matter) if a.kind in PEOPLE and power_of(a)]
    return next(iter(others(actors, holder, scene)), None)


def _only_other(stand: Stand, holder: Actor, scene: Scene) -> Actor | None:
    """The one other power that the sentence names, for what third powers want or deplore."""
    if stand.stance not in OF_THIRD or len(stand.holders) > 1:
        return None
    here = scene.cast.within(stand.sentence.start, stand.sentence.end)
    named = others([a for a in here if a.kind in PEOPLE and power_of(a)], holder, scene)
    return named[0] if len(named) == 1 else None


def _other_of_pair(stand: Stand, matter: Offsets, holder: Actor, scene: Scene) -> Actor | None:
    alone = len(stand.holders) == 1
    codes = [power_of(a) for a in scene.pair]
    if not alone or len(codes) < 2 or power_of(holder) not in codes:
        return None
    answers = stand.stance == "refuses" and is_answer(matter, scene)
    if stand.stance not in TOWARD_OTHER and not answers:
        return None
    if codes[0] == codes[1]:
        return scene.pair[0] if is_armed(holder) else scene.pair[1]
    return next((a for a in scene.pair if power_of(a) != power_of(holder)), None)


def is_answer(matter: Offsets, scene: Scene) -> bool:
    """Whether a matter is what another side has said: "the accusation", "such a demand"."""
    words = scene.article.text[matter[0] : matter[1]].lower().split()
    return bool(ANSWERS & {w.strip(",.;\"'“”").removesuffix("s") for w in words[:6]})
