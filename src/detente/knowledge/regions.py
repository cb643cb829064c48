"""Places that are neither state nor city: provinces, seas, straits, bases, disputed ground: `regions.csv`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

from detente.knowledge.tables import read_csv

RegionKind = Literal[
    "division", "region", "disputed", "sea", "strait", "river", "island", "base", "world", "place"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A stretch of land or water with a name."""

    name: str
    kind: RegionKind
    country: str | None = None
    """ISO 3166-1 alpha-3 of the state it is counted to by most; None for seas and what many states share."""
    lat: float
    lon: float
    """Degrees north and east of its middle, good to half its width."""
    aliases: tuple[str, ...] = ()


def read_regions(file: Traversable) -> tuple[Region, ...]:
    """The regions of a table. Raises `KnowledgeError` with line and column of every fault."""
    return read_csv(file, Region, unique=("name", "country", "kind"), check=_fault)


@cache
def regions() -> tuple[Region, ...]:
    """The regions that come with the package."""
    return read_regions(files("detente.knowledge").joinpath("regions.csv"))


def _fault(region: Region) -> str | None:
    if region.country is not None and not re.fullmatch(r"[A-Z]{3}", region.country):
        return f"country: {region.country!r} must be three capital letters (ISO 3166-1 alpha-3) or empty"
    if not -90 <= region.lat <= 90:
        return f"lat: {region.lat} is not between -90 and 90"
    if not -180 <= region.lon <= 180:
        return f"lon: {region.lon} is not between -180 and 180"
    return None
