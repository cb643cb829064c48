"""Stands that a noun or an adjective carries: "its refusal to", "voiced concern", "at the request of", "ready to"."""

from __future__ import annotations

from collections.abc import Iterator

from detente import grammar
from detente.diplomacy import matters
from detente.diplomacy.stands import SPEAKERS, Offsets, Scene, Stand, powers_at, speaker_of, told_by_speech
from detente.diplomacy.verbs_of_stance import owner_of
from detente.knowledge.stances import StanceRow
from detente.types import Actor, Sentence

LIGHT = grammar.words_of(
    "voice express raise make issue give lodge file offer repeat reiterate show declare state have deliver send "
    "renew receive extend convey register signal indicate reaffirm underline stress sound utter hold see bring add"
)
ONLY_DENIED = frozenset({"intention", "inclination", "reason", "need", "plan", "desire", "wish", "sign"})


def stands(sentence: Sentence, scene: Scene) -> Iterator[Stand]:
    """Every noun and adjective of stance of a sentence that has a holder."""
    for word, tag in enumerate(sentence.tags):
        lemma = sentence.lemmas[word].lower()
        if tag == "NOUN" and (row := scene.row("noun", lemma)):
            stand = _of_noun(sentence, word, row, scene)
        elif tag in {"ADJ", "VERB"} and (row := scene.row("adjective", _form(sentence, word))):
            stand = _of_adjective(sentence, word, row, scene)
        else:
            continue
        if stand is not None and not grammar.is_conditional(sentence, word):
            yield stand


def _form(sentence: Sentence, word: int) -> str:
    """Participles that serve as adjectives are listed as they are written ("prepared")."""
    return sentence.words[word].lower()


def _of_noun(sentence: Sentence, noun: int, row: StanceRow, scene: Scene) -> Stand | None:
    verb = _light_verb(sentence, noun)
    predicate = grammar.child(sentence, noun, "cop") is not None
    denied = grammar.is_negated(sentence, noun) or (verb is not None and grammar.is_negated(sentence, verb))
    subject = grammar.subject_of(sentence, verb) if verb is not None else None
    none_has = False
    if subject is not None and any(
        sentence.words[w].lower() in {"neither", "none"} for w in grammar.phrase(sentence, subject)
    ):
        denied = none_has = True
    if sentence.lemmas[noun].lower() in ONLY_DENIED and not denied:
        return None
    if denied and row.stance not in {"undertakes", "offers", "supports"}:
        return None
    holders = _holders(sentence, noun, subject, scene)
    if not holders and predicate:
        holders = speaker_of(sentence, noun, scene)
    found = _matters(sentence, noun, row)
    if not holders or not (found or (row.bare and verb is not None)):
        return None
    speaker = speaker_of(sentence, noun, scene)
    return Stand(
        sentence=sentence,
        word=noun,
        stance="refuses" if denied else row.stance,
        holders=holders,
        addressees=_addressees(sentence, noun, verb, row, scene),
        matters=tuple(found) or (grammar.span_of(sentence, grammar.phrase(sentence, noun)),),
        told=told_by_speech(sentence, noun, scene),
        mutual=row.mutual or none_has,
        said_by=speaker[0] if speaker else None,
    )


def _light_verb(sentence: Sentence, noun: int) -> int | None:
    """The verb that only lends the noun a subject: "voiced concern", "made a pledge"."""
    head = grammar.head_of(sentence, noun)
    first = grammar.first_conjunct(sentence, noun)
    if first != noun:
        head = grammar.head_of(sentence, first)
    relation = grammar.base(sentence.relations[first])
    if head < 0 or relation not in {"obj", "xcomp", "nsubj"} or sentence.tags[head] != "VERB":
        return None
    if relation == "nsubj" and not grammar.is_passive(sentence, head):
        return None
    return head if sentence.lemmas[head].lower() in LIGHT else None


def _holders(sentence: Sentence, noun: int, subject: int | None, scene: Scene) -> tuple[Actor, ...]:
    if subject is not None:
        if sentence.words[subject].lower() in SPEAKERS:
            return speaker_of(sentence, noun, scene)
        return powers_at(sentence, subject, scene)
    owner = grammar.possessor(sentence, noun)
    if owner is not None:
        return powers_at(sentence, owner, scene)
    for marker, word in grammar.obliques(sentence, noun):
        if marker in {"by", "from"} or (
            marker == "of" and sentence.lemmas[noun].lower() in {"request", "insistence"}
        ):
            return powers_at(sentence, word, scene)
    return tuple(owner_of(sentence, noun, scene))


def _matters(sentence: Sentence, noun: int, row: StanceRow) -> list[Offsets]:
    found = [matters.clause_span(sentence, c) for c in matters.clauses(sentence, noun, row) if c > noun]
    for marker, word in grammar.obliques(sentence, noun):
        if marker in row.about and not matters.is_time(sentence, word):
            found += matters.phrases(sentence, word, apart=False)
    return found


def _addressees(
    sentence: Sentence, noun: int, verb: int | None, row: StanceRow, scene: Scene
) -> tuple[Actor, ...]:
    found: list[Actor] = []
    for at in (noun, verb) if verb is not None else (noun,):
        for marker, word in grammar.obliques(sentence, at):
            if marker in row.to:
                found += powers_at(sentence, word, scene)
            elif marker in row.about:
                found += [a for a in scene.cast.at(sentence, word) if a.country] or owner_of(
                    sentence, word, scene
                )
    if verb is not None:
        for hearer in grammar.children(sentence, verb, "iobj"):
            found += powers_at(sentence, hearer, scene)
    return tuple(found)


def _of_adjective(sentence: Sentence, word: int, row: StanceRow, scene: Scene) -> Stand | None:
    if grammar.child(sentence, word, "cop", "aux:pass") is None and (
        sentence.tags[word] == "VERB" or grammar.child(sentence, word, "nsubj") is None
    ):
        return None
    subject = grammar.surface_subject(sentence, word)
    if subject is None:
        return None
    denied = grammar.is_negated(sentence, word)
    if denied and row.stance not in {"offers", "undertakes"}:
        return None
    pronoun = sentence.words[subject].lower() in SPEAKERS
    holders = speaker_of(sentence, word, scene) if pronoun else powers_at(sentence, subject, scene)
    found = _matters(sentence, word, row)
    if not holders or not (found or row.bare):
        return None
    speaker = speaker_of(sentence, word, scene)
    return Stand(
        sentence=sentence,
        word=word,
        stance="refuses" if denied else row.stance,
        holders=holders,
        addressees=_addressees(sentence, word, None, row, scene),
        matters=tuple(found) or (grammar.span_of(sentence, (subject, word)),),
        told=told_by_speech(sentence, word, scene),
        said_by=speaker[0] if speaker else None,
    )
