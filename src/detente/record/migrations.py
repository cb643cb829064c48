"""Bringing an older record forward: what each version of the schema added. Forward only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.resources import files

import duckdb

from detente.record.deriving import derive

SCHEMA_VERSION = 11
TABLES = {
    2: ("learned",),
    3: ("claims",),
    4: ("lookups", "links", "happenings", "moves", "judgements"),
    5: ("stages", "journeys"),
    6: ("candidates",),
    7: ("corrections", "originals"),
    8: ("imports", "imported"),
    9: ("pending", "recoded"),
    10: ("pairs", "waiting"),
    11: ("feeds", "feed_items", "alerts", "deliveries"),
}
"""The tables that a schema version brought; they are made as `schema.sql` describes them today."""
DERIVED = {
    "pairs": derive(),
    "waiting": """SELECT id AS article, published_day FROM articles
        WHERE id NOT IN (SELECT "of" FROM happenings WHERE kind = 'story')""",
}
"""The tables that hold nothing of their own, and what they hold: a folder of tables need not have them."""
OF_WATCHING = frozenset(TABLES[11])
"""The tables that hold nothing of what articles say: a folder of tables need not have them either."""

ORDERED = {"pairs": "a, b, kind, day", "waiting": "published_day, article"}
"""How their rows lie."""

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


def table_called(table: str) -> str:
    """The statement that makes a table, empty."""
    found = re.search(rf"CREATE TABLE IF NOT EXISTS {table} \(.*?\n\);", schema(), re.DOTALL)
    if found is None:
        raise ValueError(f"schema.sql makes no table {table}")
    return found[0]


def indexes(table: str = r"\w+") -> list[str]:
    """The statements that make the indexes of a table, or of all."""
    return re.findall(rf"CREATE INDEX IF NOT EXISTS \w+ ON {table} \(.*?\);", schema())


def bring_forward(connection: duckdb.DuckDBPyConnection, version: int, *, writable: bool) -> None:
    """Gives an older record what it lacks; one that is only read gets it beside the file, which stays as it is."""
    connection.execute("BEGIN")
    added = [table for later in range(version + 1, SCHEMA_VERSION + 1) for table in TABLES.get(later, ())]
    for table in added:
        made = table_called(table)
        if writable or table not in DERIVED:
            connection.execute(made if writable else made.replace("TABLE", "TEMP TABLE", 1))
    # A view beside the file is made once, with the columns of all versions that the file lacks.
    lacking = [
        column for later in range(version + 1, SCHEMA_VERSION + 1) for column in COLUMNS.get(later, ())
    ]
    for table in dict.fromkeys(table for table, *_ in lacking):
        columns = [column for column in lacking if column[0] == table]
        _add_columns(connection, table, columns, writable=writable)
    # No index can be made of a table in the transaction that changes its rows; a second pass finds the first one done.
    connection.execute("COMMIT")
    connection.execute("BEGIN")
    for table in DERIVED.keys() & set(added):
        if writable:
            connection.execute(
                f"INSERT INTO {table} SELECT * FROM ({DERIVED[table]}) ORDER BY {ORDERED[table]}"
            )
        else:
            connection.execute(f"CREATE OR REPLACE TEMP VIEW {table} AS {DERIVED[table]}")
    if writable:
        for statement in indexes():
            connection.execute(statement)
        connection.execute("UPDATE about SET value = ? WHERE key = 'schema'", [str(SCHEMA_VERSION)])
        connection.execute(
            "INSERT OR REPLACE INTO about SELECT 'pairs sorted', CAST(count(*) AS VARCHAR) FROM pairs"
        )
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
