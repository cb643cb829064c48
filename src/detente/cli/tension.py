"""`detente tension`: how warm or cool a pair is, since when and why."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pyarrow as pa
import typer
from rich.console import Console

from detente.cli.options import DEFAULT_RECORD, RecordOption, day_of, scope_of
from detente.display.charts import save_chart, tension_chart
from detente.display.files import write_csv, write_jsonl
from detente.display.tension import tension_view
from detente.errors import UsageError
from detente.knowledge.dynamics import CURVES
from detente.knowledge.scales import SHIPPED, Scale, read_scale, shipped_scale
from detente.record import open_record
from detente.record.dealings import dealings
from detente.relations.account import account, reason_rows, series_table, turns_table


class Written(StrEnum):
    """How it is written."""

    table = "table"
    csv = "csv"
    jsonl = "jsonl"


def tension(
    pair: Annotated[str, typer.Argument(help="A pair of states: CHN-USA, 'Russia-Ukraine'.")],
    since: Annotated[
        str | None, typer.Option(help="Show from this day on: 2023-06-18, 2023-06 or 2023.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="As it stood on this day; later events are not used.")
    ] = None,
    toward: Annotated[
        bool, typer.Option("--toward", help="Only what the first does toward the second.")
    ] = False,
    curve: Annotated[str, typer.Option(help=f"One of {', '.join(CURVES)}.")] = "balance",
    scale: Annotated[
        str, typer.Option(help=f"{' or '.join(SHIPPED)}, or a CSV file of your own.")
    ] = "plover",
    format: Annotated[Written, typer.Option("--format", "-f", help="How to write it.")] = Written.table,
    chart: Annotated[
        Path | None, typer.Option(help="Also draw it into this file: .svg, .png, .html or .json.")
    ] = None,
    record: RecordOption = DEFAULT_RECORD,
) -> None:
    """Shows how warm or cool a pair of states is day by day, with bands, turns and the events behind them.

    Examples: `detente tension CHN-USA`, `detente tension Russia-Ukraine --since 2022 --format csv > series.csv`
    """
    scope = scope_of(pair, since, until)
    if len(scope.states) != 2:
        raise UsageError(f"{pair!r} is no pair of states; write two, such as CHN-USA")
    if curve not in CURVES:
        raise UsageError(f"no curve is called {curve!r}; there are {', '.join(CURVES)}")
    with open_record(record, writable=False) as opened:
        events = dealings(opened)
    one, other = scope.states
    found = account(
        events,
        (one, other),
        scale_named(scale),
        directed=toward,
        curve=curve,
        until=day_of(until, "until", "-12-31"),
    )
    series = series_table(found.series, scope.since, (turn for turn, _, _ in found.turns))
    turned = turns_table(found, scope.since)
    if chart:
        save_chart(tension_chart(found.series.pair, toward, series, turned), chart)
    if format is Written.table:
        lately = reason_rows(found.lately[1]) if found.lately else []
        shown = tension_view(found.series.pair, toward, series, turned, lately)
        Console(highlight=False).print(shown)
    else:
        written(series, format)


def written(table: pa.Table, format: Written) -> None:
    """Writes a table to standard output."""
    if format is Written.csv:
        write_csv(table, sys.stdout)
    else:
        write_jsonl(table, sys.stdout.buffer)


def scale_named(name: str) -> Scale:
    """A shipped scale by its name, or the user's own by its path."""
    return shipped_scale(name) if name in SHIPPED or not Path(name).exists() else read_scale(Path(name))
