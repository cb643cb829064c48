"""Parts of a folder of tables: the rows of one piece, one Parquet file a table, seen under their names only when whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as parquet

from detente.errors import RecordError, UnfitError
from detente.record.causes import cause_of
from detente.record.folder import FAILED, OF_PIECES, declared_tables
from detente.record.inserting import cell
from detente.record.migrations import DERIVED, SCHEMA_VERSION, schema
from detente.record.rows import Row, Rows, rows_of
from detente.types import Reading

TOGETHER = 512
"""Articles whose rows make one row group: few enough to be held, many enough to be packed well."""
_KINDS = {
    "VARCHAR": pa.string(), "VARCHAR[]": pa.list_(pa.string()), "INTEGER": pa.int32(), "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(), "BOOLEAN": pa.bool_(), "DATE": pa.date32(), "TIMESTAMP": pa.timestamp("us"),
}  # fmt: skip


class PartWriter:
    """Takes readings and what failed, in order; nothing is seen before `finish`.

    The same readings in the same order give the same bytes. Raises `RecordError` where a part cannot be written.
    """

    def __init__(self, folder: Path, piece: str, token: str) -> None:
        self._folder = folder
        self._piece = piece
        self._token = token
        self._rows: dict[str, list[Row]] = {table: [] for table in (*OF_PIECES, FAILED)}
        self._writers: dict[str, parquet.ParquetWriter] = {}
        self.counts: dict[str, int] = dict.fromkeys(self._rows, 0)

    def add(self, reading: Reading) -> None:
        """The rows of one article. Raises `UnfitError`, with none of them taken, where a record would not take them."""
        rows = rows_of(reading, sample=False)
        rows["articles"] = [_article(row, reading) for row in rows["articles"]]
        if (why := unfit(rows)) is not None:
            raise UnfitError(f"{reading.id} does not fit into the tables ({why}); please report it", why)
        for table, own in rows.items():
            self._rows[table] += own
        if len(self._rows["articles"]) >= TOGETHER:
            self._write()

    def set_aside(self, location: str, kind: str, message: str) -> None:
        """One item that gave no article."""
        self._rows[FAILED].append((location, kind, message))
        if len(self._rows[FAILED]) >= 16 * TOGETHER:
            self._write()

    def finish(self) -> dict[str, int]:
        """Gives the parts their names, that of the articles last; says how many rows each table got."""
        self._write(last=True)
        try:
            for table in self._rows:
                self._writers.pop(table).close()
            for table in sorted(self._rows, key=lambda table: table == "articles"):
                self._temporary(table).replace(part_of(self._folder, table, self._piece))
        except OSError as error:
            raise _unwritten(self._folder, error) from None
        return self.counts

    def abandon(self) -> None:
        """Takes away what was written."""
        for table in self._rows:
            with suppress(OSError, pa.ArrowException):
                if table in self._writers:
                    self._writers.pop(table).close()
            self._temporary(table).unlink(missing_ok=True)

    def _write(self, *, last: bool = False) -> None:
        try:
            for table, rows in self._rows.items():
                if rows or (last and table not in self._writers):
                    columns = _columns(table)
                    if table not in self._writers:
                        self._writers[table] = self._begun(table, columns)
                    self._writers[table].write_table(_table(columns, rows))
                    self.counts[table] += len(rows)
                    rows.clear()
        except OSError as error:
            raise _unwritten(self._folder, error) from None

    def _begun(self, table: str, columns: Mapping[str, pa.DataType]) -> parquet.ParquetWriter:
        path = self._temporary(table)
        path.parent.mkdir(parents=True, exist_ok=True)
        return parquet.ParquetWriter(path, pa.schema(list(columns.items())), compression="zstd")

    def _temporary(self, table: str) -> Path:
        return self._folder / table / f".{self._piece}.{self._token}.tmp"


def is_whole(folder: Path, piece: str) -> bool:
    """Whether all parts of a piece lie there."""
    return all(part_of(folder, table, piece).exists() for table in (*OF_PIECES, FAILED))


def part_of(folder: Path, table: str, piece: str) -> Path:
    """Where the part of a table that a piece gave lies."""
    return folder / table / f"{piece}.parquet"


def begin_folder(folder: Path) -> None:
    """Makes the folder, and in it the tables that no piece writes, empty; what stands there is left. Raises `RecordError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for table, kinds in declared_tables().items():
            path = folder / f"{table}.parquet"
            if table in OF_PIECES or table in DERIVED or path.exists():
                continue
            rows = [("schema", str(SCHEMA_VERSION))] if table == "about" else []
            columns = {name: _KINDS[kind] for name, kind in kinds.items()}
            temporary = path.with_suffix(".tmp")
            parquet.write_table(_table(columns, rows), temporary, compression="zstd")
            temporary.replace(path)
    except OSError as error:
        raise _unwritten(folder, error) from None


def forget_derived(folder: Path) -> None:
    """Takes away the tables that are derived from others and no longer agree with them; they are worked out when asked."""
    for table in DERIVED:
        (folder / f"{table}.parquet").unlink(missing_ok=True)


def forget_links(folder: Path) -> None:
    """Takes away what linking has found, to be found anew. Raises `RecordError`."""
    for table in ("happenings", "links", "found_by", "moves", *DERIVED):
        (folder / f"{table}.parquet").unlink(missing_ok=True)
    begin_folder(folder)


def remove_piece(folder: Path, piece: str) -> None:
    """Takes away the parts of a piece, those of the articles first."""
    for table in sorted((*OF_PIECES, FAILED), key=lambda table: table != "articles"):
        part_of(folder, table, piece).unlink(missing_ok=True)


def remove_unfinished(folder: Path, piece: str) -> None:
    """Takes away what attempts at a piece that were cut off have left."""
    for table in (*OF_PIECES, FAILED):
        for left in (folder / table).glob(f".{piece}.*.tmp"):
            left.unlink(missing_ok=True)


def unfit(rows: Rows) -> str | None:
    """Why a record would not take the rows of one reading, None where it would: Parquet files take what a record must not hold."""
    for table, own in rows.items():
        for place, (column, key) in _needed(table).items():
            values = [row[place] for row in own]
            if None in values:
                return f"{table} without {column}"
            if key and len(set(values)) < len(values):
                twice = next(value for value in values if values.count(value) > 1)
                return f"{table} with {column} {twice} twice"
        try:
            _table(_columns(table), own)
        except (ValueError, TypeError, OverflowError, pa.ArrowException) as error:
            return f"{table}: {str(error).splitlines()[0]}"
    return None


@cache
def _needed(table: str) -> dict[int, tuple[str, bool]]:
    """By its place, each column of a table that must have a value, and whether no two rows may have the same."""
    with duckdb.connect(":memory:") as scratch:
        scratch.execute(schema())
        columns = scratch.execute(f'DESCRIBE "{table}"').fetchall()
    return {
        place: (name, key == "PRI") for place, (name, _, null, key, *_) in enumerate(columns) if null == "NO"
    }


@cache
def _columns(table: str) -> dict[str, pa.DataType]:
    if table == FAILED:
        return {name: pa.string() for name in ("location", "kind", "message")}
    return {name: _KINDS[kind] for name, kind in declared_tables()[table].items()}


def _table(columns: Mapping[str, pa.DataType], rows: Sequence[Row]) -> pa.Table:
    """The last columns, which are the record's own, are empty where a row does not have them."""
    width = len(columns)
    full = [(*row, *[None] * (width - len(row))) for row in rows]
    across = zip(*full, strict=True) if full else [()] * width
    arrays = {
        name: pa.array([_typed(cell(value), kind) for value in values], type=kind)
        for (name, kind), values in zip(columns.items(), across, strict=True)
    }
    return pa.table(arrays)


def _typed(value: object, kind: pa.DataType) -> object:
    return date.fromisoformat(value) if kind == pa.date32() and isinstance(value, str) else value


def _article(row: Row, reading: Reading) -> Row:
    """With when it was got, which stands for when it came into the record, so that the same input gives the same bytes."""
    return (*row, _utc(reading.article.retrieved), reading.coder)


def _utc(moment: str | None) -> datetime | None:
    try:
        told = datetime.fromisoformat(moment) if moment else None
    except ValueError:
        return None
    return told.astimezone(UTC).replace(tzinfo=None) if told and told.tzinfo else told


def _unwritten(folder: Path, error: Exception) -> RecordError:
    return RecordError(
        f"{folder}: could not be written ({cause_of(error)}); what is whole is kept, run the command again"
    )
