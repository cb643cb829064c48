"""Outlets and news agencies: `outlets.csv`, `agencies.csv`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

from detente.knowledge.tables import read_csv

DateOrder = Literal["dmy", "mdy", "ymd"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A newspaper, broadcaster or ministry, by the domain it publishes under."""

    domain: str
    name: str
    country: str | None = None
    order: DateOrder = "dmy"
    agency: str | None = None
    """Where the outlet is an agency itself: its short name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A news agency and how it is credited."""

    name: str
    aliases: tuple[str, ...]
    country: str | None = None
    weak: tuple[str, ...] = ()
    """Aliases that mean something else as often ("Petra", "AA")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletTables:
    """Outlets by domain and by name (case folded), agencies by alias."""

    by_domain: Mapping[str, Outlet]
    by_name: Mapping[str, Outlet]
    agencies: Mapping[str, str]
    weak: frozenset[str] = frozenset()
    """Aliases that count in brackets and as a whole credit only."""


def build(outlets: Sequence[Outlet], agencies: Sequence[Agency]) -> OutletTables:
    """Indexes the rows."""
    return OutletTables(
        by_domain={o.domain: o for o in outlets},
        by_name={o.name.casefold(): o for o in reversed(outlets)},
        agencies={alias: a.name for a in reversed(agencies) for alias in a.aliases},
        weak=frozenset(alias for a in agencies for alias in a.weak),
    )


def read_outlets(file: Traversable) -> tuple[Outlet, ...]:
    """The outlets of a table. Raises `KnowledgeError` with the line of every fault."""
    return read_csv(file, Outlet, unique=("domain",))


def read_agencies(file: Traversable) -> tuple[Agency, ...]:
    """The agencies of a table. Raises `KnowledgeError` with the line of every fault."""
    return read_csv(file, Agency, unique=("name",))


@cache
def outlet_tables() -> OutletTables:
    """The tables that come with the package."""
    folder = files("detente.knowledge")
    return build(read_outlets(folder.joinpath("outlets.csv")), read_agencies(folder.joinpath("agencies.csv")))
