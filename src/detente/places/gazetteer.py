"""One index over all that has a name and a place: states, regions, seas, venues, cities."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from detente.knowledge.cities import City
from detente.knowledge.regions import Region
from detente.knowledge.states import State
from detente.knowledge.venues import Venue
from detente.types import PlacePrecision


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One bearer of a name. `weight` is how likely the bare name means it, before any context."""

    name: str
    precision: PlacePrecision
    country: str | None
    lat: float | None
    lon: float | None
    weight: float
    capital: bool = False
    shared: bool = False
    """No one state's: a sea, a continent, a disputed line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceTables:
    """Places by the words of their names, and the words that betray a country."""

    by_name: Mapping[str, tuple[Place, ...]]
    longest: Mapping[str, int]
    """First word of a name -> the most words that a name beginning so has."""
    peoples: Mapping[str, str]
    """Demonym or adjective -> country."""
    heavy: frozenset[str] = field(default=frozenset())
    """Names that are places wherever they stand: venues, seas, straits, bases, regions of two words."""
    short: frozenset[str] = field(default=frozenset())
    """Abbreviations that stand for a place after a comma only: "Augusta, Me.", "Tulsa, OK"."""


STATE, US_STATE, DIVISION, WORLD, SEA, VENUE, ALIAS = 5.5, 4.0, 3.2, 4.0, 4.5, 5.0, 3.0
"""Weights beside those of cities, which are the logarithm of thousands of people, and 2.5 more for capitals."""
KINDS: dict[str, tuple[PlacePrecision, float]] = {
    "division": ("region", DIVISION),
    "region": ("region", 3.8),
    "disputed": ("region", 4.2),
    "sea": ("sea", SEA),
    "strait": ("sea", SEA),
    "river": ("region", 2.5),
    "island": ("region", 4.2),
    "base": ("venue", 4.0),
    "world": ("region", WORLD),
    "place": ("city", 3.4),
}
_OWNER = re.compile("['’]s")
_ABBREVIATED = re.compile(r"[A-Z]{2}|(?:[A-Z][a-z]{0,4}\.){1,2}")
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_DROPPED = re.compile(r"[.'’`ʻʼ]")
_SPACED = re.compile(r"[\s\-‐‑–,]+")


def listed(words: str) -> frozenset[str]:
    """The words of a line."""
    return frozenset(words.split())


def plain(name: str) -> str:
    """A name as it is compared: without accents, case, points and hyphens."""
    if name.isascii() and name.isalpha():
        word = name.lower()
        return _SHORT.get(word, word)
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = _SPACED.sub(" ", _DROPPED.sub("", name)).strip().casefold().split(" ")
    return " ".join([_SHORT.get(word, word) for word in words])


def build(
    venues: Sequence[Venue], regions: Sequence[Region], states: Sequence[State], cities: Sequence[City]
) -> PlaceTables:
    """The index of all places. Where a name has several bearers all are kept, the likeliest first."""
    index: dict[str, list[Place]] = {}
    heavy: set[str] = set()
    short = {plain(name) for region in regions for name in region.aliases if _ABBREVIATED.fullmatch(name)}
    capitals = _capitals(states, cities)
    for state in states:
        _enter(index, (state.name, *state.aliases), _state_place(state, capitals))
    for region in regions:
        keys = _enter(index, (region.name, *region.aliases), _region_place(region))
        if region.kind in ("sea", "strait", "base"):
            heavy.update(key for key in keys if " " in key or region.kind == "base")
        elif region.kind != "division":
            heavy.update(key for key in keys if " " in key)
    for venue in venues:
        heavy.update(_enter(index, (venue.name, *venue.aliases), _venue_place(venue)))
    for city in sorted(cities, key=lambda c: -c.population):
        place = _city_place(city, capitals)
        _enter(index, (city.name,), place)
        if city.aliases:
            _enter(index, city.aliases, replace(place, weight=min(place.weight - 1.5, ALIAS)))
    by_name = {
        key: tuple(sorted(found, key=lambda p: -p.weight) if len(found) > 1 else found)
        for key, found in index.items()
    }
    peoples = {plain(word): state.code for state in reversed(states) for word in _peoples(state)}
    return PlaceTables(
        by_name=by_name,
        longest=_longest(by_name),
        peoples=peoples,
        heavy=frozenset(heavy),
        short=frozenset(short),
    )


def _peoples(state: State) -> Iterable[str]:
    """Words for a state's people; a state of today has the say over a former one of the same words."""
    if state.until is None:
        yield from state.adjectives
        for word in state.demonyms:
            yield word
            yield f"{word}s"


def _enter(index: dict[str, list[Place]], names: Sequence[str], place: Place) -> set[str]:
    written = {*names, *(_OWNER.sub(" s", name) for name in names if "'" in name or "’" in name)}
    keys = {plain(name) for name in written} - {""}
    for key in keys:
        known = index.setdefault(key, [])
        if not any(_same(place, other) for other in known):
            known.append(place)
    return keys


def _same(one: Place, other: Place) -> bool:
    return one.name == other.name and one.country == other.country and one.precision == other.precision


def _longest(by_name: Mapping[str, tuple[Place, ...]]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for key in by_name:
        words = key.split(" ")
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return longest


def _capitals(states: Sequence[State], cities: Sequence[City]) -> dict[str, City]:
    """Capital of each state: the largest city of that name in it."""
    wanted = {(state.code, plain(state.capital)) for state in states if state.capital}
    found: dict[str, City] = {}
    for city in cities:
        if (city.country, plain(city.name)) in wanted or (city.capital and city.country not in found):
            known = found.get(city.country)
            if known is None or city.population > known.population:
                found[city.country] = city
    return found


def _state_place(state: State, capitals: Mapping[str, City]) -> Place:
    seat = capitals.get(state.code)
    return Place(
        name=state.name,
        precision="country",
        country=state.code,
        lat=seat.lat if seat else None,
        lon=seat.lon if seat else None,
        weight=STATE if state.until is None else STATE - 1.0,
    )


def _region_place(region: Region) -> Place:
    precision, weight = KINDS[region.kind]
    if region.kind == "division" and region.country == "USA":
        weight = US_STATE
    return Place(
        name=region.name,
        precision=precision,
        country=region.country,
        lat=region.lat,
        lon=region.lon,
        weight=weight,
        shared=region.country is None,
    )


def _venue_place(venue: Venue) -> Place:
    return Place(
        name=venue.name, precision="venue", country=venue.country, lat=venue.lat, lon=venue.lon, weight=VENUE
    )


def _city_place(city: City, capitals: Mapping[str, City]) -> Place:
    capital = capitals.get(city.country) is city
    return Place(
        name=city.name,
        precision="city",
        country=city.country,
        lat=city.lat,
        lon=city.lon,
        weight=math.log10(max(city.population, 1000)) - 3 + (2.5 if capital else 0.0),
        capital=capital,
    )
