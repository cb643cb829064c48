"""What people correct: judgements on rows that are only ever added and undone, and the rows as they then stand.

A row as the machine read it is set aside the first time that somebody corrects it. How it stands is that original with
all corrections that still hold, in the order in which they were made: undoing one, or reading the article anew with
another coder, gives the same row whatever came between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import uuid4

import duckdb
import msgspec

from detente.errors import RecordError, UsageError
from detente.record.fields import TABLES, columns_of, kind_of, roles_of
from detente.record.store import Record

Act = Literal["accept", "reject", "change"]
STANDING = {"accept": "accepted", "reject": "rejected", "change": "corrected"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One thing that a person said of one row."""

    id: str
    of: str
    """Identifier of a report, encounter or position."""
    act: Act
    field: str | None = None
    now: str | None = None
    """The new value, as JSON."""
    was: str | None = None
    """The value before, as JSON."""
    by: str
    why: str | None = None
    made: str
    """ISO 8601, UTC."""
    undone: str | None = None
    article: str
    start: int
    end: int
    what: str
    """Category, form or stance of the row: with the span, by what it is found in another reading."""


def correct(
    record: Record,
    of: str,
    act: Act,
    *,
    by: str,
    why: str | None = None,
    values: Mapping[str, Any] | None = None,
) -> tuple[Correction, ...]:
    """Accepts or rejects a row, or changes its fields to these values (each a correction of its own).

    Raises `UsageError` for an unknown row, field or value, `RecordError` where the record cannot be written.
    """
    anchor = _anchor(record, of)
    if (act == "change") != bool(values):
        raise UsageError(
            "name the field and its new value, such as status=planned"
            if act == "change"
            else f"to {act} a row takes no values; change it instead"
        )
    made = datetime.now(UTC).isoformat(timespec="microseconds")
    said = {"of": of, "act": act, "by": by, "why": why, "made": made, **anchor}
    found = []
    changes: list[tuple[str | None, Any]] = list((values or {}).items()) or [(None, None)]
    for field, value in changes:
        now = None
        if field is not None:
            columns_of(kind_of(of), field, value)
            now = msgspec.json.encode(value).decode()
        was = _value(record, of, field) if field is not None else None
        found.append(Correction(id=f"co_{uuid4().hex[:16]}", field=field, now=now, was=was, **said))
    _add(record, found)
    return tuple(found)


def undo(record: Record, identity: str) -> Correction:
    """Takes a correction back; the row stands again as without it. Raises `UsageError` where there is none to undo."""
    known = [c for c in corrections(record) if c.id == identity]
    if not known or known[0].undone:
        raise UsageError(f"no correction {identity!r} that still holds; `detente corrections` lists them")
    undone = datetime.now(UTC).isoformat(timespec="microseconds")
    with _written(record) as connection:
        connection.execute("UPDATE corrections SET undone = ? WHERE id = ?", [undone, identity])
        _restand(record, known[0].of)
    return replace(known[0], undone=undone)


