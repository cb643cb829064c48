"""Writing readings: whole articles or nothing, the same article once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Literal

import duckdb
import pyarrow as pa

from detente.errors import RecordError
from detente.record.rows import Rows, rows_of
from detente.record.store import Record
from detente.types import Article, Reading

Outcome = Literal["read", "known", "revised"]
_SURROGATE = re.compile("[\ud800-\udfff]")


def keep(record: Record, readings: Sequence[Reading], *, samples: bool = False) -> tuple[Outcome, ...]:
    """Writes readings in one transaction and says of each what became of it.

    `known`: the article stands in the record with the same text, nothing is written. `revised`: the
    article stands there with another text; the new text is kept beside it under an identifier of its
    own, since a page that turned into a stub must not displace the story.
    Raises `RecordError` when the disk is full or cannot be written; then nothing of the batch is kept.
    """
    if not record.writable:
        raise RecordError(f"{record.path} was opened for reading only")
    outcomes: list[Outcome] = []
    rows: Rows = {}
    named = [r.article.id for r in readings] + [_revision(r.article) for r in readings]
    texts = known_texts(record, named)
    for reading in readings:
        outcome, reading = _place(reading, texts)
        outcomes.append(outcome)
        if outcome == "known":
            continue
        texts[reading.article.id] = _storable(reading.article.text)
        for table, added in rows_of(reading, sample=samples).items():
            rows.setdefault(table, []).extend(added)
    _insert(record, rows)
    return tuple(outcomes)


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
    question = "SELECT id, text FROM articles WHERE id IN (SELECT unnest(?::VARCHAR[]))"
    return dict(record.connection.execute(question, [list(identifiers)]).fetchall())


def _place(reading: Reading, texts: dict[str, str]) -> tuple[Outcome, Reading]:
    article = reading.article
    if article.id not in texts:
        return "read", reading
    revision = _revision(article)
    if texts[article.id] == _storable(article.text) or revision in texts:
        return "known", reading
    return "revised", _renamed(reading, revision)


def _revision(article: Article) -> str:
    """The identifier that this text gets when another stands under the article's own."""
    return f"{article.id}_{sha256(article.text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _storable(text: str) -> str:
    """Lone surrogates are no UTF-8: a replacement character stands for each, so that offsets stay."""
    return _SURROGATE.sub("\ufffd", text)


def _renamed(reading: Reading, identity: str) -> Reading:
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


def _insert(record: Record, rows: Rows) -> None:
    connection = record.connection
    connection.execute("BEGIN")
    try:
        for table, values in rows.items():
            if values:
                _append(connection, table, values)
        connection.execute("COMMIT")
    except duckdb.Error as error:
        _undo(connection)
        said = str(error).splitlines()[0]
        raise RecordError(
            f"{record.path}: could not be written ({said}); nothing of this batch was kept"
        ) from None


def _undo(connection: duckdb.DuckDBPyConnection) -> None:
    try:
        connection.execute("ROLLBACK")
    except duckdb.Error:
        # A failed COMMIT has rolled back by itself already.
        return


def _append(connection: duckdb.DuckDBPyConnection, table: str, values: list[tuple[object, ...]]) -> None:
    described = connection.execute(f'DESCRIBE "{table}"').fetchall()
    columns = list(zip(*values, strict=True))
    arrays = [
        pa.array([_cell(value) for value in column], type=_arrow(kind))
        for column, (_, kind, *_rest) in zip(columns, described, strict=False)
    ]
    # The last columns (when it was kept, what a person judged) are the record's own and have their defaults.
    names = [name for name, *_ in described[: len(columns)]]
    connection.register("incoming", pa.Table.from_arrays(arrays, names=names))
    listed = ", ".join(f'"{name}"' for name in names)
    connection.execute(f'INSERT INTO "{table}" ({listed}) SELECT {listed} FROM incoming')
    # Not in a finally: after a failure it would fail itself and hide why; the next batch registers anew.
    connection.unregister("incoming")


def _cell(value: object) -> object:
    if isinstance(value, str):
        return _storable(value)
    return [_cell(member) for member in value] if isinstance(value, list) else value


def _arrow(kind: str) -> pa.DataType:
    # Days arrive as text ("2023-06-18") and DuckDB casts them on insert.
    plain = {"INTEGER": pa.int32(), "DOUBLE": pa.float64(), "BOOLEAN": pa.bool_()}
    return pa.list_(pa.string()) if kind.endswith("[]") else plain.get(kind, pa.string())
