"""Events that others coded, kept beside the user's own: writing whole files, and the same file once."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pyarrow as pa

from detente.errors import RecordError
from detente.record.inserting import insert, insert_rows
from detente.record.scope import Scope
from detente.record.store import Record
from detente.record.transaction import transaction
from detente.types import Coded, CodedFile

_LISTS = {"original", "contexts", "actors", "recipients", "actor_states", "recipient_states"}


def keep_import(record: Record, file: CodedFile) -> bool:
    """Writes a file's rows in one transaction; False where the same file (by its bytes) stands there already.

    Rows that could not be read go to `problems`, with the file's name and line. Raises `RecordError` when the
    record cannot be written; then nothing of the file is kept.
    """
    if not record.writable:
        raise RecordError(f"{record.path} was opened for reading only")
    connection = record.connection
    known = connection.execute("SELECT 1 FROM imports WHERE digest = ?", [file.digest]).fetchall()
    if known:
        return False
    identity = f"im_{file.digest[:16]}"
    names = [field.name for field in fields(Coded)]
    columns = {name: [getattr(row, name) for row in file.rows] for name in names}
    with transaction(record, f"nothing of {file.name} was kept"):
        insert(connection, "imported", {"import": [identity] * len(file.rows), **columns})
        connection.execute(
            """INSERT INTO imports (id, layout, name, digest, columns, encoding, newline, ending, "rows")
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            [identity, file.layout, file.name, file.digest, list(file.columns), file.encoding, file.newline,
             file.ending, len(file.rows)],
        )  # fmt: skip
        problems = [(None, file.name, problem.kind, problem.message) for problem in file.problems]
        insert_rows(connection, "problems", problems)
    return True


def imports(record: Record) -> pa.Table:
    """The files of others in the record, oldest first. Columns: id, layout, name, rows, first, last (days), kept."""
    return record.connection.sql(
        """SELECT i.id, i.layout, i.name, i."rows", min(c.day) AS first, max(c.day) AS last, i.kept
        FROM imports i LEFT JOIN imported c ON c.import = i.id GROUP BY ALL ORDER BY i.kept, i.id"""
    ).to_arrow_table()


def imported_file(record: Record, name: str) -> CodedFile:
    """A file as it came in, rows in their order. `name`: of the file, or its identifier.

    Raises `RecordError` where there is none or more than one of that name.
    """
    found = record.connection.execute(
        "SELECT id, layout, name, digest, columns, encoding, newline, ending FROM imports WHERE name = ? OR id = ?",
        [name, name],
    ).fetchall()
    if len(found) != 1:
        there = [
            f"{row[1]} ({row[0]})"
            for row in record.connection.execute("SELECT id, name FROM imports ORDER BY kept").fetchall()
        ]
        which = "no file was imported as" if not found else "several files were imported as"
        raise RecordError(f"{record.path}: {which} {name!r}; there are: {', '.join(there) or 'none'}")
    identity, layout, named, digest, columns, encoding, newline, ending = found[0]
    names = [field.name for field in fields(Coded)]
    selected = ", ".join("CAST(day AS VARCHAR) AS day" if name == "day" else name for name in names)
    rows = record.connection.execute(
        f"SELECT {selected} FROM imported WHERE import = ? ORDER BY line", [identity]
    ).fetchall()
    return CodedFile(
        layout=layout, name=named, digest=digest, columns=tuple(columns), encoding=encoding, newline=newline,
        ending=ending, rows=tuple(Coded(**_frozen(dict(zip(names, row, strict=True)))) for row in rows),
    )  # fmt: skip


def _frozen(row: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value or ()) if name in _LISTS else value for name, value in row.items()}


def imported_events(record: Record, scope: Scope) -> pa.Table:
    """What others coded, in the columns of `queries.events` and two more, newest first.

    A row that its data set's own key tells to be the same as one of an earlier file counts once, as the later
    file has it. `id` is the import and the line; `article`, `status` and whatever else these data sets do not
    tell are NULL; `quote` is NULL, for they carry no sentence. Two columns more: `layout`, `import`.
    """
    where, values = _conditions(scope)
    return record.connection.sql(
        f"""WITH once AS (
            SELECT c.*, i.layout FROM imported c JOIN imports i ON i.id = c.import
            QUALIFY row_number() OVER (
                PARTITION BY i.layout, coalesce(c.key, c.import || ':' || c.line) ORDER BY i.kept DESC, c.line) = 1)
        SELECT c.import || ':' || c.line AS id, NULL::VARCHAR AS article, c.day, c.event, c.mode, c.cameo, c.quad,
            c.score, NULL::VARCHAR AS status, NULL::BOOLEAN AS negated, NULL::BOOLEAN AS historical,
            NULL::VARCHAR AS said_by, c.actors, c.recipients, c.actor_states, c.recipient_states, c.place,
            c.place_country, c.contexts, NULL::DOUBLE AS confidence, NULL::VARCHAR AS quote, NULL::INTEGER AS start,
            NULL::INTEGER AS "end", NULL::VARCHAR AS judged, NULL::VARCHAR AS added_by, c.outlet, NULL::VARCHAR AS agency, c.published, NULL::VARCHAR AS published_by,
            c.url, NULL::VARCHAR AS title, false AS sample, c.layout, c.import
        FROM once c WHERE {where} ORDER BY c.day DESC NULLS LAST, c.import, c.line""",
        params=values,
    ).to_arrow_table()


def _conditions(scope: Scope) -> tuple[str, list[Any]]:
    where: list[str] = []
    values: list[Any] = []
    for limit, sign in ((scope.since, ">="), (scope.until, "<=")):
        if limit:
            where.append(f"c.day {sign} CAST(? AS DATE)")
            values.append(limit)
    if len(scope.states) == 2:
        a, b = scope.states
        facing = "(list_contains(c.actor_states, ?) AND list_contains(c.recipient_states, ?))"
        where.append(f"({facing} OR {facing})")
        values += [a, b, b, a]
    elif scope.states:
        where.append("(list_contains(c.actor_states, ?) OR list_contains(c.recipient_states, ?))")
        values += [scope.states[0]] * 2
    if scope.person:
        where.append("array_to_string(list_concat(c.actors, c.recipients), chr(10)) ILIKE ?")
        values.append(f"%{scope.person}%")
    return " AND ".join(where) or "true", values
