"""Bringing an older record forward: what each version of the schema added. Forward only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.resources import files

import duckdb

SCHEMA_VERSION = 9
TABLES = {
    2: ("learned",),
    3: ("claims",),
    4: ("lookups", "links", "happenings", "moves", "judgements"),
    5: ("stages", "journeys"),
    6: ("candidates",),
    7: ("corrections", "originals"),
    8: ("imports", "imported"),
    9: ("pending", "recoded"),
}
"""The tables that a schema version brought; they are made as `schema.sql` describes them today."""

COLUMNS = {
    6: tuple(("assessments", column, "VARCHAR", "NULL") for column in ("degree", "holder", "scope")),
    7: (
        ("articles", "kept", "TIMESTAMP", "CAST(published_day AS TIMESTAMP)"),
        ("reports", "judged", "VARCHAR", "NULL"),
        ("encounters", "judged", "VARCHAR", "NULL"),
        ("positions", "judged", "VARCHAR", "NULL"),
    ),
    9: (
        ("articles", "coder", "VARCHAR", "NULL"),
        ("reports", "added_by", "VARCHAR", "NULL"),
        ("encounters", "added_by", "VARCHAR", "NULL"),
        ("positions", "added_by", "VARCHAR", "NULL"),
    ),
}
"""The columns that a version brought to older tables, at their end, and what rows of before hold in them.

When an article came into a record of before version 7 is not known: the day of its publication stands for it."""


def schema() -> str:
    """The statements that make an empty record."""
    return files("detente.record").joinpath("schema.sql").read_text(encoding="utf-8")


def bring_forward(connection: duckdb.DuckDBPyConnection, version: int, *, writable: bool) -> None:
    """Gives an older record what it lacks; one that is only read gets it beside the file, which stays as it is."""
    statements = schema()
    connection.execute("BEGIN")
    for added in range(version + 1, SCHEMA_VERSION + 1):
        for table in TABLES.get(added, ()):
            made = re.search(rf"CREATE TABLE IF NOT EXISTS {table} \(.*?\n\);", statements, re.DOTALL)
            if made is not None:
                connection.execute(made[0] if writable else made[0].replace("TABLE", "TEMP TABLE", 1))
    # A view beside the file is made once, with the columns of all versions that the file lacks.
    lacking = [
        column for added in range(version + 1, SCHEMA_VERSION + 1) for column in COLUMNS.get(added, ())
    ]
    for table in dict.fromkeys(table for table, *_ in lacking):
        columns = [column for column in lacking if column[0] == table]
        _add_columns(connection, table, columns, writable=writable)
    if writable:
        connection.execute("UPDATE about SET value = ? WHERE key = 'schema'", [str(SCHEMA_VERSION)])
    connection.execute("COMMIT")


Column = tuple[str, str, str, str]
"""Table, name, kind, and the value of rows of before."""


def _add_columns(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[Column], *, writable: bool
) -> None:
    if not writable:
        # A view of that name beside the file stands before the table in it.
        more = ", ".join(f"CAST({value} AS {kind}) AS {column}" for _, column, kind, value in columns)
        connection.execute(f"CREATE TEMP VIEW {table} AS SELECT *, {more} FROM record.main.{table}")
        return
    for _, column, kind, value in columns:
        default = " DEFAULT (current_timestamp AT TIME ZONE 'UTC')" if kind == "TIMESTAMP" else ""
        connection.execute(f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {column} {kind}{default}")
        connection.execute(f"UPDATE {table} SET {column} = {value}")
