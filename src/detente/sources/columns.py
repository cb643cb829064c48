"""Parquet files of articles, such as other programs write: each row a page of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as parquet

from detente.sources.refusal import Refusal
from detente.sources.saved import saved_at
from detente.types import Page

FIELDS = ("id", "text", "title", "published", "url", "outlet")
"""The columns that are read; all but `text` may be missing."""
AT_ONCE = 256
"""Rows held in memory at a time."""


def row_pages(path: Path, first: int = 0, until: int | None = None) -> Iterator[Page | Refusal]:
    """The rows of a file, or of its row groups from `first` on and before `until`, as lines of JSON would be read.

    A row without an `id` is called by its place. What is damaged is refused by file.
    """
    retrieved = saved_at(path)
    try:
        with parquet.ParquetFile(path) as file:
            columns = [name for name in FIELDS if name in file.schema_arrow.names]
            if "text" not in columns:
                yield Refusal(
                    location=str(path), kind="no-text", message="a Parquet file without a column `text`"
                )
                return
            sizes = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
            last = len(sizes) if until is None else min(until, len(sizes))
            number = sum(sizes[:first])
            for batch in file.iter_batches(AT_ONCE, row_groups=list(range(first, last)), columns=columns):
                for row in batch.to_pylist():
                    yield _page(row, f"{path}:{number}", retrieved)
                    number += 1
    except (OSError, pa.ArrowException) as error:
        said = (str(error).splitlines() or [""])[0]
        yield Refusal(location=str(path), kind="truncated", message=f"truncated or no Parquet file ({said})")


def group_sizes(path: Path) -> list[int]:
    """The bytes of each row group; none where the file cannot be read."""
    try:
        with parquet.ParquetFile(path) as file:
            return [file.metadata.row_group(n).total_byte_size for n in range(file.num_row_groups)]
    except (OSError, pa.ArrowException):
        return []


def _page(row: dict[str, object], location: str, retrieved: str) -> Page | Refusal:
    told = {name: _told(value) for name, value in row.items() if value is not None}
    if not isinstance(told.get("text"), str):
        return Refusal(location=location, kind="bad-line", message="a row without a text")
    story = {"id": location, **told}
    return Page(
        content=msgspec.json.encode(story),
        location=location,
        media_type="application/json",
        retrieved=retrieved,
    )


def _told(value: object) -> object:
    """A day or time as ISO 8601, an identifier that is a number as text."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if isinstance(value, str) else str(value)
