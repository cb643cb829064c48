"""Stands that a statement takes without a verb of stance: "said it would never", "must stop", "called it illegal"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente import grammar
from detente.diplomacy import matters
from detente.diplomacy.stands import (
    SPEAKERS,
    Scene,
    Stand,
    power_of,
    powers_at,
    speaker_of,
    speech_of,
    told_by_speech,
)
from detente.diplomacy.verbs_of_stance import is_below, owner_of, row_of
from detente.types import Actor, Sentence, Stance

WILL = frozenset({"will", "would", "shall"})
CAN = frozenset({"can", "could"})
MUST = frozenset({"must", "should", "ought"})
ABLE = WILL | MUST | CAN
# What is told of encounters, of one's own words and of how things will stand is no undertaking.
NO_VOWS = grammar.words_of(
    "meet travel visit hold host receive attend arrive fly discuss speak talk be have become seem appear take see "
    "come go return say tell announce know like hope expect remain depend face last happen welcome begin start "
    "run chair brief raise address deliver mean pose want prefer find think believe consider look"
)
CALLING = frozenset(
    {"call", "describe", "brand", "label", "denounce", "deem", "dub", "term", "consider", "view"}
)
BY_DEAL = frozenset({"under", "as part of"})
NONE_DO = frozenset({"neither", "none"})
PAIR_NEGATIONS = frozenset({"neither", "nor"})


def stands(sentence: Sentence, scene: Scene) -> Iterator[Stand]:
    """Every vow, requirement and verdict of a sentence's statements."""
    for word in grammar.predicates(sentence):
        stand = (
            _vow(sentence, word, scene) or _judgement(sentence, word, scene) or _deed(sentence, word, scene)
        )
        if stand is None or _is_of_stance(sentence, word, scene):
            continue
        if not grammar.is_conditional(sentence, word):
            yield stand


def _is_of_stance(sentence: Sentence, word: int, scene: Scene) -> bool:
    if sentence.tags[word] != "VERB":
        return False
    return row_of(sentence, word, scene) is not None or is_below(sentence, word, scene)


def _stand(
    sentence: Sentence,
    word: int,
    stance: Stance,
    holders: tuple[Actor, ...],
    addressees: tuple[Actor, ...],
    scene: Scene,
) -> Stand:
    speaker = speaker_of(sentence, word, scene)
    return Stand(
        sentence=sentence,
        word=word,
        stance=stance,
        holders=holders,
        addressees=addressees,
        matters=(matters.clause_span(sentence, word),),
        told=told_by_speech(sentence, word, scene),
        mutual=len(holders) == 2 and stance == "undertakes",
        said_by=speaker[0] if speaker else None,
    )


def _vow(sentence: Sentence, word: int, scene: Scene) -> Stand | None:
    modal = grammar.modal_of(sentence, word)
    if modal not in ABLE:
        return None
    subject = grammar.surface_subject(sentence, word)
    none_does = subject is not None and sentence.words[subject].lower() in NONE_DO
    denied = none_does or _denied(sentence, word)
    if modal in CAN and not denied:
        return None
    if grammar.is_passive(sentence, word) and modal in WILL:
        return None
    if subject is None:
        return None
    speakers = speaker_of(sentence, word, scene)
    parties = _parties(sentence, subject, speakers, scene)
    ours = {power_of(a) for a in speakers}
    if modal in MUST:
        theirs = tuple(a for a in parties if power_of(a) not in ours)
        if not speakers or (parties and not theirs):
            return None
        return _stand(sentence, word, "demands", speakers, theirs, scene)
    if (
        sentence.tags[word] != "VERB"
        or not parties
        or (sentence.lemmas[word].lower() in NO_VOWS and not denied and not _goes_on(sentence, word))
    ):
        return None
    if not _vouched(sentence, word, parties, ours):
        return None
    stand = _stand(sentence, word, "refuses" if denied else "undertakes", parties, (), scene)
    return replace(stand, mutual=True) if none_does else stand


def _goes_on(sentence: Sentence, word: int) -> bool:
    """ "Would go on supplying arms"."""
    return sentence.lemmas[word].lower() == "go" and sentence.words[word + 1 : word + 2] == ("on",)


