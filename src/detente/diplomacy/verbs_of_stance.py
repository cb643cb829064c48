"""Stands that a verb takes: demand, promise, refuse, accuse, with the parties that its clause names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from detente import grammar
from detente.diplomacy import matters
from detente.diplomacy.cast import distinct
from detente.diplomacy.stands import (
    SPEAKERS,
    Offsets,
    Scene,
    Stand,
    carried_on,
    mention_at,
    power_of,
    powers_at,
    speaker_of,
    told_by_speech,
)
from detente.knowledge.stances import StanceRow
from detente.knowledge.states import State, states
from detente.types import Actor, Sentence, Stance

DENIABLE: frozenset[Stance] = frozenset({"supports", "undertakes", "offers", "demands"})
APART: frozenset[Stance] = frozenset({"demands", "offers", "undertakes"})
INSTITUTIONS = grammar.words_of(
    "ministry government spokesman spokeswoman spokesperson parliament office department army official"
)
SILENCE = grammar.words_of(
    "comment answer elaborate say name confirm speculate identify give disclose reveal"
)
"""What one declines to a reporter, which is no stand."""
ASSERTING = frozenset({"insist", "suggest"})
RULERS = grammar.words_of(
    "government authority authorities junta army military regime general leadership ruler delegation side envoy rebel"
)
"""Who stands for a power even where the text does not say for which: not "all parties", not "the dissidents"."""


def stands(sentence: Sentence, scene: Scene) -> Iterator[Stand]:
    """Every verb of stance of a sentence that has a holder."""
    for word, tag in enumerate(sentence.tags):
        if tag != "VERB":
            continue
        row = row_of(sentence, word, scene) or yielding(sentence, word, scene)
        if row is None or grammar.is_conditional(sentence, word) or is_below(sentence, word, scene):
            continue
        stand = _stand(sentence, word, row, scene)
        if stand is not None:
            yield from _with_gapped(stand, row, scene)


def yielding(sentence: Sentence, word: int, scene: Scene) -> StanceRow | None:
    """ "Does not recognise", "never gave in": giving way is a stand only where it is denied."""
    lemma = sentence.lemmas[word].lower()
    if not scene.opens("yielding", lemma):
        return None
    row = scene.row("yielding", f"{lemma} {grammar.particle(sentence, word)}".strip())
    plain = grammar.modal_of(sentence, word) is None
    return row if row is not None and plain and grammar.is_negated(sentence, word) else None


def _with_gapped(stand: Stand, row: StanceRow, scene: Scene) -> Iterator[Stand]:
    sentence = stand.sentence
    second = (
        matters.gapped(sentence, matters.clauses(sentence, stand.word, row))
        if row.object == "addressee"
        else None
    )
    addressees = powers_at(sentence, second[0], scene) if second is not None else ()
    if second is None or not addressees:
        yield stand
        return
    cut = sentence.starts[second[0]]
    kept = [(s, min(e, cut)) for s, e in stand.matters if s < cut]
    yield replace(stand, matters=tuple((s, _without_and(sentence, s, e)) for s, e in kept))
    end = max(e for _, e in stand.matters)
    yield replace(
        stand,
        word=second[1],
        addressees=addressees,
        matters=((sentence.starts[second[1] - 1], max(end, cut)),),
    )


def _without_and(sentence: Sentence, start: int, end: int) -> int:
    words = [w for w in range(len(sentence.words)) if start <= sentence.starts[w] < end]
    while len(words) > 1 and sentence.tags[words[-1]] in {"CCONJ", "PUNCT", "DET"}:
        words.pop()
    return sentence.ends[words[-1]]


def row_of(sentence: Sentence, verb: int, scene: Scene) -> StanceRow | None:
    """The row of a verb: with its particle, with a preposition of its own, alone."""
    # As written too: parsers do not know every lemma ("undertook").
    forms = dict.fromkeys((sentence.lemmas[verb].lower(), sentence.words[verb].lower()))
    if not scene.opens("verb", *forms):
        return None
    particle = grammar.particle(sentence, verb)
    for mark in (particle, *_marks(sentence, verb)):
        for form in forms:
            if mark and (row := scene.row("verb", f"{form} {mark}")):
                return row
    if particle:
        return None
    return next((row for form in forms if (row := scene.row("verb", form))), None)


def _marks(sentence: Sentence, verb: int) -> list[str]:
    marks = [marker for marker, _ in grammar.obliques(sentence, verb)]
    marks += [_mark(sentence, c) for c in grammar.children(sentence, verb, "advcl", "xcomp", "ccomp")]
    near = [c for c in grammar.children(sentence, verb, "advmod", "case") if c == verb + 1]
    return marks + [sentence.words[c].lower() for c in near]


def _mark(sentence: Sentence, clause: int) -> str:
    mark = grammar.child(sentence, clause, "mark")
    return sentence.words[mark].lower() if mark is not None else ""


def is_below(sentence: Sentence, verb: int, scene: Scene) -> bool:
    """Whether the verb is what another stand is about: "did not agree to extend" is one stand."""
    at = verb
    for above in grammar.ancestors(sentence, verb):
        relation = grammar.base(sentence.relations[at])
        purpose = relation == "advcl" and grammar.tense(sentence, at) == "infinitive"
        if purpose or (relation in {"xcomp", "ccomp", "acl"} and sentence.relations[at] != "acl:relcl"):
            row = row_of(sentence, above, scene) if sentence.tags[above] == "VERB" else None
            taken = row is not None and (not purpose or row.object == "addressee")
            if taken or (relation == "acl" and scene.row("noun", sentence.lemmas[above].lower())):
                return True
        if relation not in {"xcomp", "ccomp", "conj", "acl"} or sentence.relations[at] == "acl:relcl":
            return False
        at = above
    return False


def _rules_out(sentence: Sentence, verb: int) -> bool:
    """ "Did not rule out a meeting": who does not shut a thing out holds it out."""
    return sentence.lemmas[verb].lower() == "rule" and grammar.particle(sentence, verb) == "out"


def _stand(sentence: Sentence, verb: int, row: StanceRow, scene: Scene, denied: bool = True) -> Stand | None:
    stance = row.stance
    mutual = is_mutual(sentence, verb)
    if sentence.lemmas[verb].lower() in ASSERTING and _asserts(sentence, verb):
        return None
    subject = grammar.subject_of(sentence, verb)
    none_does = subject is not None and _is_none(sentence, subject)
    if denied and (grammar.is_negated(sentence, verb) or none_does):
        if _rules_out(sentence, verb):
            return _stand(sentence, verb, replace(row, stance="offers"), scene, denied=False)
        if stance not in DENIABLE:
            return None
        stance = "opposes" if stance == "supports" or sentence.lemmas[verb].lower() == "want" else "refuses"
        if row.stance == "demands" and sentence.lemmas[verb].lower() not in {"want", "seek"}:
            return None
    holders = holders_of(sentence, verb, subject, scene)
    if not holders or (stance == "refuses" and _keeps_silent(sentence, verb)):
        return None
    addressees, found = _parties(sentence, verb, row, scene)
    if not found:
        if not (
            row.bare
            or mutual
            or (addressees and row.stance in {"accuses", "supports", "opposes"})
            or row.mutual
        ):
            return None
        found = (grammar.span_of(sentence, _bare_words(sentence, verb)),)
    if row.part == "yielding":
        # What one does not do is the matter: "recognise the annexation".
        found = ((sentence.starts[verb], max(end for _, end in found)),)
    speaker = speaker_of(sentence, verb, scene)
    return Stand(
        sentence=sentence,
        word=verb,
        stance=stance,
        holders=holders,
        addressees=addressees,
        matters=found,
        told=told_by_speech(sentence, verb, scene),
        mutual=row.mutual or none_does or mutual,
        unnamed=not mutual
        and not addressees
        and row.object == "addressee"
        and _is_toward_nobody(sentence, verb),
        said_by=speaker[0] if speaker else None,
    )


def _keeps_silent(sentence: Sentence, verb: int) -> bool:
    return any(sentence.lemmas[c].lower() in SILENCE for c in grammar.children(sentence, verb, "xcomp"))


def is_mutual(sentence: Sentence, verb: int) -> bool:
    """Whether those who do it do it to "each other" or to "one another"."""
    parties = (*grammar.children(sentence, verb, "obj", "iobj", "obl"),)
    pairs = [(sentence.words[w].lower(), sentence.words[w + 1 : w + 2]) for w in parties]
    return any(
        one in {"each", "one"} and other and other[0].lower() in {"other", "another"} for one, other in pairs
    )


def _is_toward_nobody(sentence: Sentence, verb: int) -> bool:
    """Whether the verb has an object that stands for no power; a pronoun may yet stand for one."""
    passed = grammar.child(sentence, verb, "obj", "iobj")
    return (
        passed is not None
        and sentence.tags[passed] != "PRON"
        and sentence.lemmas[passed].lower() not in RULERS
    )


def _asserts(sentence: Sentence, verb: int) -> bool:
    """ "Insists that it was promised" says how things are; "insists that it be kept" demands."""
    clause = grammar.child(sentence, verb, "ccomp")
    modal = grammar.modal_of(sentence, clause) if clause is not None else None
    return clause is not None and modal is None and grammar.tense(sentence, clause) == "past"


def _is_none(sentence: Sentence, subject: int) -> bool:
    words = {sentence.words[w].lower() for w in grammar.phrase(sentence, subject)}
    return bool(words & {"neither", "none", "nobody"})


def _bare_words(sentence: Sentence, verb: int) -> tuple[int, ...]:
    kept = grammar.subtree(
        sentence, verb, frozenset({"conj", "cc", "punct", "advcl", "nsubj", "parataxis", "ccomp"})
    )
    return tuple(w for w in kept if w >= verb) or (verb,)


def holders_of(sentence: Sentence, verb: int, subject: int | None, scene: Scene) -> tuple[Actor, ...]:
    """Whose stand it is: the subject; for "we" and for a pronoun of nobody known, who speaks."""
    above = _of_main_clause(sentence, verb)
    subject = subject if above is None else above
    if subject is None:
        return _before(sentence, verb, scene)
    seat = seat_of(sentence, verb, subject)
    if seat is not None:
        return (seat,)
    word = sentence.words[subject].lower()
    speakers = speaker_of(sentence, verb, scene)
    if word in SPEAKERS or (word == "they" and len(speakers) > 1):
        return speakers or carried_on(sentence, scene)
    found = powers_at(sentence, subject, scene)
    for second in grammar.children(sentence, grammar.head_of(sentence, subject), "nsubj"):
        # Parsers hang a second name that is coordinated on the verb itself.
        if subject < second < verb and sentence.words[second].lower() not in grammar.RELATIVE_PRONOUNS:
            found += powers_at(sentence, second, scene)
    if not found and (sentence.tags[subject] == "PRON" or _is_hung_too_low(sentence, verb)):
        pronoun = word in {"it", "he", "she", "they"}
        return speakers or (carried_on(sentence, scene) if pronoun else ())
    return distinct((*(found or _at_home(sentence, subject, scene)), *_as_did(sentence, verb, scene)))


def _at_home(sentence: Sentence, subject: int, scene: Scene) -> tuple[Actor, ...]:
    """ "MANILA - ... The Department of Foreign Affairs demanded": a government without a name is that of the dateline.

    Only where the dateline's country is one of the two that the story is about.
    """
    home = scene.article.dateline.country if scene.article.dateline else None
    if home is None or home not in {a.country for a in scene.pair}:
        return ()
    found = (a for a in scene.cast.at(sentence, subject) if a.sector == "GOV" and not a.candidates)
    titled = (a for a in found if a.country is None and _holds_office(sentence, subject, a))
    return tuple(replace(a, country=home) for a in titled)[:1]


def _holds_office(sentence: Sentence, subject: int, actor: Actor) -> bool:
    words = {sentence.lemmas[w].lower() for w in grammar.phrase(sentence, subject)}
    return actor.kind == "person" or bool(words & (INSTITUTIONS | {"minister", "president"}))


def _as_did(sentence: Sentence, verb: int, scene: Scene) -> tuple[Actor, ...]:
    """ "Japan backed Seoul, as did Britain": who does the same."""
    found: tuple[Actor, ...] = ()
    for clause in grammar.children(sentence, verb, "advcl"):
        if sentence.lemmas[clause].lower() == "do" and "as" in {
            sentence.words[w].lower() for w in grammar.children(sentence, clause, "mark", "advmod")
        }:
            found += powers_at(sentence, grammar.child(sentence, clause, "nsubj", "obj"), scene)
    return found


def _of_main_clause(sentence: Sentence, verb: int) -> int | None:
    """ "Expelled the envoy, accusing Somalia": after a comma it is not the envoy who accuses."""
    noun = grammar.head_of(sentence, verb)
    if sentence.relations[verb] != "acl" or verb == 0 or sentence.words[verb - 1] != ",":
        return None
    main = grammar.clause_of(sentence, noun)
    if grammar.base(sentence.relations[noun]) not in {"obj", "obl", "iobj", "nmod"} or main in {None, noun}:
        return None
    return grammar.subject_of(sentence, main) if main is not None else None


def seat_of(sentence: Sentence, verb: int, subject: int) -> Actor | None:
    """Whose ministry, where only the place tells: "In Moscow the foreign ministry accused"."""
    named = (w for w in grammar.phrase(sentence, subject) if sentence.words[w][:1].isupper())
    if sentence.lemmas[subject].lower() not in INSTITUTIONS or any(sentence.tags[w] != "DET" for w in named):
        return None
    for marker, word in grammar.obliques(sentence, verb):
        state = capitals().get(sentence.words[word]) if marker == "in" and word < subject else None
        if state is not None:
            start, end = grammar.phrase_span(sentence, subject)
            text = " ".join(sentence.words[w] for w in grammar.phrase(sentence, subject))
            return Actor(
                text=text, start=start, end=end, kind="state", country=state.code, sector="GOV", name=state.name,
                confidence=0.7,
            )  # fmt: skip
    return None


@cache
def capitals() -> Mapping[str, State]:
    """The states of today by their capitals of one word."""
    return {s.capital: s for s in states() if s.capital and s.until is None}


def _is_hung_too_low(sentence: Sentence, verb: int) -> bool:
    """ "Said that ties served both and urged X": parsers coordinate the second with what was said."""
    head = grammar.head_of(sentence, verb)
    finite = "VerbForm=Fin" in sentence.features[verb]
    return finite and sentence.relations[verb] == "conj" and head >= 0 and sentence.relations[head] == "ccomp"


def _before(sentence: Sentence, verb: int, scene: Scene) -> tuple[Actor, ...]:
    """Whoever stands right before a finite verb that the parser gave no subject, as after a dateline."""
    if grammar.is_passive(sentence, verb) or grammar.base(sentence.relations[verb]) not in {"root", "conj"}:
        return ()
    at = verb - 1
    while at >= 0 and sentence.tags[at] in {"ADV", "AUX", "PART"}:
        at -= 1
    return powers_at(sentence, at, scene) if at >= 0 and sentence.tags[at] in {"PROPN", "NOUN"} else ()


def _parties(
    sentence: Sentence, verb: int, row: StanceRow, scene: Scene
) -> tuple[tuple[Actor, ...], tuple[Offsets, ...]]:
    below = matters.clauses(sentence, verb, row)
    addressees: list[Actor] = []
    found: list[Offsets] = [matters.clause_span(sentence, c) for c in below]
    for indirect in (
        *grammar.children(sentence, verb, "iobj"),
        # "Proposed to Maduro that": parsers take the name for a predicate.
        *(c for c in grammar.children(sentence, verb, "xcomp") if sentence.tags[c] == "PROPN"),
    ):
        addressees += powers_at(sentence, indirect, scene)
    phrases: list[Offsets] = []
    for preposition, word in grammar.obliques(sentence, verb):
        if preposition in row.to and (actors := powers_at(sentence, word, scene)):
            addressees += actors
        elif preposition in row.about and not matters.is_time(sentence, word):
            phrases += matters.phrases(sentence, word, apart=row.stance in APART)
            if row.stance in {"demands", "supports"}:
                addressees += _subject_of_matter(sentence, word, scene)
    addressed, object_spans = _object(sentence, verb, row, scene, bool(found or phrases))
    addressees += addressed
    if not addressees:
        # "demanded that the United States lift its sanctions": the clause's subject is meant.
        for clause in below:
            addressees += powers_at(sentence, grammar.child(sentence, clause, "nsubj"), scene)
    found = found or phrases or object_spans
    if not addressees:
        addressees += owners(sentence, verb, row, scene)
    outside = [(s, e) for s, e in found if not s <= sentence.starts[verb] < e]
    return tuple(addressees), tuple(outside)


def _subject_of_matter(sentence: Sentence, word: int, scene: Scene) -> Sequence[Actor]:
    """ "Called for Iran to halt": the phrase is who shall do what the infinitive says."""
    if not any(
        grammar.tense(sentence, c) == "infinitive" for c in grammar.children(sentence, word, "acl", "advcl")
    ):
        return ()
    return powers_at(sentence, word, scene)


def _object(
    sentence: Sentence, verb: int, row: StanceRow, scene: Scene, has_matter: bool
) -> tuple[Sequence[Actor], list[Offsets]]:
    passed = grammar.object_of(sentence, verb)
    if passed is None or passed in grammar.children(sentence, verb, "iobj"):
        return (), []
    actors = [a for a in scene.cast.at(sentence, passed) if power_of(a)]
    if row.object == "addressee" or (actors and has_matter):
        powers = powers_at(sentence, passed, scene)
        # "Threatened clear consequences": what is held out, not whom it shall meet.
        threat = row.stance == "warns" and not (powers or has_matter or scene.cast.at(sentence, passed))
        return powers, matters.phrases(sentence, passed, apart=False) if threat else []
    spans = matters.phrases(sentence, passed, apart=row.stance in APART)
    if any(start <= sentence.starts[verb] < end for start, end in spans):
        # "The charge that the army denied": the verb stands within what it is about.
        spans = [grammar.phrase_span(sentence, passed)]
    if actors and row.stance in {"supports", "opposes", "accuses"}:
        return actors, spans
    if actors and all(actor.name for actor in actors):
        return (
            (),
            [],
        )  # "Called Xi Jinping": nobody demands a person or a state, and none of them is a matter.
    return (), spans


def owners(sentence: Sentence, verb: int, row: StanceRow, scene: Scene) -> Sequence[Actor]:
    """Whose act it is: "condemned Israel's strikes", "a raid by Turkish troops"."""
    heads = [grammar.object_of(sentence, verb)]
    heads += [w for marker, w in grammar.obliques(sentence, verb) if marker in row.about]
    return [a for head in heads if head is not None for a in owner_of(sentence, head, scene)]


def owner_of(sentence: Sentence, head: int, scene: Scene) -> list[Actor]:
    """The powers that own or do what a noun names: possessor, adjective, "by" phrase."""
    found = []
    for child in grammar.children(sentence, head, "nmod:poss", "amod", "compound"):
        actor = mention_at(sentence, child, scene)
        if actor is not None and actor.kind != "unnamed":
            found.append(actor)
    for marker, word in grammar.obliques(sentence, head):
        if marker in {"by", "from"}:
            found += powers_at(sentence, word, scene)
    return found
