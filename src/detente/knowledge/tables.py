"""The one loader of knowledge tables.

A table is a CSV file whose header names the fields of a frozen dataclass, or a TOML file that is an
array of such tables (`[[verb]]`). Every fault of a file is reported at once, each with its line and
column, so that an editor mends them in one go.

In CSV an empty cell is None (or the field's default), `|` separates the members of a tuple, and a line
that begins with `#` is a comment. A field whose column cannot be a Python name says so in its metadata:
`since: str = field(metadata={"column": "from"})`.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import re
import tomllib
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import msgspec

from detente.errors import KnowledgeError

Row = TypeVar("Row")
Check = Callable[[Row], str | None]


def read_csv(
    file: Traversable, row: type[Row], *, unique: tuple[str, ...] = (), check: Check[Row] | None = None
) -> tuple[Row, ...]:
    """The rows of a CSV file in file order.

    `unique` names fields whose values together must not repeat; `check` answers what is wrong with a
    row (a sentence that begins with the field's name and a colon), or None.
    Raises `KnowledgeError` naming file, line and column of every fault.
    """
    text = _text(file)
    lines = list(_data_lines(text))
    if not lines:
        raise KnowledgeError(f"{file.name}:1:1: the table is empty; its first line must name the columns")
    records = _records(file, lines)
    _, header = next(records)
    fields = {f.metadata.get("column", f.name): f for f in dataclasses.fields(row)}  # type: ignore[arg-type]
    faults = _header_faults(header, fields, lines[0][0])
    if faults:
        raise _faulty(file, faults)
    header = [fields[name].name for name in header]
    hints = typing.get_type_hints(row)
    listed = [_is_list(hints[name]) for name in header]
    rows: list[tuple[int, Row]] = []
    for number, cells in records:
        if len(cells) != len(header):
            faults.append((number, 1, f"{len(cells)} cells where the header names {len(header)} columns"))
            continue
        raw = {
            name: _cell(cell, many)
            for name, cell, many in zip(header, cells, listed, strict=True)
            if cell != ""
        }
        value = _convert(
            raw, row, number, lambda name: header.index(name) + 1 if name in header else 1, faults
        )
        if value is not None:
            rows.append((number, value))
    columns = {name: position + 1 for position, name in enumerate(header)}
    return _checked(file, rows, faults, unique, check, lambda line, name: columns.get(name, 1))


def read_toml(
    file: Traversable,
    array: str,
    row: type[Row],
    *,
    unique: tuple[str, ...] = (),
    check: Check[Row] | None = None,
) -> tuple[Row, ...]:
    """The entries `[[array]]` of a TOML file in file order; faults as in `read_csv`.

    A row that has a field `line` learns the number of the line where its entry begins.
    """
    text = _text(file)
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        told = re.search(r" \(at line (\d+), column (\d+)\)", str(error))
        line, column = (told[1], told[2]) if told else (str(text.count("\n") + 1), "1")
        what = str(error).partition(" (at ")[0]
        raise KnowledgeError(f"{file.name}:{line}:{column}: not valid TOML: {what}") from None
    strangers = sorted(set(document) - {array})
    if strangers:
        raise KnowledgeError(
            f"{file.name}:1:1: expected only [[{array}]] entries, found {', '.join(strangers)}"
        )
    entries = document.get(array, [])
    pattern = re.compile(rf"^[ \t]*\[\[\s*{re.escape(array)}\s*\]\]", re.MULTILINE)
    starts = [text.count("\n", 0, m.start()) + 1 for m in pattern.finditer(text)]
    numbered = any(f.name == "line" for f in dataclasses.fields(row))  # type: ignore[arg-type]
    lines = text.split("\n")
    faults: list[tuple[int, int, str]] = []
    rows: list[tuple[int, Row]] = []
    for index, raw in enumerate(entries):
        start = starts[index] if index < len(starts) else 1
        given = {**raw, "line": start} if numbered else raw
        value = _convert(given, row, start, _first_column, faults, partial(_line_of, lines, start))
        if value is not None:
            rows.append((start, value))
    return _checked(
        file, rows, faults, unique, check, lambda line, name: 1, lambda at, name: _line_of(lines, at, name)
    )


def _first_column(_: str) -> int:
    return 1


def _text(file: Traversable) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise KnowledgeError(f"{file.name}: no such table; is the installation complete?") from None
    except UnicodeDecodeError as error:
        raise KnowledgeError(
            f"{file.name}: not UTF-8 at byte {error.start}; save the table as UTF-8"
        ) from None


def _data_lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line


def _records(file: Traversable, lines: list[tuple[int, str]]) -> Iterator[tuple[int, list[str]]]:
    numbers = [number for number, _ in lines]
    reader = csv.reader(io.StringIO("\n".join(line for _, line in lines)))
    previous = 0
    try:
        for cells in reader:
            yield numbers[previous], cells
            previous = reader.line_num
    except csv.Error as error:
        raise KnowledgeError(f"{file.name}:{numbers[previous]}:1: {error}; shorten the cell") from None


def _header_faults(header: list[str], fields: dict[str, Any], line: int) -> list[tuple[int, int, str]]:
    faults = []
    for position, name in enumerate(header, start=1):
        if name not in fields:
            faults.append((line, position, f"unknown column {name!r}; known are {', '.join(fields)}"))
    missing = [
        name
        for name, f in fields.items()
        if name not in header
        and f.default is dataclasses.MISSING
        and f.default_factory is dataclasses.MISSING
    ]
    if missing:
        faults.append((line, 1, f"missing column {', '.join(missing)}"))
    return faults


def _is_list(hint: Any) -> bool:
    """Whether a column holds several values, parted by bars."""
    options = typing.get_args(hint) if typing.get_origin(hint) in (typing.Union, types.UnionType) else (hint,)
    return any(typing.get_origin(option) is tuple for option in options)


def _cell(cell: str, many: bool) -> Any:
    if many:
        return tuple(part.strip() for part in cell.split("|") if part.strip())
    return cell.strip()


def _convert(
    raw: dict[str, Any],
    row: type[Row],
    line: int,
    column: Callable[[str], int],
    faults: list[tuple[int, int, str]],
    line_of: Callable[[str], int] | None = None,
) -> Row | None:
    known = {f.name for f in dataclasses.fields(row)}  # type: ignore[arg-type]
    for stranger in sorted(set(raw) - known):
        faults.append((line_of(stranger) if line_of else line, 1, f"unknown field {stranger!r}"))
    try:
        return msgspec.convert(raw, row, strict=False)
    except msgspec.ValidationError as error:
        message = str(error)
        name = (re.findall(r"\$\.(\w+)", message) or re.findall(r"field `(\w+)`", message) or [""])[0]
        said = f"column {name}: " if name else ""
        where = line_of(name) if line_of and name else line
        faults.append((where, column(name), said + message.split(" - at ")[0]))
        return None


def _checked(
    file: Traversable,
    rows: Iterable[tuple[int, Row]],
    faults: list[tuple[int, int, str]],
    unique: tuple[str, ...],
    check: Check[Row] | None,
    column: Callable[[int, str], int],
    line_of: Callable[[int, str], int] | None = None,
) -> tuple[Row, ...]:
    seen: dict[tuple[Any, ...], int] = {}
    kept: list[Row] = []
    for line, value in rows:
        kept.append(value)
        complaint = check(value) if check else None
        if complaint:
            name = complaint.split(":")[0]
            faults.append((line_of(line, name) if line_of else line, column(line, name), complaint))
        if unique:
            key = tuple(getattr(value, name) for name in unique)
            if key in seen:
                said = f"{', '.join(unique)}: {key} stands already in line {seen[key]}"
                faults.append((line, column(line, unique[0]), said))
            seen.setdefault(key, line)
    if faults:
        raise _faulty(file, faults)
    return tuple(kept)


def _line_of(lines: list[str], start: int, name: str) -> int:
    for number in range(start, len(lines)):
        if re.match(rf"\s*{re.escape(name)}\s*=", lines[number]):
            return number + 1
        if lines[number].lstrip().startswith("[["):
            break
    return start


def _faulty(file: Traversable, faults: list[tuple[int, int, str]]) -> KnowledgeError:
    said = [f"{file.name}:{line}:{column}: {message}" for line, column, message in sorted(faults)]
    return KnowledgeError("\n".join(said))
