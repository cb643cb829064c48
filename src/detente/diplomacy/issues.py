"""The matters that stand between powers, wherever the text names one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import ahocorasick_rs

from detente.diplomacy.cast import Cast, states_of
from detente.knowledge.issues import Issue
from detente.types import Article, IssueMention, Sentence


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
        for start, end, issue in matches(article.text, sentence.start, sentence.end, tables):
            if issue.id in seen:
                continue
            seen.add(issue.id)
            here = states_of(cast.within(sentence.start, sentence.end))
            between = _between(issue, here, leading)
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


def issue_within(text: str, start: int, end: int, tables: IssueTables) -> str | None:
    """The identifier of the first issue named between two offsets."""
    found = matches(text, start, end, tables)
    return found[0][2].id if found else None


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
