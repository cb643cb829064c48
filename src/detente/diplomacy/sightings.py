"""Encounters as single sentences tell them: the trigger, who takes part, who is host, which country is visited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from detente import grammar
from detente.diplomacy.cast import Cast, distinct
from detente.diplomacy.company import WITH, Company, gaps, listed, partners, partners_below
from detente.diplomacy.journeys import Journey, journeys
from detente.diplomacy.lexicon import SEQUELS, EncounterTables
from detente.knowledge.encounters import EncounterRow
from detente.knowledge.states import state_by_code
from detente.types import Actor, Encounter, Sentence, Span, Status

OF_MATTERS = frozenset({"discuss", "negotiate", "review", "address"})
"""Verbs whose object is what was spoken of ("discussed Taiwan"), not with whom."""
NOTE_TENSES = frozenset({"past", "participle", ""})
AWAITED = frozenset({"expect", "await", "invite", "send", "dispatch"})
SENDING = frozenset({"invite", "send", "dispatch", "expect", "fly"})
PAIRS = frozenset({"two", "both", "they", "pair", "duo"})
OF_PAIRS = grammar.words_of(
    "leader president minister men women man woman side country government premier official diplomat"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One encounter as one sentence tells it."""

    sentence: Sentence
    word: int
    """The trigger: the verb or noun that names the encounter."""
    clause: int
    """The verb whose status is the encounter's."""
    form: str
    participants: tuple[Actor, ...]
    maybe: tuple[Actor, ...] = ()
    """Those of whom the text says "possibly"."""
    host: Actor | None = None
    remote: bool = False
    delegation: tuple[Actor, ...] = ()
    """Those who came along with the guest."""
    purpose: Span | None = None
    near: int | None = None
    """The word whose neighbours tell day and place, where it is not the trigger."""
    status: Status | None = None
    """How it stands, where the construction says so: what one is invited to is possible."""
    noted: bool = False
    """Whether it stands in a note of a journey, without a subject: then whoever is met abroad counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a sentence is read with."""

    sentence: Sentence
    cast: Cast
    tables: EncounterTables
    traveller: Actor | None
    """Whom a note without a subject ("Met with President X.") is about."""
    last: Encounter | None = None
    """The encounter told before, whose two parties "the two" may mean."""
    since: int = 0
    """Where the sentence before begins."""


def sightings(
    scene: Scene,
) -> Iterator[Sighting]:
    """Every encounter that the sentence tells, in order."""
    for word, tag in enumerate(scene.sentence.tags):
        if tag == "VERB":
            for found in (*_of_verb(scene, word), *_sent(scene, word)):
                yield from _apart(scene, found)
        elif tag in {"NOUN", "PROPN"}:
            row = scene.tables.noun(scene.sentence, word)
            if row is not None and not scene.tables.is_aside(scene.sentence, word):
                yield from _of_noun(scene, word, row)
            elif tag == "PROPN":
                yield from _present_in(scene, word)


# verbs


def _of_verb(scene: Scene, verb: int) -> Iterator[Sighting]:
    sentence, cast = scene.sentence, scene.cast
    lemma = scene.tables.lemma(sentence, verb)
    row = scene.tables.verb(sentence, verb)
    escorted = lemma == "accompany" and grammar.is_passive(sentence, verb)
    if row is None or escorted:
        return
    own = _own(scene, verb)
    if row.form == "visit":
        yield from _travel(scene, verb, row, own)
        return
    company = partners(sentence, verb, row.partners, cast)
    target = grammar.object_of(sentence, verb)
    if lemma in OF_MATTERS:
        company += partners_below(sentence, verb, cast)
    elif target is not None:
        company += listed(sentence, target, cast)
    if not _is_spoken_with(scene, verb, row, company, own):
        return
    found = _sighting(scene, verb, verb, row.form, Company(sure=own) + company)
    if found is not None:
        host = own[0] if own and row.host else None
        yield replace(found, host=host)
        yield from _gapped(scene, verb, found, own)


def _gapped(scene: Scene, verb: int, whole: Sighting, own: tuple[Actor, ...]) -> Iterator[Sighting]:
    """ "Met Qin on Sunday and Xi on Monday": a second meeting of the same subject, without its verb."""
    for other in gaps(scene.sentence, verb):
        met = scene.cast.single(scene.sentence, other)
        if met and own and met[0].kind in {"person", "unnamed", "state"}:
            yield replace(whole, participants=distinct([*own, *met]), maybe=(), near=other)


