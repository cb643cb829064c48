"""`detente outlook`: what may come between two states."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import pyarrow as pa
import typer
from rich.console import Console

from detente.cli.options import DEFAULT_RECORD, RecordOption, day_of, scope_of
from detente.cli.tension import Written, written
from detente.display.agenda import outlook_view
from detente.errors import UsageError
from detente.record import open_record
from detente.record.dealings import dealings
from detente.relations.outlook import outlook as outlook_of


def outlook(
    pair: Annotated[str, typer.Argument(help="A pair of states: CHN-USA, 'Russia-Ukraine'.")],
    until: Annotated[
        str | None, typer.Option(help="As it stood on this day; later events are not used.")
    ] = None,
    format: Annotated[Written, typer.Option("--format", "-f", help="How to write it.")] = Written.table,
    record: RecordOption = DEFAULT_RECORD,
) -> None:
    """Shows how likely a meeting, a sanction, a threat or use of force is in 7, 30 and 90 days.

    Learned from the earlier part of the record and scored on the later; what does not beat "as often as before" there
    is not shown. Example: `detente outlook CHN-USA --until 2023-05-31`
    """
    scope = scope_of(pair, None, until)
    if len(scope.states) != 2:
        raise UsageError(f"{pair!r} is no pair of states; write two, such as CHN-USA")
    with open_record(record, writable=False) as opened:
        events = dealings(opened)
    found = outlook_of(events, (scope.states[0], scope.states[1]), until=day_of(until, "until", "-12-31"))
    table = pa.Table.from_pylist([asdict(answer) for answer in found])
    if format is not Written.table:
        written(table, format)
    elif not found:
        Console().print(
            "Nothing that the record's own past bears out better than 'as often as before': too few acts between "
            "states in it, or none of this pair."
        )
    else:
        Console(highlight=False).print(outlook_view((scope.states[0], scope.states[1]), table))
