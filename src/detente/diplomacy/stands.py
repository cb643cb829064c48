"""A word that takes a stand, whose stand it is, and toward whom: what the ways of finding one have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from detente import grammar
from detente.diplomacy.cast import Cast, distinct, same
from detente.knowledge.stances import Part, StanceKey, StanceRow
from detente.types import Actor, Article, Sentence, Stance

HOLDERS = frozenset({"state", "igo", "group", "person", "unnamed"})
PAIRS = frozenset({"both", "neither", "two", "sides", "side", "parties"})
"""Words of a phrase that stands for two powers at once."""
SPEAKERS = frozenset({"we", "i", "us", "our"})
UNION = "European Union"
LEAD = 400
"""Characters of the opening of a story, which says between whom it plays: a mention there counts twice."""
NEAR = 3
"""Characters between two sentences that follow one another, a paragraph's end included."""
SIDES = 2
"""Mentions beyond which an armed group is one of the two sides that a story is about."""
WITHIN = frozenset({"MIL", "REB", "OPP", "GOV", "UAF"})
"""Sectors of those who are a side of their country's war, where the text does not say of which country."""
DEAF = frozenset({"LEG", "MED", "CVL", "JRN"})
"""Sectors of hearers to whom something is said in passing: what one tells a parliament is no promise to its state."""
UNARMED = frozenset({"JRN", "MED", "BUS", "LEG", "EDU", "REL", "LAB", "NGO", "JUD", "HLH", "AGR"})
"""Sectors of groups that never fight: newspapers, firms, courts. A party may ("Hamas")."""
Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One article with its actors, and the words that take a stand."""

    article: Article
    cast: Cast
    rows: Mapping[StanceKey, StanceRow]
    openings: frozenset[StanceKey]
    """The first words of the rows, by part."""
    pair: tuple[Actor, ...]
    """The two powers that the article speaks of most, each by its first mention."""
    sentences: tuple[Sentence, ...] = ()
    torn: frozenset[str] = frozenset()
    """States whose army and rebels the article tells of: there a power may face another side of its own country."""

    def row(self, part: Part, lemma: str) -> StanceRow | None:
        """The row of a word in this use."""
        return self.rows.get((part, lemma))

    def opens(self, part: Part, *words: str) -> bool:
        """Whether one of the words begins a row of this use."""
        return any((part, word) in self.openings for word in words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """A word of stance found in a sentence, with its parties and matters."""

    sentence: Sentence
    word: int
    stance: Stance
    holders: tuple[Actor, ...]
    addressees: tuple[Actor, ...]
    matters: tuple[Offsets, ...]
    told: tuple[Actor, ...] = ()
    """To whom it was said, where a verb of speech above names them."""
    mutual: bool = False
    unnamed: bool = False
    """Whether it is taken toward somebody who is no power ("all parties", "the dissidents")."""
    said_by: Actor | None = None


def power_of(actor: Actor) -> str | None:
    """The state that an actor is or speaks for; the name of a body, or of the person who speaks for one."""
    return actor.country or (actor.name if actor.kind in {"igo", "group"} or actor.sector == "IGO" else None)


def leading(article: Article, cast: Cast) -> tuple[Actor, ...]:
    """The two powers that the article speaks of most, each by its first mention as a power."""
    mentions = [m for m in cast.within(0, len(article.text) + 1) if power_of(m)]
    counted: Counter[str | None] = Counter()
    for m in mentions:
        if m.country or m.name == UNION:
            counted[power_of(m)] += 2 if m.start < LEAD else 1
    top = [code for code, _ in counted.most_common(2)]
    return tuple(next(m for m in mentions if power_of(m) == code) for code in top)


def scene_of(
    article: Article,
    cast: Cast,
    rows: Mapping[StanceKey, StanceRow],
    openings: frozenset[StanceKey],
    sentences: Sequence[Sentence] = (),
) -> Scene:
    """What holds for the whole article."""
    mentions = cast.within(0, len(article.text) + 1)
    armed = Counter(m.country for m in mentions if m.country and is_armed(m))
    pair = leading(article, cast)
    second = sum(power_of(m) == power_of(pair[1]) for m in mentions) if len(pair) > 1 else 0
    if pair and armed[pair[0].country or ""] > max(SIDES, second):
        # A country at war within itself: the two are its state and those who fight it.
        fighter = next(m for m in mentions if m.country == pair[0].country and is_armed(m))
        state = next((m for m in mentions if m.country == fighter.country and not is_armed(m)), pair[0])
        pair = (state, fighter)
    return Scene(
        article=article,
        cast=cast,
        rows=rows,
        openings=openings,
        pair=pair,
        sentences=tuple(sentences),
        torn=frozenset(code for code, times in armed.items() if times > 1),
    )


def powers_at(sentence: Sentence, word: int | None, scene: Scene) -> tuple[Actor, ...]:
    """The powers, or those who speak for one, that the phrase at a word stands for."""
    if word is None:
        return ()
    actors = tuple(a for a in scene.cast.at(sentence, word) if a.kind in HOLDERS and power_of(a))
    if _is_pair(sentence, word):
        return _pair(actors, scene)
    if not actors and len(scene.torn) == 1:
        inside = (a for a in scene.cast.at(sentence, word) if a.sector in WITHIN and not a.candidates)
        actors = tuple(replace(a, country=min(scene.torn)) for a in inside)
    if actors:
        return distinct(actors)
    return _owner_inside(sentence, word, scene)


def _is_pair(sentence: Sentence, word: int) -> bool:
    phrase = grammar.phrase(sentence, word)
    lowered = {sentence.words[w].lower() for w in phrase}
    if not lowered & PAIRS:
        return False
    if "side" in lowered:
        return bool(lowered & {"neither", "either", "each"})
    return bool(lowered & {"both", "neither", "sides"}) or (
        "two" in lowered and sentence.tags[word] in {"NUM", "NOUN"}
    )


def _pair(actors: tuple[Actor, ...], scene: Scene) -> tuple[Actor, ...]:
    """ "Both countries" are the two nearest, unless the story is of two others altogether."""
    leading = {power_of(a) for a in scene.pair}
    found = {power_of(a) for a in actors}
    if len(found) == 2 and found & leading and len(leading) == 2:
        return actors
    return scene.pair if len(scene.pair) == 2 else actors


def _owner_inside(sentence: Sentence, word: int, scene: Scene) -> tuple[Actor, ...]:
    """ "Chinese vessels", "the Kremlin's spokesman": whose they are, for what is no actor itself."""
    if sentence.tags[word] not in {"NOUN", "PROPN"}:
        return ()
    for child in grammar.children(sentence, word, "nmod:poss", "amod", "compound", "nmod:desc"):
        if actor := mention_at(sentence, child, scene):
            return (actor,)
    return ()


def mention_at(sentence: Sentence, word: int, scene: Scene) -> Actor | None:
    """The power that a single word stands for."""
    actor = scene.cast.covering(sentence.starts[word], sentence.ends[word])
    return actor if actor is not None and power_of(actor) else None


def others(actors: Sequence[Actor], holder: Actor, scene: Scene) -> tuple[Actor, ...]:
    """The actors that do not speak for the holder's own power; sides of a torn country may face each other."""
    own = power_of(holder)
    kept = [a for a in actors if power_of(a) and (power_of(a) != own or at_odds(a, holder, scene))]
    seen: set[tuple[str | None, bool]] = set()
    found: list[Actor] = []
    for actor in kept:
        key = (power_of(actor), is_armed(actor))
        if key not in seen:
            seen.add(key)
            found.append(actor)
    return tuple(found)


