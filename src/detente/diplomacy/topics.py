"""The issues that a story names and sounds like: what is known before a stand's own issue is chosen."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from detente.diplomacy.issues import IssueTables, build, matches
from detente.diplomacy.wording import scores
from detente.knowledge.hints import HintRow
from detente.knowledge.issue_words import NONE, ChoiceRow, IssueWords
from detente.knowledge.issues import Issue
from detente.types import Article

HINT = 0.5
"""What a hint weighs, beside a word that betrays the issue wherever it stands."""
TELLING = 300
"""Characters of a text from which on its words as a whole tell what it is about; those of a shorter one tell less."""
LEAD = 400
"""Characters of the opening of a story, in which a mention counts twice; in the title thrice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicTables:
    """The taxonomy and the hints, ready to be searched for, and the model that chooses."""

    issues: IssueTables
    hints: IssueTables
    hinted: Mapping[str, tuple[Issue, ...]]
    """The issues that a hint, in lower case, may mean."""
    by_id: Mapping[str, Issue]
    words: IssueWords
    choice: Mapping[str, float]
    """The weight of each observation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """The issues that a story names: where, and how often."""

    article: Article
    tables: TopicTables
    starts: tuple[int, ...]
    found: tuple[tuple[int, int, Issue], ...]
    """Start, end, issue, in the order of the text."""
    weights: Mapping[str, float]
    sounds: Mapping[str, float]
    """How much the whole story sounds like each issue, by its words."""
    heading: Mapping[str, float]
    """How much the title sounds like each issue, and like none."""
    pair: tuple[str, ...]
    """Codes of the two powers that the story is about."""

    def between(self, start: int, end: int) -> list[tuple[int, int, Issue]]:
        """The issues named between two offsets, with where."""
        found = []
        for at, until, issue in self.found[bisect_left(self.starts, start) :]:
            if at >= end:
                break
            if until <= end:
                found.append((at, until, issue))
        return found

    def hinted(self, start: int, end: int) -> set[str]:
        """The issues hinted at between two offsets."""
        text = self.article.text
        hints = matches(text, start, end, self.tables.hints)
        return {issue.id for a, b, _ in hints for issue in self.tables.hinted[text[a:b].lower()]}


def topic_tables(
    taxonomy: Sequence[Issue], hints: Sequence[HintRow], words: IssueWords, choice: Sequence[ChoiceRow]
) -> TopicTables:
    """Indexes the taxonomy and the hints at it."""
    by_id = {issue.id: issue for issue in taxonomy}
    hinted: dict[str, tuple[Issue, ...]] = {}
    for row in hints:
        for word in row.words:
            hinted[word.lower()] = (*hinted.get(word.lower(), ()), by_id[row.issue])
    lone = [replace(meant[0], words=(word,)) for word, meant in hinted.items()]
    return TopicTables(
        issues=build(taxonomy),
        hints=build(lone),
        hinted=hinted,
        by_id=by_id,
        words=words,
        choice={row.name: row.weight for row in choice},
    )


def topics_of(article: Article, pair: Iterable[str | None], tables: TopicTables) -> Topics:
    """Every issue that the article names or sounds like, in its title too."""
    found = tuple(matches(article.text, 0, len(article.text), tables.issues))
    weights: dict[str, float] = defaultdict(float)
    for start, _, issue in found:
        weights[issue.id] += 2 if start < LEAD else 1
    title = article.title or ""
    for _, _, issue in matches(title, 0, len(title), tables.issues):
        weights[issue.id] += 3
    for text, times in ((article.text, 1), (title, 3)):
        for start, end, _ in matches(text, 0, len(text), tables.hints):
            meant = tables.hinted[text[start:end].lower()]
            for issue in meant:
                weights[issue.id] += HINT * max(times, 2 if start < LEAD else 1) / len(meant)
    told = min(len(article.text) / TELLING, 1.0)
    sounds = (told * scores(f"{title} {title} {article.text}", tables.words)).tolist()
    return Topics(
        article=article,
        tables=tables,
        starts=tuple(s for s, _, _ in found),
        found=found,
        weights=dict(weights),
        sounds={i: s for i, s in zip(tables.words.columns, sounds, strict=True) if i != NONE},
        heading=dict(zip(tables.words.columns, scores(title, tables.words).tolist(), strict=True)),
        pair=tuple(sorted(p for p in pair if p)),
    )
