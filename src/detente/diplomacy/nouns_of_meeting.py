"""Encounters that a noun tells, carried by a verb or by its own words: "held talks", "a meeting of X and Y"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente import grammar
from detente.diplomacy.cast import distinct, states_of
from detente.diplomacy.company import WITH, Company, listed, partners
from detente.diplomacy.lexicon import SEQUELS
from detente.diplomacy.scene import Scene, Sighting, actors_at, implied, sighting_of, subject_before
from detente.diplomacy.travels import SENT, is_journey, journey_over, travel, travellers
from detente.knowledge.encounters import EncounterRow
from detente.knowledge.states import state_by_code
from detente.types import Actor

AWAITED = frozenset({"expect", "await", "invite", "send", "dispatch"})
ASKED = frozenset({"propose", "seek", "arrange"})
OTHER = frozenset(
    {
        "second",
        "third",
        "fourth",
        "fifth",
        "next",
        "new",
        "another",
        "further",
        "more",
        "last",
        "previous",
        "earlier",
        "fresh",
    }
)
"""Words that tell talks apart from those told before."""


def of_noun(scene: Scene, noun: int, row: EncounterRow) -> Iterator[Sighting]:
    sentence, cast = scene.sentence, scene.cast
    verb = scene.tables.verb_over(sentence, noun)
    own = _of_light_verb(scene, verb, noun) if verb is not None else implied(scene, noun)
    if row.form == "visit":
        yield from travel(scene, noun, row, travellers(scene, noun, own, verb), verb)
        return
    gathering = verb is not None or own
    convened = gathering and row.form in {"meeting", "talks"}
    form = "summit" if convened and scene.tables.is_gathering(sentence, noun, cast) else row.form
    if row.gathering and not _is_attended(scene, noun, verb):
        return
    honoured = scene.tables.honours(sentence, noun)
    prepositions = () if honoured else row.partners
    company = partners(sentence, noun, prepositions, cast)
    if verb is not None and len(states_of(company.sure)) > 1 and _is_asked_for(scene, verb, noun):
        # "Asked for a meeting of the two presidents".
        own = ()
    company = Company(sure=own + _possessors(scene, noun)) + company
    if verb is not None:
        company += _beside(scene, verb, noun)
    present = (
        verb is None and not own and row.form in {"meeting", "talks", "summit"} and _in_town_for(scene, noun)
    )
    if verb is None and not own and len(company.sure + company.maybe) < 2:
        company += Company(sure=_gathered_at(scene, noun, company) or (present or ()))
        if len(company.sure) < 2 and not (company and form == "summit"):
            return
    clause = verb if verb is not None else noun
    again = False
    if verb is not None and not company and row.form in {"meeting", "talks"}:
        company, again = _told_before(scene, noun, verb)
    found = sighting_of(scene, noun, clause, form, company)
    if found is None:
        return
    above = journey_over(scene, verb) if verb is not None else None
    bound = verb is not None and (above is not None or is_journey(scene, verb))
    if above is not None:
        # "Will travel to Kyiv to hold talks": they stand as the journey does.
        found = replace(found, clause=above)
    found = replace(found, again=again, bound=bound, status="ongoing" if present else found.status)
    hosting = verb is not None and scene.tables.lemma(sentence, verb) in scene.tables.hosting
    host = (
        own[0] if own and hosting else _honouring_state(scene, noun) if honoured else _said_host(scene, noun)
    )
    found = _with_companions(found, own, host, row.form)
    yield _led(scene, found, verb) if verb is not None else found


def _is_asked_for(scene: Scene, verb: int, noun: int) -> bool:
    """Whether who acts only asks others to meet."""
    between = any(p in {"between", "of", "among"} for p, _ in grammar.obliques(scene.sentence, noun))
    lemma = scene.tables.lemma(scene.sentence, verb)
    return between and (lemma in scene.tables.asking or lemma in ASKED)


def _in_town_for(scene: Scene, noun: int) -> tuple[Actor, ...]:
    """ "Blinken, in Brussels for a NATO meeting, said": who is there, at the time of the story."""
    sentence = scene.sentence
    if grammar.case_marker(sentence, noun) != "for":
        return ()
    for word in range(max(0, noun - 8), noun):
        person = sentence.heads[word]
        inside = grammar.case_marker(sentence, word) == "in" and sentence.relations[word] == "nmod"
        if inside and 0 <= person < word and sentence.words[word - 2] == ",":
            return tuple(a for a in scene.cast.single(sentence, person) if a.kind == "person")
    return ()


def _told_before(scene: Scene, noun: int, verb: int) -> tuple[Company, bool]:
    """Who meets in "a second round will be held", "the talks opened on Saturday": those of the talks told before.

    The second value: whether the words only point at those talks, and tell no others.
    """
    sentence = scene.sentence
    if scene.tables.stage(sentence, verb) not in {None, "held", "planned"}:
        return Company(), False
    marks = {sentence.words[w].lower() for w in grammar.children(sentence, noun, "det", "amod", "nummod")}
    other = bool(marks & OTHER) or scene.tables.lemma(sentence, verb) in {"resume", "continue"}
    definite = bool(marks & {"the", "these", "those", "both"})
    if not other and not definite:
        return Company(), False
    for known in reversed(scene.known):
        powers = {a.country or a.name for a in known.participants if a.country or a.kind in {"igo", "group"}}
        if known.form in {"talks", "meeting"} and len(powers) > 1:
            return Company(sure=known.participants), not other
    return Company(), False


def _gathered_at(scene: Scene, noun: int, company: Company) -> tuple[Actor, ...]:
    """ "Biden and Xi agreed to the trip at a meeting in Bali": the meeting is of those who agreed there."""
    sentence = scene.sentence
    verb = grammar.clause_of(sentence, noun)
    if (
        grammar.case_marker(sentence, noun) not in {"at", "during", "in", "after", "following"}
        or verb is None
        or verb == noun
    ):
        return ()
    subject = subject_before(sentence, verb)
    own = actors_at(scene, subject) if subject is not None else ()
    for told in grammar.children(sentence, verb, "iobj", "obj"):
        # "Macron told von der Leyen in a telephone call".
        own += tuple(a for a in scene.cast.single(sentence, told) if a.kind == "person")
    # "Lee promised this in a conversation with Rudd": the one who acts, and the noun's own partner.
    return own if len({a.country for a in (*own, *company.sure)}) > 1 or _convenes(scene, noun, own) else ()


def _convenes(scene: Scene, noun: int, own: tuple[Actor, ...]) -> bool:
    """ "ECOWAS decided at a summit in Accra"."""
    row = scene.tables.noun(scene.sentence, noun)
    return row is not None and row.form == "summit" and any(a.kind == "igo" for a in own)


def _is_attended(scene: Scene, noun: int, verb: int | None) -> bool:
    """Whether a body is gone to, opened or addressed, and not only named: "met members of the council"."""
    first = grammar.first_conjunct(scene.sentence, noun)
    return (
        verb is not None
        and scene.sentence.heads[first] == verb
        and (grammar.case_marker(scene.sentence, first) not in WITH)
    )


def _with_companions(found: Sighting, own: tuple[Actor, ...], host: Actor | None, form: str) -> Sighting:
    """At gatherings, those of the guest's own state have come with him: "attended the summit with Secretary X"."""
    if found.form not in {"summit", "ceremony"} and form not in {"summit", "ceremony"}:
        return replace(found, host=host)
    states = {a.country for a in own[:1] if a.country}
    came = tuple(a for a in found.participants if a not in own and a.kind == "person" and a.country in states)
    kept = tuple(a for a in found.participants if a not in came)
    return replace(found, participants=kept, delegation=came, host=host)


