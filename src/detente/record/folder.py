"""A record that is a folder of Parquet tables, as `detente backup --parquet` and clusters write them: opened to be read.

Each table is one file (`reports.parquet`) or several parts (`reports-0001.parquet`, `reports/part-0.parquet`, at any
depth). All parts of a table have the columns of the schema that the `about` table names; every table must be there, for
one that is missing cannot be told from one that was lost. Where the folder has a manifest, the parts of its tables of
articles are those of the pieces that it lists, each of them, and no other.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as parquet

from detente.errors import RecordError
from detente.record import doubles, manifest
from detente.record.migrations import (
    COLUMNS,
    DERIVED,
    OF_WATCHING,
    RETIRED,
    SCHEMA_VERSION,
    TABLES,
    bring_forward,
    retired,
    schema,
    table_called,
)

_PART = re.compile(r"[-_.].*|")
OF_PIECES = (
    *("articles", "reports", "encounters", "stages", "journeys", "roles", "issues", "positions"),
    *("assessments", "learned", "claims", "candidates", "problems"),
)
"""The tables that reading fills, of which each piece of a source gives one part."""
FAILED = "failed"
"""The parts beside them, with what could not be read; no table of the record."""
Declared = dict[str, dict[str, str]]
"""The kind of each column, by table and column."""


def is_folder_of_tables(path: Path) -> bool:
    """Whether there is a folder with Parquet files."""
    return path.is_dir() and next(path.rglob("*.parquet"), None) is not None


def attach_folder(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection that has the tables of a folder under the name `record`.

    Raises `RecordError`, naming the part or the table, for what is missing, truncated or of another schema.
    """
    # Of whatever version: which it is, one of the files says.
    parts = _parts(path, (*declared_tables(), *RETIRED))
    _hold_to_manifest(path, parts)
    if "about" not in parts:
        raise RecordError(
            f"{path}: a folder of Parquet files without about.parquet, so not a Détente record; "
            "`detente backup FOLDER --parquet` writes one"
        )
    columns = {part: _columns(part) for found in parts.values() for part in found}
    connection = duckdb.connect(":memory:")
    try:
        version = _version(connection, path, parts["about"])
        declared = declared_tables(version)
        missing = sorted(declared.keys() - parts.keys() - DERIVED.keys() - OF_WATCHING)
        if missing:
            raise RecordError(f"{path}: no parts of {', '.join(missing)}; copy the whole folder again")
        for table, kinds in declared.items():
            for part in parts.get(table, ()):
                _check(part, columns[part], kinds, version)
        twice = doubles.kept(path)
        connection.execute("ATTACH ':memory:' AS record")
        connection.execute("USE record")
        for table, kinds in declared.items():
            if table in parts:
                _show(connection, table, kinds, parts[table], twice if table in OF_PIECES else None)
        for table in declared.keys() & DERIVED.keys() - parts.keys():
            connection.execute(f"CREATE VIEW {table} AS {DERIVED[table]}")
        for table in (declared.keys() & OF_WATCHING) - parts.keys():
            connection.execute(table_called(table))
        if version < SCHEMA_VERSION:
            bring_forward(connection, version, writable=False)
    except BaseException:
        connection.close()
        raise
    return connection


def read_only(path: Path) -> RecordError:
    """What is said to somebody who would write."""
    return RecordError(
        f"{path} is a folder of Parquet tables and only read; `detente backup news.duckdb --record {path}` "
        "makes a file of it that can be written"
    )


def declared_tables(version: int = SCHEMA_VERSION) -> Declared:
    """The tables of a schema version and the kinds of their columns, as `schema.sql` has them."""
    with duckdb.connect(":memory:") as scratch:
        scratch.execute(schema())
        rows = scratch.execute(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal ORDER BY table_name, column_index"
        ).fetchall()
    later = range(version + 1, SCHEMA_VERSION + 1)
    new_tables = {table for added in later for table in TABLES.get(added, ())}
    new_columns = {(table, column) for added in later for table, column, *_ in COLUMNS.get(added, ())}
    found: Declared = retired(version)
    for table, column, kind in rows:
        if table not in new_tables and (table, column) not in new_columns:
            found.setdefault(table, {})[column] = kind
    return found


