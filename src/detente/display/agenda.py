"""Issues between two states, pairs that moved, and what may come, on a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from detente.display.names import state_name

STYLES = {"new": "green", "standing": "", "faded": "dim"}


def agenda_view(pair: tuple[str, str], table: pa.Table) -> RenderableType:
    """What `relations.agenda` gives: an issue a line, below it who stands where."""
    parts: list[RenderableType] = [Text(" and ".join(map(state_name, pair)), style="bold")]
    for row in table.to_pylist():
        raised = ", ".join(f"{side['state']} {side['times']}" for side in row["raised_by"])
        line = Text(f"{row['issue']}  ", style="bold").append(
            row["state"], style=f"not bold {STYLES[row['state']]}"
        )
        line.append(
            f"  {row['first']} to {row['last']}, {row['articles']} article{'s' * (row['articles'] != 1)}, {row['recent']} lately"
            + (f"; raised by {raised}" if raised else ""),
            style="not bold",
        )
        parts.append(line)
        parts += _positions("then", row["then"]) + _positions("now", row["now"])
    return Group(*parts)


def _positions(when: str, rows: Sequence[Mapping[str, Any]]) -> list[RenderableType]:
    return [
        Padding(
            Text(f"{when:<5}", style="dim")
            .append(f"{row['day']}  {row['holder']} ")
            .append(row["stance"], style="bold")
            .append(f": {' '.join(str(row['what']).split())}"),
            (0, 0, 0, 2),
        )
        for row in rows
    ]


def movers_view(table: pa.Table) -> RenderableType:
    """What `relations.movers` gives: a pair a line with the events that did most."""
    drawn = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in ("pair", "then", "now", "±", "events", "why"):
        drawn.add_column(name, justify="left" if name in ("pair", "why") else "right")
    for row in table.to_pylist():
        why = "; ".join(
            f"{w['share']:+.0%} {w['day']} {w['actor']} → {w['recipient']} {w['event']}" for w in row["why"]
        )
        drawn.add_row(
            f"{row['a']}-{row['b']}",
            f"{row['then']:+.1f}",
            Text(f"{row['now']:+.1f}", style="green" if row["now"] > row["then"] else "red"),
            f"{1.645 * row['deviation']:.1f}",
            f"{row['events_before']} → {row['events_now']}",
            why,
        )
    return drawn


def outlook_view(pair: tuple[str, str], table: pa.Table) -> RenderableType:
    """What `relations.outlook` gives: a kind and horizon a line, with the figures that speak for trusting it."""
    drawn = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in (
        "within",
        "what",
        "probability",
        "as often as before",
        "Brier skill",
        "log skill",
        "scored on",
    ):
        drawn.add_column(name, justify="left" if name == "what" else "right")
    for row in table.to_pylist():
        drawn.add_row(
            f"{row['horizon']} days",
            row["kind"],
            Text(f"{row['probability']:.0%}", style="bold"),
            f"{row['as_before']:.0%}",
            f"{row['skill']:+.3f}",
            f"{row['log_skill']:+.3f}",
            str(row["scored"]),
        )
    return Group(Text(" and ".join(map(state_name, pair)), style="bold"), drawn)