def _led(scene: Scene, found: Sighting, verb: int) -> Sighting:
    """ "Accompanied President X to the talks": whom one accompanies has come along, and is no counterpart."""
    if scene.tables.lemma(scene.sentence, verb) != "accompany":
        return found
    target = grammar.object_of(scene.sentence, verb)
    came = listed(scene.sentence, target, scene.cast).sure if target is not None else ()
    kept = tuple(a for a in found.participants if a not in came)
    return replace(found, participants=kept, delegation=distinct([*found.delegation, *came]))


def _of_light_verb(scene: Scene, verb: int, noun: int) -> tuple[Actor, ...]:
    sentence = scene.sentence
    subject = subject_before(sentence, verb)
    if subject is None or subject == noun:
        own = implied(scene, verb) if subject is None else ()
    else:
        own = actors_at(scene, subject)
    if not own and grammar.is_passive(sentence, verb) and scene.tables.lemma(sentence, verb) in AWAITED:
        # "Both leaders are expected at a summit": the subject of the passive comes.
        guest = grammar.surface_subject(sentence, verb)
        own = actors_at(scene, guest) if guest is not None and guest != noun else ()
    if scene.tables.lemma(sentence, verb) in SENT:
        guest = grammar.object_of(sentence, verb)
        going = actors_at(scene, guest) if guest is not None and guest != noun else ()
        own = tuple(replace(a, country=a.country or own[0].country) for a in going) if going and own else own
    if not own and scene.tables.lemma(sentence, verb) in SEQUELS:
        own = _company_before(scene, verb)
    return own


