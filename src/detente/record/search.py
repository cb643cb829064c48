"""Searching the record by words: articles, or the sentences that were coded, with what was coded in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Literal

from detente.record.index import Progress, Sought, mark, matches, number_of_matches, open_index
from detente.record.queries import Scope
from detente.record.store import Record
from detente.record.words import Mark, Wanted, expression, marks, snippet, wanted

Kind = Literal["article", "report", "encounter", "position", "claim"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is searched for, and where. Empty fields do not narrow it."""

    words: str
    """See `detente.record.words`: phrases in quotation marks, `begin*`, `-without`, `a OR b`."""
    kind: Kind = "article"
    """Whole articles, or the sentences in which reports, encounters, positions or claims were found."""
    scope: Scope = field(default_factory=Scope)
    """States of those who take part, and days of publication; a person is searched for by words."""
    outlet: str | None = None
    """Name of an outlet or agency, whole, without regard to case."""
    limit: int = 20
    skip: int = 0
    """For the next page: how many of the best are passed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedRow:
    """What was coded in a place that was found."""

    id: str
    kind: str
    """report, encounter, position or claim."""
    what: str
    """Its category, form, stance, or kind of claim."""
    status: str | None
    states: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article, or a sentence of one, in which the words stand."""

    article: str
    title: str | None
    title_marks: tuple[Mark, ...]
    outlet: str | None
    agency: str | None
    published: str | None
    url: str | None
    sample: bool
    start: int
    """Of the snippet, in the article's text."""
    snippet: str
    marks: tuple[Mark, ...]
    """Offsets in the snippet of the words that were found."""
    whole: bool
    """Whether the snippet is all there is, a sentence and not a part of something longer."""
    score: float
    """BM25, a title counts three times; greater is better. Compare within one answer only."""
    coded: tuple[CodedRow, ...]
    """Of the sentence, or of the article: those in sight first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page of what was found."""

    hits: tuple[Hit, ...]
    total: int
    """How many there are on all pages."""


def search(record: Record, question: Question, progress: Progress | None = None) -> Found:
    """What the record holds of these words, best first. No words can be wrong: what finds nothing gives no hits.

    The index of words is brought up to date first (see `detente.record.index`). Raises `RecordError` where another
    process has held it for too long.
    """
    if not wanted(question.words).terms:
        return NOTHING
    with closing(open_index(record, progress)) as index:
        return search_in(index, record, question)


def search_in(index: sqlite3.Connection, record: Record, question: Question) -> Found:
    """As `search`, in an index that is up to date. Of a record that was turned back to a day, what had been read by then.

    (A sentence in which nothing is coded today is not found by its kind, even if something was then.)
    """
    asked = wanted(question.words)
    if not asked.terms:
        return NOTHING
    [[held, kept]] = record.connection.execute(
        "SELECT count(*), epoch_us(max(kept)) FROM articles"
    ).fetchall()
    if not held:
        return NOTHING
    sought = Sought(
        expression=_expression(asked, question), since=question.scope.since, until=question.scope.until, kept=kept
    )  # fmt: skip
    best = matches(index, sought, question.limit, question.skip)
    total = question.skip + len(best)
    if len(best) == question.limit or (not best and question.skip):
        total = number_of_matches(index, sought)
    articles = _articles(record, sorted({article for article, *_ in best}))
    coded = _coded(record, sorted(articles))
    return Found(
        hits=tuple(
            _hit(articles[article], coded.get(article, []), asked, (start, end, score))
            for article, start, end, score in best
            if article in articles
        ),
        total=total,
    )


NOTHING = Found(hits=(), total=0)


def _expression(asked: Wanted, question: Question) -> str:
    narrowing = [mark("kind", question.kind), *(mark("state", state) for state in question.scope.states)]
    narrowing += [mark("outlet", question.outlet)] if question.outlet else []
    words = expression(asked, "text" if question.kind != "article" else "title text")
    person = wanted(question.scope.person or "")
    if person.terms:
        words = f"({words}) AND ({expression(person, 'title text')})"
    return f"(marks : ({' AND '.join(narrowing)})) AND ({words})"


Row = dict[str, Any]


def _articles(record: Record, identities: Sequence[str]) -> dict[str, Row]:
    names = ("id", "title", "outlet", "agency", "published", "url", "sample", "text")
    rows = record.connection.execute(
        f"SELECT {', '.join(names)} FROM articles WHERE id IN (SELECT unnest(?::VARCHAR[]))",
        [list(identities)],
    ).fetchall()
    return {row[0]: dict(zip(names, row, strict=True)) for row in rows}


def _coded(record: Record, identities: Sequence[str]) -> dict[str, list[CodedRow]]:
    """What was coded in these articles and nobody rejected, by article, in the order of the text."""
    rows = record.connection.execute(
        """WITH here AS (SELECT unnest(?::VARCHAR[]) AS article),
        coded AS (
          SELECT article, id, 'report' AS kind, event AS what, status, start, "end" FROM reports
          WHERE article IN (FROM here) AND judged IS DISTINCT FROM 'rejected'
          UNION ALL SELECT article, id, 'encounter', form, status, start, "end" FROM encounters
          WHERE article IN (FROM here) AND judged IS DISTINCT FROM 'rejected'
          UNION ALL SELECT article, id, 'position', stance, NULL, start, "end" FROM positions
          WHERE article IN (FROM here) AND judged IS DISTINCT FROM 'rejected'
          UNION ALL SELECT article, id, 'claim', kind, NULL, start, "end" FROM claims WHERE article IN (FROM here)),
        who AS (
          SELECT "of", list(DISTINCT country ORDER BY country) AS states FROM roles
          WHERE article IN (FROM here) AND country IS NOT NULL GROUP BY "of")
        SELECT c.article, c.id, c.kind, c.what, c.status, coalesce(w.states, []), c.start, c."end"
        FROM coded c LEFT JOIN who w ON w."of" = c.id ORDER BY c.article, c.start, c.id""",
        [list(identities)],
    ).fetchall()
    found: dict[str, list[CodedRow]] = {}
    for article, identity, kind, what, status, states, start, end in rows:
        row = CodedRow(
            id=identity, kind=kind, what=what, status=status, states=tuple(states), start=start, end=end
        )
        found.setdefault(article, []).append(row)
    return found


def _hit(
    article: Row, coded: Sequence[CodedRow], asked: Wanted, place: tuple[int | None, int | None, float]
) -> Hit:
    start, end, score = place
    text = article["text"]
    whole = start is not None
    found = snippet(text[start:end], asked, len(text)) if whole else snippet(text, asked)
    first = (start or 0) + found.start
    last = first + len(found.text)
    in_sight = [row for row in coded if row.start < last and row.end > first]
    rest = [] if whole else [row for row in coded if row not in in_sight]
    title = article["title"] or ""
    return Hit(
        article=article["id"], title=article["title"], outlet=article["outlet"], agency=article["agency"],
        title_marks=tuple((s, e) for s, e, _ in marks(title, asked)), published=article["published"],
        url=article["url"], sample=bool(article["sample"]), start=first, snippet=found.text, marks=found.marks,
        whole=whole, score=round(score, 4), coded=(*in_sight, *rest),
    )  # fmt: skip
