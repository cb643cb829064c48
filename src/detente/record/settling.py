"""Tables that lie sorted, so that a question reads few of their blocks: sorted anew as they grow."""

from __future__ import annotations

import duckdb

from detente.record.migrations import ORDERED, SETTLED, indexes, note_sorted
from detente.record.store import Record
from detente.record.transaction import transaction

UNSORTED = 100_000
"""Rows at the end of a table that may lie as they came, besides a quarter of those that are sorted."""


def settle(record: Record) -> tuple[str, ...]:
    """Sorts the tables of which much lies as it came; says which.

    That takes time in proportion to the table, and is done when it has grown by a quarter: what one article costs in the
    long run does not depend on how many there are. Raises `RecordError` when the record cannot be written.
    """
    grown = tuple(table for table in SETTLED if _has_grown(record, table))
    for table in grown:
        with transaction(record, "the record is as it was") as connection:
            sort_rows(connection, table)
    return grown


def _has_grown(record: Record, table: str) -> bool:
    [[held]] = record.connection.execute(f"SELECT count(*) FROM {table}").fetchall()
    before = record.connection.execute(f"SELECT value FROM about WHERE key = '{table} sorted'").fetchall()
    return int(held) > 1.25 * int(before[0][0] if before else 0) + UNSORTED


def sort_rows(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Writes a table anew, sorted; in a transaction."""
    connection.execute(f"CREATE TABLE {table}_sorted AS SELECT * FROM {table} ORDER BY {ORDERED[table]}")
    connection.execute(f"DROP TABLE {table}")
    connection.execute(f"ALTER TABLE {table}_sorted RENAME TO {table}")
    for statement in indexes(table):
        connection.execute(statement)
    note_sorted(connection, table)
