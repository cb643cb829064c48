"""A small map of where a place is: land and a mark, no borders, nothing fetched.

The outline is Natural Earth's (public domain), made by `scripts/land.py`: rings in tenths of a degree, plate carrée.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from math import cos, radians

WIDE, HIGH = 460, 280
"""Tenths of a degree of latitude that the map shows across and down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """The outline of a piece of land and the box it fills: west, north, east, south."""

    path: str
    box: tuple[int, int, int, int]


def place_svg(lat: float, lon: float, name: str) -> str:
    """The surroundings of a place as SVG, the place in the middle; `name` is its text alternative."""
    # Degrees of longitude are drawn as short as they are at that latitude, though not without end towards the poles.
    narrow = max(cos(radians(lat)), 0.25)
    x, y = round(10 * lon), round(-10 * lat)
    half = round(WIDE / narrow / 2)
    west, east, north, south = x - half, x + half, y - HIGH // 2, y + HIGH // 2
    drawn = []
    for shift in (-3600, 0, 3600):  # the other side of the date line
        inside = [
            ring.path
            for ring in land()
            if ring.box[0] + shift <= east
            and ring.box[2] + shift >= west
            and ring.box[1] <= south
            and ring.box[3] >= north
        ]
        if inside:
            drawn.append(f'<path class="land" transform="translate({shift} 0)" d="{"".join(inside)}"/>')
    scale = f"scale({narrow:.3f} 1) translate({-x} {-y})"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map" viewBox="{-WIDE // 2} {-HIGH // 2} {WIDE} {HIGH}" role="img" '
        f'aria-label="{escape(f"Map: {name}")}"><g transform="{scale}">{"".join(drawn)}</g>'
        '<circle class="pin" cx="0" cy="0" r="6"/></svg>'
    )


@cache
def land() -> tuple[Ring, ...]:
    """All rings, the largest countries and islands of the world."""
    whole = files("detente.display").joinpath("land.path").read_text(encoding="ascii")
    return tuple(_ring(path) for path in re.findall(r"M[^M]+", whole.strip()))


def _ring(path: str) -> Ring:
    steps = [tuple(map(int, step.split(","))) for step in re.findall(r"-?\d+,-?\d+", path)]
    xs, ys, x, y = [], [], 0, 0
    for dx, dy in steps:
        x, y = x + dx, y + dy
        xs.append(x)
        ys.append(y)
    return Ring(path=path, box=(min(xs), min(ys), max(xs), max(ys)))
