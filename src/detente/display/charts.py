"""Charts by Altair: one definition for notebook, web page, SVG and PNG. Colours: Okabe and Ito, which all eyes tell apart.

Altair and vl-convert come with the extra `detente[charts]`; a chart is drawn from the tables that `relations.account`
gives, so that whatever is drawn can be had as figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from detente.display.names import state_name
from detente.errors import UsageError
from detente.knowledge.categories import categories

BLUE, GREEN, VERMILION, GREY = "#0072B2", "#009E73", "#D55E00", "#777777"
WIDTH, HEIGHT = 760, 300
POINTS = 800
"""At most so many days are drawn; longer series are drawn every so many days."""
QUIET = 45
"""Days without an event after which the line is broken: there is a band, and no more."""
FORMATS = (".svg", ".png", ".html", ".json")


def tension_chart(pair: tuple[str, str], directed: bool, series: pa.Table, turns: pa.Table) -> Any:
    """A pair's series with its bands, its gaps, its events a week and its turns, named by the event that did most.

    An `altair` chart. Raises `UsageError` where Altair is not installed.
    """
    alt = altair_or_error()
    rows = drawn_days(series.to_pylist())
    marks = [turn_mark(turn) for turn in turns.to_pylist()]
    day = alt.X("day:T", title=None, scale=alt.Scale(nice=False))
    base = alt.Chart(alt.Data(values=rows)).encode(x=day)
    wide = base.mark_area(color=BLUE, opacity=0.15).encode(
        y=alt.Y("low90:Q", title="cooler  |  warmer"), y2="high90:Q"
    )
    narrow = base.mark_area(color=BLUE, opacity=0.3).encode(y="low50:Q", y2="high50:Q")
    line = base.transform_filter("!datum.quiet").mark_line(color=BLUE, strokeWidth=1.8)
    line = line.encode(y="mean:Q", detail="stretch:N")
    dots = base.transform_filter("datum.events > 0").mark_circle(size=9, color=BLUE).encode(y="mean:Q")
    zero = alt.Chart(alt.Data(values=[{"y": 0}])).mark_rule(color=GREY, strokeDash=[2, 3]).encode(y="y:Q")
    layers = [wide, narrow, zero, line, dots, *(_turns(alt, marks, rows) if marks else [])]
    title = {
        "text": (" toward " if directed else " and ").join(map(state_name, pair)),
        "subtitle": "Mean with 50% and 90% bands, by hindsight; a dot where something was seen, no line across gaps of weeks",
    }
    upper = alt.layer(*layers).properties(width=WIDTH, height=HEIGHT, title=title)
    lower = base.mark_bar(color=GREY, width=1).encode(y=alt.Y("events:Q", title="events"))
    both = alt.vconcat(upper, lower.properties(width=WIDTH, height=50), spacing=4)
    return both.resolve_scale(x="shared").configure_view(stroke=None)


def save_chart(chart: Any, path: Path) -> None:
    """Writes a chart as SVG, PNG, HTML or Vega-Lite JSON, by the ending of the path. Raises `UsageError` for others."""
    if path.suffix.lower() not in FORMATS:
        raise UsageError(f"{path}: a chart is written as {', '.join(FORMATS)}")
    chart.save(str(path), **({"scale_factor": 2} if path.suffix.lower() == ".png" else {}))


def altair_or_error() -> Any:
    """The module `altair`. Raises `UsageError` where it is not installed."""
    try:
        import altair
    except ImportError:
        raise UsageError("charts need Altair; install it by `pip install 'detente[charts]'`") from None
    return altair


def drawn_days(days: Sequence[Mapping[str, Any]], points: int = POINTS) -> list[dict[str, Any]]:
    """The days that are drawn, each told whether it lies in a quiet stretch, with the events of all days it stands for."""
    step = -(-len(days) // points)
    seen = [index for index, day in enumerate(days) if day["events"]]
    quiet = [True] * len(days)
    for index, following in zip(seen, [*seen[1:], None], strict=True):
        until = following if following is not None and following - index <= QUIET else index + 1
        quiet[index:until] = [False] * (until - index)
    rows, stretch = [], 0
    for start in range(0, len(days), step or 1):
        members = days[start : start + step]
        hushed = all(quiet[start : start + step])
        stretch += hushed
        row = {name: members[-1][name] for name in ("mean", "low90", "low50", "high50", "high90")}
        events = sum(day["events"] for day in members)
        rows.append(
            row | {"day": str(members[-1]["day"]), "events": events, "quiet": hushed, "stretch": stretch}
        )
    return rows


def turn_mark(turn: Mapping[str, Any]) -> dict[str, Any]:
    """Names a turn by the event since it began that did most; what only faded from the level comes second."""
    since = [event for event in turn["events"] if event["day"] >= turn["began"]]
    named = (since or turn["events"] or [None])[0]
    words = turn["direction"]
    if named:
        words = f"{categories().name(named['event'], named['mode'])}: {named['actor']} → {named['recipient']}"
    return {"day": turn["began"], "direction": turn["direction"], "words": f"{turn['began']} {words}"}


def _turns(alt: Any, marks: Sequence[dict[str, Any]], rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    """A rule at each turn and, at the top, its event; labels of neighbours are set on lines of their own."""
    top = max(row["high90"] for row in rows)
    reach = (top - min(row["low90"] for row in rows)) / 18
    placed = [mark | {"y": top - (index % 4) * reach} for index, mark in enumerate(marks)]
    colour = alt.Color(
        "direction:N",
        scale=alt.Scale(domain=["warmer", "cooler"], range=[GREEN, VERMILION]),
        legend=alt.Legend(title=None, orient="bottom"),
    )
    base = alt.Chart(alt.Data(values=placed)).encode(x="day:T", color=colour)
    rule = base.mark_rule(strokeWidth=1.2).encode(strokeDash=alt.StrokeDash("direction:N", legend=None))
    text = base.mark_text(align="left", dx=3, fontSize=9).encode(y="y:Q", text="words:N")
    return [rule, text]
