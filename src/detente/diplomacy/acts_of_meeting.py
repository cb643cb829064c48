"""Encounters told without a word of meeting, by what stands beside the act: by telephone, over lunch, as somebody's guest.

"Told Merkel by telephone" is a call, "pressed him over dinner" a meal, "had Putin at his table", "handed the plan to
Mottaki in Tehran" and "was with the president for an hour" are meetings, "was Kim's guest in Pyongyang" is a visit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente import grammar
from detente.diplomacy.cast import distinct, states_of
from detente.diplomacy.company import WITH, Company, listed, partners
from detente.diplomacy.scene import Scene, Sighting, actors_at, own_side, sighting_of
from detente.types import Actor, EncounterForm, Sentence

PEOPLE = frozenset({"person", "unnamed"})
TOLD_TO = ("to", "with", "before", "from", "on")
BY_WIRE = frozenset({"by", "over", "on", "via", "through", "in"})
AT_TABLE = frozenset({"over"})
GUEST = frozenset({"guest", "visitor"})
SIDE = frozenset({"alone", "together"})
SPENT = frozenset({"hour", "minute", "half-hour"})
MEANS = SPENT | {"line"}
PLACED = frozenset({"in", "at", "aboard", "on"})


def of_act(scene: Scene, verb: int, means: bool) -> Iterator[Sighting]:
    """What an act of one power's people toward another's is by the words beside it. `means`: what `names_means` says."""
    sentence = scene.sentence
    lemma = scene.tables.lemma(sentence, verb)
    tables = scene.tables
    if not means and lemma not in tables.having and lemma not in tables.handing:
        return
    form = _by_means(scene, verb) or _by_gesture(scene, verb, lemma)
    if form is None:
        return
    own = _people(own_side(scene, verb))
    others = _others(scene, verb)
    if form != "call" and not _far(own, others):
        return
    if len(states_of([*own, *others])) > 1 or (own and others and _speak_for_bodies(own, others)):
        found = sighting_of(scene, verb, verb, form, Company(sure=own + others))
        if found is not None:
            yield replace(found, remote=form == "call")


def of_predicate(scene: Scene, word: int) -> Iterator[Sighting]:
    """ "Was on the line with Putin", "had been with him in Moscow", "were alone for an hour", "was his guest"."""
    sentence = scene.sentence
    if grammar.child(sentence, word, "cop") is None:
        return
    subject = grammar.surface_subject(sentence, word)
    own = _people(actors_at(scene, subject)) if subject is not None else ()
    if not own:
        return
    lemma = sentence.lemmas[word].lower()
    if lemma in GUEST:
        yield from _as_guest(scene, word, own)
        return
    form: EncounterForm = "meeting"
    company = partners(sentence, word, (), scene.cast)
    if lemma in scene.tables.remote or lemma == "line":
        form = "call"
    elif grammar.case_marker(sentence, word) in WITH:
        company = listed(sentence, word, scene.cast)
    elif lemma not in SIDE:
        return
    others = _people(company.sure)
    if len(states_of([*own, *others])) > 1:
        found = sighting_of(scene, word, word, form, Company(sure=own + others))
        if found is not None:
            yield found


def _as_guest(scene: Scene, word: int, own: tuple[Actor, ...]) -> Iterator[Sighting]:
    """ "Was Netanyahu's guest at a dinner" is a meal; "was his guest in Jakarta" a visit, where Jakarta is his."""
    sentence = scene.sentence
    owner = grammar.possessor(sentence, word)
    hosts = actors_at(scene, owner) if owner is not None else ()
    hosts += partners(sentence, word, ("of",), scene.cast).sure
    hosts = tuple(a for a in _people(hosts) if a.country not in states_of(own))
    if not hosts:
        return
    eaten = any(_is_meal(scene, head) for _, head in grammar.obliques(sentence, word))
    at_home = any(
        preposition == "in" and _is_place(scene, head, hosts[0].country)
        for preposition, head in _beside(sentence, word)
    )
    form = "meal" if eaten else "visit" if at_home else "meeting"
    found = sighting_of(scene, word, word, form, Company(sure=own + hosts))
    if found is not None:
        yield replace(found, host=hosts[0])


def names_means(scene: Scene) -> bool:
    """Whether the sentence names anything at all by which an act could be an encounter: most do not."""
    said = {lemma.lower() for lemma in scene.sentence.lemmas}
    tables = scene.tables
    return not said.isdisjoint(MEANS) or any(
        not said.isdisjoint(w) for w in (tables.remote, tables.fare, tables.meals)
    )


def _by_means(scene: Scene, verb: int) -> EncounterForm | None:
    """The form that a phrase beside the verb gives it: "by telephone", "on the line", "over breakfast"."""
    sentence = scene.sentence
    for preposition, head in _beside(sentence, verb):
        lemma = sentence.lemmas[head].lower()
        if preposition in BY_WIRE and (lemma in scene.tables.remote or lemma == "line"):
            return "call"
        if preposition in AT_TABLE and _is_meal(scene, head):
            return "meal"
    return None


def _by_gesture(scene: Scene, verb: int, lemma: str) -> EncounterForm | None:
    """ "Had Modi at his table", "handed the offer to Mottaki in Tehran": a meeting, where a place is told."""
    sentence = scene.sentence
    if lemma in scene.tables.having:
        placed = any(sentence.lemmas[h].lower() in scene.tables.tables for _, h in _beside(sentence, verb))
        return "meeting" if placed else None
    if _hours_with(scene, verb):
        return "meeting"
    if lemma not in scene.tables.handing:
        return None
    for preposition, head in _beside(sentence, verb):
        if preposition in PLACED and _is_place(scene, head):
            return "meeting"
    return None


def _hours_with(scene: Scene, verb: int) -> bool:
    """ "After an hour with Mubarak, he asked": time is spent with somebody."""
    sentence = scene.sentence
    return any(
        sentence.lemmas[head].lower() in SPENT
        and any(p in WITH and scene.cast.at(sentence, w) for p, w in grammar.obliques(sentence, head))
        for preposition, head in grammar.obliques(sentence, verb)
        if preposition in {"after", "following", "for"}
    )


def _beside(sentence: Sentence, verb: int) -> Iterator[tuple[str, int]]:
    """The phrases that hang on the verb, and those that parsers hang on its object or on another of them."""
    for preposition, head in grammar.obliques(sentence, verb):
        yield preposition, head
        yield from grammar.obliques(sentence, head)
    target = grammar.object_of(sentence, verb)
    if target is not None:
        yield from grammar.obliques(sentence, target)


def _others(scene: Scene, verb: int) -> tuple[Actor, ...]:
    """Toward whom one acts: the object, where it is somebody, and who stands behind "to", "with" or "before"."""
    sentence = scene.sentence
    found: tuple[Actor, ...] = ()
    for target in (grammar.object_of(sentence, verb), grammar.indirect_object(sentence, verb)):
        found += listed(sentence, target, scene.cast).sure if target is not None else ()
    for preposition, head in _beside(sentence, verb):
        if preposition in TOLD_TO:
            found += listed(sentence, head, scene.cast).sure
    return _people(distinct(found))


def _people(actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    return tuple(a for a in actors if a.kind in PEOPLE and (a.country or a.sector == "IGO"))


def _far(own: tuple[Actor, ...], others: tuple[Actor, ...]) -> bool:
    """Whether somebody of another power is acted toward, and the act is told of somebody."""
    return bool(own and others) and not set(states_of(others)) <= set(states_of(own))


def _speak_for_bodies(own: tuple[Actor, ...], others: tuple[Actor, ...]) -> bool:
    return any(a.sector == "IGO" for a in (*own, *others))


def _is_place(scene: Scene, word: int, country: str | None = None) -> bool:
    """Whether a name is that of a place, by its looks; with a country, of none in another country."""
    sentence = scene.sentence
    if sentence.tags[word] != "PROPN" or sentence.lemmas[word].lower() in grammar.TIMES:
        return False
    there = [a for a in scene.cast.single(sentence, word) if a.kind != "unnamed"]
    return all(a.kind == "state" and country in {None, a.country} for a in there)


def _is_meal(scene: Scene, word: int) -> bool:
    row = scene.tables.noun(scene.sentence, word)
    lemma = scene.sentence.lemmas[word].lower()
    return (row is not None and row.form == "meal") or lemma in scene.tables.fare
