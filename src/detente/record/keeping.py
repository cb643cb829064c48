"""Questions in SQL, and copies of the whole record."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

from detente.errors import RecordError, UsageError
from detente.record.store import STORAGE_VERSION, Record


def ask(record: Record, question: str) -> pa.Table:
    """The answer to a question in SQL. Raises `UsageError` where DuckDB cannot answer it."""
    try:
        answer = record.connection.sql(question)
    except duckdb.Error as error:
        raise UsageError(f"the record cannot answer this: {str(error).splitlines()[0]}") from None
    if answer is None:
        raise UsageError("this is no question; the record is changed with `detente correct`, never in SQL")
    return answer.to_arrow_table()


def back_up(record: Record, target: Path) -> dict[str, int]:
    """Copies the record into a new file; gives the rows of each table. Raises `RecordError`."""
    quoted = str(target).replace("'", "''")
    connection = record.connection
    try:
        connection.execute(f"ATTACH '{quoted}' AS copied (STORAGE_VERSION '{STORAGE_VERSION}')")
        connection.execute("COPY FROM DATABASE record TO copied")
        connection.execute("DETACH copied")
    except duckdb.Error as error:
        target.unlink(missing_ok=True)
        raise RecordError(f"{target}: could not be written ({str(error).splitlines()[0]})") from None
    return _counts(record)


def write_tables(record: Record, folder: Path) -> dict[str, int]:
    """Writes each table as a Parquet file; gives the rows of each. Raises `RecordError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for table in _tables(record):
            quoted = str(folder / f"{table}.parquet").replace("'", "''")
            record.connection.execute(f"COPY \"{table}\" TO '{quoted}' (FORMAT parquet, COMPRESSION zstd)")
    except (OSError, duckdb.Error) as error:
        raise RecordError(f"{folder}: could not be written ({str(error).splitlines()[0]})") from None
    return _counts(record)


def _tables(record: Record) -> list[str]:
    rows = record.connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = 'record' ORDER BY 1"
    ).fetchall()
    return [row[0] for row in rows]


def _counts(record: Record) -> dict[str, int]:
    return {
        table: record.connection.execute(f'SELECT count(*) FROM "{table}"').fetchall()[0][0]
        for table in _tables(record)
    }