def _parts(path: Path, declared: Collection[str]) -> dict[str, list[Path]]:
    """The files of each table: named after it, or in a folder of its name."""
    found: dict[str, list[Path]] = {}
    for file in sorted(path.rglob("*.parquet")):
        first = file.relative_to(path).parts[0]
        whole = [table for table in declared if first == table]
        named = [
            t for t in declared if first.startswith(t) and _PART.fullmatch(first[len(t) : -len(".parquet")])
        ]
        for table in whole or named:
            found.setdefault(table, []).append(file)
    return found


def _hold_to_manifest(path: Path, parts: dict[str, list[Path]]) -> None:
    """Leaves those parts that the manifest lists. Raises `RecordError` for one that is listed and missing."""
    pieces = manifest.done(path)
    if pieces is None:
        return
    if not pieces:
        raise RecordError(f"{path}: no piece of a source is finished yet; run `detente read --to` again")
    for table in OF_PIECES:
        there = {part.stem: part for part in parts.get(table, ())}
        lost = [piece for piece in pieces if piece not in there]
        if lost:
            raise RecordError(
                f"{path}: {table}/{lost[0]}.parquet is missing ({len(lost)} of {len(pieces)} parts); "
                "copy the folder again, or run `detente read --to` again, which writes what is missing"
            )
        parts[table] = [there[piece] for piece in pieces]


def _columns(part: Path) -> set[str]:
    try:
        return set(parquet.read_schema(part).names)
    except (OSError, pa.ArrowException) as error:
        said = str(error).splitlines()[0]
        raise RecordError(
            f"{part}: truncated or no Parquet file ({said}); copy or write this part again"
        ) from None


def _version(connection: duckdb.DuckDBPyConnection, path: Path, parts: Sequence[Path]) -> int:
    try:
        rows = connection.execute(
            "SELECT DISTINCT value, filename FROM read_parquet(?, filename = true) WHERE key = 'schema'",
            [[str(part) for part in parts]],
        ).fetchall()
        versions = {int(value): name for value, name in rows}
    except (duckdb.Error, ValueError) as error:
        raise RecordError(f"{path}: the about table cannot be read: {str(error).splitlines()[0]}") from None
    if len(versions) != 1:
        told = ", ".join(f"{version} in {Path(name).name}" for version, name in sorted(versions.items()))
        raise RecordError(
            f"{path}: parts of several schema versions ({told or 'none'}); write all parts with one Détente"
        )
    [version] = versions
    if version > SCHEMA_VERSION:
        raise RecordError(
            f"{path}: schema {version} is newer than this Détente's {SCHEMA_VERSION}; upgrade Détente"
        )
    return version


def _check(part: Path, columns: set[str], kinds: Mapping[str, str], version: int) -> None:
    lacking = [column for column in kinds if column not in columns]
    if lacking:
        raise RecordError(
            f"{part}: a part of another schema version; it lacks {', '.join(lacking)}, which schema {version} has. "
            "Write all parts with one Détente"
        )


def _show(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    kinds: Mapping[str, str],
    parts: Sequence[Path],
    twice: Path | None,
) -> None:
    # By name: another program may have written the columns in another order, and dates as text.
    listed = ", ".join(f'CAST("{column}" AS {kind}) AS "{column}"' for column, kind in kinds.items())
    files = ", ".join("'" + str(part.absolute()).replace("'", "''") + "'" for part in parts)
    rows = f"read_parquet([{files}], union_by_name = true, hive_partitioning = false)"
    if twice is not None:
        rows = doubles.source(table, kinds, files, twice)
    connection.execute(f'CREATE VIEW "{table}" AS SELECT {listed} FROM {rows}')
