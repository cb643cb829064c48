"""Rows of a file one by one: a bad one is named and left out, the rest goes in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

from detente.exports.sheets import Sheet
from detente.types import Coded, CodedFile, Problem

RowReader = Callable[[int, tuple[str, ...]], Coded]
"""Reads one row (line, fields); raises `ValueError` that says what is wrong with it."""


def coded_file(
    sheet: Sheet, content: bytes, *, name: str, layout: str, columns: Sequence[str], read: RowReader
) -> CodedFile:
    """All rows of a sheet that can be read, and a problem for each that cannot."""
    rows: list[Coded] = []
    problems: list[Problem] = []
    for line, fields in sheet.rows:
        try:
            rows.append(read(line, _whole(fields, len(columns))))
        except ValueError as error:
            problems.append(Problem(kind="bad-row", message=f"{name}, line {line}: {error}"))
    return CodedFile(
        layout=layout, name=name, digest=sha256(content).hexdigest(), columns=tuple(columns),
        encoding=sheet.encoding, newline=sheet.newline, ending=sheet.ending, rows=tuple(rows),
        problems=tuple(problems),
    )  # fmt: skip


def _whole(fields: tuple[str, ...], wanted: int) -> tuple[str, ...]:
    if len(fields) < wanted:
        raise ValueError(f"{len(fields)} fields where there should be {wanted}")
    # POLECAT's files carry more tabs at the end of a line than they have columns.
    if any(fields[wanted:]):
        raise ValueError(f"{len(fields)} fields where there should be {wanted}")
    return fields
