"""A change to the record that is kept whole or not at all, and what is said where the disk does not take it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb
import pyarrow as pa

from detente.errors import RecordError, UnfitError
from detente.record.causes import cause_of
from detente.record.store import Record

_UNFIT = (
    *(duckdb.IntegrityError, duckdb.DataError, duckdb.InvalidInputException),
    *(pa.ArrowInvalid, pa.ArrowTypeError, OverflowError),
)
"""What is raised for rows that a table does not take: a key that stands twice, a value too large or missing."""


@contextmanager
def transaction(record: Record, lost: str = "nothing was changed") -> Iterator[duckdb.DuckDBPyConnection]:
    """Keeps what is done to the connection in the block, or nothing of it where that fails.

    `lost` says what is not there then. Raises `RecordError` for a record that is only read, and with cause and remedy where
    the disk does not take the change; `UnfitError` where the tables do not.
    """
    if not record.writable:
        raise RecordError(f"{record.path} was opened for reading only")
    connection = record.connection
    connection.execute("BEGIN")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException as error:
        # A failed COMMIT has rolled back by itself, and a connection that broke holds nothing any more.
        with suppress(duckdb.Error):
            connection.execute("ROLLBACK")
        if isinstance(error, _UNFIT):
            cause = str(error).splitlines()[0]
            raise UnfitError(
                f"{record.path}: this does not fit into it ({cause}); {lost}; please report it", cause
            ) from None
        if isinstance(error, duckdb.Error):
            raise RecordError(f"{record.path}: could not be written ({cause_of(error)}); {lost}") from None
        raise
