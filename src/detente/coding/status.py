"""Status: whether an act happened, is planned, possible, called for, called off or denied; and negation."""

from __future__ import annotations

from dataclasses import dataclass, replace

from detente import grammar
from detente.coding.act import Act
from detente.coding.modality import modal_over, only_names, status_of_letting, wants_of_another, was_to
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
# "Dropped plans to attack": what is given up is the plan.
GIVEN_UP = grammar.words_of("drop abandon scrap shelve cancel axe ditch forgo freeze suspend halt")
DENYING = grammar.words_of("deny denial refute disavow repudiate disclaim")
PLANS = grammar.words_of("plan intention intent bid proposal effort idea project wish desire")
CALLED_OFF: dict[str, Status] = {
    "postpone": "postponed",
    "delay": "postponed",
    "defer": "postponed",
    "reschedule": "postponed",
    "adjourn": "postponed",
    "put off": "postponed",
    "push back": "postponed",
    "hold off": "postponed",
    "put back": "postponed",
    "postponement": "postponed",
    "deferral": "postponed",
    "cancellation": "cancelled",
    "cancel": "cancelled",
    "call off": "cancelled",
    "scrap": "cancelled",
    "abort": "cancelled",
    "shelve": "cancelled",
    "axe": "cancelled",
}
FAILING = grammar.words_of(
    "fail stop refrain avoid abstain neglect decline unable cease prevent without short fall"
)
SINGLED_OUT = grammar.words_of("first second third last latest only")
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
    perfect: bool = False
    """Whether it has taken place already, if it did: "may have attacked"."""
    why: str = ""


def standing_of(sentence: Sentence, act: Act, tables: CodingTables) -> Standing:
    """How the act stands by its operators, auxiliaries, modifiers and the verbs above it."""
    verb = act.word
    negated = is_denied_by_words(sentence, act) or bool({"fail"} & set(act.operators))
    clause = grammar.clause_of(sentence, verb)
    modal = grammar.modal_of(sentence, verb if clause is None else clause)
    if modal is None and act.core >= 0:
        modal = grammar.modal_of(sentence, act.core)
    conditional = grammar.is_conditional(sentence, verb) or _has_condition(sentence, verb)

    def standing(status: Status, why: str, *, protasis: bool = False) -> Standing:
        hangs = conditional or protasis
        done = "have" in grammar.auxiliaries(sentence, verb if act.core < 0 else act.core)
        return Standing(status, negated, modal, hangs, protasis=protasis, perfect=done, why=why)

    off = _called_off(sentence, act, tables) or _plan_given_up(sentence, act)
    if off is not None:
        return standing(off, "the words call it off or put it off")
    if "fail" in act.operators:
        return standing("happened", "told as not done")
    if "demand" in act.operators and only_names(sentence, verb):
        return standing("happened", "a call that names")
    for operator in act.operators:
        own = _own_word(sentence, act, operator, tables)
        if own is not None:
            return standing(own, f"a verb of the kind {operator!r}; status.toml has its word")
        if operator in {"plan", "consider"} and modal in {"may", "might", "could", "can"}:
            return standing("possible", f"the auxiliary {modal!r} of a verb of the kind {operator!r}")
        if operator in BY_OPERATOR and not (operator == "promise" and not act.inside):
            return standing(BY_OPERATOR[operator], f"a verb of the kind {operator!r} stands over it")
    if grammar.is_conditional(sentence, verb):
        return standing("hypothetical", "it stands in a clause of condition", protasis=True)
    if _perhaps(sentence, verb):
        return standing("possible", "perhaps, possibly or the like")
    if modal is not None:
        nominal = act.nominal and modal == "would"
        status = "hypothetical" if nominal else _by_modal(sentence, verb, modal, conditional)
        return standing(status, f"the auxiliary {modal!r}" + (" with a condition" if conditional else ""))
    over = modal_over(sentence, verb)
    if over is not None:
        by_letting = status_of_letting(sentence, over[1], over[0])
        status = by_letting or _by_modal(sentence, over[1], over[0], conditional)
        return standing(status, f"the auxiliary {over[0]!r} of {sentence.words[over[1]]!r} above")
    meant = was_to(sentence, verb)
    if meant is not None:
        return standing(meant, "was to, were to")
    if _is_to_come(sentence, verb):
        return standing("planned", "is to, due to, set to, about to or going to")
    plan = _noun_of_plan(sentence, verb)
    if plan is not None:
        negated = negated or grammar.is_negated(sentence, plan)
        return standing("planned", f"the noun {sentence.words[plan]!r} above it")
    above = _from_above(sentence, act, tables)
    if above is not None:
        return standing(above, "a word of status.toml above or beside it")
    below = grammar.base(sentence.relations[verb]) in {"acl", "advcl"} and not is_first_to(sentence, verb)
    if grammar.tense(sentence, verb) == "infinitive" and below:
        return standing("possible", "an aim: an infinitive below another verb")
    if _is_ongoing(sentence, verb) or _goes_on(sentence, act, tables):
        return standing("ongoing", "progressive, or a word such as continue, keep, under way")
    return standing("happened", "told as a fact")


