"""Words that somebody searches for: what they ask of the index, and where they stand in a text.

Words are compared as SQLite's `unicode61 remove_diacritics 2` compares them: runs of letters and digits, without case
and without diacritics. `"two words"` stand together, `word*` begins so, `-word` must not be there, `a OR b` is either.
Anything else that has a meaning in a query language is a plain sign here: no words can be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import category, combining, normalize

MOST_TERMS = 32
"""Terms that are looked at; whoever pastes a page into the field of a search gets its beginning."""
SNIPPET = 240
"""Characters of a snippet, about two sentences."""
LEAD = 80
"""Characters before the first marked word in which the beginning of its sentence is looked for."""

_TERM = re.compile(r'(?P<no>-)?(?:["“”„](?P<phrase>[^"“”„]*)["“”„]?|(?P<word>[^\s"“”„]+))')
_WORD = re.compile("[^\\W_](?:[^\\W_]|[\u0300-\u036f])*")
_SENTENCE = re.compile(r"[.!?…]['\"”’)]?\s+|\n\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Words that stand together."""

    words: tuple[str, ...]
    """Folded."""
    prefix: bool = False
    """Whether the last is only the beginning of a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody searches for."""

    terms: tuple[tuple[Term, ...], ...]
    """Each must be there, in one of its alternatives."""
    without: tuple[Term, ...] = ()


def wanted(words: str) -> Wanted:
    """What these words search for; without terms where there is nothing to be found by them."""
    terms: list[tuple[Term, ...]] = []
    without: list[Term] = []
    either = False
    for match in _TERM.finditer(words):
        if match["word"] in ("OR", "|"):
            either = bool(terms)
            continue
        said = match["phrase"] if match["phrase"] is not None else match["word"]
        folded = tuple(fold(word[0]) for word in _WORD.finditer(said))
        if not folded:
            continue
        term = Term(words=folded, prefix=said.rstrip().endswith("*"))
        if match["no"]:
            without.append(term)
        elif either:
            terms[-1] = (*terms[-1], term)
        else:
            terms.append((term,))
        either = False
        if len(terms) + len(without) == MOST_TERMS:
            break
    return Wanted(terms=tuple(terms), without=tuple(without))


def fold(word: str) -> str:
    """A word without case and diacritics."""
    bare = "".join(sign for sign in normalize("NFD", word) if not combining(sign))
    return bare.lower()


def expression(asked: Wanted, columns: str) -> str:
    """The same in the language of FTS5, asked of these columns. `asked` has a term."""
    every = " AND ".join(f"({' OR '.join(map(_quoted, either))})" for either in asked.terms)
    found = f"{{{columns}}} : ({every})"
    if not asked.without:
        return found
    return f"({found}) NOT ({{{columns}}} : ({' OR '.join(map(_quoted, asked.without))}))"


def _quoted(term: Term) -> str:
    # Folded words are letters, digits and marks alone: nothing in them can end the quotation.
    return f'"{" ".join(term.words)}"{" *" if term.prefix else ""}'


Mark = tuple[int, int]


def marks(text: str, asked: Wanted) -> list[tuple[int, int, int]]:
    """Where the words stand in a text: start, end and which of the terms, in the order of the text."""
    tokens = [(m.start(), m.end(), fold(m[0])) for m in _WORD.finditer(text)]
    firsts: dict[str, list[tuple[int, Term]]] = {}
    prefixes: list[tuple[int, Term]] = []
    for number, either in enumerate(asked.terms):
        for term in either:
            if term.prefix and len(term.words) == 1:
                prefixes.append((number, term))
            else:
                firsts.setdefault(term.words[0], []).append((number, term))
    found = []
    for place, (start, _, word) in enumerate(tokens):
        for number, term in (*firsts.get(word, ()), *prefixes):
            here = [token[2] for token in tokens[place : place + len(term.words)]]
            if _is(here, term):
                found.append((start, tokens[place + len(here) - 1][1], number))
                break
    return found


def _is(here: Sequence[str], term: Term) -> bool:
    if len(here) != len(term.words) or tuple(here[:-1]) != term.words[:-1]:
        return False
    return here[-1].startswith(term.words[-1]) if term.prefix else here[-1] == term.words[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """The part of a text in which most of the words stand."""

    text: str
    start: int
    """Its offset in the whole text."""
    marks: tuple[Mark, ...]
    """Offsets in the snippet of what to mark."""


def snippet(text: str, asked: Wanted, length: int = SNIPPET) -> Snippet:
    """The stretch that holds the most different terms; the beginning of the text where none of them stands in it."""
    found = marks(text, asked)
    start = _sentence_start(text, found[_densest(found, length - LEAD)][0]) if found else 0
    end = _word_end(text, min(start + length, len(text)))
    within = [(s - start, e - start) for s, e, _ in found if s >= start and e <= end]
    return Snippet(text=text[start:end], start=start, marks=tuple(within))


def _densest(found: Sequence[tuple[int, int, int]], width: int) -> int:
    """Index of the mark from which on the most different terms, then the most marks, stand within the width."""
    best, most = 0, (0, 0)
    for place, (start, _, _) in enumerate(found):
        near = [number for s, _, number in found[place : place + 24] if s < start + width]
        score = (len(set(near)), len(near))
        if score > most:
            best, most = place, score
    return best


def _sentence_start(text: str, at: int) -> int:
    earliest = max(0, at - LEAD)
    ends = [m.end() + earliest for m in _SENTENCE.finditer(text[earliest:at])]
    if ends:
        return ends[-1]
    if earliest == 0:
        return 0
    space = text.find(" ", earliest, at)
    return space + 1 if space >= 0 else at


def _word_end(text: str, at: int) -> int:
    if at >= len(text) or category(text[at]).startswith("Z"):
        return at
    space = text.rfind(" ", 0, at)
    return space if space > at - LEAD else at
