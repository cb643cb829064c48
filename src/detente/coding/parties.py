"""Parties: which actors stand where an act says that its parties stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from detente import grammar
from detente.types import Actor, Sentence, Where

BEHIND_AN_ACTOR = ("of", "by", "from", "between", "among", "within", "with", "in")
BEHIND_A_RECIPIENT = (
    *BEHIND_AN_ACTOR,
    *(
        "on",
        "against",
        "to",
        "for",
        "at",
        "into",
        "near",
        "over",
        "towards",
        "toward",
        "along",
        "around",
        "off",
    ),
)
DEPTH = 3
FARTHEST = 400
"""No mention is longer than this many characters."""


class Actors(Protocol):
    """What coding needs of the actors room: the mentions of an article, resolved."""

    @property
    def mentions(self) -> Sequence[Actor]: ...


@dataclass(frozen=True, slots=True)
class Mentions:
    """An article's mentions of actors and places, found by offset."""

    actors: tuple[Actor, ...]
    starts: tuple[int, ...]
    places: tuple[Where, ...]

    @classmethod
    def of(cls, actors: Iterable[Actor], places: Iterable[Where]) -> Mentions:
        """The mentions in order of their starts; of two at the same start the longer one first."""
        ordered = tuple(sorted(actors, key=lambda actor: (actor.start, -actor.end)))
        return cls(ordered, tuple(actor.start for actor in ordered), tuple(places))

    def within(self, start: int, end: int) -> tuple[Actor, ...]:
        """The actors mentioned between two offsets."""
        first = bisect_right(self.starts, start - 1)
        return tuple(a for a in self.actors[first : bisect_right(self.starts, end)] if a.end <= end)

    def around(self, start: int, end: int) -> tuple[Actor, ...]:
        """All mentions that cover a word, the longest first."""
        found = []
        for at in range(bisect_right(self.starts, start) - 1, -1, -1):
            actor = self.actors[at]
            if start - actor.start > FARTHEST:
                break
            if actor.start <= start and actor.end >= end:
                found.append(actor)
        return tuple(sorted(found, key=lambda actor: actor.start - actor.end))

    def covering(self, start: int, end: int) -> tuple[Actor, ...]:
        """The longest mention that covers a word: several actors where one phrase stands for several."""
        best: list[Actor] = []
        for at in range(bisect_right(self.starts, start) - 1, -1, -1):
            actor = self.actors[at]
            if start - actor.start > FARTHEST:
                break
            if actor.end < end or actor.start > start:
                continue
            if best and (actor.start, actor.end) == (best[0].start, best[0].end):
                best.append(actor)
            elif not best or actor.end - actor.start > best[0].end - best[0].start:
                best = [actor]
        return tuple(reversed(best))

    def place(self, start: int, end: int) -> Where | None:
        """The place that covers a word."""
        return next((p for p in self.places if p.start <= start and p.end >= end), None)


@dataclass(frozen=True, slots=True)
class Found:
    """Actors found for one role, and how far from the expected words (0: right there)."""

    actors: tuple[Actor, ...] = ()
    word: int = -1
    steps: int = 0


def find(sentence: Sentence, words: Iterable[int], mentions: Mentions, role: str) -> Found:
    """The members of the first of these words that stands for any actor.

    `role` is "actor" or "recipient": for a recipient, also a place inside the phrase may answer
    ("aid to victims in Yemen").
    """
    for word in words:
        members: list[Actor] = []
        steps = 0
        for conjunct in grammar.conjuncts(sentence, word):
            actors, distance = _at(sentence, conjunct, mentions, role, DEPTH)
            members += [a for a in actors if not any(same(a, m) for m in members)]
            steps = max(steps, distance)
        if members:
            return Found(tuple(members), word, steps)
    return Found()


