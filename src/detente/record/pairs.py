"""What the record holds of each pair of states, lying together in one table, so that a question of two reads little.

The table `pairs` is derived from others (`deriving`). Whoever writes reports, encounters, positions, issues, assessments,
roles or happenings calls `add_pairs` or `refresh_pairs` in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from detente.record.deriving import SOURCES, derive, in_words
from detente.record.inserting import insert_rows
from detente.record.rows import Rows

AT_ONCE = 100
"""Articles whose rows are looked up at a time: DuckDB asks an index for few rows only, else it reads the whole table."""


def add_pairs(connection: duckdb.DuckDBPyConnection, rows: Rows) -> None:
    """Adds what the rows of new articles say of pairs; in the transaction that writes them."""
    names = {table: f"(SELECT * FROM {table} LIMIT 0)" for table in SOURCES}
    for table in (one for one in SOURCES if rows.get(one)):
        names[table] = f"fresh_{table}"
        connection.execute(f"CREATE OR REPLACE TEMP TABLE fresh_{table} AS SELECT * FROM {table} LIMIT 0")
        insert_rows(connection, f"fresh_{table}", rows[table])
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