def _company_before(scene: Scene, sequel: int) -> tuple[Actor, ...]:
    """Who took part in what came before: "meeting Qin for a discussion to be followed by a dinner"."""
    sentence, cast = scene.sentence, scene.cast
    for above in grammar.ancestors(sentence, sequel):
        if sentence.tags[above] == "VERB":
            subject, target = grammar.subject_of(sentence, above), grammar.object_of(sentence, above)
            own = cast.at(sentence, subject) if subject is not None else ()
            met = cast.at(sentence, target) if target is not None else ()
            met += partners(sentence, above, ("with",), cast).sure
            if own and met:
                return own + met
    return ()


def _beside(scene: Scene, verb: int, noun: int) -> Company:
    """Partners that hang on the verb: "held talks in Rome with X", "met X for a discussion", "X joined Y for dinner"."""
    sentence = scene.sentence
    company = partners(sentence, verb, ("with",), scene.cast)
    target = grammar.object_of(sentence, verb)
    takes = scene.tables.lemma(sentence, verb) in scene.tables.companions
    if target is not None and target != noun and takes:
        company += listed(sentence, target, scene.cast)
    return company + _given(scene, verb, noun)


def _given(scene: Scene, verb: int, noun: int) -> Company:
    """To whom a meal or a reception is given: "gave him a dinner", "was given a banquet by Wen"."""
    sentence = scene.sentence
    if scene.tables.lemma(sentence, verb) != "give" or grammar.object_of(sentence, verb) is None:
        return Company()
    passive = grammar.is_passive(sentence, verb)
    sides = (
        (grammar.surface_subject(sentence, verb), grammar.agent_of(sentence, verb))
        if passive
        else (grammar.indirect_object(sentence, verb),)
    )
    found = Company()
    for side in sides:
        if side is not None and side != noun:
            found += listed(sentence, side, scene.cast)
    return found


def _possessors(scene: Scene, noun: int) -> tuple[Actor, ...]:
    sentence, cast = scene.sentence, scene.cast
    found: list[Actor] = []
    owner = grammar.possessor(sentence, noun)
    if owner is not None:
        found += cast.at(sentence, owner)
    start, end = grammar.phrase_span(sentence, noun)
    for word in grammar.children(sentence, noun, "compound", "amod"):
        for each in grammar.conjuncts(sentence, word):
            actor = cast.covering(sentence.starts[each], sentence.ends[each])
            if actor is not None and start <= actor.start and actor.end <= end:
                found.append(actor)
    return tuple(found)


def _said_host(scene: Scene, noun: int) -> Actor | None:
    """ "A summit hosted by Japan"."""
    for clause in grammar.children(scene.sentence, noun, "acl"):
        agent = grammar.agent_of(scene.sentence, clause)
        if agent is not None and scene.sentence.lemmas[clause].lower() in scene.tables.hosting:
            return next(iter(scene.cast.at(scene.sentence, agent)), None)
    return None


def _honouring_state(scene: Scene, noun: int) -> Actor | None:
    """The state of whoever is sworn in, buried or married."""
    for preposition, head in grammar.obliques(scene.sentence, noun):
        if preposition in {"of", "for"}:
            for actor in scene.cast.at(scene.sentence, head):
                state = state_by_code().get(actor.country or "")
                if state is not None and actor.kind != "unnamed":
                    return replace(actor, kind="state", name=state.name, office=None)
    return None