def _is_spoken_with(
    scene: Scene, verb: int, row: EncounterRow, company: Company, own: tuple[Actor, ...]
) -> bool:
    """ "Spoke with Xi" tells talks; "spoke of war", "spoke to reporters", "called the vote a sham" do not."""
    sentence = scene.sentence
    others = company.sure + company.maybe
    claims = grammar.complement(sentence, verb) is not None
    if row.form == "talks":
        if not others and any(p in WITH or p in row.partners for p, _ in grammar.obliques(sentence, verb)):
            # "Spoke to reporters": the two of a subject speak with somebody else.
            return False
        return not claims and any(a.country or a.kind in {"igo", "person"} for a in others or own[1:])
    if row.form == "call" and sentence.lemmas[verb].lower() == "call":
        if grammar.particle(sentence, verb) not in {"", "up"}:
            return False
        summons = grammar.oblique(sentence, verb, "for", "on", "upon")
        return not claims and (summons is None or sentence.lemmas[summons].lower() in grammar.TIMES)
    if row.host:
        return any(a.kind in {"person", "unnamed"} for a in others)
    return True


def _own(scene: Scene, verb: int) -> tuple[Actor, ...]:
    """Who acts: the subject; in a note, and where a passive leaves out who is received, the traveller too."""
    sentence = scene.sentence
    subject = _subject(sentence, verb)
    if subject is not None:
        own = actors_at(scene, subject)
        own = distinct(
            [a for other in _more_subjects(sentence, verb, subject) for a in actors_at(scene, other)] + [*own]
        )
        passive = grammar.is_passive(sentence, verb) and grammar.surface_subject(sentence, verb) is None
        return own + (_implied(scene, verb) if passive else ())
    return _implied(scene, verb)


def _subject(sentence: Sentence, verb: int) -> int | None:
    found = grammar.subject_of(sentence, verb)
    before = [s for s in grammar.children(sentence, verb, "nsubj") if s < verb]
    if found is not None and len(before) > 1 and not any(grammar.children(sentence, s, "cc") for s in before):
        # "ISTANBUL, May 16 - Negotiators met": parsers take the dateline for a subject, too.
        return before[-1]
    if found is None and not grammar.is_passive(sentence, verb):
        # "Lavrov was to have held talks": parsers hang the subject on one of the small words.
        small = grammar.children(sentence, verb, "mark", "aux")
        found = next((s for w in small for s in grammar.children(sentence, w, "nsubj")), None)
    return found


def _more_subjects(sentence: Sentence, verb: int, subject: int) -> tuple[int, ...]:
    """Subjects that a parser sets side by side instead of coordinating them: "Abiy and el-Sisi met"."""
    others = grammar.children(sentence, verb, "nsubj")
    joined = {s for s in others if grammar.children(sentence, s, "cc")}
    return tuple(s for s in others if s != subject and s < verb and joined and subject < verb)


def _implied(scene: Scene, word: int) -> tuple[Actor, ...]:
    """The traveller, for a note that begins with its verb or noun: "State visit; met with President X"."""
    sentence = scene.sentence
    if scene.traveller is None:
        return ()
    at = word
    for above in (word, *grammar.ancestors(sentence, word)):
        if grammar.children(sentence, above, "nsubj", "csubj", "expl", "mark"):
            return ()
        at = above
    if sentence.heads[at] >= 0 or not _is_chained(sentence, word):
        return ()
    told = sentence.tags[at] != "VERB" or grammar.tense(sentence, at) in NOTE_TENSES
    return (scene.traveller,) if told else ()


def _is_chained(sentence: Sentence, word: int) -> bool:
    """Whether only coordination and what stands beside it lead from the word up to the root."""
    at = word
    for above in grammar.ancestors(sentence, word):
        if grammar.base(sentence.relations[at]) not in {"conj", "parataxis", "list", "appos", "advcl", "dep"}:
            return False
        at = above
    return True


def actors_at(scene: Scene, word: int) -> tuple[Actor, ...]:
    """The actors of a phrase; of "the two" and "both leaders" the two who were spoken of, where the room of actors says none."""
    found = scene.cast.at(scene.sentence, word)
    return (
        found
        if found and (len(found) > 1 or not _is_pair(scene.sentence, word))
        else _pair(scene, word) or found
    )


