"""A pair's series on a terminal: a line of its weeks, its months in figures, its turns and what made them."""

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

BARS = "▁▂▃▄▅▆▇█"
GAP = "·"
MONTHS = 12


def tension_view(
    pair: tuple[str, str],
    directed: bool,
    series: pa.Table,
    turns: pa.Table,
    lately: Sequence[Mapping[str, Any]],
) -> RenderableType:
    """All of it. `series` and `turns` as `relations.account` gives them; `lately` the rows of the last move."""
    days = series.to_pylist()
    joint = " toward " if directed else " and "
    parts: list[RenderableType] = [Text(joint.join(map(state_name, pair)), style="bold")]
    if not days:
        return Group(*parts, Text("No day of the series lies in that time."))
    parts += [_now(days[-1]), Text(""), _line(days), Text(""), _months(days)]
    if turns.num_rows:
        parts.append(Text("Turns", style="bold"))
        for turn in turns.to_pylist():
            parts += [_turn(turn), *_reasons(turn["events"])]
    if lately:
        parts += [Text("What moved it in the last thirty days", style="bold"), *_reasons(lately)]
    return Group(*parts)


def _now(day: Mapping[str, Any]) -> Text:
    text = Text(f"{day['day']}  ").append(f"{day['known_mean']:+.1f}", style="bold")
    return text.append(
        f"  (50%: {day['known_low50']:+.1f} to {day['known_high50']:+.1f}, 90%: {day['known_low90']:+.1f} to "
        f"{day['known_high90']:+.1f}; above zero is warm; coverage {day['coverage']:.1f} of usual)"
    )


def _line(days: Sequence[Mapping[str, Any]]) -> Text:
    """A bar a week (or a longer step, so that it fits); a dot where nothing was seen in it."""
    step = max(7, -(-len(days) // 100))
    chunks = [days[start : start + step] for start in range(0, len(days), step)]
    means = [sum(day["mean"] for day in chunk) / len(chunk) for chunk in chunks]
    low, high = min(means), max(means)
    text = Text()
    for chunk, mean in zip(chunks, means, strict=True):
        seen = any(day["events"] for day in chunk)
        place = int((mean - low) / (high - low or 1) * (len(BARS) - 1) + 0.5)
        text.append(BARS[place] if seen else GAP, style="" if mean >= 0 else "red")
    return text.append(f"  {days[0]['day']} to {days[-1]['day']}, {low:+.1f} to {high:+.1f}", style="dim")


def _months(days: Sequence[Mapping[str, Any]]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in ("month", "mean", "90% band", "events", "coverage"):
        table.add_column(name, justify="left" if name == "month" else "right")
    months: dict[str, list[Mapping[str, Any]]] = {}
    for day in days:
        months.setdefault(str(day["day"])[:7], []).append(day)
    with_events = [month for month, members in months.items() if any(day["events"] for day in members)]
    for month in with_events[-MONTHS:]:
        members = months[month]
        last = members[-1]
        table.add_row(
            month,
            f"{sum(day['mean'] for day in members) / len(members):+.1f}",
            f"{last['low90']:+.1f} to {last['high90']:+.1f}",
            str(sum(day["events"] for day in members)),
            f"{sum(day['coverage'] for day in members) / len(members):.1f}",
        )
    return table


def _turn(turn: Mapping[str, Any]) -> Text:
    style = "green" if turn["direction"] == "warmer" else "red"
    text = Text(f"{turn['began']}  ").append(turn["direction"], style=f"bold {style}")
    return text.append(
        f"  from {turn['before']:+.1f} to {turn['after']:+.1f}, known on {turn['known']}, "
        f"probability {turn['probability']:.2f}"
    )


def _reasons(rows: Sequence[Mapping[str, Any]]) -> list[RenderableType]:
    parts: list[RenderableType] = []
    for row in rows:
        what = " ".join(part for part in (row["event"], row["mode"]) if part)
        line = Text(f"{row['share']:+5.0%}  {row['day']}  {row['actor']} → {row['recipient']}  ").append(
            what, style="bold"
        )
        parts.append(Padding(line, (0, 0, 0, 2)))
        if row["quote"]:
            quote = Text(f"“{' '.join(row['quote'].split())}” [{row['id']}]", style="dim")
            parts.append(Padding(quote, (0, 0, 0, 21)))
    return parts