def is_first_to(sentence: Sentence, verb: int) -> bool:
    """ "Became the first president to visit Cuba", "is the only minister to have met him": done by whoever is so called."""
    noun = grammar.head_of(sentence, verb)
    if noun < 0 or grammar.tense(sentence, verb) != "infinitive":
        return False
    if grammar.base(sentence.relations[verb]) not in {"acl", "advcl", "xcomp"}:
        return False
    one = (noun, *grammar.children(sentence, noun, "amod", "obj", "xcomp"))
    told = any(
        sentence.words[c].lower() in SINGLED_OUT
        for w in one
        for c in (w, *grammar.children(sentence, w, "amod"))
    )
    become = {sentence.lemmas[w].lower() for w in (noun, max(grammar.head_of(sentence, noun), 0))}
    copula = {sentence.words[c].lower() for c in grammar.children(sentence, noun, "cop")}
    return told and bool(become & {"become"} or copula & {"is", "was", "are", "were"})


def settled(standing: Standing, act: Act, event: str, cameo: str) -> Standing:
    """The standing of what is asked for or turned down, once the category is known.

    A REQUEST is "called_for" and a REJECT "refused", by whatever words; defiance of law (127, 128) happens.
    "Will not lift the ban", "would not commit to it" have become refusals: their "not" is spent. Given the
    category that is finally settled on: what the head calls a REQUEST is called for as well.
    """
    if event == "REJECT" and standing.negated and standing.modal is not None and cameo != act.cameo:
        return replace(standing, status="refused", negated=False, why="refused: the not is spent")
    if standing.status not in {"happened", "ongoing"} or standing.negated:
        return standing
    if event == "REQUEST":
        return replace(standing, status="called_for", why="what is asked for stands open")
    denies = bool(set(act.row.replace(":", " ").split()) & DENYING)
    if denies and event not in {"ACCUSE", "AGREE", "THREATEN"} and cameo[:3] not in {"127", "128"}:
        return replace(standing, status="denied", why=f"denied by {act.row}")
    if event == "REJECT" and cameo[:3] not in {"127", "128"}:
        return replace(standing, status="refused", why=f"turned down by {act.row}")
    return standing


def _own_word(sentence: Sentence, act: Act, operator: str, tables: CodingTables) -> Status | None:
    """What status.toml says of the operator's own word: "likely to" is possible, "expected to" is planned."""
    if operator not in {"plan", "consider", "promise"}:
        return None
    if operator == "plan" and wants_of_another(sentence, act.word):
        return "called_for"
    for word in act.trigger:
        if word == act.core:
            break
        found = tables.status.get(tables.verb_lemma(sentence.words[word], sentence.lemmas[word]))
        if found in {"planned", "possible", "called_for"} and (
            found != "called_for" or operator == "promise"
        ):
            return found  # type: ignore[return-value]
    return None


