"""Modality: auxiliaries that reach a verb from above, what one wants of another, and "call" that only names."""

from __future__ import annotations

from detente import grammar
from detente.types import Sentence, Status

LETTING = grammar.words_of("allow let permit enable empower authorise authorize entitle require oblige force")
WISHES = grammar.words_of("want wish like love prefer need")
MARKERS_OF_CALLING = frozenset({"for", "on", "upon", "to"})


def modal_over(sentence: Sentence, verb: int) -> tuple[str, int] | None:
    """The modal of the nearest verb above that governs this infinitive, and that verb.

    "May attempt to give" makes the giving as unsure as the attempt; "would allow Oslo to expel" the expulsion.
    """
    at = verb
    for above in grammar.ancestors(sentence, verb):
        if grammar.base(sentence.relations[at]) != "xcomp" or grammar.auxiliaries(sentence, at):
            return None
        if sentence.lemmas[above].lower() in {"seem", "appear"}:
            return None
        modal = grammar.modal_of(sentence, above)
        if modal is not None:
            return modal, above
        at = above
    return None


def status_of_letting(sentence: Sentence, governor: int, modal: str) -> Status | None:
    """ "Would allow them to remove": what a measure would let others do has no date; None for other verbs."""
    lets = sentence.lemmas[governor].lower() in LETTING
    return "hypothetical" if lets and modal == "would" else None


def wants_of_another(sentence: Sentence, verb: int) -> bool:
    """ "Want the president to resign", "would like Oslo to lift the ban": somebody else is to act."""
    if sentence.lemmas[verb].lower() not in WISHES:
        return False
    clauses = grammar.children(sentence, verb, "xcomp", "ccomp")
    to = any(
        sentence.words[m].lower() == "to" for c in clauses for m in grammar.children(sentence, c, "mark")
    )
    other = grammar.child(sentence, verb, "obj", "iobj")
    if other is None:
        other = next((s for c in clauses for s in grammar.children(sentence, c, "nsubj")), None)
    return to and other is not None and verb < other


def only_names(sentence: Sentence, verb: int) -> bool:
    """ "Called the investigation a witch hunt", "calling it illegal": who names asks for nothing.

    What asks is "call for", "call on X to" and "call to"; what summons ("called an election") asks for nothing too.
    """
    if sentence.lemmas[verb].lower() != "call" or sentence.tags[verb] != "VERB":
        return False
    named = [w for w in grammar.children(sentence, verb, "xcomp") if sentence.tags[w] in {"NOUN", "ADJ"}]
    if grammar.object_of(sentence, verb) is None and not named:
        return False
    below = grammar.children(sentence, verb, "obl", "xcomp", "advcl", "ccomp")
    marks = {
        sentence.words[m].lower()
        for c in below
        for m in grammar.children(sentence, c, "case", "mark")
        if m > verb
    }
    return not marks & MARKERS_OF_CALLING


def was_to(sentence: Sentence, verb: int) -> Status | None:
    """ "Was to meet" was planned; "was to have met" did not come about. None where neither stands."""
    marks = {sentence.words[m].lower() for m in grammar.children(sentence, verb, "mark")}
    words = set(grammar.auxiliaries(sentence, verb))
    if "to" not in marks or not words & {"was", "were"} or sentence.tags[verb] != "VERB":
        return None
    if grammar.children(sentence, verb, "csubj"):
        return None
    return "hypothetical" if "have" in words else "planned"
