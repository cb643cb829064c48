"""Questions in SQL, and copies of the whole record."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import duckdb
import pyarrow as pa

from detente.errors import RecordError, UsageError
from detente.record.causes import cause_of
from detente.record.folder import declared_tables
from detente.record.migrations import ORDERED, SCHEMA_VERSION, indexes, schema
from detente.record.store import STORAGE_VERSION, Record

_INDEX = re.compile(r"CREATE INDEX .*?;")


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
        if record.path.is_dir():
            _copy_tables(record)
        else:
            connection.execute("COPY FROM DATABASE record TO copied")
        connection.execute("DETACH copied")
    except duckdb.Error as error:
        # Where nothing can be written nothing can be taken away either.
        with suppress(OSError):
            target.unlink(missing_ok=True)
        raise RecordError(f"{target}: could not be written ({cause_of(error)})") from None
    return _counts(record)


def publish(record: Record, target: Path) -> None:
    """Puts a copy of the record in the place of an older one, whole or not at all. Raises `RecordError`.

    Who has the older one open keeps it until he opens the file anew, as `detente serve` does by itself.
    """
    fresh = target.with_name(f".{target.name}.new")
    fresh.unlink(missing_ok=True)
    back_up(record, fresh)
    try:
        fresh.replace(target)
    except OSError as error:
        raise RecordError(f"{target}: could not be written ({error.strerror})") from None


def write_tables(record: Record, folder: Path) -> dict[str, int]:
    """Writes each table as a Parquet file, in today's schema; gives the rows of each. Raises `RecordError`."""
    # `about` comes last: a folder without it is no record, so that half a copy is never taken for a whole one.
    tables = sorted(declared_tables(), key=lambda table: (table == "about", table))
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for table in tables:
            written.append(folder / f"{table}.parquet")
            quoted = str(written[-1]).replace("'", "''")
            rows = f'SELECT * FROM "{table}"'
            if table == "about":
                rows = f"SELECT key, CASE key WHEN 'schema' THEN '{SCHEMA_VERSION}' ELSE value END AS value FROM about"
            record.connection.execute(f"COPY ({rows}) TO '{quoted}' (FORMAT parquet, COMPRESSION zstd)")
    except (OSError, duckdb.Error) as error:
        for file in written:
            with suppress(OSError):
                file.unlink(missing_ok=True)
        raise RecordError(f"{folder}: could not be written ({cause_of(error)})") from None
    return {table: _count(record, table) for table in sorted(tables)}


LINKED = ("happenings", "links", "found_by", "moves", "pairs")
"""The tables that linking fills, and the one derived from all others."""


def write_links(record: Record, folder: Path) -> None:
    """Puts what linking found into a folder of tables, each file whole or as it was. Raises `RecordError`."""
    try:
        for table in LINKED:
            temporary = folder / f".{table}.tmp"
            quoted = str(temporary).replace("'", "''")
            order = "ORDER BY ALL" if table != "pairs" else f'ORDER BY {ORDERED["pairs"]}, "of"'
            question = f'SELECT * FROM "{table}" {order}'
            record.connection.execute(f"COPY ({question}) TO '{quoted}' (FORMAT parquet, COMPRESSION zstd)")
            temporary.replace(folder / f"{table}.parquet")
    except (OSError, duckdb.Error) as error:
        raise RecordError(f"{folder}: could not be written ({str(error).splitlines()[0]})") from None


def tables_of(record: Record) -> list[str]:
    """The tables of the record as it lies on the disk, sorted."""
    rows = record.connection.execute(
        """SELECT table_name FROM duckdb_tables() WHERE database_name = 'record'
        UNION SELECT view_name FROM duckdb_views() WHERE database_name = 'record' AND NOT internal ORDER BY 1"""
    ).fetchall()
    return [row[0] for row in rows]


def _copy_tables(record: Record) -> None:
    """Into `copied`, from a record whose tables are views on files: with keys and defaults, in today's schema."""
    connection = record.connection
    connection.execute("USE copied")
    connection.execute(_INDEX.sub("", schema()))
    for statement in indexes():
        # By its whole name: a view beside an older folder may bear the same.
        connection.execute(statement.replace(" ON ", " ON copied.main.", 1))
    connection.execute("USE record")
    for table in declared_tables():
        connection.execute(f'INSERT INTO copied."{table}" BY NAME SELECT * FROM "{table}"')
    connection.execute("UPDATE copied.about SET value = ? WHERE key = 'schema'", [str(SCHEMA_VERSION)])


def _counts(record: Record) -> dict[str, int]:
    return {table: _count(record, table) for table in tables_of(record)}


def _count(record: Record, table: str) -> int:
    return int(record.connection.execute(f'SELECT count(*) FROM "{table}"').fetchall()[0][0])
