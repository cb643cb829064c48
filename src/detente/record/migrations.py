"""Bringing an older record forward: what each version of the schema added. Forward only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.resources import files

import duckdb

from detente.record.deriving import derive
from detente.record.slots import slotted

SCHEMA_VERSION = 14
TABLES = {
    2: ("learned",),
    3: ("claims",),
    4: ("links", "happenings", "moves", "judgements"),
    5: ("stages", "journeys"),
    6: ("candidates",),
    7: ("corrections", "originals"),
    8: ("imports", "imported"),
    9: ("pending", "recoded"),
    10: ("pairs", "waiting"),
    11: ("feeds", "feed_items", "alerts", "deliveries"),
    12: ("found_by",),
}
"""The tables that a schema version brought, those that are no more left out; they are made as `schema.sql` describes them today."""
DERIVED = {
    "pairs": derive(),
    "waiting": """SELECT id AS article, published_day FROM articles
        WHERE id NOT IN (SELECT "of" FROM happenings WHERE kind = 'story')""",
}
"""The tables that hold nothing of their own, and what they hold: a folder of tables need not have them."""
OF_WATCHING = frozenset(TABLES[11])
"""The tables that hold nothing of what articles say: a folder of tables need not have them either."""

RENEWED = {"pairs": 14}
"""Tables of `DERIVED` that hold something else since a version: they are derived anew; since 14 armed groups stand for no state."""
RETIRED = {
    "lookups": (
        4,
        12,
        {"of": "VARCHAR", "kind": "VARCHAR", "key": "VARCHAR", "first": "DATE", "last": "DATE"},
    )
}
"""Tables of older versions: which brought them, which took them out, their columns."""
CARRIED = {
    "found_by": (
        "lookups",
        slotted(
            """SELECT l."of", l.kind, CASE WHEN l.kind = 'event' AND NOT regexp_matches(l.key, ' (met|with|against)( undated)?$')
              THEN l.key || ' ' || CASE WHEN coalesce(r.event, 'CONSULT') = 'CONSULT' THEN 'ENCOUNTER' ELSE r.event END
              ELSE l.key END AS key, l.first, l.last FROM lookups l LEFT JOIN reports r ON r.id = l."of\""""
        ),
    )
}
"""Tables that took the place of a retired one, and what they hold of it."""
ORDERED = {"pairs": "a, b, kind, day", "waiting": "published_day, article", "found_by": "slot"}
"""How the rows of these lie."""
SETTLED = ("pairs", "found_by")
"""Those of them that are sorted anew as they grow."""

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
    13: (("feeds", "wait", "DOUBLE", "NULL"),),
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
    questions = DERIVED | {new: ask for new, (old, ask) in CARRIED.items() if _has(old, version)}
    added = [table for later in range(version + 1, SCHEMA_VERSION + 1) for table in TABLES.get(later, ())]
    renewed = [table for table, since in RENEWED.items() if version < since and table not in added]
    for table in renewed if writable else ():
        connection.execute(f"DROP TABLE {table}")
    added += renewed
    for table in added:
        made = table_called(table)
        if writable or table not in questions:
            connection.execute(made if writable else made.replace("TABLE", "TEMP TABLE", 1))
    # A view beside the file is made once, with the columns of all versions that the file lacks.
    lacking = [
        column
        for later in range(version + 1, SCHEMA_VERSION + 1)
        for column in COLUMNS.get(later, ())
        # A table that is new is made as it is today.
        if column[0] not in added
    ]
    for table in dict.fromkeys(table for table, *_ in lacking):
        columns = [column for column in lacking if column[0] == table]
        _add_columns(connection, table, columns, writable=writable)
    # No index can be made of a table in the transaction that changes its rows; a second pass finds the first one done.
    connection.execute("COMMIT")
    connection.execute("BEGIN")
    for table in questions.keys() & set(added):
        if writable:
            connection.execute(
                f"INSERT INTO {table} SELECT * FROM ({questions[table]}) ORDER BY {ORDERED[table]}"
            )
        else:
            connection.execute(f"CREATE OR REPLACE TEMP VIEW {table} AS {questions[table]}")
    if writable:
        for table in RETIRED:
            connection.execute(f"DROP TABLE IF EXISTS {table}")
        for statement in indexes():
            connection.execute(statement)
        connection.execute("UPDATE about SET value = ? WHERE key = 'schema'", [str(SCHEMA_VERSION)])
        for table in SETTLED:
            note_sorted(connection, table)
    connection.execute("COMMIT")


def _has(table: str, version: int) -> bool:
    """Whether a record of that version has a table that there is no more."""
    first, last, _ = RETIRED[table]
    return first <= version < last


def retired(version: int) -> dict[str, dict[str, str]]:
    """The tables of a version that there are no more, with their columns and the kinds of these."""
    return {table: columns for table, (_, _, columns) in RETIRED.items() if _has(table, version)}


def note_sorted(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Notes that the rows that a table holds now lie in their order."""
    connection.execute(
        f"INSERT OR REPLACE INTO about SELECT '{table} sorted', CAST(count(*) AS VARCHAR) FROM {table}"
    )


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
