"""`detente chronology` and `detente network`: what came when, and who dealt with whom."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console

from detente.cli.options import DEFAULT_RECORD, RecordOption, scope_of
from detente.cli.tension import scale_named
from detente.display.charts import save_chart
from detente.display.chronology import chronology_markdown, chronology_view
from detente.display.names import state_name
from detente.display.network import network_chart, network_view
from detente.errors import UsageError
from detente.knowledge.holders import holders
from detente.knowledge.scales import SHIPPED
from detente.record import open_record, queries
from detente.record.dealings import dealings
from detente.record.scope import Scope
from detente.record.store import Record
from detente.relations.chronology import (
    Told,
    chronology_of_pair,
    chronology_of_person,
    happenings_of,
    turns_between,
)
from detente.relations.network import network as network_of


class Form(StrEnum):
    """How it is written."""

    table = "table"
    markdown = "markdown"
    json = "json"


class Order(StrEnum):
    """What comes first."""

    weight = "weight"
    change = "change"


def chronology(
    about: Annotated[str, typer.Argument(help="A pair of states or a person: CHN-USA, 'Antony Blinken'.")],
    since: Annotated[
        str | None, typer.Option("--since", "--from", help="From this day on: 2023-06-18, 2023-06 or 2023.")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", "--to", help="Up to this day.")] = None,
    format: Annotated[Form, typer.Option("--format", "-f", help="How to write it.")] = Form.table,
    json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Short for --format markdown.")] = False,
    record: RecordOption = DEFAULT_RECORD,
) -> None:
    """Tells what came when between two states, or of a person: acts, encounters, changes of office, turns.

    Every line has its sources. Examples: `detente chronology CHN-USA --from 2023`, `detente chronology "Wang Yi" --markdown`
    """
    scope = scope_of(about, since, until)
    if len(scope.states) == 1:
        raise UsageError(
            f"{about!r} is one state; a chronology is of a pair, such as CHN-USA, or of a person"
        )
    with open_record(record, writable=False) as opened:
        told = told_of(opened, scope)
    if scope.person:
        title, entries = scope.person, chronology_of_person(told, scope.person)
    else:
        a, b = scope.states
        title, entries = f"{state_name(a)} and {state_name(b)}", chronology_of_pair(told, (a, b))
    rows = msgspec.to_builtins(entries)
    if json or format is Form.json:
        typer.echo(msgspec.json.format(msgspec.json.encode(rows), indent=1).decode())
    elif markdown or format is Form.markdown:
        typer.echo(chronology_markdown(title, rows), nl=False)
    elif not rows:
        Console().print(f"Nothing of {title} in the record in that time. `detente read` fills it.")
    else:
        Console(highlight=False).print(chronology_view(title, rows))


def told_of(record: Record, scope: Scope) -> Told:
    """What a chronology is made of, from the record and the tables."""
    happened = dealings(record)
    pair = (scope.states[0], scope.states[1]) if len(scope.states) == 2 else None
    return Told(
        events=queries.events(record, scope).to_pylist(),
        encounters=queries.encounters(record, scope).to_pylist(),
        happenings=happenings_of(happened),
        turns=turns_between(happened, pair, scope.since, scope.until) if pair else (),
        holders=holders(),
        lessons=queries.lessons(record).to_pylist(),
        since=scope.since,
        until=scope.until,
    )


def network(
    month: Annotated[
        str | None, typer.Option(help="2023-06; by default the last month of the record.")
    ] = None,
    order: Annotated[Order, typer.Option("--by", help="What comes first.")] = Order.weight,
    limit: Annotated[int, typer.Option(min=1, help="How many pairs and states the table shows.")] = 20,
    scale: Annotated[
        str, typer.Option(help=f"{' or '.join(SHIPPED)}, or a CSV file of your own.")
    ] = "plover",
    json: Annotated[bool, typer.Option("--json", help="All of it as JSON.")] = False,
    chart: Annotated[
        Path | None, typer.Option(help="Also draw it into this file: .svg, .png, .html or .json.")
    ] = None,
    record: RecordOption = DEFAULT_RECORD,
) -> None:
    """Shows who dealt with whom in a month against the month before, by weight or by change.

    Examples: `detente network --month 2023-06`, `detente network --month 2023-06 --by change --chart june.svg`
    """
    with open_record(record, writable=False) as opened:
        events = dealings(opened)
    if month is None and not events.num_rows:
        raise UsageError("the record holds no act between states; `detente read` fills it")
    found = network_of(events, month or str(events["day"][-1])[:7], scale_named(scale))
    rows = msgspec.to_builtins(found)
    if chart:
        save_chart(network_chart(rows), chart)
    if json:
        typer.echo(msgspec.json.format(msgspec.json.encode(rows), indent=1).decode())
    elif not found.ties:
        Console().print(f"No act between states in {found.month} or {found.before} in the record.")
    else:
        ties = msgspec.to_builtins(found.by_change()) if order is Order.change else rows["ties"]
        Console(highlight=False).print(network_view(rows, ties, limit))
