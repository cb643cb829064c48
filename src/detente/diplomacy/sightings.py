"""Encounters as single sentences tell them: the trigger, who takes part, who is host, which country is visited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from detente import grammar
from detente.diplomacy.cast import Cast, distinct
from detente.knowledge.encounters import EncounterRow
from detente.types import Actor, Sentence

LIGHT = frozenset(
    [
        "hold",
        "have",
        "conduct",
        "open",
        "begin",
        "attend",
        "host",
        "lead",
        "join",
        "start",
        "resume",
        "conclude",
        "make",
        "pay",
        "take",
        "kick",
        "give",
        "finish",
        "end",
        "continue",
        "stage",
        "convene",
        "chair",
        "arrange",
        "schedule",
        "plan",
        "postpone",
        "cancel",
        "cut",
        "extend",
        "complete",
        "undertake",
        "wrap",
        "announce",
        "cohost",
        "co-host",
        "deliver",
        "accept",
        "launch",
        "participate",
        "arrive",
        "gather",
        "set",
    ]
)
HOSTING = frozenset({"host", "convene", "stage", "receive", "welcome", "cohost", "co-host"})
CALL_WORDS = frozenset({"telephone", "phone", "video", "videolink", "hotline", "videoconference", "zoom"})
MAYBE = frozenset({"possibly", "perhaps", "maybe", "potentially", "probably"})
OF_MATTERS = frozenset({"discuss", "negotiate"})
"""Verbs whose object is what was spoken of ("discussed Taiwan"), not with whom."""
SEQUELS = frozenset({"follow", "precede"})


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
    maybe: tuple[Actor, ...]
    """Those of whom the text says "possibly"."""
    host: Actor | None
    remote: bool


def by_lemma(rows: Sequence[EncounterRow]) -> Mapping[tuple[str, str], EncounterRow]:
    """The rows by kind and lemma."""
    return {(row.kind, lemma): row for row in rows for lemma in row.lemmas}


def sightings(
    sentence: Sentence, cast: Cast, rows: Mapping[tuple[str, str], EncounterRow], traveller: Actor | None
) -> Iterator[Sighting]:
    """Every encounter that the sentence tells, in order.

    `traveller` is whom a note without a subject ("Met with President X.") is about.
    """
    for word, tag in enumerate(sentence.tags):
        if tag == "VERB":
            row = rows.get(("verb", sentence.lemmas[word].lower()))
            found = _of_verb(sentence, word, row, cast, traveller) if row else None
        elif tag in {"NOUN", "PROPN"}:
            row = _noun_row(sentence, word, rows)
            found = _of_noun(sentence, word, row, cast, traveller) if row else None
        else:
            found = None
        if found is not None:
            yield found


def _noun_row(
    sentence: Sentence, noun: int, rows: Mapping[tuple[str, str], EncounterRow]
) -> EncounterRow | None:
    lemma, form = sentence.lemmas[noun].lower(), sentence.words[noun].lower()
    for name in (form, lemma):
        if noun:
            row = rows.get(("noun", f"{sentence.words[noun - 1].lower()} {name}"))
            if row:
                return row
        if ("noun", name) in rows:
            return rows[("noun", name)]
    return None


def _of_verb(
    sentence: Sentence, verb: int, row: EncounterRow, cast: Cast, traveller: Actor | None
) -> Sighting | None:
    subject = grammar.subject_of(sentence, verb)
    own = cast.at(sentence, subject) if subject is not None else _implied(sentence, verb, traveller)
    others, maybe = _partners(sentence, verb, row.partners, cast)
    target = grammar.object_of(sentence, verb)
    host = own[0] if own and row.host else None
    if row.form == "visit":
        meant = _behind_predicate(sentence, verb, cast)
        found = _journey(sentence, verb, row, meant or own, cast)
        # "Is the first to visit": the predicate says how it stands, not the infinitive.
        return replace(found, clause=sentence.heads[verb]) if found is not None and meant else found
    if target is not None and sentence.lemmas[verb].lower() not in OF_MATTERS:
        sure, unsure = _split(sentence, target, cast)
        others, maybe = others + sure, maybe + unsure
    others_spoken_to = others + maybe or own[1:]
    if row.form == "talks" and not _speaks_with(sentence, verb, others_spoken_to):
        return None
    if (
        row.form == "call"
        and sentence.lemmas[verb].lower() == "call"
        and grammar.complement(sentence, verb) is not None
    ):
        return None
    return _sighting(sentence, verb, verb, row.form, own + others, maybe, host)


def _behind_predicate(sentence: Sentence, verb: int, cast: Cast) -> tuple[Actor, ...]:
    """Who is meant by "Blinken is the first official to visit China": the subject of the predicate."""
    noun = sentence.heads[verb]
    if (
        noun < 0
        or grammar.base(sentence.relations[verb]) != "acl"
        or grammar.child(sentence, noun, "cop") is None
    ):
        return ()
    subject = grammar.child(sentence, noun, "nsubj")
    return cast.at(sentence, subject) if subject is not None else ()


def _speaks_with(sentence: Sentence, verb: int, others: tuple[Actor, ...]) -> bool:
    """ "Spoke with Xi" tells talks; "spoke of war", "spoke to reporters" does not."""
    return any(a.country or a.kind == "igo" for a in others) and grammar.complement(sentence, verb) is None


def _of_noun(
    sentence: Sentence, noun: int, row: EncounterRow, cast: Cast, traveller: Actor | None
) -> Sighting | None:
    head = _verb_over(sentence, noun)
    clause = head if head is not None else noun
    own: tuple[Actor, ...] = ()
    host = None
    if head is not None:
        subject = grammar.subject_of(sentence, head)
        subject = None if subject == noun else subject
        own = cast.at(sentence, subject) if subject is not None else _implied(sentence, head, traveller)
        if not own and sentence.lemmas[head].lower() in SEQUELS:
            own = _company_before(sentence, head, cast)
        host = own[0] if own and sentence.lemmas[head].lower() in HOSTING else None
    own += _possessors(sentence, noun, cast)
    others, maybe = _partners(sentence, noun, row.partners, cast)
    if head is not None:
        more, unsure = _partners(sentence, head, ("with",), cast)
        others, maybe = others + more, maybe + unsure
        target = grammar.object_of(sentence, head)
        if (
            target is not None
            and target != noun
            and sentence.lemmas[head].lower() in {"meet", "receive", "join", "invite"}
        ):
            others += cast.at(sentence, target)
    if row.form == "visit":
        return _journey(sentence, noun, row, own, cast)
    if head is None and not others and len(own) < 2:
        return None
    return _sighting(sentence, noun, clause, row.form, own + others, maybe, host)


def _company_before(sentence: Sentence, sequel: int, cast: Cast) -> tuple[Actor, ...]:
    """Who took part in what came before: "meeting Qin for a discussion to be followed by a dinner"."""
    for above in grammar.ancestors(sentence, sequel):
        if sentence.tags[above] == "VERB":
            subject, target = grammar.subject_of(sentence, above), grammar.object_of(sentence, above)
            own = cast.at(sentence, subject) if subject is not None else ()
            met = cast.at(sentence, target) if target is not None else ()
            if own and met:
                return own + met
    return ()


def _verb_over(sentence: Sentence, noun: int) -> int | None:
    """The verb that the noun completes: "held talks", "attended the summit", "kicked off two days of talks"."""
    at = noun
    for above in grammar.ancestors(sentence, noun):
        relation = grammar.base(sentence.relations[at])
        if sentence.tags[above] == "VERB":
            lemma = sentence.lemmas[above].lower()
            fits = relation in {"obj", "nsubj", "obl", "conj"} and (
                lemma in LIGHT or lemma in {"meet", "invite"}
            )
            return above if fits or lemma in SEQUELS else None
        if relation == "nmod" and grammar.case_marker(sentence, at) != "of":
            return None
        if relation not in {"nmod", "conj", "compound"}:
            return None
        at = above
    return None


def _implied(sentence: Sentence, verb: int, traveller: Actor | None) -> tuple[Actor, ...]:
    """The traveller, for a note that begins with its verb: "Met with President X and discussed Y"."""
    first = grammar.first_conjunct(sentence, verb)
    bare = grammar.child(sentence, first, "nsubj") is None and sentence.heads[first] < 0
    return (
        (traveller,)
        if traveller is not None and bare and grammar.tense(sentence, first) in {"past", "participle", ""}
        else ()
    )


def _possessors(sentence: Sentence, noun: int, cast: Cast) -> tuple[Actor, ...]:
    found: list[Actor] = []
    owner = grammar.possessor(sentence, noun)
    if owner is not None:
        found += cast.at(sentence, owner)
    start, end = grammar.phrase_span(sentence, noun)
    for word in grammar.children(sentence, noun, "compound", "amod"):
        actor = cast.covering(sentence.starts[word], sentence.ends[word])
        if actor is not None and start <= actor.start and actor.end <= end:
            found.append(actor)
    return tuple(found)


def _partners(
    sentence: Sentence, word: int, prepositions: tuple[str, ...], cast: Cast
) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    sure: tuple[Actor, ...] = ()
    maybe: tuple[Actor, ...] = ()
    for preposition, head in grammar.obliques(sentence, word):
        if preposition in prepositions or preposition in {"with", "as well as"}:
            more, unsure = _split(sentence, head, cast)
            sure, maybe = sure + more, maybe + unsure
    for other in grammar.children(sentence, word, "conj") if sure else ():
        # "Talks with Qin, as well as Wang Yi": parsers hang the second partner on the talks themselves.
        if sentence.tags[other] in {"NOUN", "PROPN"} and cast.at(sentence, other):
            more, unsure = _split(sentence, other, cast)
            sure, maybe = sure + more, maybe + unsure
    return sure, maybe


def _split(sentence: Sentence, head: int, cast: Cast) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """The coordinated actors, and apart from them those that only possibly come."""
    sure: list[Actor] = []
    maybe: list[Actor] = []
    for each in grammar.conjuncts(sentence, head):
        actor = cast.at(sentence, each)[:1]
        near = (*grammar.children(sentence, each, "advmod"), each - 1)
        doubted = any(w >= 0 and sentence.words[w].lower() in MAYBE for w in near)
        (maybe if doubted else sure).extend(actor)
    return tuple(sure), tuple(maybe)


def _journey(
    sentence: Sentence, word: int, row: EncounterRow, own: tuple[Actor, ...], cast: Cast
) -> Sighting | None:
    travellers = tuple(a for a in own if a.kind in {"person", "unnamed"})
    places = [w for p, w in grammar.obliques(sentence, word) if p in row.place]
    target = grammar.object_of(sentence, word) if "" in row.place else None
    hosts: list[Actor] = []
    for place in [*places, *([target] if target is not None else [])]:
        hosts += cast.at(sentence, place)
    host = next((a for a in hosts if a.kind == "state"), None)
    if not travellers or (sentence.tags[word] == "VERB" and not (hosts or places or target is not None)):
        return None
    verb = word if sentence.tags[word] == "VERB" else _verb_over(sentence, word)
    return Sighting(
        sentence=sentence,
        word=word,
        clause=verb if verb is not None else word,
        form="visit",
        participants=distinct(travellers),
        maybe=(),
        host=host,
        remote=False,
    )


def _sighting(
    sentence: Sentence,
    word: int,
    clause: int,
    form: str,
    participants: tuple[Actor, ...],
    maybe: tuple[Actor, ...],
    host: Actor | None,
) -> Sighting | None:
    people = distinct([a for a in participants if a.country or a.kind in {"igo", "person", "group"}])
    if not people and not maybe:
        return None
    words = {sentence.words[w].lower() for w in grammar.subtree(sentence, clause)}
    by_line = form == "call" or (bool(words & CALL_WORDS) and form in {"talks", "meeting"})
    return Sighting(
        sentence=sentence,
        word=word,
        clause=clause,
        form="call" if by_line else form,
        participants=people,
        maybe=distinct(maybe),
        host=host,
        remote=by_line,
    )
