"""Hearing: the other party of an act that stands not with it, but with whom it is told, or whom it is to help.

"Putin told Erdogan that Russia was ready to talk", "offered to send troops to help the Philippines".
"""

from __future__ import annotations

from detente import grammar
from detente.coding.act import Act
from detente.coding.parties import Found, Mentions, find, same
from detente.types import Actor, Sentence

TELLING = grammar.words_of("tell assure inform notify promise remind warn reassure signal indicate say")
MEANT_FOR_THE_HEARER = frozenset({"02", "03", "05", "06", "07", "08", "10", "12", "13"})
"""CAMEO roots of what one says to whom it concerns; a blow or a charge that one tells of fell on somebody else."""
HELPING = grammar.words_of("help assist aid support protect defend back shield")
HELPFUL = frozenset({"03", "07"})
STEPS = 2


def hearer(sentence: Sentence, act: Act, doers: tuple[Actor, ...], mentions: Mentions) -> Found:
    """Whom the doer tells of the act, where the act names no other party; nothing where somebody else does the telling."""
    verb = grammar.speech_above(sentence, act.word)
    if verb is None or act.nominal or act.cameo[:2] not in MEANT_FOR_THE_HEARER:
        return Found()
    if sentence.lemmas[verb].lower() not in TELLING:
        return Found()
    speaker = grammar.subject_of(sentence, verb)
    told = find(sentence, (speaker,), mentions, "actor").actors if speaker is not None else ()
    if not any(a.country is not None and a.country == d.country for a in told for d in doers):
        return Found()
    heard = [grammar.object_of(sentence, verb), grammar.indirect_object(sentence, verb)]
    heard.append(grammar.oblique(sentence, verb, "to"))
    for word in (w for w in heard if w is not None):
        found = find(sentence, (word,), mentions, "recipient").actors
        others = _of_others(found, doers)
        if any(a.country is not None or a.kind == "igo" for a in others):
            return Found(others, word, STEPS)
    return Found()


def helped(sentence: Sentence, act: Act, doers: tuple[Actor, ...], mentions: Mentions) -> Found:
    """Whom what is given or promised is to help, where nobody is named to whom it is given."""
    if act.nominal or act.cameo[:2] not in HELPFUL:
        return Found()
    below = grammar.subtree(sentence, act.word, frozenset({"parataxis", "ccomp", "acl:relcl"}))
    for verb in (w for w in below if w > act.word and sentence.lemmas[w].lower() in HELPING):
        if grammar.tense(sentence, verb) != "infinitive":
            continue
        whom = grammar.object_of(sentence, verb)
        found = find(sentence, () if whom is None else (whom,), mentions, "recipient").actors
        others = _of_others(found, doers)
        if whom is not None and any(a.country is not None or a.name is not None for a in others):
            return Found(others, whom, STEPS)
    return Found()


def _of_others(found: tuple[Actor, ...], doers: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Those who are neither among the doers nor of their countries."""
    return tuple(a for a in found if not any(same(a, d) or a.country == d.country for d in doers))
