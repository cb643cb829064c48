"""Files of rows: bytes to fields and back, so that what is read can be written again byte for byte."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.errors import UsageError
from detente.types import CodedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A file's lines as fields, with what is needed to write it again."""

    encoding: str
    newline: str
    ending: str
    header: tuple[str, ...]
    """Empty for a layout without a header."""
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    """Line numbers from 1, and fields."""


def decoded(content: bytes) -> tuple[str, str]:
    """Text and the encoding that gives the same bytes again: UTF-8, with or without its mark, else Latin-1."""
    encoding = "utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8"
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError:
        return content.decode("latin-1"), "latin-1"


def tabbed(content: bytes, *, header: bool) -> Sheet:
    """Lines of fields between tabs, without quotation: a quotation mark is a character like others."""
    text, encoding = decoded(content)
    newline = "\r\n" if "\r\n" in text else "\n"
    ending = newline if text.endswith(newline) else ""
    lines = text.removesuffix(newline).split(newline) if text else []
    rows = [(number, tuple(line.split("\t"))) for number, line in enumerate(lines, 1)]
    named = rows.pop(0)[1] if header and rows else ()
    return Sheet(encoding=encoding, newline=newline, ending=ending, header=named, rows=tuple(rows))


def comma_separated(content: bytes) -> Sheet:
    """RFC 4180 with a header. Raises `UsageError` for a field that never ends."""
    text, encoding = decoded(content)
    newline = "\r\n" if "\r\n" in text else "\n"
    ending = newline if text.endswith(newline) else ""
    reader = csv.reader(io.StringIO(text, newline=""))
    rows: list[tuple[int, tuple[str, ...]]] = []
    try:
        for fields in reader:
            rows.append((reader.line_num, tuple(fields)))
    except csv.Error as error:
        raise UsageError(f"line {reader.line_num}: this is no CSV ({error})") from None
    named = rows.pop(0)[1] if rows else ()
    return Sheet(encoding=encoding, newline=newline, ending=ending, header=named, rows=tuple(rows))


def written(file: CodedFile, *, header: bool, commas: bool = False) -> bytes:
    """The bytes of a file that was read: the same, if none of its rows was bad.

    Between commas a field is quoted where it must be, whatever the file did.
    """
    rows = [row.original for row in file.rows]
    lines = [file.columns, *rows] if header else rows
    if commas:
        stream = io.StringIO(newline="")
        csv.writer(stream, lineterminator=file.newline).writerows(lines)
        text = stream.getvalue().removesuffix(file.newline) + file.ending
    else:
        text = file.newline.join(map("\t".join, lines)) + file.ending
    return text.encode(file.encoding)


def lines_of(rows: Iterable[Sequence[str]], header: Sequence[str] = ()) -> str:
    """Rows as lines between tabs; a tab or a line's end within a field becomes a blank, for there is no quotation."""
    every = [header, *rows] if header else rows
    return "".join("\t".join(" ".join(field.split()) for field in row) + "\n" for row in every)


def missing(header: Sequence[str], wanted: Sequence[str], *, layout: str, name: str) -> None:
    """Raises `UsageError` that names the columns of a layout that a header lacks."""
    lacking = [column for column in wanted if column not in header]
    if lacking:
        raise UsageError(
            f"{name}: not a whole {layout} file, for it lacks the column{'s' if len(lacking) > 1 else ''} "
            f"{', '.join(lacking)}; its columns are: {', '.join(header[:60])}"
        )
