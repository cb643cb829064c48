"""Of what a stand is taken: the clauses and phrases below its word, each coordinated one for itself."""

from __future__ import annotations

from collections.abc import Iterator

from detente import grammar
from detente.knowledge.stances import StanceRow
from detente.types import Sentence

MONTHS_AND_DAYS = grammar.TIMES | grammar.words_of(
    "today principle turn return advance private public part end"
)
SPLIT_OFF = frozenset({"conj", "cc"})
QUOTES = frozenset('"“”')


def clauses(sentence: Sentence, word: int, row: StanceRow) -> tuple[int, ...]:
    """Heads of the clauses that say what it is about, coordinated ones each: "to lift tariffs and to stop"."""
    first = [
        c
        for c in grammar.children(sentence, word, "xcomp", "ccomp", "acl")
        if sentence.tags[c] not in {"PUNCT", "PROPN"} and not _is_relative(sentence, c)
    ]
    adverbial = [c for c in grammar.children(sentence, word, "advcl") if c > word]
    marked = [c for c in adverbial if _mark(sentence, c) in row.about]
    purposes = [c for c in adverbial if grammar.tense(sentence, c) == "infinitive"]
    if row.object == "addressee" and not first:
        # "Urged the powers to keep up the pressure": parsers hang the infinitive on those who are urged.
        first = [
            c
            for passed in grammar.children(sentence, word, "obj")
            for c in grammar.children(sentence, passed, "acl")
            if grammar.tense(sentence, c) == "infinitive"
        ]
    heads: list[int] = (
        first or marked or (purposes if row.object == "addressee" or row.part == "noun" else [])
    )
    if heads and _mark(sentence, word) != "to" and _mark(sentence, heads[0]) == "to":
        # "Pressing them to free writers and to take steps": parsers hang the second on the pressing.
        heads = [*heads, *(c for c in grammar.children(sentence, word, "conj") if _mark(sentence, c) == "to")]
    return tuple(dict.fromkeys(c for head in heads for c in _coordinated(sentence, head)))


def _is_relative(sentence: Sentence, clause: int) -> bool:
    if sentence.relations[clause] == "acl:relcl":
        return True
    return sentence.relations[clause] == "acl" and grammar.tense(sentence, clause) == "past"


def _mark(sentence: Sentence, clause: int) -> str:
    mark = grammar.child(sentence, clause, "mark", "case")
    return sentence.words[mark].lower() if mark is not None else ""


def _coordinated(sentence: Sentence, head: int) -> Iterator[int]:
    yield head
    marked = _mark(sentence, head)
    bearers = [head, *grammar.children(sentence, head, "xcomp")]
    for bearer in bearers:
        for other in grammar.children(sentence, bearer, "conj"):
            # "to let candidates run and to release prisoners": hung on the inner verb, marked like the outer one.
            same_mark = bearer == head or (marked and _mark(sentence, other) == marked)
            if (
                grammar.is_verbal(sentence, other)
                and same_mark
                and not _shares_object(sentence, bearer, other)
            ):
                yield other


def _shares_object(sentence: Sentence, one: int, other: int) -> bool:
    """ "Pump and sell its oil" is one deed in two words."""
    return other - one <= 2 and not grammar.children(sentence, one, "obj", "obl", "xcomp", "ccomp")


def clause_span(sentence: Sentence, clause: int) -> tuple[int, int]:
    """Offsets of a clause without the verbs coordinated with it, and without a final mark."""
    inner = {
        c for x in grammar.children(sentence, clause, "xcomp") for c in grammar.children(sentence, x, "conj")
    }
    dropped = {
        w
        for c in (*grammar.children(sentence, clause, "conj"), *inner)
        if grammar.is_verbal(sentence, c) and not _shares_object(sentence, clause, c)
        for w in grammar.subtree(sentence, c)
    }
    dropped |= set(grammar.children(sentence, clause, "cc"))
    words = [w for w in grammar.subtree(sentence, clause) if w not in dropped]
    while len(words) > 1 and sentence.tags[words[-1]] in {"PUNCT", "CCONJ"}:
        words.pop()
    while len(words) > 1 and (sentence.tags[words[0]] == "PUNCT" and sentence.words[words[0]] not in QUOTES):
        words.pop(0)
    return grammar.span_of(sentence, tuple(words))


def gapped(sentence: Sentence, clauses: tuple[int, ...]) -> tuple[int, int] | None:
    """Who and what of a second addressee without the verb: "urged Serbia to withdraw and Kosovo to lift the ban".

    The index of the noun and that of the infinitive; parsers hang both on the first infinitive's object.
    """
    for clause in clauses:
        below = grammar.subtree(sentence, clause)
        for noun in below:
            to = noun + 1
            if to + 1 >= len(sentence.words) or to not in below or sentence.words[to].lower() != "to":
                continue
            joined = grammar.base(sentence.relations[noun]) == "conj" and grammar.children(
                sentence, noun, "cc"
            )
            if joined and sentence.tags[to + 1] == "VERB":
                return noun, to + 1
    return None


def phrases(sentence: Sentence, word: int, *, apart: bool) -> list[tuple[int, int]]:
    """Offsets of a noun phrase; `apart`: of each coordinated phrase that has its own article or owner."""
    heads = [word]
    if apart:
        heads += [
            c
            for c in grammar.children(sentence, word, "conj")
            if grammar.children(sentence, c, "det", "nmod:poss") and sentence.tags[c] == "NOUN"
        ]
    spans = []
    for head in heads:
        without = {w for c in heads if c != head for w in grammar.subtree(sentence, c)}
        words = [w for w in grammar.subtree(sentence, head) if head == word or w not in without]
        words = [w for w in words if w not in without or head != word]
        own = {
            w for c in grammar.children(sentence, head, "case", "cc") for w in grammar.subtree(sentence, c)
        }
        kept = [w for w in words if w not in own and sentence.tags[w] != "PUNCT"] or [head]
        spans.append(grammar.span_of(sentence, tuple(kept)))
    return spans


def is_time(sentence: Sentence, word: int) -> bool:
    """Whether a phrase only says when or how: "on Tuesday", "on March 18", "in principle"."""
    lemma = sentence.lemmas[word].lower()
    if lemma == "end" and grammar.children(sentence, word, "nmod"):
        return False
    if lemma in MONTHS_AND_DAYS or sentence.tags[word] in {"NUM", "SYM"}:
        return True
    return any(
        sentence.lemmas[c].lower().rstrip(".") in MONTHS_AND_DAYS
        for c in grammar.children(sentence, word, "nmod")
    )