def same(left: Actor, right: Actor) -> bool:
    """Whether two mentions stand for the same party."""
    keys = [(a.kind, a.country, a.sector, a.name) for a in (left, right)]
    if (left.start, left.end) == (right.start, right.end):
        return keys[0] == keys[1]
    if left.name is not None or right.name is not None:
        return left.name == right.name and left.country == right.country
    return left.text == right.text and keys[0] == keys[1]


def _at(
    sentence: Sentence, word: int, mentions: Mentions, role: str, depth: int
) -> tuple[tuple[Actor, ...], int]:
    direct = _headed_by(sentence, word, mentions)
    if direct and role == "recipient" and _lies_within(sentence, word, direct[0]):
        # "Its ambassador to Tehran": a place inside a longer mention is the party that the path leads to.
        placed = _as_place(sentence, word, mentions, role)
        if placed:
            return placed, DEPTH - depth
    if direct:
        direct = _named_beside(sentence, word, mentions, direct)
        return (*_coordinated(sentence, word, mentions, direct), *direct), DEPTH - depth
    if depth == 0:
        return (), 0
    for below in _inside(sentence, word, role):
        actors = [
            a
            for conjunct in grammar.conjuncts(sentence, below)
            for a in _at(sentence, conjunct, mentions, role, depth - 1)[0]
        ]
        if actors:
            return tuple(actors), DEPTH - depth + 1
    return _as_place(sentence, word, mentions, role), DEPTH - depth + 1


def _headed_by(sentence: Sentence, word: int, mentions: Mentions) -> tuple[Actor, ...]:
    """The longest mention of which the word is the head; else the longest that covers it."""
    longest = mentions.covering(sentence.starts[word], sentence.ends[word])
    around = mentions.around(sentence.starts[word], sentence.ends[word])
    if len(around) <= len(longest) or grammar.word_at(sentence, longest[0].start, longest[0].end) == word:
        return longest
    for actor in around[len(longest) :]:
        if grammar.word_at(sentence, actor.start, actor.end) == word:
            return tuple(a for a in around if (a.start, a.end) == (actor.start, actor.end))
    return longest


def _lies_within(sentence: Sentence, word: int, actor: Actor) -> bool:
    """Whether the word stands behind a preposition inside a mention whose head is another word."""
    head = grammar.word_at(sentence, actor.start, actor.end)
    return head != word and bool(grammar.case_marker(sentence, word))


def _named_beside(
    sentence: Sentence, word: int, mentions: Mentions, direct: tuple[Actor, ...]
) -> tuple[Actor, ...]:
    """A bare description made plain by what stands in it or beside it.

    "Prime minister Ehud Olmert" is the person; "Bush administration officials" and "the president's party"
    are of the country of whoever stands inside; "talks with the Taliban" are no party, the Taliban are.
    """
    if len(direct) != 1 or direct[0].name is not None:
        return direct
    for marker, below in grammar.obliques(sentence, word):
        several = [
            _narrower(sentence, w, mentions, direct[0]) or _beyond(sentence, w, mentions, direct[0])
            for w in grammar.conjuncts(sentence, below)
        ]
        if (
            marker in {"of", "from"}
            and direct[0].kind == "unnamed"
            and all(several)
            and len({a.country for a in several if a is not None}) > 1
        ):
            # "The two leaders of Greece and Turkey": one phrase, two powers.
            return tuple(actor for actor in several if actor is not None)
    if direct[0].country is not None:
        return direct
    for below in grammar.children(sentence, word, "appos", "flat", "compound", "nmod:desc"):
        beside = mentions.covering(sentence.starts[below], sentence.ends[below])
        if any(a.kind == "person" and a not in direct for a in beside):
            return beside
    for marker, below in grammar.obliques(sentence, word):
        party = _narrower(sentence, below, mentions, direct[0])
        if party is not None and marker in {"with", "against", "on", "between"}:
            return (party,)
    inside = [*grammar.children(sentence, word, "nmod:poss", "compound", "amod")]
    inside += [
        w for marker, w in grammar.obliques(sentence, word) if marker in {"of", "for", "from", "in", "to"}
    ]
    for below in inside:
        party = _narrower(sentence, below, mentions, direct[0])
        if party is not None:
            name = party.name if party.kind in {"igo", "group"} else None
            return (replace(direct[0], country=party.country, name=name),)
    return direct


