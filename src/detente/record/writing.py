"""Writing readings: whole articles or nothing, the same article once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Literal

from detente.errors import RecordError
from detente.record.deriving import in_words
from detente.record.inserting import insert_rows, storable
from detente.record.pairs import add_pairs
from detente.record.rows import Rows, rows_of
from detente.record.store import Record
from detente.record.transaction import transaction
from detente.record.waiting import wait
from detente.types import Article, Reading

Outcome = Literal["read", "known", "revised"]


def keep(record: Record, readings: Sequence[Reading], *, samples: bool = False) -> tuple[Outcome, ...]:
    """Writes readings in one transaction and says of each what became of it.

    `known`: the article stands in the record with the same text, nothing is written. `revised`: the
    article stands there with another text; the new text is kept beside it under an identifier of its
    own, since a page that turned into a stub must not displace the story.
    Raises `RecordError` when the disk is full or cannot be written, `UnfitError` where one of the readings does not fit the
    tables; then nothing of the batch is kept.
    """
    if not record.writable:
        raise RecordError(f"{record.path} was opened for reading only")
    outcomes: list[Outcome] = []
    rows: Rows = {}
    named = [r.article.id for r in readings] + [revision_of(r.article) for r in readings]
    texts = known_texts(record, named)
    for reading in readings:
        outcome, reading = _place(reading, texts)
        outcomes.append(outcome)
        if outcome == "known":
            continue
        texts[reading.article.id] = storable(reading.article.text)
        for table, added in rows_of(reading, sample=samples).items():
            rows.setdefault(table, []).extend(added)
    _insert(record, rows, _coders(readings))
    return tuple(outcomes)


def kept_as(reading: Reading, outcome: Outcome) -> Reading:
    """A reading under the identifiers by which the record has it, after `keep` said what became of it."""
    return renamed(reading, revision_of(reading.article)) if outcome == "revised" else reading


def known_as(record: Record, article: Article) -> str | None:
    """The identifier under which an article stands in the record with this very text; None where it does not."""
    texts = known_texts(record, [article.id, revision_of(article)])
    if texts.get(article.id) == storable(article.text):
        return article.id
    return revision_of(article) if revision_of(article) in texts else None


def forget(record: Record, person: str) -> int:
    """Takes out what articles taught of a person; answers how many rows there were."""
    if not record.writable:
        raise RecordError(f"{record.path} was opened for reading only")
    taken = record.connection.execute(
        "DELETE FROM learned WHERE lower(person) = lower(?) RETURNING person", [person]
    )
    return len(taken.fetchall())


def known_texts(record: Record, identifiers: Sequence[str]) -> dict[str, str]:
    """The texts of those articles that stand in the record, by identifier."""
    question = f"SELECT id, text FROM articles WHERE id {in_words(identifiers)}"
    return dict(record.connection.execute(question).fetchall())


def _place(reading: Reading, texts: dict[str, str]) -> tuple[Outcome, Reading]:
    article = reading.article
    if article.id not in texts:
        return "read", reading
    revision = revision_of(article)
    if texts[article.id] == storable(article.text) or revision in texts:
        return "known", reading
    return "revised", renamed(reading, revision)


def revision_of(article: Article) -> str:
    """The identifier that this text gets when another stands under the article's own."""
    return f"{article.id}_{sha256(article.text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def renamed(reading: Reading, identity: str) -> Reading:
    """The reading of a text that is kept beside an older one, under identifiers of its own."""
    mark = identity.rsplit("_", 1)[1]
    names = {r.id: f"{r.id}_{mark}" for r in reading.reports} | {
        e.id: f"{e.id}_{mark}" for e in reading.encounters
    }
    encounters = tuple(
        replace(
            e,
            id=names[e.id],
            part_of=names.get(e.part_of or "", e.part_of),
            reports=tuple(names.get(r, r) for r in e.reports),
        )
        for e in reading.encounters
    )
    return replace(
        reading,
        id=identity,
        article=replace(reading.article, id=identity),
        reports=tuple(replace(r, id=names[r.id]) for r in reading.reports),
        encounters=encounters,
        claims=tuple(
            replace(c, id=f"{c.id}_{mark}", encounter=names.get(c.encounter or "", c.encounter))
            for c in reading.claims
        ),
    )


def _coders(readings: Sequence[Reading]) -> dict[str, list[str]]:
    """The articles that each coder has read, under either of the identifiers that they may get."""
    found: dict[str, list[str]] = {}
    for reading in readings:
        if reading.coder:
            found.setdefault(reading.coder, []).extend((reading.article.id, revision_of(reading.article)))
    return found


def _insert(record: Record, rows: Rows, coders: dict[str, list[str]]) -> None:
    kept = [row[0] for row in rows.get("articles", [])]
    with transaction(record, "nothing of this batch was kept") as connection:
        for table, values in rows.items():
            # The last columns (when it was kept, what a person judged) are the record's own and have their defaults.
            insert_rows(connection, table, values)
        for coder, articles in coders.items() if kept else ():
            these = in_words(sorted(set(articles) & set(kept)))
            connection.execute(f"UPDATE articles SET coder = ? WHERE id {these}", [coder])
        if kept:
            add_pairs(connection, rows)
            wait(connection, kept)
