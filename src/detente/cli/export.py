"""`detente export`: the record in the layouts of other programs."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from detente.cli.options import DEFAULT_RECORD, RecordOption, scope_of
from detente.errors import RecordError, UsageError
from detente.exports.bibliography import bibtex_text, csl_text
from detente.exports.calendar import Appointment, appointments, calendar_text
from detente.exports.ftm import ftm_text
from detente.exports.gdelt_rows import gdelt_1_text, gdelt_text
from detente.exports.icews_rows import icews_text
from detente.exports.layouts import written_again
from detente.exports.linked_data import Position, linked_data_text
from detente.exports.occurrences import Occurrence, Told, occurrences, of_what_took_place
from detente.exports.phoenix import phoenix_text
from detente.exports.plover import plover_text
from detente.exports.polecat import polecat_text
from detente.record import Record, open_record, queries
from detente.record.imports import imported_file
from detente.record.scope import Scope
from detente.record.told import issues_named, sources, told_encounters, told_reports


class Layout(StrEnum):
    """What can be written."""

    icews = "icews"
    gdelt = "gdelt"
    gdelt1 = "gdelt1"
    phoenix = "phoenix"
    polecat = "polecat"
    plover = "plover"
    ical = "ical"
    jsonld = "jsonld"
    ftm = "ftm"
    bibtex = "bibtex"
    csl = "csl"
    original = "original"


DONE: dict[Layout, Callable[[Sequence[Occurrence]], str]] = {
    Layout.icews: icews_text,
    Layout.gdelt: gdelt_text,
    Layout.gdelt1: gdelt_1_text,
    Layout.polecat: polecat_text,
}
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

    Layouts without a place for plans and refusals (icews, gdelt, phoenix, polecat) hold what took place; how many are
    left out is said. `ical` holds encounters from today, or from --since, on.

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
    if layout in (Layout.bibtex, Layout.csl):
        listed = sources(record, queries.articles(record, scope)["id"].to_pylist())
        return bibtex_text(listed) if layout is Layout.bibtex else csl_text(listed)
    if layout in (Layout.ical, Layout.jsonld):
        return _encounters_text(record, layout, scope)
    events = _events(record, scope, by_report=by_report)
    if layout is Layout.plover:
        return plover_text(events)
    if layout is Layout.ftm:
        return ftm_text(events, _encounters(record, scope))
    kept, others = of_what_took_place(events)
    _say_left_out(layout, others)
    if layout is Layout.phoenix:
        return phoenix_text(kept, issues_named(record, scope))
    return DONE[layout](kept)


def _events(record: Record, scope: Scope, *, by_report: bool) -> list[Occurrence]:
    told = [Told(report=r, article=a, happening=h) for r, a, h in told_reports(record, scope)]
    return occurrences(told, by_report=by_report)


def _encounters(record: Record, scope: Scope) -> list[Appointment]:
    return [Appointment(encounter=e, article=a, happening=h) for e, a, h in told_encounters(record, scope)]


def _positions(record: Record, scope: Scope) -> list[Position]:
    rows = queries.positions(record, scope).to_pylist()
    by_id = {a.id: a for a in sources(record, sorted({row["article"] for row in rows}))}
    return [
        Position(
            id=row["id"], holder=", ".join(row["holder"] or ()), stance=row["stance"], what=row["what"], issue=row["issue"],
            quote=row["quote"], article=by_id[row["article"]],
        )
        for row in rows
    ]  # fmt: skip


def _encounters_text(record: Record, layout: Layout, scope: Scope) -> str:
    told = _encounters(record, scope)
    if layout is Layout.jsonld:
        return linked_data_text(told, _positions(record, scope))
    now = datetime.now(UTC)
    coming = appointments(told, since=scope.since or now.date().isoformat())
    return calendar_text(coming, stamp=now.strftime("%Y%m%dT%H%M%SZ"))


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
