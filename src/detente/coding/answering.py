"""Answering: the other party of an answer that names none ("France denied the allegations"), from the story before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from detente import grammar
from detente.coding.act import Act
from detente.coding.drafts import Draft
from detente.coding.lexicon import in_groups
from detente.coding.parties import Found
from detente.knowledge.verbs import CodingTables
from detente.types import Actor, Sentence, Span

REJECT, COMMENTS = "12", frozenset({"05", "11"})
ADDRESSED = frozenset({"ACCUSE", "REQUEST", "THREATEN", "AGREE", "SUPPORT", "PROTEST", "SANCTION", "COERCE"})
"""What is said or done to somebody that they may then deny or turn down."""
POINTING = frozenset({"the", "this", "that", "these", "those"})
REACH = 3
"""Sentences back in which what is commented on is looked for; an accusation is answered from farther away."""
FARTHEST = 8
STEPS = 2


def answered(
    sentence: Sentence, act: Act, doers: Sequence[Actor], earlier: Sequence[Draft], tables: CodingTables
) -> Found:
    """Whoever accused or asked, where the act denies or turns down and names nobody; whoever did what it comments on.

    "Qatar denied supporting terrorism" after "Egypt accused Qatar", "Kyiv welcomed the decision" after "Oslo sent
    tanks". Only what the story told before counts, the latest first. The party stands where the answer's object does, with
    a reference to the mention that it was taken from.
    """
    powers = _powers(doers)
    if not powers or act.nominal:
        return Found()
    thing = _thing(sentence, act)
    if act.cameo.startswith(REJECT) or is_denial(act):
        if thing is not None and not is_denial(act) and not _is_answered(sentence, thing, tables):
            return Found()
        said = (
            d
            for d in _back(sentence, earlier, FARTHEST)
            if d.event in ADDRESSED and _powers(d.recipients) & powers
        )
        return _pointed_at(sentence, act, thing, said, powers)
    if act.cameo[:2] in COMMENTS and thing is not None and _is_deed(sentence, thing, tables):
        return _pointed_at(sentence, act, thing, _back(sentence, earlier, REACH), powers)
    return Found()


def is_denial(act: Act) -> bool:
    """ "Denied supporting terrorism", "denied blackmailing anybody": what is denied is an act of one's own."""
    return "deny" in act.operators


def _thing(sentence: Sentence, act: Act) -> int | None:
    """What is turned down, denied or commented on: the object, else what stands where the other party does."""
    thing = grammar.object_of(sentence, act.word)
    if thing is not None or is_denial(act):
        return thing
    return next((w for w in act.recipients if sentence.tags[w] == "NOUN"), None)


def _back(sentence: Sentence, earlier: Sequence[Draft], reach: int) -> Iterable[Draft]:
    return (d for d in reversed(earlier) if d.sentence.index >= sentence.index - reach)


def _is_answered(sentence: Sentence, thing: int, tables: CodingTables) -> bool:
    """An accusation or a request that points back: "the charge", "any involvement", not "a plan of its own"."""
    return in_groups(sentence, thing, ("answered",), tables)


def _is_deed(sentence: Sentence, thing: int, tables: CodingTables) -> bool:
    """ "The move", "this decision": what was told before; "the decision of the court" names its own."""
    words = {sentence.words[c].lower() for c in grammar.children(sentence, thing, "det")}
    named = grammar.possessor(sentence, thing) is not None or any(
        marker in {"of", "by", "from"} for marker, _ in grammar.obliques(sentence, thing)
    )
    return bool(words & POINTING) and not named and in_groups(sentence, thing, ("deed",), tables)


def _pointed_at(
    sentence: Sentence, act: Act, thing: int | None, drafts: Iterable[Draft], powers: frozenset[str]
) -> Found:
    for draft in drafts:
        others = [a for a in draft.actors if _powers((a,)) and not _powers((a,)) & powers]
        if not others or draft.standing.negated:
            continue
        word = act.word if thing is None else thing
        start, end = (
            (sentence.starts[word], sentence.ends[word])
            if thing is None
            else grammar.phrase_span(sentence, thing)
        )
        text = " ".join(
            sentence.words[w]
            for w in range(len(sentence.words))
            if sentence.starts[w] >= start and sentence.ends[w] <= end
        )
        again = tuple(
            replace(
                a, text=text, start=start, end=end,
                reference=a.reference or Span(text=a.text, start=a.start, end=a.end),
                confidence=round(a.confidence * 0.85, 2),
            )
            for a in others
        )  # fmt: skip
        return Found(again, word, STEPS)
    return Found()


def _powers(actors: Iterable[Actor]) -> frozenset[str]:
    return frozenset(key for a in actors if (key := a.country or a.name))
