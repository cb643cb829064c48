"""Visits as verbs and nouns of travel tell them, and as "was in Islamabad" and "is expected in Belgrade" do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente import grammar
from detente.diplomacy.cast import distinct
from detente.diplomacy.journeys import Journey, journeys
from detente.diplomacy.scene import Scene, Sighting, actors_at
from detente.knowledge.encounters import EncounterRow
from detente.types import Actor, Status

SENT = frozenset({"send", "dispatch"})
SENDING = frozenset({"invite", "send", "dispatch", "expect", "fly", "due"})
AWAITED = frozenset({"expect", "due"})
AHEAD = frozenset({"will", "shall", "'ll", "’ll"})
STAYED = frozenset({"in", "to"})
"""Prepositions of where somebody "was", or "had been"."""
ONWARD = frozenset({"on", "onward", "onwards"})


def travel(
    scene: Scene, word: int, row: EncounterRow, own: tuple[Actor, ...], verb: int | None = None
) -> Iterator[Sighting]:
    sentence = scene.sentence
    meant = _behind_predicate(scene, word) if sentence.tags[word] == "VERB" else ()
    clause = word if verb is None else verb
    if meant:
        # "Is the first to visit": the predicate says how it stands, not the infinitive.
        clause = sentence.heads[word]
    onward = any(
        sentence.words[w].lower() in ONWARD
        for w in grammar.children(sentence, word, "advmod", "compound:prt")
    )
    found = list(journeys(sentence, word, row.place, meant or own, scene.cast, verb))
    for journey in found or _came_where_others_did(scene, word, own):
        yield replace(_visit(scene, word, clause, journey), onward=onward)


def _came_where_others_did(scene: Scene, verb: int, own: tuple[Actor, ...]) -> Iterator[Journey]:
    """ "The first visit since Malcolm Turnbull came in 2016", "Kishida will not come": whither, the visit before tells."""
    sentence = scene.sentence
    coming = [a for a in own if a.kind == "person"]
    goals = [w for p, w in grammar.obliques(sentence, verb) if p in {"to", "into", "at", "from"}]
    if scene.tables.lemma(sentence, verb) != "come" or not coming or goals:
        return
    for known in reversed(scene.known):
        if known.form == "visit" and known.host is not None and known.end >= scene.since:
            if known.host.country not in {a.country for a in coming}:
                yield Journey(travellers=tuple(coming), host=known.host)
            return


def _visit(scene: Scene, word: int, clause: int, journey: Journey) -> Sighting:
    return Sighting(
        sentence=scene.sentence,
        word=word,
        clause=clause,
        form="visit",
        participants=journey.travellers,
        host=journey.host,
        delegation=journey.delegation,
        purpose=journey.purpose,
        near=journey.goal,
    )


def _behind_predicate(scene: Scene, verb: int) -> tuple[Actor, ...]:
    """Who is meant by "Blinken is the first official to visit China": the subject of the predicate."""
    sentence = scene.sentence
    noun = sentence.heads[verb]
    if (
        noun < 0
        or grammar.base(sentence.relations[verb]) != "acl"
        or grammar.child(sentence, noun, "cop") is None
    ):
        return ()
    subject = grammar.child(sentence, noun, "nsubj")
    return scene.cast.at(sentence, subject) if subject is not None else ()


def travellers(scene: Scene, noun: int, own: tuple[Actor, ...], verb: int | None) -> tuple[Actor, ...]:
    """Whose visit: the possessor's, the one's behind "by", else the subject's of the verb."""
    sentence, cast = scene.sentence, scene.cast
    carrier = verb if verb is not None and not grammar.is_passive(sentence, verb) else None
    for word in (noun, carrier):
        by = grammar.agent_of(sentence, word) if word is not None else None
        if by is not None and by > noun and (actors := cast.at(sentence, by)):
            return actors
    owner = grammar.possessor(sentence, noun)
    # "The trip was confirmed by the Elysee" does not tell whose trip it is.
    teller = verb is not None and carrier is None and scene.tables.stage(sentence, verb) is not None
    return (cast.at(sentence, owner) if owner is not None else ()) or (() if teller else own)


