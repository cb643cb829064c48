"""`detente import`: events that others coded, into the record beside the user's own."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from detente.cli.options import DEFAULT_RECORD, RecordOption
from detente.errors import SourceError
from detente.exports.layouts import read_coded
from detente.record import open_record
from detente.record.imports import keep_import
from detente.types import CodedFile


class Layout(StrEnum):
    """What can be read."""

    auto = "auto"
    icews = "icews"
    gdelt = "gdelt"
    polecat = "polecat"


NAMED = 5
"""So many bad rows are named on the terminal; all of them stand in the record's table of problems."""


def import_(
    files: Annotated[
        list[Path], typer.Argument(help="Files of ICEWS, GDELT or POLECAT; .gz and .zip as they are.")
    ],
    format: Annotated[
        Layout, typer.Option("--format", "-f", help="The layout; told from the file if not named.")
    ] = Layout.auto,
    record: RecordOption = DEFAULT_RECORD,
) -> None:
    """Reads events that others coded into the record, where they stand beside your own reading.

    A file that stands there already is passed over. `detente show --what imported` shows them, `detente export original --of NAME`
    writes a file as it was.

    Examples: `detente import events.2018.tab.gz`, `detente import 20230619.export.CSV.zip --format gdelt`
    """
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    with open_record(record, create=True) as opened:
        for path in files:
            for name, content in _contents(path):
                file = read_coded(content, name, format.value)
                console.print(_said(file, keep_import(opened, file)), markup=False)


def _said(file: CodedFile, new: bool) -> str:
    if not new:
        return f"{file.name}: in the record already"
    lines = [f"{file.name}: {len(file.rows):,} rows of {file.layout}"]
    if file.problems:
        lines[0] += f", {len(file.problems):,} bad ones left out"
        lines += [f"  {problem.message}" for problem in file.problems[:NAMED]]
        if len(file.problems) > NAMED:
            lines.append("  ... the others stand in the record's table `problems`")
    return "\n".join(lines)


def _contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of a file, of what a gzip file holds, or of every file in a zip archive."""
    try:
        content = path.read_bytes()
        if content.startswith(b"\x1f\x8b"):
            yield path.name.removesuffix(".gz"), gzip.decompress(content)
        elif content.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for member in archive.namelist():
                    if not member.endswith("/"):
                        yield Path(member).name, archive.read(member)
        else:
            yield path.name, content
    except IsADirectoryError:
        raise SourceError(f"{path} is a folder; name the files in it, such as {path / '*.gz'}") from None
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError) as error:
        # RuntimeError: an archive with a password, or packed in a way that Python does not know.
        raise SourceError(f"{path}: cannot be read ({error})") from None
