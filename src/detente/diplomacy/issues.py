"""The matters that stand between powers, wherever the text names one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import ahocorasick_rs

from detente import grammar
from detente.diplomacy.cast import Cast, states_of
from detente.knowledge.issues import Issue
from detente.types import Article, IssueMention, Sentence

LIST = 3
"""Issues in one sentence from which on it is a list of them."""
SIBLINGS = frozenset({"conj", "cc", "appos", "parataxis"})


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueTables:
    """The taxonomy, ready to be searched for."""

    automaton: ahocorasick_rs.AhoCorasick
    words: tuple[tuple[str, Issue], ...]
    """Phrase and issue, in the order of the automaton's patterns."""


def build(taxonomy: Sequence[Issue]) -> IssueTables:
    """Makes the taxonomy searchable: all its phrases in one pass over a text."""
    words = tuple((word, issue) for issue in taxonomy for word in issue.words)
    automaton = ahocorasick_rs.AhoCorasick(
        [word.lower() for word, _ in words], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
    )
    return IssueTables(automaton=automaton, words=words)


def find(
    sentences: Sequence[Sentence], article: Article, cast: Cast, tables: IssueTables
) -> tuple[IssueMention, ...]:
    """Every issue that a sentence names, once a sentence, with the states between whom it stands there."""
    leading = leading_pair(article, cast)
    found: list[IssueMention] = []
    for sentence in sentences:
        seen: set[str] = set()
        named = matches(article.text, sentence.start, sentence.end, tables)
        outside = _outside(sentence, named, cast)
        here = states_of(cast.within(sentence.start, sentence.end))
        for start, end, issue in named:
            if issue.id in seen:
                continue
            seen.add(issue.id)
            listed = len({i.id for _, _, i in named}) >= LIST
            between = _of_list(outside, leading) if listed else _between(issue, here, leading)
            if between:
                found.append(
                    IssueMention(
                        issue=issue.id, text=article.text[start:end], start=start, end=end, between=between
                    )
                )
    return tuple(found)


def matches(text: str, start: int, end: int, tables: IssueTables) -> list[tuple[int, int, Issue]]:
    """Phrases of the taxonomy between two offsets: start, end, issue.

    A phrase written with capitals is only found with capitals ("Quad" is no "quad").
    """
    part = text[start:end]
    lowered = part.lower()
    if len(lowered) != len(part):
        # A few letters (İ) change their length in lower case; then offsets would slip.
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in part)
    found = []
    for pattern, first, last in tables.automaton.find_matches_as_indexes(lowered):
        word, issue = tables.words[pattern]
        if _bounded(part, first, last) and _cased(word, part[first:last]):
            found.append((start + first, start + last, issue))
    return found


def leading_pair(article: Article, cast: Cast) -> tuple[str, ...]:
    """The two states that the article speaks of most; fewer where it names fewer. Of equals, the first named."""
    counted = Counter(m.country for m in cast.within(0, len(article.text) + 1) if m.country)
    top = counted.most_common(2)
    return tuple(sorted(code for code, _ in top))


def _bounded(part: str, first: int, last: int) -> bool:
    before = part[first - 1 : first]
    after = part[last : last + 1]
    return not (before.isalnum() or (after.isalnum() and not re.match(r"s\b", part[last : last + 2])))


def _cased(word: str, found: str) -> bool:
    if word == word.lower():
        return True
    return found == word or found.isupper()


def _outside(sentence: Sentence, named: Sequence[tuple[int, int, Issue]], cast: Cast) -> tuple[str, ...]:
    """States that the sentence names outside the phrases of its issues: who has them, not what they are about."""
    inside: set[int] = set()
    for start, end, _ in named:
        head = grammar.word_at(sentence, start, end)
        if head is not None:
            inside.update(sentence.starts[w] for w in grammar.subtree(sentence, head, SIBLINGS))
        inside.update(at for at in sentence.starts if start <= at < end)
    return states_of(a for a in cast.within(sentence.start, sentence.end) if a.start not in inside)


def _of_list(outside: tuple[str, ...], leading: tuple[str, ...]) -> tuple[str, ...]:
    """Between whom all matters of a list stand: the two who have them, whatever states the matters themselves name.

    "From trade with Taiwan to Russia's war in Ukraine" names four states and neither of the two who differ.
    """
    if len(outside) == 2 and (not leading or set(outside) & set(leading)):
        return outside
    return leading if len(leading) == 2 else ()


def _between(issue: Issue, here: tuple[str, ...], leading: tuple[str, ...]) -> tuple[str, ...]:
    for pair in issue.pairs:
        codes = tuple(pair.split("-"))
        if set(codes) <= set(here) or set(codes) <= set(leading) | set(here):
            return codes
    if len(here) == 2:
        return here
    if len(leading) == 2:
        return leading
    return here[:2] if len(here) >= 2 else ()