def _perhaps(sentence: Sentence, verb: int) -> bool:
    adverbs = {sentence.words[c].lower() for c in grammar.children(sentence, verb, "advmod")}
    return bool(adverbs & {"perhaps", "possibly", "maybe", "probably", "potentially"})


def _is_to_come(sentence: Sentence, verb: int) -> bool:
    """ "Is to visit", "is due to visit", "is about to resume", "is going to meet"."""
    marks = {sentence.words[m].lower() for m in grammar.children(sentence, verb, "mark")}
    if marks & {"due", "set", "about"}:
        return True
    copulas = {sentence.words[c].lower() for c in grammar.children(sentence, verb, "cop", "aux")}
    if sentence.words[verb].lower() == "going" and copulas & {"is", "are", "'s", "'re"}:
        return any(
            sentence.words[m].lower() == "to"
            for c in grammar.children(sentence, verb, "xcomp")
            for m in grammar.children(sentence, c, "mark")
        )
    if "to" in marks and copulas & {"is", "are", "'s", "'re"} and sentence.tags[verb] == "VERB":
        return True
    head = grammar.head_of(sentence, verb)
    if (
        head < 0
        or grammar.base(sentence.relations[verb]) not in {"xcomp", "ccomp", "advcl"}
        or "to" not in marks
    ):
        return False
    words = {sentence.words[c].lower() for c in grammar.children(sentence, head, "aux", "cop")}
    return sentence.words[head].lower() in {"going", "due", "set", "about"} and bool(
        words & {"is", "are", "'s", "'re", "was", "were"}
    )


def _noun_of_plan(sentence: Sentence, verb: int) -> int | None:
    """ "Plans" of "has no plans to send troops"."""
    noun = grammar.head_of(sentence, verb)
    if noun < 0 or sentence.relations[verb] not in {"acl", "nmod"}:
        return None
    return noun if sentence.lemmas[noun].lower() in PLANS else None


def _plan_given_up(sentence: Sentence, act: Act) -> Status | None:
    plan = _noun_of_plan(sentence, act.word)
    above = grammar.head_of(sentence, plan) if plan is not None else -1
    if plan is None or above < 0 or grammar.base(sentence.relations[plan]) not in {"obj", "nsubj"}:
        return None
    return "cancelled" if sentence.lemmas[above].lower() in GIVEN_UP else None


def _goes_on(sentence: Sentence, act: Act, tables: CodingTables) -> bool:
    """ "Continues to block", "keeps accusing", "talks are under way"."""
    for word in act.trigger:
        lemma = tables.verb_lemma(sentence.words[word], sentence.lemmas[word])
        if sentence.tags[word] == "VERB" and word != act.core and tables.status.get(lemma) == "ongoing":
            return "begin" in act.operators
    if not act.nominal:
        adverbs = {sentence.words[c].lower() for c in grammar.children(sentence, act.word, "advmod")}
        return bool(adverbs & {"still", "currently"})
    head = grammar.head_of(sentence, act.word)
    if head < 0 or grammar.base(sentence.relations[act.word]) != "nsubj":
        return False
    lemma = sentence.lemmas[head].lower()
    return lemma in {"underway", "way", "continue", "ongoing", "progress"}


def is_denied_by_words(sentence: Sentence, act: Act) -> bool:
    """Whether "not", "never", "failed to", "stopped short of" or "without" takes the act back."""
    if any(grammar.is_negated(sentence, w) for w in act.trigger):
        return True
    if _is_left_aside(sentence, act.word) or _has_yet_to(sentence, act.word):
        return True
    parties = () if act.nominal else (*act.actors, *act.recipients)
    subject = grammar.surface_subject(sentence, act.word) if not act.nominal else None
    for party in dict.fromkeys((*(() if subject is None else (subject,)), *parties)):
        if _none_of(sentence, party):
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


