"""Where diplomacy is done: palaces, guesthouses, retreats, seats of organisations: `venues.csv`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from detente.knowledge.tables import read_csv


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """A building, estate or hall in which people of two powers may meet."""

    name: str
    aliases: tuple[str, ...] = ()
    city: str | None = None
    country: str
    """ISO 3166-1 alpha-3 of the ground that it stands on."""
    lat: float
    lon: float
    """Degrees north and east, good to a kilometre or so."""


def read_venues(file: Traversable) -> tuple[Venue, ...]:
    """The venues of a table. Raises `KnowledgeError` with line and column of every fault."""
    return read_csv(file, Venue, unique=("name", "country"), check=_fault)


@cache
def venues() -> tuple[Venue, ...]:
    """The venues that come with the package."""
    return read_venues(files("detente.knowledge").joinpath("venues.csv"))


def _fault(venue: Venue) -> str | None:
    if not re.fullmatch(r"[A-Z]{3}", venue.country):
        return f"country: {venue.country!r} must be three capital letters (ISO 3166-1 alpha-3)"
    if not -90 <= venue.lat <= 90:
        return f"lat: {venue.lat} is not between -90 and 90"
    if not -180 <= venue.lon <= 180:
        return f"lon: {venue.lon} is not between -180 and 180"
    return None
