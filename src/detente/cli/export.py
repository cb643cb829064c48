"""`detente export`: the record in the layouts of other programs."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from detente.cli.options import DEFAULT_RECORD, RecordOption, scope_of
from detente.errors import RecordError, UsageError
from detente.exports.icews_rows import icews_text
from detente.exports.layouts import written_again
from detente.exports.occurrences import Occurrence, Told, occurrences, of_what_took_place
from detente.record import Record, open_record
from detente.record.imports import imported_file
from detente.record.queries import Scope
from detente.record.told import told_reports


class Layout(StrEnum):
    """What can be written."""

    icews = "icews"
    original = "original"


EVENTS: dict[Layout, Callable[[Sequence[Occurrence]], str]] = {Layout.icews: icews_text}
"""Layouts of events that have no place for what was planned, refused or denied."""


def export(
    layout: Annotated[
        Layout,
        typer.Argument(metavar="FORMAT", help="The layout; `original` writes an imported file as it was."),
    ],
    about: Annotated[
        str | None, typer.Argument(help="A pair (CHN-USA), a state or a person; nothing for all.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="From this day on: 2023-06-18, 2023-06 or 2023.")] = None,
    until: Annotated[str | None, typer.Option(help="Up to this day.")] = None,
    reports: Annotated[bool, typer.Option("--reports", help="One row a report, not one an event.")] = False,
    of: Annotated[str | None, typer.Option(help="The imported file that `original` writes.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="A file; else standard output.")] = None,
    record: RecordOption = DEFAULT_RECORD,
) -> None:
    """Writes the record in the exact columns of another data set, or for another program.

    Examples: `detente export icews CHN-USA --since 2022 --out pair.tab`, `detente export original --of events.tab`
    """
    if (layout is Layout.original) != (of is not None):
        raise UsageError("`detente export original --of NAME` writes an imported file; the two go together")
    with open_record(record, writable=False) as opened:
        if of is not None:
            content = written_again(imported_file(opened, of))
        else:
            content = _text(opened, layout, scope_of(about, since, until), by_report=reports).encode()
    _write(content, out)


def _text(record: Record, layout: Layout, scope: Scope, *, by_report: bool) -> str:
    told = [Told(report=r, article=a, happening=h) for r, a, h in told_reports(record, scope)]
    kept, others = of_what_took_place(occurrences(told, by_report=by_report))
    _say_left_out(layout, others)
    return EVENTS[layout](kept)


def _say_left_out(layout: Layout, others: Counter[str]) -> None:
    if others:
        named = ", ".join(f"{number} {status}" for status, number in others.most_common())
        Console(stderr=True, highlight=False, soft_wrap=True).print(
            f"left out, for {layout.value} can only say that something was done: {named}", markup=False
        )


def _write(content: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(content)
        return
    try:
        out.write_bytes(content)
    except OSError as error:
        raise RecordError(
            f"{out}: could not be written ({error.strerror}); name another file with --out"
        ) from None