def _is_pair(sentence: Sentence, word: int) -> bool:
    form = sentence.words[word].lower()
    if form in PAIRS:
        return True
    counted = {sentence.words[c].lower() for c in grammar.children(sentence, word, "nummod", "det")}
    return sentence.lemmas[word].lower() in OF_PAIRS and bool(counted & {"two", "both"})


def _pair(scene: Scene, word: int) -> tuple[Actor, ...]:
    """The two persons of two powers named last: in the sentence so far, in the one before, or as each other's guests."""
    sentence = scene.sentence
    if not _is_pair(sentence, word):
        return ()
    for since in (sentence.start, scene.since):
        people = [a for a in scene.cast.before(sentence.starts[word], since) if a.country]
        if len(people) == 2 and people[0].country != people[1].country:
            return tuple(people)
    company = [a for a in scene.last.participants if a.country] if scene.last is not None else []
    return tuple(company) if len({a.country for a in company}) == 2 and len(company) == 2 else ()


def _apart(scene: Scene, found: Sighting) -> Iterator[Sighting]:
    """One call for each, where they were called one by one: "telephoned X and then Y", "spoke separately with"."""
    sentence = scene.sentence
    others = found.participants[1:]
    words = [sentence.words[w].lower() for w in grammar.subtree(sentence, found.clause, frozenset({"ccomp"}))]
    one_by_one = "separately" in words or any(a == "and" and b == "then" for a, b in pairwise(words))
    if len(others) < 2 or not one_by_one or found.form not in {"call", "meeting", "talks"}:
        yield found
        return
    for other in others:
        yield replace(found, participants=(found.participants[0], other))


def _sent(scene: Scene, verb: int) -> Iterator[Sighting]:
    """Whom one sends, invites or expects somewhere will travel: "invited him to Kyiv", "is expected in Belgrade"."""
    sentence = scene.sentence
    lemma = scene.tables.lemma(sentence, verb)
    guest = grammar.object_of(sentence, verb)
    if lemma not in SENDING or guest is None:
        return
    if lemma == "expect" and not grammar.is_passive(sentence, verb):
        return
    places = ("in",) if lemma == "expect" else ("to",)
    guests = actors_at(scene, guest)
    sender = grammar.subject_of(sentence, verb) if lemma in {"send", "dispatch"} else None
    owner = next((a.country for a in actors_at(scene, sender)), None) if sender is not None else None
    guests = tuple(replace(g, country=owner) if g.country is None else g for g in guests)
    for journey in journeys(sentence, verb, places, guests, scene.cast):
        going = "Tense=Pres" in sentence.features[verb] and "VerbForm=Part" in sentence.features[verb]
        status: Status | None = (
            "possible" if lemma == "invite" else "planned" if lemma == "expect" or going else None
        )
        yield replace(_visit(scene, verb, verb, journey), status=status)


def _present_in(scene: Scene, place: int) -> Iterator[Sighting]:
    """ "The minister was in Islamabad on Monday": a visit, told by where somebody is."""
    sentence = scene.sentence
    first = grammar.first_conjunct(sentence, place)
    subject = grammar.child(sentence, first, "nsubj")
    copula = grammar.child(sentence, first, "cop")
    if subject is None or copula is None or grammar.case_marker(sentence, place) != "in":
        return
    travellers = tuple(a for a in _antecedents(scene, subject, place) if a.kind in {"person", "unnamed"})
    if travellers:
        goals = (place, *grammar.children(sentence, place, "nmod:unmarked", "appos"))
        states = [a for g in goals for a in scene.cast.single(sentence, g) if a.kind == "state"]
        yield Sighting(
            sentence=sentence, word=place, clause=place, form="visit", participants=distinct(travellers),
            host=states[0] if states else None, near=place,
        )  # fmt: skip


def _antecedents(scene: Scene, subject: int, place: int) -> tuple[Actor, ...]:
    """The actors of a subject, by way of "who" those of the noun before it."""
    sentence = scene.sentence
    if sentence.words[subject].lower() == "who" and sentence.heads[place] >= 0:
        return scene.cast.at(sentence, sentence.heads[place])
    return actors_at(scene, subject)


# nouns


