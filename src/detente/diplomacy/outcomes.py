"""How an encounter stands as its words tell it: held, planned, put off, wished for, refused."""

from __future__ import annotations

from collections.abc import Callable

from detente import grammar
from detente.diplomacy.lexicon import EncounterTables
from detente.diplomacy.scene import Sighting
from detente.types import EncounterStage, Sentence, Status

StatusOf = Callable[[Sentence, int], tuple[Status, bool, bool]]
"""Status, whether negated, whether told as background, of what a word tells."""

TURNS: dict[EncounterStage, Status] = {
    "agreed": "planned", "planned": "planned", "confirmed": "planned", "moved": "planned",
    "postponed": "postponed", "cancelled": "cancelled", "refused": "refused",
}  # fmt: skip
BY_STATUS: dict[Status, EncounterStage] = {
    "happened": "held", "ongoing": "held", "planned": "planned", "postponed": "postponed", "cancelled": "cancelled",
    "refused": "refused",
}  # fmt: skip
OPEN: frozenset[Status] = frozenset({"possible", "called_for", "hypothetical", "denied", "refused"})
WISHING = frozenset({"invite", "propose", "offer", "suggest", "wish", "hope", "like"})
ASKING = frozenset(
    {
        "call",
        "ask",
        "urge",
        "demand",
        "request",
        "appeal",
        "reject",
        "refuse",
        "rule",
        "decline",
        "turn",
        "rebuff",
        "seek",
    }
)
"""Verbs of which a day tells when it was asked or refused, not when the encounter is to be."""
INTENDING = frozenset({"mean", "intend", "plan", "prepare", "aim", "seek", "wish", "want", "try"})
FUTURE = frozenset({"will", "shall", "'ll", "’ll"})
DURING = frozenset({"in", "during", "at", "on"})
BE = frozenset({"is", "are", "was", "were", "'s", "’s", "be"})


def standing(
    sighting: Sighting, status_of: StatusOf, tables: EncounterTables
) -> tuple[Status, EncounterStage | None]:
    """How the encounter stands, and what the sentence says became of it."""
    sentence = sighting.sentence
    status, negated, _ = status_of(sentence, sighting.clause)
    status = sighting.status or _by_infinitive(sighting, status) or _inherited(sighting, status, status_of)
    marks = {sentence.words[m].lower() for m in grammar.children(sentence, sighting.clause, "mark")}
    if status == "happened" and _is_meant(sentence, sighting.clause):
        status = "planned"
    if status == "happened" and sighting.form != "visit" and _is_going_on(sentence, sighting.clause):
        status = "ongoing"
    if "until" in marks and status == "happened":
        # "Nothing will happen until they get together".
        status = "possible"
    if sentence.lemmas[sighting.clause].lower() == "expect" and status == "happened":
        status = "planned"
    if sighting.clause == sighting.word and sentence.tags[sighting.word] != "VERB":
        status = _by_preposition(sighting) or status
    asked = sighting.clause != sighting.word and tables.lemma(sentence, sighting.clause) in tables.asking
    if asked and status in {"happened", "ongoing", "planned", "possible"} and not negated:
        # "Wanted a meeting with the president".
        status = "called_for"
    if status == "called_for" and sentence.lemmas[sighting.clause].lower() in WISHING:
        status = "possible"
    if negated and tables.stage(sentence, sighting.clause) == "refused":
        # "Does not rule out a meeting".
        return "possible", None
    if negated and tables.stage(sentence, sighting.clause) == "planned":
        # "No such trip was planned".
        return "denied", None
    if negated and status in {"happened", "ongoing", "planned"}:
        status = "refused" if status != "planned" else "cancelled"
    verb = _turning_verb(sighting)
    stage = tables.stage(sentence, verb) if verb is not None else None
    if stage in TURNS and status not in OPEN and stage != "planned":
        return (TURNS[stage], stage) if not negated else (status, BY_STATUS.get(status))
    if stage in {"extended", "cut short"}:
        return status, stage
    if status == "happened" and _is_ahead(sighting, tables):
        status = "planned"
    return status, BY_STATUS.get(status)


