"""Who takes part in an encounter, as the words around its verb or noun tell: partners, lists, those who may come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente import grammar
from detente.diplomacy.cast import Cast, distinct
from detente.types import Actor, Sentence

MAYBE = grammar.words_of("possibly perhaps maybe potentially probably")
WITH = grammar.words_of("with alongside") | {"as well as", "along with", "together with"}
MEANS = frozenset({"by", "via"})
"""Prepositions of what one speaks by."""
JOINTS = grammar.words_of(", and or & plus including then later also separately as well with both the")
ENDS_A_LIST = frozenset({"VERB", "AUX", "SCONJ", "PRON", "PART"})
INSIDE_A_LIST = frozenset({"of", "for", "with", "and", "as"})
"""Prepositions that a list of people may run across: "members of the committee, President X and ..."."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Those who take part, and apart from them those of whom the text says "possibly"."""

    sure: tuple[Actor, ...] = ()
    maybe: tuple[Actor, ...] = ()

    def __add__(self, other: Company) -> Company:
        return Company(sure=distinct(self.sure + other.sure), maybe=distinct(self.maybe + other.maybe))

    def __bool__(self) -> bool:
        return bool(self.sure or self.maybe)


def partners(sentence: Sentence, word: int, prepositions: Sequence[str], cast: Cast) -> Company:
    """The other party of a verb or noun, behind one of its prepositions ("with" always is one)."""
    found = Company()
    for preposition, head in grammar.obliques(sentence, word):
        # "Talks with X, as well as Y": to some parsers "as well as" is an "and".
        added = bool(found) and not preposition and bool(grammar.children(sentence, head, "cc"))
        if added or preposition in WITH or preposition in prepositions:
            found += listed(sentence, head, cast)
    # "Spoke by video link with the minister": parsers hang the partner on the link.
    for means in (w for p, w in grammar.obliques(sentence, word) if p in MEANS and not found):
        for preposition, head in grammar.obliques(sentence, means):
            if preposition in WITH or preposition in prepositions:
                found += listed(sentence, head, cast)
    # "Talks with Qin, as well as Wang Yi": parsers hang the second partner on the talks themselves.
    for other in grammar.children(sentence, word, "conj") if found else ():
        if sentence.tags[other] in {"NOUN", "PROPN"} and cast.at(sentence, other):
            found += listed(sentence, other, cast)
    return found


def partners_below(sentence: Sentence, verb: int, cast: Cast) -> Company:
    """Whoever stands behind a "with" anywhere in what was spoken of: "discussed a ceasefire with President X"."""
    found = Company()
    for word in grammar.subtree(sentence, verb, frozenset({"conj", "parataxis", "advcl", "ccomp"})):
        if word != verb and grammar.case_marker(sentence, word) in WITH:
            found += listed(sentence, word, cast)
    return found


def listed(sentence: Sentence, head: int, cast: Cast) -> Company:
    """The people of a coordination, and those that a list goes on to name where the tree has lost them."""
    sure: list[Actor] = []
    maybe: list[Actor] = []
    for each in grammar.conjuncts(sentence, head):
        if _is_gapped(sentence, each):
            continue
        near = (*grammar.children(sentence, each, "advmod"), each - 1)
        doubted = any(w >= 0 and sentence.words[w].lower() in MAYBE for w in near)
        (maybe if doubted else sure).extend(cast.single(sentence, each))
    known = distinct(sure + maybe)
    for word, actor in _rest_of_list(sentence, head, cast):
        if not any(a.start < actor.end and actor.start < a.end for a in known):
            doubted = any(w.lower() in MAYBE for w in sentence.words[max(0, word - 2) : word])
            (maybe if doubted else sure).append(actor)
    return Company(sure=distinct(sure), maybe=distinct(maybe))


def _rest_of_list(sentence: Sentence, head: int, cast: Cast) -> Iterator[tuple[int, Actor]]:
    """Persons after the head, each led in by a comma or an "and", up to where another clause begins."""
    for word in range(head + 1, len(sentence.words)):
        if _ends_list(sentence, word):
            return
        actor = cast.beginning(sentence.starts[word])
        if actor is None or actor.kind != "person" or sentence.tags[word] == "PRON":
            continue
        last = grammar.word_at(sentence, actor.start, actor.end)
        if last is not None and grammar.has_relation(sentence, last, "nsubj", "nmod:poss", "obl:agent"):
            return
        if sentence.words[word - 1].lower() in JOINTS:
            yield word, actor


def _ends_list(sentence: Sentence, word: int) -> bool:
    form, tag = sentence.words[word].lower(), sentence.tags[word]
    if tag == "VERB" and grammar.base(sentence.relations[word]) == "amod":
        return False
    if tag in ENDS_A_LIST or (tag == "PUNCT" and form in {";", ".", "(", ":", "–", "—"}):
        return True
    return tag == "ADP" and form not in INSIDE_A_LIST


def _is_gapped(sentence: Sentence, word: int) -> bool:
    return any(
        gapped == word for verb in grammar.ancestors(sentence, word) for gapped in gaps(sentence, verb)
    )


def gaps(sentence: Sentence, verb: int) -> tuple[int, ...]:
    """Objects of a verb that is not said again: "Xi" of "met Qin on Sunday and Xi on Monday".

    A time must stand both before and after the "and": otherwise it is one list.
    """
    if sentence.tags[verb] != "VERB":
        return ()
    found = []
    for other in range(verb + 1, len(sentence.words)):
        joined = grammar.base(sentence.relations[other]) in {"conj", "orphan"}
        if not joined or sentence.tags[other] not in {"NOUN", "PROPN"}:
            continue
        if grammar.first_conjunct(sentence, other) not in {verb, *grammar.children(sentence, verb)}:
            continue
        if _names_time(sentence, other):
            continue
        before = any(_names_time(sentence, w) for w in range(verb + 1, other))
        if before and any(_names_time(sentence, w) for w in range(other + 1, len(sentence.words))):
            found.append(other)
    return tuple(found)


def _names_time(sentence: Sentence, word: int) -> bool:
    return sentence.lemmas[word].lower() in grammar.TIMES
