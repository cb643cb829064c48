"""`detente show`: questions to the record."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import pyarrow as pa
import typer
from rich.console import Console

from detente.cli.options import DEFAULT_RECORD, RecordOption, day_of, scope_of
from detente.display.files import write_csv, write_jsonl, write_parquet
from detente.display.terminal import table_of
from detente.errors import UsageError
from detente.record import open_record, queries
from detente.record.history import as_of as look_back
from detente.record.imports import imported_events


class What(StrEnum):
    """What can be asked for."""

    events = "events"
    encounters = "encounters"
    issues = "issues"
    positions = "positions"
    assessments = "assessments"
    claims = "claims"
    articles = "articles"
    imported = "imported"


class Format(StrEnum):
    """How it is written."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"


QUESTIONS = {
    What.events: queries.events,
    What.encounters: queries.encounters,
    What.issues: queries.issues,
    What.positions: queries.positions,
    What.assessments: queries.assessments,
    What.claims: queries.claims,
    What.articles: queries.articles,
    What.imported: imported_events,
}


def show(
    about: Annotated[
        str | None,
        typer.Argument(help="A pair (CHN-USA, 'China-Russia'), a state or a person; nothing for all."),
    ] = None,
    what: Annotated[
        list[What] | None, typer.Option("--what", "-w", help="Which tables; may be repeated.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="From this day on: 2023-06-18, 2023-06 or 2023.")] = None,
    until: Annotated[str | None, typer.Option(help="Up to this day.")] = None,
    format: Annotated[Format, typer.Option("--format", "-f", help="How to write it.")] = Format.table,
    limit: Annotated[int, typer.Option(min=1, help="Rows a table (tables on the terminal only).")] = 20,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="As the record stood at the end of that day (UTC).")
    ] = None,
    record: RecordOption = DEFAULT_RECORD,
) -> None:
    """Shows what the record holds of a pair of states, a state or a person.

    Examples: `detente show CHN-USA`, `detente show Russia --what encounters --since 2022`,
    `detente show --what events --format csv > events.csv`
    """
    asked = what or list(QUESTIONS)[:-2]
    if format is not Format.table and len(asked) != 1:
        raise UsageError(
            f"--format {format.value} writes one table; choose it with --what, such as --what events"
        )
    with open_record(record, writable=False) as opened:
        if as_of is not None:
            look_back(opened, day_of(as_of, "as-of", "-12-31") or as_of)
        tables = {name: QUESTIONS[name](opened, scope_of(about, since, until)) for name in asked}
    if format is Format.table:
        _draw(tables, about, limit)
    else:
        _write(tables[asked[0]], format)


def _draw(tables: dict[What, pa.Table], about: str | None, limit: int) -> None:
    console = Console(highlight=False)
    if not any(table.num_rows for table in tables.values()):
        console.print(
            f"Nothing in the record about {about or 'anything'} in that time. `detente read` fills it."
        )
        return
    for name, table in tables.items():
        if table.num_rows:
            console.print(table_of(name.value, table.to_pylist()[:limit], total=table.num_rows))


def _write(table: pa.Table, format: Format) -> None:
    if format is Format.parquet:
        if sys.stdout.isatty():
            raise UsageError(
                "Parquet is not for a terminal; send it to a file: `detente show ... > events.parquet`"
            )
        write_parquet(table, sys.stdout.buffer)
    elif format is Format.csv:
        write_csv(table, sys.stdout)
    else:
        write_jsonl(table, sys.stdout.buffer)
