"""Rows into a table of the record, all at once through Arrow."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

import duckdb
import pyarrow as pa

_SURROGATE = re.compile("[\ud800-\udfff]")
_KINDS = {
    "INTEGER": pa.int32(), "BIGINT": pa.int64(), "DOUBLE": pa.float64(), "BOOLEAN": pa.bool_(),
}  # fmt: skip


def insert(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, Sequence[object]]
) -> None:
    """Adds rows, given as columns of one length; columns that are not named get their defaults.

    Days may be text ("2023-06-18"), lone surrogates become replacement characters. Begin the transaction first.
    """
    if not columns or not len(next(iter(columns.values()))):
        return
    _insert(connection, table, columns, _kinds(connection, table))


def _kinds(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """The columns of a table and of what kind they are, in order."""
    return {name: kind for name, kind, *_ in connection.execute(f'DESCRIBE "{table}"').fetchall()}


def _insert(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: Mapping[str, Sequence[object]],
    kinds: Mapping[str, str],
) -> None:
    arrays = {
        name: pa.array([cell(value) for value in values], type=_arrow(kinds[name], values))
        for name, values in columns.items()
    }
    listed = ", ".join(f'"{name}"' for name in columns)
    connection.register("incoming", pa.table(arrays))
    connection.execute(f'INSERT INTO "{table}" ({listed}) SELECT {listed} FROM incoming')
    # Not in a finally: after a failure it would fail itself and hide why; the next batch registers anew.
    connection.unregister("incoming")


def insert_rows(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    rows: Sequence[Sequence[object]],
    names: Sequence[str] = (),
) -> None:
    """The same from rows; without names their values stand for the first columns of the table."""
    if not rows:
        return
    kinds = _kinds(connection, table)
    names = names or list(kinds)[: len(rows[0])]
    _insert(connection, table, dict(zip(names, zip(*rows, strict=True), strict=True)), kinds)


def storable(text: str) -> str:
    """Lone surrogates are no UTF-8: a replacement character stands for each, so that offsets stay."""
    return _SURROGATE.sub("\ufffd", text)


def cell(value: object) -> object:
    """A value as it can be stored: text without lone surrogates, tuples as lists."""
    if isinstance(value, str):
        return storable(value)
    return [cell(member) for member in value] if isinstance(value, list | tuple) else value


def _arrow(kind: str, values: Sequence[object]) -> pa.DataType:
    if kind == "DATE" and any(isinstance(value, date) for value in values):
        return pa.date32()
    # Days that arrive as text are cast by DuckDB.
    return pa.list_(pa.string()) if kind.endswith("[]") else _KINDS.get(kind, pa.string())
