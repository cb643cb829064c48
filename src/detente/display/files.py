"""Tables as files: CSV, JSON lines, Parquet."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Any, BinaryIO, TextIO

import msgspec
import pyarrow as pa
import pyarrow.parquet as parquet

SEPARATOR = "; "
"""Between the members of a list in a CSV cell."""


def write_jsonl(table: pa.Table, stream: BinaryIO) -> None:
    """One JSON object a row, UTF-8, fields in the order of the columns."""
    write_lines(table.to_pylist(), stream)


def write_lines(rows: Iterable[object], stream: BinaryIO) -> None:
    """One JSON object a row, UTF-8, each written out before the next."""
    encoder = msgspec.json.Encoder()
    for row in rows:
        stream.write(encoder.encode(row) + b"\n")
    stream.flush()


def write_csv(table: pa.Table, stream: TextIO) -> None:
    """RFC 4180 with a header; lists joined by `; `, missing values empty."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(table.column_names)
    for row in table.to_pylist():
        writer.writerow([_cell(value) for value in row.values()])


def write_parquet(table: pa.Table, stream: BinaryIO) -> None:
    """Parquet with zstd; the sink is written front to back, so a pipe will do."""
    sink = pa.BufferOutputStream()
    parquet.write_table(table, sink, compression="zstd")
    stream.write(sink.getvalue().to_pybytes())


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return SEPARATOR.join(str(member) for member in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    # A cell that begins like a formula would be run by a spreadsheet; articles are not to be trusted.
    return "'" + text if isinstance(value, str) and text[:1] in ("=", "+", "-", "@") else text
