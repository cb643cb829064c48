"""Opening the file: schema, versions, locks and what to say when it cannot be had."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import duckdb

from detente.errors import RecordError
from detente.record.announcing import announcement_of, holder
from detente.record.folder import attach_folder, is_folder_of_tables, read_only
from detente.record.migrations import SCHEMA_VERSION, bring_forward, schema

STORAGE_VERSION = "v1.5.0"
"""Written by every DuckDB from 1.5 on, so that a colleague's older one can read the file."""

ROW_GROUP = 32_768
"""Rows that lie together in the file. Closing the file after one more article writes the last group anew, texts and all:
with DuckDB's own size (122,880) that is up to 300 MB. Smaller groups still make the file larger: by 7 % here, 65 % at 8,192."""
PATIENCE = 1.0
"""Seconds to wait for another process that has the record open."""
_HELD = ("Could not set lock", "being used by another process")


@dataclass(slots=True)
class Record:
    """An opened record. Close it, or use it in a `with`."""

    path: Path
    connection: duckdb.DuckDBPyConnection
    writable: bool

    def close(self) -> None:
        """Writes what is pending to the file and lets go of it."""
        self.connection.close()

    def __enter__(self) -> Record:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_record(path: Path | str, *, create: bool = False, writable: bool = True) -> Record:
    """The record at `path`: a file, or a folder of Parquet tables, which is only read.

    With `create`, a missing file is made. Raises `RecordError` when the file is missing, is not a
    record, belongs to a newer Détente, or is held by another process.
    """
    path = Path(path)
    if is_folder_of_tables(path):
        if writable:
            raise read_only(path)
        return Record(path=path.resolve(), connection=attach_folder(path), writable=False)
    if path.is_dir():
        raise RecordError(f"{path} is a folder; a record is one file, such as {path / 'detente.duckdb'}")
    if not path.exists() and not (create and writable):
        raise RecordError(f"{path}: no such record; `detente read SOURCE --record {path}` makes one")
    connection = _connect(path, writable)
    try:
        _check_schema(connection, path, writable)
    except BaseException:
        connection.close()
        raise
    return Record(path=path, connection=connection, writable=writable)


def _connect(path: Path, writable: bool) -> duckdb.DuckDBPyConnection:
    mode = "" if writable else ", READ_ONLY"
    quoted = str(path).replace("'", "''")
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return _attach(path, quoted, mode)
        except duckdb.Error as error:
            # A short command beside us is let finish; who has announced itself stays, and is named at once.
            held = any(words in str(error) for words in _HELD)
            if not held or announcement_of(path) or time.monotonic() > deadline:
                raise RecordError(_why_not(path, error)) from None
        time.sleep(0.05)


def _attach(path: Path, quoted: str, mode: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    try:
        # Only a file that is yet to be made can be told how to be written; an older one stays as it is.
        version = "" if path.exists() else f", STORAGE_VERSION '{STORAGE_VERSION}'"
        mode = mode or f", ROW_GROUP_SIZE {ROW_GROUP}"
        connection.execute(f"ATTACH '{quoted}' AS record (TYPE duckdb{mode}{version})")
        connection.execute("USE record")
    except BaseException:
        connection.close()
        raise
    return connection


def _why_not(path: Path, error: duckdb.Error) -> str:
    said = str(error)
    if any(words in said for words in _HELD):
        return f"{path}: {holder(path, said)}"
    if "already attached" in said:
        return f"{path}: this process has the record open already; close the first before it is opened again"
    if "not a valid DuckDB" in said or "magic bytes" in said:
        return f"{path}: this is not a Détente record (not a DuckDB file)"
    if "newer" in said or "storage version" in said.lower():
        return f"{path}: written by a newer DuckDB than the one installed; `pip install -U duckdb`"
    return f"{path}: the record cannot be opened: {said.splitlines()[0]}"


def _check_schema(connection: duckdb.DuckDBPyConnection, path: Path, writable: bool) -> None:
    tables = {row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if "about" not in tables:
        if tables:
            raise RecordError(
                f"{path}: a DuckDB file, but not a Détente record; name another file with --record"
            )
        if not writable:
            raise RecordError(f"{path}: the record is empty; `detente read SOURCE --record {path}` fills it")
        _create(connection)
        return
    # All rows are fetched: a result left open would block the next question on this connection.
    rows = connection.execute("SELECT value FROM about WHERE key = 'schema'").fetchall()
    version = int(rows[0][0]) if rows else 0
    if version > SCHEMA_VERSION:
        raise RecordError(
            f"{path}: schema {version} is newer than this Détente's {SCHEMA_VERSION}; upgrade Détente"
        )
    if version < SCHEMA_VERSION:
        bring_forward(connection, version, writable=writable)


def _create(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("BEGIN")
    connection.execute(schema())
    connection.execute("INSERT INTO about VALUES ('schema', ?)", [str(SCHEMA_VERSION)])
    connection.execute("COMMIT")