def is_armed(actor: Actor) -> bool:
    """Whether an actor is a side of a war by itself: an armed group, rebels."""
    return actor.sector in {"REB", "UAF", "INS"} or (actor.kind == "group" and actor.sector not in UNARMED)


def at_odds(one: Actor, other: Actor, scene: Scene) -> bool:
    """Whether two actors of one country may be two sides of its war."""
    return one.country in scene.torn and not same(one, other)


def carried_on(sentence: Sentence, scene: Scene) -> tuple[Actor, ...]:
    """Whom a pronoun at the head of a sentence goes on about, where nobody else is found: the subject before it.

    "Egypt condemned the filling. It accused Addis Ababa": who acts or speaks in the sentence before, if that is
    near and names a power.
    """
    at = next((n for n, other in enumerate(scene.sentences) if other.start == sentence.start), 0)
    if at == 0:
        return ()
    before = scene.sentences[at - 1]
    root = grammar.root(before)
    if root is None or sentence.start - before.end > NEAR:
        return ()
    return powers_at(before, grammar.subject_of(before, root), scene)


def speech_of(sentence: Sentence, word: int) -> int | None:
    """The verb of speech in whose content the word stands, the nearest one."""
    return grammar.speech_above(sentence, word)


def speaker_of(sentence: Sentence, word: int, scene: Scene) -> tuple[Actor, ...]:
    """Who says what the word belongs to, in its own sentence."""
    says = speech_of(sentence, word)
    return powers_at(sentence, grammar.subject_of(sentence, says), scene) if says is not None else ()


def told_by_speech(sentence: Sentence, word: int, scene: Scene) -> tuple[Actor, ...]:
    """To whom it is said: "told Zelenskyy that China would send", "promised him"."""
    says = speech_of(sentence, word)
    if says is None:
        return ()
    found: list[Actor] = []
    for hearer in (
        *grammar.children(sentence, says, "iobj", "obj"),
        *(w for marker, w in grammar.obliques(sentence, says) if marker == "to"),
    ):
        found += powers_at(sentence, hearer, scene)
    return tuple(a for a in found if a.sector not in DEAF)
