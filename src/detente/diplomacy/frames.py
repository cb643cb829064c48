"""An article as the reader of encounters and stands takes it: stretches of sentences with every power marked.

A frame begins with the names of the powers that the article speaks of and with its title; then come the sentences it
reads, after those just before them. Each power has a place of its own, which its name and all that stands for it (people,
capitals, pronouns that were resolved) share, so that the reader knows without any table that "Lavrov" and "Moscow" are one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.diplomacy.stands import power_of
from detente.knowledge.states import state_by_code
from detente.types import Actor, Article, Sentence, When, Where

Pieces = Callable[[str], tuple[int, ...]]
POWERS = 12
"""Powers that have a place of their own in a frame; place 0 is nobody's."""
LONGEST = 300
"""Pieces of a frame."""
BEFORE = 2
"""Sentences before those that are read, for what they refer to."""
TITLE = 24
HEADING, TITLED = -2, -1
KINDS = ("none", "state", "person", "igo", "group", "unnamed", "pronoun", "place", "time")
_WORD = re.compile(r"\w+|[^\w\s]")
PRONOUNS = frozenset(
    [
        "he",
        "she",
        "they",
        "it",
        "him",
        "her",
        "them",
        "his",
        "its",
        "their",
        "we",
        "us",
        "our",
        "i",
        "me",
        "my",
        "you",
        "your",
        "both",
        "two",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words of a frame that stand for a power, or for a time (`place` 0)."""

    first: int
    last: int
    sentence: int
    place: int
    kind: int
    actor: Actor | None = None
    when: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Words with their pieces, and who stands where."""

    pieces: tuple[int, ...]
    firsts: tuple[int, ...]
    """The first piece of each word, [CLS] counted."""
    lasts: tuple[int, ...]
    sentences: tuple[int, ...]
    """Number of the sentence of each word; `HEADING` and `TITLED` before them."""
    words: tuple[int, ...]
    """Number of each word in its sentence."""
    powers: tuple[str, ...]
    """The power of each place, from place 1 on."""
    mentions: tuple[Mention, ...]
    since: int
    """The first sentence that this frame reads; those before it only stand there."""
    read: tuple[Sentence, ...] = ()
    """The sentences in it."""


def frames(
    sentences: Sequence[Sentence],
    article: Article,
    mentions: Sequence[Actor],
    times: Sequence[When],
    places: Sequence[Where],
    pieces: Pieces,
    wanted: Callable[[Sentence], bool] | None = None,
) -> Iterator[Frame]:
    """The frames that read these sentences of an article, in order; with `wanted`, those alone and the one before each."""
    named = _named(mentions, places)
    standing = _standing(named)
    kept = _kept(sentences, wanted)
    sizes = [sum(len(pieces(word)) for word in s.words) for s in kept]
    at = 0
    while at < len(kept):
        powers = _powers(named, kept[max(0, at - BEFORE)].start)
        heading = [w for power in powers for w in (*_words(_name(power)), ";")]
        title = _words(article.title or "")[:TITLE]
        room = LONGEST - sum(len(pieces(w)) for w in (*heading, *title)) - 3
        first = max(0, at - BEFORE)
        while first < at and sum(sizes[first:at]) > room // 2:
            first += 1
        last = at + 1
        while last < len(kept) and sum(sizes[first : last + 1]) <= room:
            last += 1
        yield _frame(kept[first:last], kept[at].index, powers, title, named, standing, times, pieces)
        at = last


def _kept(sentences: Sequence[Sentence], wanted: Callable[[Sentence], bool] | None) -> Sequence[Sentence]:
    if wanted is None or not sentences:
        return sentences
    asked = [wanted(sentence) for sentence in sentences]
    return [s for s, own, after in zip(sentences, asked, [*asked[1:], False], strict=True) if own or after]


def _named(mentions: Sequence[Actor], places: Sequence[Where]) -> list[tuple[Actor | Where, str]]:
    """All that stands for a power, with it, in the order of the text; places where no actor stands."""
    found: list[tuple[Actor | Where, str]] = [(m, p) for m in mentions if (p := power_of(m))]
    taken = {(m.start, m.end) for m in mentions if power_of(m)}
    known = state_by_code()
    for place in places:
        if place.country in known and not any(s <= place.start < e for s, e in taken):
            found.append((place, place.country or ""))
    return sorted(found, key=lambda f: (f[0].start, -f[0].end))


def _powers(named: Sequence[tuple[Actor | Where, str]], start: int) -> tuple[str, ...]:
    """The powers that have a place: those named most, and rather near this frame than far from it."""
    counted: Counter[str] = Counter()
    for mention, power in named:
        counted[power] += (2 if isinstance(mention, Actor) else 1) * (
            3 if abs(mention.start - start) < 1200 else 1
        )
    return tuple(power for power, _ in counted.most_common(POWERS))


def _name(power: str) -> str:
    state = state_by_code().get(power)
    return state.name if state is not None else power


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _frame(
    read: Sequence[Sentence], since: int, powers: tuple[str, ...], title: Sequence[str],
    named: Sequence[tuple[Actor | Where, str]], standing: Mapping[str, Actor], times: Sequence[When], pieces: Pieces,
) -> Frame:  # fmt: skip
    words: list[tuple[str, int, int]] = []
    found: list[Mention] = []
    for place, power in enumerate(powers, 1):
        first = len(words)
        words += [(w, HEADING, 0) for w in _words(_name(power))]
        found.append(
            Mention(
                first=first, last=len(words) - 1, sentence=HEADING, place=place, kind=1, actor=standing[power]
            )
        )
        words.append((";", HEADING, 0))
    words += [(w, TITLED, n) for n, w in enumerate(title)]
    places = {power: place for place, power in enumerate(powers, 1)}
    for sentence in read:
        base = len(words)
        words += [(w, sentence.index, n) for n, w in enumerate(sentence.words)]
        for mention, power in named:
            if sentence.start <= mention.start < sentence.end and power in places:
                within = _within(sentence, mention.start, mention.end)
                if within is not None:
                    found.append(
                        Mention(
                            first=base + within[0],
                            last=base + within[1],
                            sentence=sentence.index,
                            place=places[power],
                            kind=_kind(mention),
                            actor=mention if isinstance(mention, Actor) else _of_place(mention),
                        )
                    )
        for when in times:
            if sentence.start <= when.start < sentence.end:
                within = _within(sentence, when.start, when.end)
                if within is not None:
                    found.append(
                        Mention(
                            first=base + within[0],
                            last=base + within[1],
                            sentence=sentence.index,
                            place=0,
                            kind=KINDS.index("time"),
                            when=when,
                        )
                    )
    return _assembled(words, found, powers, since, read, pieces)


def _standing(named: Sequence[tuple[Actor | Where, str]]) -> dict[str, Actor]:
    """Who stands for each power where a frame does not name it: its first mention, of the state itself where there is one."""
    found: dict[str, Actor] = {}
    for mention, power in named:
        actor = mention if isinstance(mention, Actor) else _of_place(mention)
        if power not in found or (
            actor.kind in {"state", "igo"} and found[power].kind not in {"state", "igo"}
        ):
            found[power] = actor
    return found


def _assembled(
    words: Sequence[tuple[str, int, int]], found: Sequence[Mention], powers: tuple[str, ...], since: int,
    read: Sequence[Sentence], pieces: Pieces,
) -> Frame:  # fmt: skip
    flat: list[int] = [101]
    firsts: list[int] = []
    lasts: list[int] = []
    for word, _, _ in words:
        firsts.append(len(flat))
        flat += pieces(word)
        lasts.append(len(flat) - 1)
    return Frame(
        pieces=(*flat, 102),
        firsts=tuple(firsts),
        lasts=tuple(lasts),
        sentences=tuple(s for _, s, _ in words),
        words=tuple(n for _, _, n in words),
        powers=powers,
        mentions=tuple(found),
        since=since,
        read=tuple(read),
    )


def _within(sentence: Sentence, start: int, end: int) -> tuple[int, int] | None:
    inside = [
        n
        for n, (s, e) in enumerate(zip(sentence.starts, sentence.ends, strict=True))
        if s < end and e > start
    ]
    return (inside[0], inside[-1]) if inside else None


def _kind(mention: Actor | Where) -> int:
    if isinstance(mention, Where):
        return KINDS.index("place")
    return KINDS.index("pronoun" if mention.text.lower() in PRONOUNS else mention.kind)


def _of_place(place: Where) -> Actor:
    """The state of a place, as an actor."""
    state = state_by_code()[place.country or ""]
    return Actor(
        text=place.text, start=place.start, end=place.end, kind="state",
        country=state.code, sector="GOV", name=state.name, confidence=0.8,
    )  # fmt: skip


def marked(frame: Frame) -> tuple[list[int], list[int], list[int]]:
    """The pieces of a frame, and of each the place and the kind of the mention it belongs to (0: none)."""
    places, kinds = [0] * len(frame.pieces), [0] * len(frame.pieces)
    # The shortest mention says what a word is: it is written last.
    for m in sorted(frame.mentions, key=lambda m: m.first - m.last):
        for piece in range(frame.firsts[m.first], frame.lasts[m.last] + 1):
            places[piece], kinds[piece] = m.place, m.kind
    return list(frame.pieces), places, kinds
