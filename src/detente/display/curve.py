"""A pair's curve as SVG for a page: bands, gaps, turns by number, and under it how many events each stretch of days has.

The plot stretches with the page, its words do not: what is drawn lies in an inner picture of 1000 units' width that
is pulled to any width, and what is written lies over it at percentages. Colours are the page's (CSS classes); `alone`
brings its own, for a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Any

from detente.display.charts import drawn_days

Row = Mapping[str, Any]
WIDE, HIGH, FOOT = 1000, 240, 22
"""Units of the inner picture; pixels of height; pixels below it for the years."""
POINTS, BINS = 400, 180
STRIP = 44
MOST_DOTS = 120
LEAD = 28
"""Days that a curve shows before the first of which anything was told, and a twentieth of the rest where that is more."""
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#66625a}.idle{fill:#8d887d;opacity:.16}.wide{fill:#1f5f99;opacity:.14}.narrow{fill:#1f5f99;opacity:.26}"
    ".line{fill:none;stroke:#1f5f99;stroke-width:1.6}.zero,.grid{stroke:#bbb5a8;fill:none}.turn.warmer{stroke:#1f5f99}"
    ".turn.cooler{stroke:#b04a00}.flag{fill:#fff}.flag.warmer{stroke:#1f5f99}.flag.cooler{stroke:#b04a00}.window{fill:none}"
    ".dot{fill:#1f5f99}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """A stretch of days: what was told of in it, and where the curve stood at its end."""

    first: date
    last: date
    events: int
    mean: float
    low: float
    high: float


def bins(series: Sequence[Row], most: int = BINS) -> list[Bin]:
    """Whole weeks, or several, from the first day of a series (rows of `relations.account.series_table`)."""
    step = 7 * max(1, -(-len(series) // (7 * most)))
    found = []
    for start in range(0, len(series), step):
        days = series[start : start + step]
        found.append(
            Bin(
                first=days[0]["day"], last=days[-1]["day"], events=sum(day["events"] for day in days),
                mean=days[-1]["mean"], low=days[-1]["low90"], high=days[-1]["high90"],
            )
        )  # fmt: skip
    return found


def since_told(series: Sequence[Row], since: str | None = None) -> list[Row]:
    """The days of a series from a little before the first of which anything was told: no news of two years is no curve.

    Not after `since` (ISO), where a reader asks for earlier days.
    """
    told = next((index for index, day in enumerate(series) if day["events"]), 0)
    start = max(0, told - max(LEAD, (len(series) - told) // 20))
    if since is not None:
        asked = next((index for index, day in enumerate(series) if str(day["day"]) >= since), start)
        start = min(start, asked)
    return list(series[start:])


def curve_svg(
    series: Sequence[Row],
    turns: Sequence[Row],
    *,
    label: str,
    window: tuple[str, str] | None = None,
    alone: bool = False,
) -> str:
    """The curve (rows of `series_table` and `turns_table`); `window` marks days that a reader chose (ISO).

    `label` is the text alternative. Numbers of turns run from 1 in the order given.
    """
    days = drawn_days(series, POINTS)
    first, last = str(series[0]["day"]), str(series[-1]["day"])
    low, high = _reach(days)
    at = _Scale(first=first, last=last, low=low, high=high)
    plot = [*_window(at, window), *_bands(at, days), _zero(at), *_line(at, days)]
    marks = [f'<line class="turn {_way(turn)}" x1="{x}" x2="{x}" y1="0" y2="{HIGH}" vector-effect="non-scaling-stroke"/>'
             for turn in turns for x in [at.x(turn["began"])]]  # fmt: skip
    inner = (
        f'<svg x="0" y="0" width="100%" height="{HIGH}" viewBox="0 0 {WIDE} {HIGH}" preserveAspectRatio="none">'
        f"{''.join([*plot, *marks])}</svg>"
    )
    words = [*_dots(at, days), *_years(at), *_sides(at, turns), *_flags(at, turns)]
    size = f'width="{WIDE}"' if alone else 'width="100%"'
    style = f"<style>{STYLE}</style>" if alone else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="curve" {size} height="{HIGH + FOOT}" role="img" '
        f'aria-label="{escape(label)}">{style}{inner}{"".join(words)}</svg>'
    )


def strip_svg(stretches: Sequence[Bin], links: Sequence[str], window: tuple[str, str] | None = None) -> str:
    """How many events each stretch has, as bars that lead to them; a row of links for the mouse, not for the keyboard."""
    most = max((one.events for one in stretches), default=0) or 1
    span = (stretches[-1].last - stretches[0].first).days or 1
    bars = []
    for one, link in zip(stretches, links, strict=True):
        if not one.events:
            continue
        tall = max(3.0, STRIP * (one.events / most) ** 0.5)
        left = 100 * (one.first - stretches[0].first).days / span
        width = min(100 * ((one.last - one.first).days + 0.6) / span, 100 - left)
        chosen = window is not None and window[0] <= str(one.last) and str(one.first) <= window[1]
        bars.append(
            f'<a href="{escape(link)}" tabindex="-1"><rect class="bar{" chosen" if chosen else ""}" '
            f'x="{left:.2f}%" width="{max(0.25, 0.8 * width):.2f}%" y="{STRIP - tall:.1f}" height="{tall:.1f}">'
            f"<title>{one.first} to {one.last}: {one.events} event{'' if one.events == 1 else 's'}</title></rect></a>"
        )
    return f'<svg class="strip" width="100%" height="{STRIP}" aria-hidden="true">{"".join(bars)}</svg>'


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    first: str
    last: str
    low: float
    high: float

    def share(self, day: str) -> float:
        span = (date.fromisoformat(self.last) - date.fromisoformat(self.first)).days or 1
        return (date.fromisoformat(day[:10]) - date.fromisoformat(self.first)).days / span

    def x(self, day: str) -> float:
        return round(WIDE * self.share(day), 1)

    def y(self, value: float) -> float:
        return round(HIGH * (1 - (value - self.low) / (self.high - self.low)), 1)


def _reach(days: Sequence[Row]) -> tuple[float, float]:
    """A little more than the bands, and the zero never at an edge: below and above it lies at least half of the other side."""
    low = min(0.0, *(day["low90"] for day in days))
    high = max(0.0, *(day["high90"] for day in days))
    low, high = min(low, -high / 2), max(high, -low / 2)
    margin = 0.06 * (high - low or 1.0)
    return low - margin, high + margin


def _bands(at: _Scale, days: Sequence[Row]) -> list[str]:
    """Both bands where anything was told within weeks; elsewhere one in grey, of what can be said without news."""
    found = []
    for start, until in _runs(days):
        # Each reaches to where the next begins.
        drawn = days[start : until + 1]
        idle = days[start]["quiet"]
        bands = (
            [("idle", "low90", "high90")]
            if idle
            else [("wide", "low90", "high90"), ("narrow", "low50", "high50")]
        )
        for name, lower, upper in bands:
            above = [f"{at.x(day['day'])},{at.y(day[upper])}" for day in drawn]
            below = [f"{at.x(day['day'])},{at.y(day[lower])}" for day in reversed(drawn)]
            found.append(f'<polygon class="{name}" points="{" ".join([*above, *below])}"/>')
    return found


def _runs(days: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """First index and the one after the last, of days on end that are all quiet or all not."""
    start = 0
    for index in range(1, len(days) + 1):
        if index == len(days) or days[index]["quiet"] != days[start]["quiet"]:
            yield start, index
            start = index


def _line(at: _Scale, days: Sequence[Row]) -> list[str]:
    """The mean where anything was seen within weeks, broken elsewhere."""
    stretches: dict[int, list[str]] = {}
    for day in days:
        if not day["quiet"]:
            stretches.setdefault(day["stretch"], []).append(f"{at.x(day['day'])},{at.y(day['mean'])}")
    drawn = []
    for points in stretches.values():
        # A stretch of a single day would be invisible as a line.
        ends = points if len(points) > 1 else [points[0], _beside(points[0])]
        drawn.append(f'<polyline class="line" vector-effect="non-scaling-stroke" points="{" ".join(ends)}"/>')
    return drawn


def _dots(at: _Scale, days: Sequence[Row]) -> list[str]:
    """A dot where anything was told; too many of them would be a line."""
    told = [day for day in days if day["events"]]
    if len(told) > MOST_DOTS:
        return []
    return [
        f'<circle class="dot" cx="{100 * at.share(day["day"]):.2f}%" cy="{at.y(day["mean"])}" r="2.2"/>'
        for day in told
    ]


def _beside(point: str) -> str:
    x, y = point.split(",")
    return f"{float(x) + 2},{y}"


def _zero(at: _Scale) -> str:
    y = at.y(0.0)
    return f'<line class="zero" x1="0" x2="{WIDE}" y1="{y}" y2="{y}" vector-effect="non-scaling-stroke"/>'


def _window(at: _Scale, window: tuple[str, str] | None) -> list[str]:
    if window is None:
        return []
    left, right = (min(max(at.x(day), 0.0), float(WIDE)) for day in window)
    return [f'<rect class="window" x="{left}" width="{max(2.0, right - left):.1f}" y="0" height="{HIGH}"/>']


def _years(at: _Scale) -> list[str]:
    """Years along the foot, or months where the span is short; every other one may be hidden on a small screen."""
    first, last = date.fromisoformat(at.first), date.fromisoformat(at.last)
    if (last - first).days > 800:
        every = -(-(last.year - first.year) // 14)
        ticks = [(date(y, 1, 1), str(y)) for y in range(first.year + 1, last.year + 1) if y % every == 0]
    else:
        ticks = _months(first, last)
    words = []
    for number, (day, text) in enumerate(ticks):
        share = 100 * at.share(str(day))
        minor = " minor" if number % 3 else ""
        words.append(f'<line class="grid" x1="{share:.2f}%" x2="{share:.2f}%" y1="{HIGH}" y2="{HIGH + 5}"/>')
        if share < 97:
            words.append(f'<text class="tick{minor}" x="{share:.2f}%" dx="3" y="{HIGH + 16}">{text}</text>')
    return words


def _months(first: date, last: date) -> list[tuple[date, str]]:
    every = max(1, -(-(last - first).days // (31 * 12)))
    ticks, day = [], date(first.year, first.month, 1)
    while (day := (day + timedelta(32)).replace(day=1)) <= last:
        if (day.month - 1) % every == 0:
            ticks.append((day, f"{day:%b %Y}"))
    return ticks


def _sides(at: _Scale, turns: Sequence[Row]) -> list[str]:
    """Which way is up, at the left or, where the number of a turn stands there, at the right."""
    taken = any(at.share(turn["began"]) < 0.12 for turn in turns)
    place = 'x="100%" dx="-4" text-anchor="end"' if taken else 'x="4"'
    return [
        f'<text class="side" {place} y="14">↑ warmer</text>',
        f'<text class="side" {place} y="{HIGH - 6}">↓ cooler</text>',
    ]


def _flags(at: _Scale, turns: Sequence[Row]) -> list[str]:
    """Numbers at the turns, as many rows as keep neighbours apart."""
    words = []
    for number, turn in enumerate(turns, 1):
        x, y = 100 * at.share(turn["began"]), 14 + 20 * ((number - 1) % 3)
        words.append(
            f'<g data-turn="{number}"><circle class="flag {_way(turn)}" cx="{x:.2f}%" cy="{y}" r="8.5"/>'
            f'<text class="flagged" x="{x:.2f}%" y="{y + 4}" text-anchor="middle">{number}</text></g>'
        )
    return words


def _way(turn: Row) -> str:
    return "warmer" if turn["direction"] == "warmer" else "cooler"
