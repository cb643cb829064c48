"""Status: whether an act happened, is planned, possible, called for, called off or denied; and negation."""

from __future__ import annotations

from dataclasses import dataclass

from detente import grammar
from detente.coding.act import Act
from detente.knowledge.verbs import CodingTables
from detente.types import Sentence, Status

BY_OPERATOR: dict[str, Status] = {
    "plan": "planned",
    "consider": "possible",
    "promise": "planned",
    "demand": "called_for",
    "appeal": "called_for",
    "refuse": "refused",
    "deny": "denied",
}
MODAL_STATUS: dict[str, Status] = {
    "will": "planned",
    "shall": "planned",
    "would": "planned",
    "may": "possible",
    "might": "possible",
    "could": "possible",
    "can": "possible",
    "must": "called_for",
    "should": "called_for",
    "ought": "called_for",
}
CALLED_OFF: dict[str, Status] = {
    "postpone": "postponed",
    "delay": "postponed",
    "defer": "postponed",
    "reschedule": "postponed",
    "adjourn": "postponed",
    "put off": "postponed",
    "push back": "postponed",
    "cancel": "cancelled",
    "call off": "cancelled",
    "scrap": "cancelled",
    "abort": "cancelled",
    "shelve": "cancelled",
    "axe": "cancelled",
}
FAILING = grammar.words_of(
    "fail stop refrain avoid abstain neglect decline unable cease prevent without short"
)
NEGATING = grammar.words_of("neither nobody none few nothing little")
STATUSES: frozenset[str] = frozenset(
    (
        *("happened", "ongoing", "planned", "possible", "called_for"),
        *("postponed", "cancelled", "refused", "denied", "hypothetical"),
    )
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an act stands. `modal` is the auxiliary that said so, if one did; `why` is the reason for people."""

    status: Status
    negated: bool
    modal: str | None = None
    conditional: bool = False
    protasis: bool = False
    """Whether the act is itself the condition: "if China attacks"."""
    why: str = ""


def standing_of(sentence: Sentence, act: Act, tables: CodingTables) -> Standing:
    """How the act stands by its operators, auxiliaries, modifiers and the verbs above it."""
    verb = act.word
    negated = is_denied_by_words(sentence, act) or (act.core >= 0 and "refuse" in act.operators)
    clause = grammar.clause_of(sentence, verb)
    modal = grammar.modal_of(sentence, verb if clause is None else clause)
    if modal is None and act.core >= 0:
        modal = grammar.modal_of(sentence, act.core)
    conditional = grammar.is_conditional(sentence, verb) or _has_condition(sentence, verb)
    off = _called_off(sentence, act, tables)
    if off is not None:
        return Standing(off, negated, modal, conditional, why="the words call it off or put it off")
    for operator in act.operators:
        if operator in BY_OPERATOR and not (operator == "promise" and not act.inside):
            why = f"a verb of the kind {operator!r} stands over it"
            return Standing(BY_OPERATOR[operator], negated, modal, conditional, why=why)
    if grammar.is_conditional(sentence, verb):
        why = "it stands in a clause with if, unless or whether"
        return Standing("hypothetical", negated, modal, True, protasis=True, why=why)
    if modal is not None:
        why = f"the auxiliary {modal!r}" + (" with a condition" if conditional else "")
        status = _by_modal(sentence, verb, modal, conditional)
        return Standing(status, negated, modal, conditional, why=why)
    if any(
        sentence.words[m].lower() in {"due", "set", "about"} for m in grammar.children(sentence, verb, "mark")
    ):
        return Standing("planned", negated, None, conditional, why="due, set or about to")
    above = _from_above(sentence, act, tables)
    if above is not None:
        return Standing(above, negated, None, conditional, why="a word of status.toml above or beside it")
    if grammar.tense(sentence, verb) == "infinitive" and grammar.base(sentence.relations[verb]) in {
        "acl",
        "advcl",
    }:
        return Standing(
            "possible", negated, None, conditional, why="an aim: an infinitive below another verb"
        )
    if _is_ongoing(sentence, verb):
        return Standing("ongoing", negated, None, conditional, why="present progressive")
    return Standing("happened", negated, None, conditional, why="told as a fact")


def is_denied_by_words(sentence: Sentence, act: Act) -> bool:
    """Whether "not", "never", "failed to", "stopped short of" or "without" takes the act back."""
    if any(grammar.is_negated(sentence, w) for w in act.trigger):
        return True
    subject = grammar.surface_subject(sentence, act.word) if not act.nominal else None
    if subject is not None:
        words = {sentence.lemmas[c].lower() for c in grammar.children(sentence, subject, "det", "advmod")}
        if words & {"no", "neither"} or sentence.lemmas[subject].lower() in NEGATING:
            return True
    at = act.word
    for above in grammar.ancestors(sentence, act.word):
        relation = grammar.base(sentence.relations[at])
        if relation not in {"xcomp", "advcl", "obl", "ccomp"}:
            return False
        lemma = sentence.lemmas[above].lower()
        if relation != "ccomp" and lemma in FAILING and (relation != "advcl" or lemma in {"stop", "refrain"}):
            return lemma not in {"cease", "prevent"}
        raised = lemma in {"think", "believe", "expect", "intend", "plan", "agree", "promise", "say"}
        if grammar.is_negated(sentence, above) and raised and relation in {"xcomp"}:
            return True
        at = above
    return False


def _called_off(sentence: Sentence, act: Act, tables: CodingTables) -> Status | None:
    """A visit that was postponed or called off: the verb is the act's own, or stands above it."""
    words = [*act.trigger]
    head = sentence.heads[act.word]
    governs = grammar.base(sentence.relations[act.word]) in {"obj", "nsubj", "xcomp", "obl"}
    if (
        0 <= head < len(sentence.words)
        and governs
        and (act.nominal or grammar.base(sentence.relations[act.word]) == "xcomp")
    ):
        words.append(head)
    for word in words:
        lemma = tables.verb_lemma(sentence.words[word], sentence.lemmas[word])
        particle = grammar.particle(sentence, word)
        found = CALLED_OFF.get(f"{lemma} {particle}") or (CALLED_OFF.get(lemma) if not particle else None)
        if found is not None and sentence.tags[word] in {"VERB", "ADJ"}:
            return found
    return None


def _by_modal(sentence: Sentence, verb: int, modal: str, conditional: bool) -> Status:
    if modal == "would" and conditional:
        return "hypothetical"
    if modal in {"would", "could", "might", "should", "can"}:
        auxiliaries = grammar.auxiliaries(sentence, verb)
        if "have" in auxiliaries and modal != "can":
            return "hypothetical"
    if modal == "could" and grammar.speech_above(sentence, verb) is None and conditional:
        return "hypothetical"
    return MODAL_STATUS.get(modal, "possible")


def _has_condition(sentence: Sentence, verb: int) -> bool:
    for clause in grammar.children(sentence, verb, "advcl"):
        marks = {sentence.words[m].lower() for m in grammar.children(sentence, clause, "mark")}
        if marks & {"if", "unless", "should", "until"}:
            return True
    return False


def _from_above(sentence: Sentence, act: Act, tables: CodingTables) -> Status | None:
    for word in act.trigger:
        for modifier in grammar.children(sentence, word, "amod", "advmod"):
            found = tables.status.get(sentence.lemmas[modifier].lower()) or tables.status.get(
                sentence.words[modifier].lower()
            )
            if found in STATUSES and found not in {"happened", "called_for"}:
                return found  # type: ignore[return-value]
    at = act.word
    for above in grammar.ancestors(sentence, act.word):
        relation = grammar.base(sentence.relations[at])
        allowed = {"xcomp", "ccomp"} | ({"obj", "obl", "nsubj"} if act.nominal else set())
        if relation not in allowed:
            return None
        lemma = sentence.lemmas[above].lower()
        if lemma in grammar.SPEECH and lemma != "deny":
            return None
        found = tables.status.get(lemma)
        if found in STATUSES:
            return found  # type: ignore[return-value]
        if act.nominal and grammar.modal_of(sentence, above) is not None:
            return MODAL_STATUS.get(grammar.modal_of(sentence, above) or "", "possible")
        at = above
    return None


def _is_ongoing(sentence: Sentence, verb: int) -> bool:
    progressive = "VerbForm=Part" in sentence.features[verb] and "Tense=Pres" in sentence.features[verb]
    present = {"is", "are", "'s", "'re", "been", "am"}
    return progressive and bool(present & set(grammar.auxiliaries(sentence, verb)))