def sent(scene: Scene, verb: int) -> Iterator[Sighting]:
    """Whom one sends, invites or expects somewhere will travel: "invited him to Kyiv", "is expected in Belgrade"."""
    sentence = scene.sentence
    lemma = scene.tables.lemma(sentence, verb)
    if lemma not in SENDING:
        return
    awaited = lemma in AWAITED
    guest = grammar.surface_subject(sentence, verb) if lemma == "due" else grammar.object_of(sentence, verb)
    if guest is None:
        return
    if lemma == "expect" and not grammar.is_passive(sentence, verb):
        return
    places = ("in",) if awaited else ("to",)
    guests = actors_at(scene, guest)
    sender = grammar.subject_of(sentence, verb) if lemma in {"send", "dispatch"} else None
    owner = next((a.country for a in actors_at(scene, sender)), None) if sender is not None else None
    # "China will send a special representative to Ukraine": he is China's.
    guests = tuple(
        replace(g, country=owner) if owner and (g.country is None or g.kind == "unnamed") else g
        for g in guests
    )
    found = list(journeys(sentence, verb, places, guests, scene.cast))
    for journey in found or journeys(sentence, guest, places, guests, scene.cast):
        going = "Tense=Pres" in sentence.features[verb] and "VerbForm=Part" in sentence.features[verb]
        status: Status | None = "possible" if lemma == "invite" else "planned" if awaited or going else None
        yield replace(_visit(scene, verb, verb, journey), status=status, turned=lemma == "invite")


def present_in(scene: Scene, place: int) -> Iterator[Sighting]:
    """ "The minister was in Islamabad on Monday": a visit, told by where somebody is."""
    sentence = scene.sentence
    first = grammar.first_conjunct(sentence, place)
    if grammar.child(sentence, first, "cop") is None:
        return
    subject = grammar.child(sentence, first, "nsubj")
    if subject is None or grammar.case_marker(sentence, place) not in STAYED:
        return
    travellers = tuple(a for a in _antecedents(scene, subject, place) if a.kind in {"person", "unnamed"})
    if travellers:
        goals = (place, *grammar.children(sentence, place, "nmod:unmarked", "appos"))
        states = [a for g in goals for a in scene.cast.single(sentence, g) if a.kind == "state"]
        ahead = any(sentence.lemmas[w].lower() in AHEAD for w in grammar.children(sentence, first, "aux"))
        yield Sighting(
            sentence=sentence, word=place, clause=place, form="visit", participants=distinct(travellers),
            host=states[0] if states else None, near=place, status="planned" if ahead else None,
        )  # fmt: skip


def _antecedents(scene: Scene, subject: int, place: int) -> tuple[Actor, ...]:
    """The actors of a subject, by way of "who" those of the noun before it."""
    sentence = scene.sentence
    if sentence.words[subject].lower() == "who" and sentence.heads[place] >= 0:
        return scene.cast.at(sentence, sentence.heads[place])
    return actors_at(scene, subject)


def is_journey(scene: Scene, verb: int) -> bool:
    """Whether the verb takes somebody somewhere: "will travel to Beijing for talks"."""
    row = scene.tables.verb(scene.sentence, verb)
    return (row is not None and row.form == "visit") or scene.tables.lemma(scene.sentence, verb) in SENT


def journey_over(scene: Scene, verb: int) -> int | None:
    """The verb of a journey above an infinitive of purpose."""
    sentence, above = scene.sentence, scene.sentence.heads[verb]
    purpose = grammar.base(sentence.relations[verb]) in {"advcl", "xcomp"} and above >= 0
    aimed = purpose and grammar.tense(sentence, verb) == "infinitive" and is_journey(scene, above)
    return above if aimed else None
