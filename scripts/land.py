"""Draws `detente/display/land.path` from Natural Earth's 110m countries (public domain): the land alone, no borders.

Usage: python scripts/land.py naturalearth_lowres.shp > src/detente/display/land.path
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

Point = tuple[float, float]
NEAR = 0.25
"""Degrees that the outline may stray: less than can be seen on a map of a few hundred pixels."""
SMALL = 0.6
"""Square degrees below which an island is left out."""


def rings(data: bytes) -> Iterator[list[Point]]:
    """The rings of all polygons of a shapefile (ESRI, 1998)."""
    place = 100
    while place < len(data):
        (length,) = struct.unpack(">i", data[place + 4 : place + 8])
        record = data[place + 8 : place + 8 + 2 * length]
        place += 8 + 2 * length
        if struct.unpack("<i", record[:4])[0] != 5:
            continue
        parts, points = struct.unpack("<2i", record[36:44])
        starts = [*struct.unpack(f"<{parts}i", record[44 : 44 + 4 * parts]), points]
        numbers = struct.unpack(f"<{2 * points}d", record[44 + 4 * parts :])
        every = list(zip(numbers[::2], numbers[1::2], strict=True))
        yield from (every[a:b] for a, b in pairwise(starts))


def simpler(points: list[Point]) -> list[Point]:
    """The points that are needed to stay within `NEAR` of a line (Douglas and Peucker 1973)."""
    if len(points) < 3:
        return points
    (ax, ay), (bx, by) = points[0], points[-1]
    long = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
    far, at = 0.0, 0
    for number, (x, y) in enumerate(points[1:-1], 1):
        off = (
            abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / long
            if long
            else ((x - ax) ** 2 + (y - ay) ** 2) ** 0.5
        )
        if off > far:
            far, at = off, number
    return [*simpler(points[: at + 1])[:-1], *simpler(points[at:])] if far > NEAR else [points[0], points[-1]]


def area(ring: list[Point]) -> float:
    """Square degrees within a ring."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2


def drawn(ring: list[Point]) -> str:
    """A ring as a path in tenths of a degree, east and south positive, each step from the last point."""
    half = len(ring) // 2
    points = [*simpler(ring[: half + 1])[:-1], *simpler(ring[half:])]
    steps, (px, py) = [], (0, 0)
    for x, y in ((round(10 * x), round(-10 * y)) for x, y in points[:-1]):
        steps.append(f"{x - px},{y - py}")
        px, py = x, y
    first, *rest = steps
    return f"M{first}l{' '.join(rest)}z" if len(rest) > 1 else ""


if __name__ == "__main__":
    found = [ring for ring in rings(Path(sys.argv[1]).read_bytes()) if area(ring) >= SMALL]
    print("".join(drawn(ring) for ring in found))
