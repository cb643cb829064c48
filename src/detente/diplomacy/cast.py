"""Who stands at a word: from noun phrases to the actors that their mentions stand for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from detente import grammar
from detente.types import Actor, Sentence

EMBASSY_WORDS = frozenset(
    {"side", "sides", "delegation", "delegations", "team", "teams", "negotiators", "officials"}
)


SIDES = EMBASSY_WORDS | frozenset(
    {"government", "leader", "minister", "official", "side", "delegation", "army", "president"}
)

PEOPLE = frozenset({"person", "unnamed"})
ARMED = frozenset({"REB", "OPP"})
"""Sectors whose people do not stand for the state that they are of."""
PRIVATE = frozenset({"AGR", "BUS", "CRM", "EDU", "JRN", "LAB", "MED", "REF"})
"""Sectors of society (`knowledge/sectors.py`) whose people and bodies are no power."""


class Cast:
    """The actor mentions of one article, found by position."""

    def __init__(self, mentions: Iterable[Actor]) -> None:
        self._mentions = sorted(mentions, key=lambda m: (m.start, -m.end))
        self._starts = [m.start for m in self._mentions]

    def rereading(self, mentions: Sequence[Actor]) -> Cast:
        """The cast with these mentions in place of those that lie inside them."""
        if not mentions:
            return self
        kept = (m for m in self._mentions if not any(n.start <= m.start and m.end <= n.end for n in mentions))
        return Cast((*kept, *mentions))

    def within(self, start: int, end: int) -> tuple[Actor, ...]:
        """The mentions that lie between two offsets, in order."""
        first = bisect_left(self._starts, start)
        found = []
        for mention in self._mentions[first:]:
            if mention.start >= end:
                break
            if mention.end <= end:
                found.append(mention)
        return tuple(found)

    def covering(self, start: int, end: int) -> Actor | None:
        """The mention that covers both offsets: the shortest, which is the word's own ("the king" of "the king's visit")."""
        first = bisect_left(self._starts, start + 1)
        covering = [
            m for m in self._mentions[max(0, first - 40) : first] if m.start <= start and m.end >= end
        ]
        return min(covering, key=lambda m: m.end - m.start, default=None)

    def beginning(self, start: int) -> Actor | None:
        """The longest mention that begins at an offset."""
        first = bisect_left(self._starts, start)
        here = first < len(self._starts) and self._starts[first] == start
        return self._mentions[first] if here else None

    def at(self, sentence: Sentence, word: int) -> tuple[Actor, ...]:
        """The actors of the phrase headed by a word, coordinated ones each; without those inside it."""
        found: list[Actor] = []
        for head in grammar.conjuncts(sentence, word):
            found += self.single(sentence, head)
        return distinct(found)

    def single(self, sentence: Sentence, word: int) -> tuple[Actor, ...]:
        """The actors of one phrase alone: several where it speaks of several ("ministers of Chad and Niger")."""
        named = self._named_beside(sentence, word)
        if named:
            return named
        actor = self._one(sentence, word)
        if actor is None:
            return self._owners(sentence, word)
        renamed = any(
            self.covering(sentence.starts[w], sentence.ends[w]) for w in grammar.appositions(sentence, word)
        )
        if actor.kind == "person" and _is_plural(sentence, word) and not renamed:
            # "The Foreign Ministers of Chad and Niger" are not the one who holds that office in Chad.
            actor = replace(actor, kind="unnamed", name=None, office=None)
        return self._of_each_state(sentence, word, actor) or (actor, *self._twins(actor))

    def _named_beside(self, sentence: Sentence, word: int) -> tuple[Actor, ...]:
        """ "The foreign ministers, John Kerry and Bruno Rodríguez": several behind a plural that renames them."""
        if "Number=Plur" not in sentence.features[word] or sentence.tags[word] != "NOUN":
            return ()
        found: list[Actor] = []
        for other in grammar.appositions(sentence, word):
            for each in grammar.conjuncts(sentence, other):
                actor = self.covering(sentence.starts[each], sentence.ends[each])
                found += [actor] if actor is not None and actor.kind == "person" else []
        return distinct(found) if len(distinct(found)) > 1 else ()

    def before(self, start: int, since: int) -> tuple[Actor, ...]:
        """The persons mentioned between two offsets, each once."""
        return distinct([m for m in self.within(since, start) if m.kind == "person" and m.name])

    def _of_each_state(self, sentence: Sentence, word: int, actor: Actor) -> tuple[Actor, ...]:
        """ "The Foreign Ministers of Chad and Niger" are one of each; without those of other conjuncts."""
        if actor.kind != "unnamed" or "Number=Plur" not in sentence.features[word]:
            return ()
        states: list[Actor] = []
        groups: list[Actor] = []
        bodies: list[Actor] = []
        for preposition, owner in grammar.obliques(sentence, word):
            if preposition in {"of", "from"}:
                start, end = grammar.span_of(sentence, grammar.subtree(sentence, owner, grammar.CLAUSES))
                states += [a for a in self.within(start, end) if a.kind == "state"]
                groups += [a for a in self.within(start, end) if a.kind == "group" and a.name]
                bodies += [a for a in self.within(start, end) if a.kind == "igo"]
        if not states and bodies and actor.country is None:
            return tuple(bodies[:1])
        if len(states) + len(groups) < 2:
            return ()
        each = [replace(actor, country=s.country, start=s.start, end=s.end, text=s.text) for s in states]
        return distinct(each + groups)

    def _owners(self, sentence: Sentence, word: int) -> tuple[Actor, ...]:
        """ "The governments of Poland and Ukraine", where no mention covers them: the powers whose they are."""
        if "Number=Plur" not in sentence.features[word] or sentence.lemmas[word].lower() not in SIDES:
            return ()
        found: list[Actor] = []
        for preposition, owner in grammar.obliques(sentence, word):
            if preposition == "of":
                start, end = grammar.span_of(sentence, grammar.subtree(sentence, owner, grammar.CLAUSES))
                found += [a for a in self.within(start, end) if a.kind in {"state", "group"}]
        return distinct(found) if len(found) > 1 else ()

    def _twins(self, actor: Actor) -> Iterator[Actor]:
        """Whom else the same words stand for: "both sides" are two states."""
        first = bisect_left(self._starts, actor.start)
        for mention in self._mentions[first:]:
            if mention.start > actor.start:
                return
            if mention.end == actor.end and mention is not actor:
                yield mention

    def _one(self, sentence: Sentence, head: int) -> Actor | None:
        actor = self.covering(sentence.starts[head], sentence.ends[head])
        if actor is not None and (actor.name or actor.country):
            return self._behind(sentence, actor) or actor if actor.kind == "state" else actor
        # "China's foreign minister, Qin Gang": the apposition may know more than the description.
        for other in grammar.appositions(sentence, head):
            known = self.covering(sentence.starts[other], sentence.ends[other])
            if known is not None and (known.name or known.country):
                return known
        for flat in grammar.children(sentence, head, "flat"):
            known = self.covering(sentence.starts[flat], sentence.ends[flat])
            if known is not None:
                return known
        if actor is None and sentence.lemmas[head].lower() in EMBASSY_WORDS:
            inside = self.within(*grammar.phrase_span(sentence, head))
            return inside[0] if inside else None
        return actor

    def _behind(self, sentence: Sentence, state: Actor) -> Actor | None:
        """ "Republic of Korea (ROK) Foreign Minister Chung": the person whom the state's name only introduces."""
        words = sentence.words
        first = next((w for w, at in enumerate(sentence.starts) if at >= state.end), len(words))
        if words[first : first + 1] == ("(",) and words[first + 2 : first + 3] == (")",):
            first += 3
        person = self.beginning(sentence.starts[first]) if first < len(words) else None
        own = person is not None and person.kind == "person" and person.country == state.country
        return person if own else None


