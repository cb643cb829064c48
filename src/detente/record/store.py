"""Opening the file: schema, versions, locks and what to say when it cannot be had."""

from __future__ import annotations

import time
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType

import duckdb

from detente.errors import RecordError
from detente.record.announcing import announced, announced_here, holder, others_of, own_command
from detente.record.causes import known_cause_of
from detente.record.folder import attach_folder, is_folder_of_tables, read_only
from detente.record.lending import Loan, borrow
from detente.record.migrations import SCHEMA_VERSION, bring_forward, schema

STORAGE_VERSION = "v1.5.0"
"""Written by every DuckDB from 1.5 on, so that a colleague's older one can read the file."""

ROW_GROUP = 32_768
"""Rows that lie together in the file. Closing the file after one more article writes the last group anew, texts and all:
with DuckDB's own size (122,880) that is up to 300 MB. Smaller groups still make the file larger: by 7 % here, 65 % at 8,192."""
PATIENCE = 1.0
"""Seconds to wait for another process that has the record open."""
LONG_PATIENCE = 60.0
"""Seconds to wait where such a process has announced that it lends the record, or takes turns."""
_HELD = ("Could not set lock", "being used by another process")


class Record:
    """An opened record. Close it, or use it in a `with`."""

    __slots__ = ("_closed", "_connection", "_loan", "_paused", "_said", "path", "writable")

    def __init__(
        self, *, path: Path, connection: duckdb.DuckDBPyConnection, writable: bool, loan: Loan | None = None
    ) -> None:
        self.path = path
        self.writable = writable
        self._connection: duckdb.DuckDBPyConnection | None = connection
        self._loan = loan or Loan()
        self._closed = self._paused = False
        self._said = ExitStack()
        """Holds the announcement that others may wait for a turn, once there has been one."""

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """Where it is asked. After a pause the file is had again first: that may wait for others, and raise `RecordError`."""
        if self._connection is None:
            if self._closed:
                raise RecordError(f"{self.path}: the record was closed; open it again")
            self._connection = _have(self.path, self.writable, self._loan)
        return self._connection

    def pause(self) -> None:
        """Lets others have the file until this record is asked again. For long runs, between two changes, before other work.

        Only what is written to shuts others out and is let go of. To have it again takes 20 to 100 ms.
        """
        if not self.writable or self._connection is None:
            return
        if not announced_here(self.path):
            with suppress(RecordError):
                self._said.enter_context(announced(self.path, own_command(), turns=True))
        # What was written stays in the log beside the file: to put it in its place takes a second of a large record.
        self._connection.execute("PRAGMA disable_checkpoint_on_shutdown")
        self._paused = True
        self._let_go()

    def close(self) -> None:
        """Writes what is pending to the file and lets go of it."""
        if self._paused and self.path.with_name(f"{self.path.name}.wal").exists():
            # The log of a pause. Where others have the file now, they put it in its place.
            with suppress(RecordError, duckdb.Error):
                self.connection.execute("CHECKPOINT record")
        self._closed = True
        self._let_go()
        self._said.close()

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._loan.give_back()

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
    loan = Loan()
    connection = _have(path, writable, loan)
    try:
        _check_schema(connection, path, writable)
    except BaseException:
        connection.close()
        loan.give_back()
        raise
    return Record(path=path, connection=connection, writable=writable, loan=loan)


def _have(path: Path, writable: bool, loan: Loan) -> duckdb.DuckDBPyConnection:
    """The file, to write once all have lent it who hold it; raises `RecordError`, with all given back, where it is not to be had."""
    began = time.monotonic()
    while True:
        if writable:
            borrow(path, loan)
        try:
            return _attach(path, writable)
        except duckdb.Error as error:
            # A short command beside us is let finish, and for those who lend or take turns there is time.
            known = any(one.door or one.turns for one in others_of(path))
            late = time.monotonic() - began > (LONG_PATIENCE if known else PATIENCE)
            if late or not any(words in str(error) for words in _HELD):
                loan.give_back()
                raise RecordError(_why_not(path, error, writable)) from None
        except BaseException:
            loan.give_back()
            raise
        time.sleep(0.05)


def _attach(path: Path, writable: bool) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    quoted = str(path).replace("'", "''")
    try:
        # Only a file that is yet to be made can be told how to be written; an older one stays as it is.
        version = "" if path.exists() else f", STORAGE_VERSION '{STORAGE_VERSION}'"
        mode = f", ROW_GROUP_SIZE {ROW_GROUP}" if writable else ", READ_ONLY"
        connection.execute(f"ATTACH '{quoted}' AS record (TYPE duckdb{mode}{version})")
        connection.execute("USE record")
        # A bar of DuckDB's own would stand in the middle of what commands print.
        connection.execute("SET enable_progress_bar = false")
    except BaseException:
        connection.close()
        raise
    return connection


def _why_not(path: Path, error: duckdb.Error, writable: bool) -> str:
    said = str(error)
    if writable and (cause := known_cause_of(error)):
        return f"{path}: cannot be written ({cause})"
    if "Permission denied" in said:
        return f"{path}: you may not read it; have the rights to the file and its folder changed"
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
