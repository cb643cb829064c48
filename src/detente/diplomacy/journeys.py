"""Journeys: who travels to whose country, from where, with whom and for what, as one verb or noun tells it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from detente import grammar
from detente.diplomacy.cast import Cast, distinct
from detente.diplomacy.company import WITH, listed
from detente.knowledge.states import state_by_code
from detente.types import Actor, Sentence, Span

TRAVELLERS = frozenset({"person", "unnamed"})
SEATS = frozenset({"capital", "city", "port", "resort", "island", "kingdom", "town"})
PURPOSES = frozenset({"for"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """One journey to one country."""

    travellers: tuple[Actor, ...]
    host: Actor | None
    delegation: tuple[Actor, ...] = ()
    purpose: Span | None = None
    goal: int | None = None
    """The word that names where it goes."""


def journeys(
    sentence: Sentence,
    word: int,
    places: Sequence[str],
    own: Sequence[Actor],
    cast: Cast,
    carrier: int | None = None,
) -> Iterator[Journey]:
    """A journey for each country that a verb or noun of travel names, or one without, if only the traveller is told.

    `places` are the prepositions of the goal, "" for a direct object; `carrier` is the verb over a noun.
    """
    travellers = distinct([a for a in own if a.kind in TRAVELLERS])
    if not travellers:
        return
    goals = list(_goals(sentence, word, places))
    if not goals and carrier is not None:
        # "Extended his visit to Egypt by a day": parsers hang the goal on the verb.
        goals = [g for g in _goals(sentence, carrier, [p for p in places if p == "to"]) if g > word]
    delegation = _companions(sentence, word, travellers, cast)
    purpose = _purpose(sentence, word)
    hosts: list[tuple[int | None, Actor | None]] = [
        (goal, actor) for goal in goals for actor in _states_at(sentence, goal, cast)
    ] or _people_visited(sentence, goals, cast)
    bare = sentence.tags[word] == "VERB" and not _names_place(sentence, goals, cast)
    if not hosts and bare and not (delegation and not goals):
        return
    for goal, host in hosts or [(goals[0] if goals else None, None)]:
        yield Journey(travellers=travellers, host=host, delegation=delegation, purpose=purpose, goal=goal)


def _goals(sentence: Sentence, word: int, places: Sequence[str]) -> Iterator[int]:
    for preposition, head in grammar.obliques(sentence, word):
        if preposition in places and preposition and sentence.lemmas[head].lower() not in grammar.TIMES:
            yield from grammar.conjuncts(sentence, head)
    target = grammar.object_of(sentence, word) if "" in places else None
    if target is not None:
        yield from grammar.conjuncts(sentence, target)


def _states_at(sentence: Sentence, goal: int, cast: Cast) -> Iterator[Actor]:
    """The state that is the goal, or that the goal is said to lie in: "Naples, Italy"."""
    for word in (goal, *grammar.children(sentence, goal, "appos", "nmod:unmarked")):
        actor = cast.covering(sentence.starts[word], sentence.ends[word])
        if actor is not None and actor.kind == "state":
            # "Both capitals" are two.
            yield from [a for a in cast.single(sentence, word) if a.kind == "state"] or [actor]
            return
    if sentence.lemmas[goal].lower() in SEATS:
        # "In the Serbian capital".
        inside = [a for a in cast.within(*grammar.phrase_span(sentence, goal)) if a.kind == "state"]
        yield from inside[:1]


def _people_visited(
    sentence: Sentence, goals: Sequence[int], cast: Cast
) -> list[tuple[int | None, Actor | None]]:
    """ "Erdogan, whom Zelenskyy visited in Istanbul": who is visited stands for his state."""
    people = [(goal, a) for goal in goals for a in cast.single(sentence, goal) if a.kind == "person"]
    found: list[tuple[int | None, Actor | None]] = []
    for goal, person in people:
        state = state_by_code().get(person.country or "")
        if state is not None:
            found.append((goal, replace(person, kind="state", name=state.name, office=None, sector="GOV")))
    return found


def _names_place(sentence: Sentence, goals: Sequence[int], cast: Cast) -> bool:
    """Whether a goal is a place by its looks: a name that stands for no person ("Beijing", no "troops")."""
    for goal in goals:
        actors = cast.single(sentence, goal)
        if sentence.tags[goal] == "PROPN" and not any(a.kind in {"person", "igo", "group"} for a in actors):
            return True
    return False


def _companions(sentence: Sentence, word: int, travellers: Sequence[Actor], cast: Cast) -> tuple[Actor, ...]:
    """Who comes along: "with Defense Secretary Austin", "accompanied by a delegation of ministers"."""
    found: list[Actor] = []
    target = grammar.object_of(sentence, word)
    if target is not None and sentence.lemmas[word].lower() == "accompany":
        found += listed(sentence, target, cast).sure
    for preposition, head in grammar.obliques(sentence, word):
        if preposition in WITH:
            found += listed(sentence, head, cast).sure
    for clause in grammar.children(sentence, word, "advcl", "acl"):
        if sentence.lemmas[clause].lower() == "accompany":
            agent = grammar.agent_of(sentence, clause)
            found += listed(sentence, agent, cast).sure if agent is not None else ()
    countries = {a.country for a in travellers}
    return distinct([a for a in found if a.kind in TRAVELLERS and a.country in countries])


def _purpose(sentence: Sentence, word: int) -> Span | None:
    """What a journey is for: "to discuss the ceasefire", "for talks on trade"."""
    for clause in grammar.children(sentence, word, "advcl", "acl", "xcomp"):
        if grammar.tense(sentence, clause) == "infinitive":
            return _span(sentence, grammar.subtree(sentence, clause))
    for preposition, head in grammar.obliques(sentence, word):
        if preposition in PURPOSES and sentence.tags[head] == "NOUN":
            words = grammar.subtree(sentence, head)
            if not any(sentence.lemmas[w].lower() in grammar.TIMES for w in grammar.phrase(sentence, head)):
                return _span(sentence, words)
    return None


def _span(sentence: Sentence, words: tuple[int, ...]) -> Span:
    kept = [w for w in words if sentence.tags[w] != "PUNCT" or min(words) < w < max(words)]
    start, end = grammar.span_of(sentence, tuple(kept))
    # The words themselves are cut from the article where the encounter is made.
    return Span(text="", start=start, end=end)