def _is_plural(sentence: Sentence, word: int) -> bool:
    named = any(n.first <= word <= n.last for n in sentence.names)
    return "Number=Plur" in sentence.features[word] and not named


def distinct(actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """The actors without those that stand for somebody already there."""
    kept: list[Actor] = []
    for actor in actors:
        if not any(same(actor, other) for other in kept):
            kept.append(actor)
    return tuple(kept)


def attending(actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """Those at the table, each once: people stand for their power, so a state takes part only where nobody of it does.

    Words that hold another one's mention tell no further party: "the president's talks with Y" beside Y.
    """
    parties = distinct(actors)
    people = {a.country for a in parties if a.kind in PEOPLE and a.country and a.sector not in ARMED}
    return tuple(
        a
        for a in parties
        if not (a.kind == "state" and a.country in people)
        and not (a.kind == "unnamed" and any(b.kind == "person" and _is_inside(b, a) for b in parties))
    )


def is_private(actor: Actor) -> bool:
    """Whether somebody is of no power: a newspaper, a firm, tourists."""
    return actor.sector in PRIVATE and not actor.office


def _is_inside(one: Actor, other: Actor) -> bool:
    return other.start <= one.start and one.end <= other.end and one.end - one.start < other.end - other.start


def same(a: Actor, b: Actor) -> bool:
    """Whether two mentions stand for one actor, as far as their names and offices tell."""
    if a.kind == b.kind == "person" and a.name and b.name:
        return a.name == b.name
    if a.start == b.start and a.end == b.end:
        return a.country == b.country
    if a.kind == b.kind == "state":
        return a.country == b.country
    if a.name and b.name:
        return a.name == b.name and a.kind == b.kind
    return a.kind == b.kind and a.text.lower() == b.text.lower() and a.country == b.country


def states_of(actors: Iterable[Actor]) -> tuple[str, ...]:
    """Codes of the actors' states, each once, in alphabetical order."""
    return tuple(sorted({a.country for a in actors if a.country}))
