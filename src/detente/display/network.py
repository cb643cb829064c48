"""A month's network of states on a terminal and as a chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import cos, pi, sin
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from detente.display.charts import BLUE, GREY, VERMILION, altair_or_error
from detente.display.names import state_name

Row = Mapping[str, Any]
SIDE = 560
"""Pixels."""
DRAWN = 30
"""States on a chart; the figures have them all."""
LEAST_WIDEST = 10
"""Happenings that the widest line stands for at least."""
SURE = 2.0
"""Standard deviations from which on a change is coloured."""


def network_view(network: Row, ties: Sequence[Row], number: int) -> RenderableType:
    """The first `number` ties in the order given, and as many states."""
    title = f"{network['month']} against {network['before']}: {network['events']} happenings between states, before {network['events_before']}"
    pairs = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in ("pair", "now", "before", "change", "warmth", "before "):
        pairs.add_column(name, justify="left" if name == "pair" else "right")
    for tie in ties[:number]:
        pairs.add_row(
            f"{state_name(tie['a'])} and {state_name(tie['b'])}", str(tie["now"]), str(tie["before"]), _changed(tie["change"]),
            _score(tie["warmth"]), _score(tie["warmth_before"]),
        )  # fmt: skip
    states = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in ("state", "now", "before", "change", "partners", "before "):
        states.add_column(name, justify="left" if name == "state" else "right")
    for node in network["nodes"][:number]:
        states.add_row(
            state_name(node["state"]), str(node["now"]), str(node["before"]), _changed(node["change"]),
            str(node["partners"]), str(node["partners_before"]),
        )  # fmt: skip
    note = "Change: standard deviations of the difference between the two months, the record's whole allowed for."
    return Group(Text(title, style="bold"), pairs, states, Text(note, style="dim"))


def _changed(change: float) -> Text:
    style = "" if abs(change) < SURE else "green" if change > 0 else "red"
    return Text(f"{change:+.1f}", style=style)


def _score(score: float | None) -> str:
    return "" if score is None else f"{score:+.1f}"


def network_chart(network: Row) -> Any:
    """The busiest states on a circle, a line a tie: as wide as it is heavy, coloured where it changed surely.

    An `altair` chart. Raises `UsageError` where Altair is not installed.
    """
    alt = altair_or_error()
    placed = _placed(network)
    lines = [
        {"tie": f"{tie['a']}-{tie['b']}", "now": tie["now"], "before": tie["before"], "change": tie["change"],
         "x": placed[tie["a"]][0], "y": placed[tie["a"]][1], "x2": placed[tie["b"]][0], "y2": placed[tie["b"]][1],
         "moved": "more" if tie["change"] >= SURE else "less" if tie["change"] <= -SURE else "as before"}
        for tie in network["ties"] if tie["a"] in placed and tie["b"] in placed and tie["now"] + tie["before"]
    ]  # fmt: skip
    dots = [
        {"state": node["state"], "name": state_name(node["state"]), "now": node["now"], "before": node["before"],
         "x": placed[node["state"]][0], "y": placed[node["state"]][1]}
        for node in network["nodes"] if node["state"] in placed
    ]  # fmt: skip
    x, y = (alt.X("x:Q", axis=None), alt.Y("y:Q", axis=None))
    colour = alt.Color(
        "moved:N",
        scale=alt.Scale(domain=["more", "less", "as before"], range=[BLUE, VERMILION, GREY]),
        legend=alt.Legend(title=f"against {network['before']}", orient="bottom"),
    )
    most = max(LEAST_WIDEST, *(line["now"] for line in lines), 0)
    width = alt.StrokeWidth("now:Q", scale=alt.Scale(domain=[0, most], range=[0.5, 9]), legend=None)
    ties = alt.Chart(alt.Data(values=lines)).mark_rule(opacity=0.6)
    ties = ties.encode(
        x=x,
        y=y,
        x2="x2:Q",
        y2="y2:Q",
        strokeWidth=width,
        color=colour,
        tooltip=["tie:N", "now:Q", "before:Q", "change:Q"],
    )
    base = alt.Chart(alt.Data(values=dots)).encode(x=x, y=y, tooltip=["name:N", "now:Q", "before:Q"])
    marks = base.mark_circle(color="#222222", size=60, opacity=1)
    names = base.mark_text(dy=-11, fontSize=10).encode(text="state:N")
    chart = alt.layer(ties, marks, names).properties(
        width=SIDE, height=SIDE, title=f"Who dealt with whom in {network['month']}"
    )
    return chart.configure_view(stroke=None)


def _placed(network: Row) -> dict[str, tuple[float, float]]:
    """Each of the busiest states on a circle; those that deal with each other most stand side by side."""
    chosen = [node["state"] for node in network["nodes"][:DRAWN]]
    weight = {frozenset((tie["a"], tie["b"])): tie["now"] + tie["before"] for tie in network["ties"]}
    order = chosen[:1]
    while len(order) < len(chosen):
        left = [state for state in chosen if state not in order]
        order.append(max(left, key=lambda state: weight.get(frozenset((state, order[-1])), 0)))
    step = 2 * pi / max(len(order), 1)
    return {state: (sin(place * step), cos(place * step)) for place, state in enumerate(order)}