def _is_meant(sentence: Sentence, verb: int) -> bool:
    """ "Still means to fly to Dubrovnik", "had intended to go on"."""
    above = sentence.heads[verb]
    intended = above >= 0 and sentence.lemmas[above].lower() in INTENDING
    return intended and grammar.base(sentence.relations[verb]) == "xcomp"


def _is_going_on(sentence: Sentence, verb: int) -> bool:
    """ "Was attending a summit": at the time of the story."""
    if grammar.children(sentence, verb, "mark"):
        # "As they were holding talks, the border was shelled".
        return False
    forms = {sentence.words[w].lower() for w in grammar.children(sentence, verb, "aux")}
    return sentence.words[verb].lower().endswith("ing") and bool(forms & {"was", "were"})


def _by_preposition(sighting: Sighting) -> Status | None:
    """ "In his conversation with X, he called for ...": what stands above the noun is not its fate.

    What will be done during a visit is done on one that is still to come.
    """
    sentence = sighting.sentence
    marker = grammar.case_marker(sentence, sighting.word)
    verb = grammar.clause_of(sentence, sighting.word)
    if marker in DURING and verb is not None and _is_future(sentence, verb):
        return "planned"
    return "happened" if marker in {"in", "during", "after", "at", "following", "since"} else None


def _is_future(sentence: Sentence, verb: int) -> bool:
    forms = {sentence.words[w].lower() for w in grammar.children(sentence, verb, "aux")}
    return bool(forms & FUTURE) and not grammar.is_negated(sentence, verb)


def _by_infinitive(sighting: Sighting, status: Status) -> Status | None:
    """ "Is to host" is planned; "was to have hosted" came to nothing."""
    forms = _to_be(sighting.sentence, sighting.clause)
    if not forms & BE:
        return None
    return "cancelled" if "have" in forms and forms & {"was", "were"} else "planned"


def was_to(sentence: Sentence, verb: int) -> bool:
    """Whether a verb tells what was planned once: "were to dine"."""
    return bool(_to_be(sentence, verb) & {"was", "were"})


def _to_be(sentence: Sentence, verb: int) -> set[str]:
    """The auxiliaries of "is to", "was to have", in lower case; of a later verb of the same list those of the first."""
    for at in (verb, grammar.first_conjunct(sentence, verb)):
        to = any(sentence.words[m].lower() == "to" for m in grammar.children(sentence, at, "mark"))
        above = sentence.heads[at]
        over = {sentence.words[above].lower()} if above >= 0 and sentence.tags[above] == "AUX" else set()
        forms = {sentence.words[w].lower() for w in grammar.children(sentence, at, "aux", "cop")} | over
        if forms or grammar.children(sentence, at, "nsubj"):
            return forms if to else set()
    return set()


def _inherited(sighting: Sighting, status: Status, status_of: StatusOf) -> Status:
    """ "Will travel to Beijing before heading to Tokyo": a verb without a tense stands as the one above it."""
    sentence = sighting.sentence
    verb = sighting.clause
    timeless = grammar.tense(sentence, verb) in {"participle", ""} and not grammar.auxiliaries(sentence, verb)
    above = sentence.heads[verb]
    if status != "happened" or not timeless or above < 0 or sentence.tags[above] != "VERB":
        return status
    if grammar.base(sentence.relations[verb]) not in {"advcl", "xcomp", "conj"}:
        return status
    over = status_of(sentence, above)[0]
    return over if over in {"planned", "possible", "called_for"} else status


def _turning_verb(sighting: Sighting) -> int | None:
    """The verb over a noun ("postponed the visit"), or over an infinitive ("agreed to meet")."""
    sentence = sighting.sentence
    if sighting.clause != sighting.word:
        return sighting.clause
    above = sentence.heads[sighting.word]
    if (
        above >= 0
        and grammar.base(sentence.relations[sighting.word]) == "xcomp"
        and sentence.tags[above] == "VERB"
    ):
        return above
    return None


def _is_ahead(sighting: Sighting, tables: EncounterTables) -> bool:
    """Whether the noun itself is said to be ahead: "an upcoming trip", "talks scheduled for May"."""
    sentence = sighting.sentence
    if sentence.tags[sighting.word] == "VERB":
        return False
    near = grammar.children(sentence, sighting.word, "amod", "acl")
    return any({sentence.lemmas[w].lower(), sentence.words[w].lower()} & tables.planned for w in near)