def corrections(record: Record, of: str | None = None) -> tuple[Correction, ...]:
    """All corrections, or those of one row, undone ones too, in the order in which they were made."""
    names = ", ".join(f'"{name}"' for name in Correction.__slots__)
    where, values = ('WHERE "of" = ?', [of]) if of else ("", [])
    answer = record.connection.execute(f"SELECT {names} FROM corrections {where} ORDER BY made, id", values)
    return tuple(Correction(**dict(zip(Correction.__slots__, row, strict=True))) for row in answer.fetchall())


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a file of corrections."""

    added: int
    known: int
    missing: tuple[str, ...]
    """Corrections whose row this record does not hold."""


def take(record: Record, given: Sequence[Correction]) -> Taken:
    """Adds a colleague's corrections; those that are known already stay as they are, an undoing is taken over.

    A row is found by its identifier, else by article, span and category. Raises `RecordError` where this record
    holds none of the rows: the file then belongs to another one.
    """
    known = {c.id: c for c in corrections(record)}
    fresh, missing, same = [], [], 0
    for one in given:
        if one.id in known:
            same += 1
            if one.undone and not known[one.id].undone:
                undo(record, one.id)
            continue
        of = _found(record, one)
        if of is None:
            missing.append(one.id)
        else:
            fresh.append(replace(one, of=of))
    if given and not fresh and not same:
        raise RecordError(
            f"{record.path} holds none of the {len(given)} corrected rows; the file belongs to another record"
        )
    _add(record, fresh)
    return Taken(added=len(fresh), known=same, missing=tuple(missing))


def restand(record: Record, articles: Sequence[str]) -> tuple[str, ...]:
    """Puts the corrections of newly read articles onto their new rows; gives those whose row is no longer there."""
    lost = []
    with _written(record) as connection:
        for one in corrections(record):
            if one.article not in articles:
                continue
            of = _found(record, one)
            if of is None:
                lost.append(one.id)
                continue
            if of != one.of:
                connection.execute('UPDATE corrections SET "of" = ? WHERE id = ?', [of, one.id])
            _restand(record, of)
    return tuple(lost)


def agreeing(record: Record) -> tuple[Correction, ...]:
    """Corrections that the machine by now agrees with: its own reading has the corrected value."""
    found = []
    for one in corrections(record):
        if one.undone or one.act != "change" or one.field is None:
            continue
        original = record.connection.execute(
            'SELECT "row", roles FROM originals WHERE "of" = ?', [one.of]
        ).fetchall()
        if original and _field_of(one.of, one.field, *map(msgspec.json.decode, original[0])) == one.now:
            found.append(one)
    return tuple(found)


def _anchor(record: Record, of: str) -> dict[str, Any]:
    kind = kind_of(of)
    table, what = TABLES[kind].name, TABLES[kind].what
    row = record.connection.execute(
        f'SELECT article, start, "end", "{what}" FROM {table} WHERE id = ?', [of]
    ).fetchall()
    if not row:
        raise UsageError(f"no {kind} {of!r} in {record.path}; `detente show` lists them with `--format csv`")
    return dict(zip(("article", "start", "end", "what"), row[0], strict=True))


def _found(record: Record, one: Correction) -> str | None:
    """The row that a correction is about: by identifier, else the one of its kind on the same span."""
    table = TABLES[kind_of(one.of)]
    exact = record.connection.execute(f"SELECT id FROM {table.name} WHERE id = ?", [one.of]).fetchall()
    if exact:
        return one.of
    rows = record.connection.execute(
        f"""SELECT id FROM {table.name} WHERE article = ? AND start < ? AND "end" > ? AND "{table.what}" = ? ORDER BY id""",
        [one.article, one.end, one.start, one.what],
    ).fetchall()
    return rows[0][0] if len(rows) == 1 else None


def _add(record: Record, found: Sequence[Correction]) -> None:
    if not found:
        return
    names = ", ".join(f'"{name}"' for name in Correction.__slots__)
    marks = ", ".join("?" for _ in Correction.__slots__)
    with _written(record) as connection:
        for one in found:
            connection.execute(
                f"INSERT INTO corrections ({names}) VALUES ({marks})", list(asdict(one).values())
            )
        for of in dict.fromkeys(one.of for one in found):
            _restand(record, of)


def _restand(record: Record, of: str) -> None:
    """The row as its original and the corrections that hold make it."""
    _write(record.connection, kind_of(of), of, *stood(record, of))


def stood(record: Record, of: str, until: str | None = None) -> tuple[dict[str, Any], Rows]:
    """A row and who stands in it, as its original and the corrections make it that held then (now, if not given)."""
    row, roles = _original(record, of)
    holding = [c for c in corrections(record, of) if _held(c, until)]
    kind = kind_of(of)
    for one in holding:
        if one.act == "change" and one.field is not None and one.now is not None:
            value = msgspec.json.decode(one.now)
            row |= columns_of(kind, one.field, value)
            changed = roles_of(kind, one.field, value)
            if changed is not None:
                role, cast = changed
                roles = [r for r in roles if r["role"] != role] + [
                    {"of": of, "role": role, "rank": rank, "article": row["article"], "start": row["start"],
                     "end": row["end"], "confidence": 1.0, **actor}
                    for rank, actor in enumerate(cast)
                ]  # fmt: skip
    return row | {"judged": STANDING[holding[-1].act] if holding else None}, roles


def _held(one: Correction, until: str | None) -> bool:
    if until is None:
        return not one.undone
    return one.made <= until and (not one.undone or one.undone > until)


Rows = list[dict[str, Any]]


def _original(record: Record, of: str) -> tuple[dict[str, Any], Rows]:
    connection = record.connection
    kept = connection.execute('SELECT "row", roles FROM originals WHERE "of" = ?', [of]).fetchall()
    if kept:
        return msgspec.json.decode(kept[0][0]), msgspec.json.decode(kept[0][1])
    [row] = _dicts(connection, f"SELECT * FROM {TABLES[kind_of(of)].name} WHERE id = ?", of)
    roles = _dicts(connection, 'SELECT * FROM roles WHERE "of" = ? ORDER BY role, rank', of)
    encoded = [msgspec.json.encode(value).decode() for value in (row, roles)]
    if record.writable:
        connection.execute("INSERT INTO originals VALUES (?, ?, ?, ?)", [of, kind_of(of), *encoded])
    return msgspec.json.decode(encoded[0]), msgspec.json.decode(encoded[1])


def _dicts(connection: duckdb.DuckDBPyConnection, question: str, of: str) -> Rows:
    answer = connection.execute(question, [of])
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def _write(
    connection: duckdb.DuckDBPyConnection, kind: str, of: str, row: Mapping[str, Any], roles: Rows
) -> None:
    values = {name: value for name, value in row.items() if name != "id"}
    named = ", ".join(f'"{name}" = ?' for name in values)
    connection.execute(f"UPDATE {TABLES[kind].name} SET {named} WHERE id = ?", [*values.values(), of])
    connection.execute('DELETE FROM roles WHERE "of" = ?', [of])
    for role in roles:
        names = ", ".join(f'"{name}"' for name in role)
        marks = ", ".join("?" for _ in role)
        connection.execute(f"INSERT INTO roles ({names}) VALUES ({marks})", list(role.values()))


def _value(record: Record, of: str, field: str) -> str | None:
    connection = record.connection
    [row] = _dicts(connection, f"SELECT * FROM {TABLES[kind_of(of)].name} WHERE id = ?", of)
    roles = _dicts(connection, 'SELECT * FROM roles WHERE "of" = ? ORDER BY role, rank', of)
    return _field_of(of, field, msgspec.json.decode(msgspec.json.encode(row)), roles)


def _field_of(of: str, field: str, row: Mapping[str, Any], roles: Rows) -> str | None:
    """A field's value as JSON: a column, or the names of those in a role."""
    role = TABLES[kind_of(of)].roles.get(field)
    if role is None:
        return msgspec.json.encode(row.get(TABLES[kind_of(of)].columns[field])).decode()
    names = [r["name"] or r["text"] for r in sorted(roles, key=lambda r: r["rank"]) if r["role"] == role]
    return msgspec.json.encode(names).decode()


class _written:
    """A transaction that is kept whole or not at all."""

    def __init__(self, record: Record) -> None:
        if not record.writable:
            raise RecordError(f"{record.path} was opened for reading only")
        self._record = record

    def __enter__(self) -> duckdb.DuckDBPyConnection:
        self._record.connection.execute("BEGIN")
        return self._record.connection

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is None:
            self._record.connection.execute("COMMIT")
            return
        self._record.connection.execute("ROLLBACK")
        if isinstance(error, duckdb.Error):
            said = str(error).splitlines()[0]
            raise RecordError(f"{self._record.path}: not written ({said}); nothing was changed") from None