def _beyond(sentence: Sentence, word: int, mentions: Mentions, wider: Actor) -> Actor | None:
    """The state that a word stands for behind a mention that was cut short: "officials from the US, Japan"."""
    found = mentions.covering(sentence.starts[word], sentence.ends[word])
    outside = len(found) == 1 and found[0].start >= wider.end
    return found[0] if outside and found[0].kind in {"state", "igo"} else None


def _narrower(sentence: Sentence, word: int, mentions: Mentions, wider: Actor) -> Actor | None:
    """The identified actor whom a word inside a wider mention stands for."""
    for actor in mentions.around(sentence.starts[word], sentence.ends[word]):
        if actor.end - actor.start < wider.end - wider.start and (actor.country or actor.name):
            return actor
    return None


def _coordinated(
    sentence: Sentence, word: int, mentions: Mentions, direct: tuple[Actor, ...]
) -> tuple[Actor, ...]:
    """The other half of "Hungarian and Romanian officials", where one word is head to two actors."""
    found: list[Actor] = []
    for modifier in grammar.children(sentence, word, "amod", "compound", "nmod:poss"):
        group = grammar.conjuncts(sentence, modifier)
        for one in group if len(group) > 1 else ():
            found += [
                a for a in mentions.covering(sentence.starts[one], sentence.ends[one]) if a not in direct
            ]
    return tuple(dict.fromkeys(found))


def _inside(sentence: Sentence, word: int, role: str) -> list[int]:
    """Where to look next inside a phrase whose head is no actor by itself, in order of trust."""
    below = list(grammar.children(sentence, word, "nmod:poss", "appos", "flat"))
    prepositions = BEHIND_AN_ACTOR if role == "actor" else BEHIND_A_RECIPIENT
    behind = [(prepositions.index(m), w) for m, w in grammar.obliques(sentence, word) if m in prepositions]
    nearby = [w for rank, w in sorted(behind) if rank < 4]
    naming = [
        c
        for c in grammar.children(sentence, word, "amod", "compound", "nmod:desc", "nmod:unmarked")
        # "Chinese coast guard ships": what names whose they are may stand in small letters.
        if sentence.words[c][:1].isupper() or sentence.relations[c] == "compound"
    ]
    further = [w for rank, w in sorted(behind) if rank >= 4]
    clauses = [c for c in grammar.children(sentence, word, "acl") if sentence.relations[c] == "acl"]
    agents = [a for c in clauses for a in (grammar.agent_of(sentence, c),) if a is not None]
    aims = [t for c in clauses if role == "recipient" for t in _aimed_at(sentence, c)]
    return below + naming + nearby + agents + further + aims


def _aimed_at(sentence: Sentence, clause: int) -> list[int]:
    """Whom a "to" clause is about: "Sudan" of "a move to impose sanctions on Sudan"."""
    thing = grammar.object_of(sentence, clause)
    return ([thing] if thing is not None else []) + [w for _, w in grammar.obliques(sentence, clause)]


def _as_place(sentence: Sentence, word: int, mentions: Mentions, role: str) -> tuple[Actor, ...]:
    place = mentions.place(sentence.starts[word], sentence.ends[word])
    if place is None or place.country is None or role != "recipient":
        return ()
    return (state_of(place),)


def state_of(place: Where) -> Actor:
    """The state in which a place lies, as a party; by name only where the place is the country itself."""
    return Actor(
        text=place.text,
        start=place.start,
        end=place.end,
        kind="state",
        country=place.country,
        name=place.name if place.precision == "country" else None,
        confidence=0.6,
    )