def _vouched(sentence: Sentence, word: int, parties: tuple[Actor, ...], ours: set[str | None]) -> bool:
    """Whether it is the speaker's own will, or a deal's: predictions about others are no stands."""
    if ours:
        return {power_of(a) for a in parties} <= ours
    if speech_of(sentence, word) is not None:
        return False
    if _tells_of_a_will(sentence, word, parties):
        return True
    return any(
        marker in BY_DEAL or (marker == "in" and sentence.lemmas[w].lower() in {"return", "exchange"})
        for marker, w in grammar.obliques(sentence, word)
    )


def _tells_of_a_will(sentence: Sentence, word: int, parties: tuple[Actor, ...]) -> bool:
    """ "Riyadh would open its airspace": what a state or its government would do, told as its own word is told."""
    if grammar.base(sentence.relations[word]) not in {"root", "conj", "parataxis"}:
        return False
    tellers = {"would": {"state", "person"}, "will": {"state"}}.get(
        grammar.modal_of(sentence, word) or "", set()
    )
    return all(a.kind in tellers for a in parties)


def _denied(sentence: Sentence, word: int) -> bool:
    if grammar.is_negated(sentence, word):
        return True
    return any(
        sentence.words[c].lower() in PAIR_NEGATIONS
        for c in grammar.children(sentence, word, "cc", "cc:preconj")
    )


def _parties(
    sentence: Sentence, subject: int, speakers: tuple[Actor, ...], scene: Scene
) -> tuple[Actor, ...]:
    if sentence.words[subject].lower() in SPEAKERS:
        return speakers
    owner = grammar.possessor(sentence, subject)
    if owner is not None and sentence.words[owner].lower() in {"our", "my"}:
        return speakers
    found = powers_at(sentence, subject, scene)
    if not found and owner is not None:
        found = powers_at(sentence, owner, scene)
    return found or (speakers if sentence.words[subject].lower() in {"he", "she", "they", "it"} else ())


def _judgement(sentence: Sentence, word: int, scene: Scene) -> Stand | None:
    """ "Said the step was illegal", "called the raid an act of piracy", "described it as unacceptable"."""
    if sentence.lemmas[word].lower() in CALLING and sentence.tags[word] == "VERB":
        return _calling(sentence, word, scene)
    row = scene.row("verdict", sentence.lemmas[word].lower())
    if row is None:
        return None
    subject = grammar.child(sentence, word, "nsubj")
    speakers = speaker_of(sentence, word, scene)
    if subject is None or not speakers or grammar.is_negated(sentence, word):
        return None
    return _stand(sentence, word, row.stance, speakers, tuple(owner_of(sentence, subject, scene)), scene)


def _calling(sentence: Sentence, verb: int, scene: Scene) -> Stand | None:
    called = grammar.object_of(sentence, verb)
    holders = powers_at(sentence, grammar.subject_of(sentence, verb), scene)
    if called is None or not holders:
        return None
    said = [
        *grammar.children(sentence, verb, "xcomp"),
        *(w for m, w in grammar.obliques(sentence, verb) if m == "as"),
    ]
    said += grammar.children(sentence, verb, "advcl")
    words = [w for s in said for w in grammar.conjuncts(sentence, s)]
    # "A hostile act", "a very dangerous step": the adjective judges.
    words += [q for w in tuple(words) for q in grammar.children(sentence, w, "amod")]
    row = next((r for w in words if (r := scene.row("verdict", sentence.lemmas[w].lower()))), None)
    if row is None:
        return None
    addressees = tuple(owner_of(sentence, called, scene))
    stand = _stand(sentence, verb, row.stance, holders, addressees, scene)
    return replace(stand, matters=(grammar.phrase_span(sentence, called),))


def _deed(sentence: Sentence, word: int, scene: Scene) -> Stand | None:
    """ "Said that Kurti had acted against American advice": who says of another that it did wrong accuses it."""
    if not scene.opens("deed", sentence.lemmas[word].lower()):
        return None
    row = scene.row("deed", sentence.lemmas[word].lower()) or next(
        (
            r
            for m, _ in grammar.obliques(sentence, word)
            if (r := scene.row("deed", f"{sentence.lemmas[word].lower()} {m}"))
        ),
        None,
    )
    if row is None or grammar.is_negated(sentence, word) or grammar.modal_of(sentence, word):
        return None
    speakers = speaker_of(sentence, word, scene)
    doers = powers_at(sentence, grammar.subject_of(sentence, word), scene)
    ours = {power_of(a) for a in speakers}
    if not speakers or not doers or any(power_of(a) in ours for a in doers):
        return None
    return _stand(sentence, word, row.stance, speakers, doers, scene)
