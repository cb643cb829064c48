"""On which issue a position is: by the words of its matter, else of its sentence, else what the story is about."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from detente import grammar
from detente.diplomacy.issues import IssueTables, build, matches
from detente.knowledge.hints import HintRow
from detente.knowledge.issues import Issue
from detente.types import Article, Sentence

ENCOUNTER_WORDS = grammar.words_of(
    "call visit visits trip meeting meetings summit telephone phone journey date dates delay postponement invitation "
    "dinner tour conversation encounter audience mechanism contacts channel channels"
)
TALKING = grammar.words_of(
    "talks negotiations negotiation dialogue mediation mediator mediators envoys delegation"
)
PEACE = "peace-negotiations"
WAR = "war and peace"
DISPUTED = "territory and seas"
STRONG = 6
"""Weighted mentions that an issue needs for a story to be about it."""
HINT = 0.5
"""What a hint weighs, beside a word that betrays the issue wherever it stands."""
OUTWEIGHED = 4
"""How many times as much the story's issue must weigh to be preferred to one that a matter hints at."""
STANDING = 0.5
"""Share of the weight of a story's first issue that one standing between two powers needs to come before it."""
LEAD = 400
"""Characters of the opening of a story, in which a mention counts twice; in the title thrice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicTables:
    """The taxonomy and the hints, ready to be searched for."""

    issues: IssueTables
    hints: IssueTables
    hinted: Mapping[str, tuple[Issue, ...]]
    """The issues that a hint, in lower case, may mean."""
    by_id: Mapping[str, Issue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """The issues that a story names: where, and how often."""

    article: Article
    tables: TopicTables
    starts: tuple[int, ...]
    found: tuple[tuple[int, int, Issue], ...]
    """Start, end, issue, in the order of the text."""
    weights: Mapping[str, float]
    pair: tuple[str, ...]
    """Codes of the two powers that the story is about."""


def topic_tables(taxonomy: Sequence[Issue], hints: Sequence[HintRow]) -> TopicTables:
    """Indexes the taxonomy and the hints at it."""
    by_id = {issue.id: issue for issue in taxonomy}
    hinted: dict[str, tuple[Issue, ...]] = {}
    for row in hints:
        for word in row.words:
            hinted[word.lower()] = (*hinted.get(word.lower(), ()), by_id[row.issue])
    lone = [replace(meant[0], words=(word,)) for word, meant in hinted.items()]
    return TopicTables(issues=build(taxonomy), hints=build(lone), hinted=hinted, by_id=by_id)


def topics_of(article: Article, pair: Iterable[str | None], tables: TopicTables) -> Topics:
    """Every issue that the article names, in its title too."""
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
    return Topics(
        article=article,
        tables=tables,
        starts=tuple(s for s, _, _ in found),
        found=found,
        weights=weights,
        pair=tuple(sorted(p for p in pair if p)),
    )


def issue_of(
    matter: tuple[int, int], sentence: Sentence, powers: Iterable[str | None], topics: Topics
) -> str | None:
    """The identifier of the issue that a matter belongs to; None where nothing tells."""
    start, end = matter
    main = _main(topics, powers)
    own = _between(topics, start, end)
    if own:
        return (_dispute(own, main) or max(own, key=lambda issue: topics.weights[issue.id])).id
    words = {w.strip(",.;:\"'“”").lower() for w in topics.article.text[start:end].split()}
    at_war = main is not None and main.group == WAR
    if words & TALKING and at_war:
        return PEACE
    hinted = _hinted(topics, start, end, main)
    if hinted is not None:
        return hinted.id
    if words & ENCOUNTER_WORDS:
        return None
    beside = _nearest(topics, sentence, start, end)
    if main is not None and (main.pairs or beside is None):
        return main.id
    return beside.id if beside is not None else None


def _between(topics: Topics, start: int, end: int) -> list[Issue]:
    first = bisect_left(topics.starts, start)
    found = []
    for at, until, issue in topics.found[first:]:
        if at >= end:
            break
        if until <= end:
            found.append(issue)
    return found


def _dispute(own: Sequence[Issue], main: Issue | None) -> Issue | None:
    """The dispute that a story is about, where the words only tell what is done in such disputes."""
    if main is None or not main.pairs or main.group != DISPUTED:
        return None
    return main if all(i.group == DISPUTED and not i.pairs and i.id != "sovereignty" for i in own) else None


def _hinted(topics: Topics, start: int, end: int, main: Issue | None) -> Issue | None:
    """The issue hinted at: of several, the one that the story names most, and of equals the first."""
    meant: list[Issue] = []
    for first, last, _ in matches(topics.article.text, start, end, topics.tables.hints):
        meant += topics.tables.hinted[topics.article.text[first:last].lower()]
    if (
        main is not None
        and main.pairs
        and meant
        and all(i.group == DISPUTED or i.id == main.id for i in meant)
    ):
        return main
    if not meant:
        return None
    likeliest = max(meant, key=lambda issue: topics.weights[issue.id])
    outweighed = main is not None and topics.weights[main.id] >= OUTWEIGHED * topics.weights[likeliest.id]
    return main if outweighed else likeliest


def _nearest(topics: Topics, sentence: Sentence, start: int, end: int) -> Issue | None:
    here = [
        (max(s - end, start - e), issue) for s, e, issue in topics.found if sentence.start <= s < sentence.end
    ]
    return min(here, key=lambda pair: pair[0])[1] if here else None


def _main(topics: Topics, powers: Iterable[str | None]) -> Issue | None:
    """The issue that stands between these powers, else the one that the story is about."""
    codes = sorted({p for p in powers if p})
    named = [topics.tables.by_id[i] for i in topics.weights]
    pairs = ["-".join(codes)] if len(codes) == 2 else ["-".join(topics.pair)]
    most = max(topics.weights.values(), default=0)
    standing = [i for i in named if set(pairs) & set(i.pairs) and topics.weights[i.id] >= STANDING * most]
    if standing:
        return max(standing, key=lambda issue: topics.weights[issue.id])
    ranked = sorted(topics.weights.items(), key=lambda item: -item[1])[:2]
    if not ranked or ranked[0][1] < STRONG or (len(ranked) > 1 and ranked[1][1] >= ranked[0][1]):
        return None
    return topics.tables.by_id[ranked[0][0]]
