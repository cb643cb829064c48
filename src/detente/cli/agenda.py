"""`detente agenda` and `detente movers`: what stands between two states, and which pairs moved."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from detente.cli.options import DEFAULT_RECORD, RecordOption, day_of, scope_of
from detente.cli.tension import Written, scale_named, written
from detente.display.agenda import agenda_view, movers_view
from detente.errors import UsageError
from detente.knowledge.scales import SHIPPED
from detente.record import open_record
from detente.record.dealings import dealings
from detente.record.matters import named_between, stances
from detente.relations.agenda import agenda as agenda_of
from detente.relations.movers import SINCE
from detente.relations.movers import movers as movers_of


def agenda(
    pair: Annotated[str, typer.Argument(help="A pair of states: CHN-USA, 'Russia-Ukraine'.")],
    since: Annotated[str | None, typer.Option(help="From this day on: 2023-06-18, 2023-06 or 2023.")] = None,
    until: Annotated[str | None, typer.Option(help="Up to this day.")] = None,
    format: Annotated[Written, typer.Option("--format", "-f", help="How to write it.")] = Written.table,
    record: RecordOption = DEFAULT_RECORD,
) -> None:
    """Shows the issues between two states over time: who raises them, and where each side stood then and stands now.

    Examples: `detente agenda CHN-USA`, `detente agenda Russia-Ukraine --since 2022 --format jsonl`
    """
    scope = scope_of(pair, since, until)
    if len(scope.states) != 2:
        raise UsageError(f"{pair!r} is no pair of states; write two, such as CHN-USA")
    with open_record(record, writable=False) as opened:
        held = stances(opened, scope)
        a, b = scope.states
        found = agenda_of(named_between(opened, scope), held.ends, (a, b), held.times)
    if format is not Written.table:
        written(found, format)
    elif not found.num_rows:
        Console().print(f"No issue between {pair} in the record in that time. `detente read` fills it.")
    else:
        Console(highlight=False).print(agenda_view((scope.states[0], scope.states[1]), found))


def movers(
    days: Annotated[int, typer.Option(min=1, help="How many days back to compare with.")] = SINCE,
    until: Annotated[str | None, typer.Option(help="As it stood on this day.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many pairs.")] = 20,
    scale: Annotated[
        str, typer.Option(help=f"{' or '.join(SHIPPED)}, or a CSV file of your own.")
    ] = "plover",
    format: Annotated[Written, typer.Option("--format", "-f", help="How to write it.")] = Written.table,
    record: RecordOption = DEFAULT_RECORD,
) -> None:
    """Shows which pairs of states moved most lately, and the events that moved them.

    Examples: `detente movers`, `detente movers --until 2023-06-30 --days 90`
    """
    with open_record(record, writable=False) as opened:
        events = dealings(opened)
    found = movers_of(
        events, scale_named(scale), days=days, until=day_of(until, "until", "-12-31"), limit=limit
    )
    if format is not Written.table:
        written(found, format)
    elif not found.num_rows:
        Console().print("No pair of states dealt with each other in that time.")
    else:
        Console(highlight=False).print(movers_view(found))