def _of_noun(scene: Scene, noun: int, row: EncounterRow) -> Iterator[Sighting]:
    sentence, cast = scene.sentence, scene.cast
    verb = scene.tables.verb_over(sentence, noun)
    own = _of_light_verb(scene, verb, noun) if verb is not None else _implied(scene, noun)
    if row.form == "visit":
        yield from _travel(scene, noun, row, _travellers(scene, noun, own, verb), verb)
        return
    gathering = verb is not None or own
    convened = gathering and row.form in {"meeting", "talks"}
    form = "summit" if convened and scene.tables.is_gathering(sentence, noun, cast) else row.form
    if row.gathering and not _is_attended(scene, noun, verb):
        return
    honoured = scene.tables.honours(sentence, noun)
    prepositions = () if honoured else row.partners
    company = Company(sure=own + _possessors(scene, noun)) + partners(sentence, noun, prepositions, cast)
    if verb is not None:
        company += _beside(scene, verb, noun)
    if verb is None and not own and len(company.sure + company.maybe) < 2:
        company += Company(sure=_gathered_at(scene, noun))
        if len(company.sure) < 2:
            return
    clause = verb if verb is not None else noun
    found = _sighting(scene, noun, clause, form, company)
    if found is None:
        return
    hosting = verb is not None and scene.tables.lemma(sentence, verb) in scene.tables.hosting
    host = (
        own[0] if own and hosting else _honouring_state(scene, noun) if honoured else _said_host(scene, noun)
    )
    found = _with_companions(found, own, host, row.form)
    yield _led(scene, found, verb) if verb is not None else found


def _gathered_at(scene: Scene, noun: int) -> tuple[Actor, ...]:
    """ "Biden and Xi agreed to the trip at a meeting in Bali": the meeting is of those who agreed there."""
    sentence = scene.sentence
    verb = grammar.clause_of(sentence, noun)
    if grammar.case_marker(sentence, noun) not in {"at", "during", "in"} or verb is None or verb == noun:
        return ()
    subject = _subject(sentence, verb)
    own = actors_at(scene, subject) if subject is not None else ()
    for told in grammar.children(sentence, verb, "iobj", "obj"):
        # "Macron told von der Leyen in a telephone call".
        own += tuple(a for a in scene.cast.single(sentence, told) if a.kind == "person")
    return own if len({a.country for a in own}) > 1 else ()


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
    subject = _subject(sentence, verb)
    if subject is None or subject == noun:
        own = _implied(scene, verb) if subject is None else ()
    else:
        own = actors_at(scene, subject)
    if not own and grammar.is_passive(sentence, verb) and scene.tables.lemma(sentence, verb) in AWAITED:
        # "Both leaders are expected at a summit": the subject of the passive comes.
        guest = grammar.surface_subject(sentence, verb)
        own = actors_at(scene, guest) if guest is not None and guest != noun else ()
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
    return company


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


# visits


def _travellers(scene: Scene, noun: int, own: tuple[Actor, ...], verb: int | None) -> tuple[Actor, ...]:
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


def _travel(
    scene: Scene, word: int, row: EncounterRow, own: tuple[Actor, ...], verb: int | None = None
) -> Iterator[Sighting]:
    sentence = scene.sentence
    meant = _behind_predicate(scene, word) if sentence.tags[word] == "VERB" else ()
    clause = word if verb is None else verb
    if meant:
        # "Is the first to visit": the predicate says how it stands, not the infinitive.
        clause = sentence.heads[word]
    for journey in journeys(sentence, word, row.place, meant or own, scene.cast, verb):
        yield _visit(scene, word, clause, journey)


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


def _sighting(scene: Scene, word: int, clause: int, form: str, company: Company) -> Sighting | None:
    people = tuple(
        a for a in company.sure if a.country or a.sector == "IGO" or a.kind in {"igo", "person", "group"}
    )
    if not people and not company.maybe:
        return None
    remote = form == "call" or (
        form in {"talks", "meeting"} and scene.tables.is_remote(scene.sentence, clause, word)
    )
    return Sighting(
        sentence=scene.sentence,
        word=word,
        clause=clause,
        form="call" if remote else form,
        participants=distinct(people),
        maybe=company.maybe,
        remote=remote,
        noted=scene.traveller is not None and scene.traveller in people and _is_note(scene, clause),
    )


def _is_note(scene: Scene, word: int) -> bool:
    """Whether the sentence leaves out its subject, who then is the traveller."""
    return bool(_implied(scene, word))


__all__ = ["WITH", "Sighting", "sightings"]
