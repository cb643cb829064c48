"""What the record holds of each pair of states, lying together in one table, so that a question of two reads little.

The table `pairs` is derived from others (`deriving`). Whoever writes reports, encounters, positions, issues, assessments,
roles or happenings calls `add_pairs` or `refresh_pairs` in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from detente.record.deriving import SOURCES, derive, in_words
from detente.record.inserting import insert_rows
from detente.record.migrations import ORDERED, indexes
from detente.record.rows import Rows
from detente.record.store import Record
from detente.record.transaction import transaction

AT_ONCE = 100
"""Articles whose rows are looked up at a time: DuckDB asks an index for few rows only, else it reads the whole table."""
UNSORTED = 50_000
"""Rows at the end of the table that may lie as they came, besides a quarter of those that are sorted."""


def add_pairs(connection: duckdb.DuckDBPyConnection, rows: Rows) -> None:
    """Adds what the rows of new articles say of pairs; in the transaction that writes them."""
    names = {table: f"fresh_{table}" for table in SOURCES}
    for table, name in names.items():
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM {table} LIMIT 0")
        insert_rows(connection, name, rows.get(table, []))
    connection.execute(f"INSERT INTO pairs {derive(names)}")


def refresh_pairs(connection: duckdb.DuckDBPyConnection, articles: Sequence[str]) -> None:
    """Makes true again what `pairs` holds of these articles, after a change to them; in the transaction that makes it."""
    wanted = sorted(set(articles))
    for first in range(0, len(wanted), AT_ONCE):
        these = in_words(wanted[first : first + AT_ONCE])
        tellings = connection.execute(
            f"SELECT id FROM reports WHERE article {these} UNION ALL SELECT id FROM encounters WHERE article {these}"
        ).fetchall()
        names = {table: f"(SELECT * FROM {table} WHERE article {these})" for table in SOURCES}
        names["articles"] = f"(SELECT * FROM articles WHERE id {these})"
        names["happenings"] = (
            f'(SELECT * FROM happenings WHERE "of" {in_words([row[0] for row in tellings])})'
        )
        connection.execute(f"DELETE FROM pairs WHERE article {these}")
        connection.execute(f"INSERT INTO pairs {derive(names)}")


def settle_pairs(record: Record) -> bool:
    """Sorts `pairs` by pair, kind and day where much of it lies as it came; says whether it did.

    That takes time in proportion to the table, and is done when it has grown by a quarter: what one article costs in the
    long run does not depend on how many there are. Raises `RecordError` when the record cannot be written.
    """
    [[held]] = record.connection.execute("SELECT count(*) FROM pairs").fetchall()
    sorted_before = record.connection.execute("SELECT value FROM about WHERE key = 'pairs sorted'").fetchall()
    if held <= 1.25 * int(sorted_before[0][0] if sorted_before else 0) + UNSORTED:
        return False
    with transaction(record, "the record is as it was") as connection:
        sort_pairs(connection)
    return True


def sort_pairs(connection: duckdb.DuckDBPyConnection) -> None:
    """Writes `pairs` anew, sorted; in a transaction."""
    connection.execute(f"CREATE TABLE pairs_sorted AS SELECT * FROM pairs ORDER BY {ORDERED['pairs']}")
    connection.execute("DROP TABLE pairs")
    connection.execute("ALTER TABLE pairs_sorted RENAME TO pairs")
    for statement in indexes("pairs"):
        connection.execute(statement)
    connection.execute(
        "INSERT OR REPLACE INTO about SELECT 'pairs sorted', CAST(count(*) AS VARCHAR) FROM pairs"
    )