def _none_of(sentence: Sentence, noun: int) -> bool:
    """ "No Chinese ship", "not a single diplomat", "neither Japan nor Korea", "nobody"."""
    if sentence.lemmas[noun].lower() in NEGATING:
        return True
    below = grammar.children(sentence, noun, "det", "advmod", "cc", "amod")
    near = (*below, *(d for c in below for d in grammar.children(sentence, c, "advmod", "det")))
    return any(sentence.lemmas[c].lower() in {"no", "neither", "not"} and c < noun for c in near)


def _is_left_aside(sentence: Sentence, verb: int) -> bool:
    """ "Instead of attacking", "rather than condemn", "far from apologising"."""
    marks = grammar.children(sentence, verb, "mark", "case", "cc", "advmod")
    words = {sentence.words[p].lower() for m in marks for p in (m, *grammar.children(sentence, m, "fixed"))}
    return {"instead", "of"} <= words or {"rather", "than"} <= words or {"far", "from"} <= words


def _has_yet_to(sentence: Sentence, verb: int) -> bool:
    """ "Has yet to ratify", "is yet to sign"."""
    head = grammar.head_of(sentence, verb)
    at = (verb, head) if head >= 0 and grammar.base(sentence.relations[verb]) == "xcomp" else (verb,)
    to = any(sentence.words[m].lower() == "to" for m in grammar.children(sentence, verb, "mark"))
    return to and any(
        sentence.words[c].lower() == "yet" and c < verb
        for w in at
        for c in grammar.children(sentence, w, "advmod")
    )


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
        if lemma in {"put", "place"} and _on_hold(sentence, word):
            return "postponed"
        particle = grammar.particle(sentence, word)
        found = CALLED_OFF.get(f"{lemma} {particle}") or (CALLED_OFF.get(lemma) if not particle else None)
        if found is not None and (
            sentence.tags[word] in {"VERB", "ADJ"} or lemma.endswith("ion") or "ment" in lemma
        ):
            return found
    return None


def _on_hold(sentence: Sentence, verb: int) -> bool:
    stems = (verb, *grammar.children(sentence, verb, "obj"))
    return any(
        marker in {"on", "off"} and sentence.lemmas[w].lower() in {"hold", "ice"}
        for stem in stems
        for marker, w in grammar.obliques(sentence, stem)
    )


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
            if _is_of_the_thing(sentence, act, word, modifier):
                continue
            found = tables.status.get(sentence.lemmas[modifier].lower()) or tables.status.get(
                sentence.words[modifier].lower()
            )
            if found in STATUSES and found not in {"happened", "called_for"}:
                return found  # type: ignore[return-value]
    at = act.word
    if act.nominal and grammar.case_marker(sentence, at) in {"after", "during", "at", "following"}:
        # "Refused to comment after talks with": what was refused are not the talks.
        return None
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


def _is_of_the_thing(sentence: Sentence, act: Act, word: int, modifier: int) -> bool:
    """ "Gave the strongest possible warning": how the thing is, not whether the act takes place."""
    if sentence.words[modifier].lower() not in {"possible", "potential", "likely", "probable"}:
        return False
    superlative = any(
        "Degree=Sup" in sentence.features[c] or sentence.words[c].lower() in {"most", "best", "every", "all"}
        for c in grammar.children(sentence, word, "amod", "det", "advmod")
    )
    return superlative or (word not in (act.word, act.core) and grammar.is_verbal(sentence, act.word))


def _is_ongoing(sentence: Sentence, verb: int) -> bool:
    progressive = "VerbForm=Part" in sentence.features[verb] and "Tense=Pres" in sentence.features[verb]
    present = {"is", "are", "'s", "'re", "been", "am"}
    return progressive and bool(present & set(grammar.auxiliaries(sentence, verb)))
