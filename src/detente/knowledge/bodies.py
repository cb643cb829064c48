"""Organisations, organs of states, armed groups, parties, media, firms, peoples: `bodies.csv`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

from detente.knowledge.sectors import SECTORS
from detente.knowledge.tables import read_csv

BodyKind = Literal["igo", "state", "group"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body that acts under a name of its own."""

    name: str
    aliases: tuple[str, ...] = ()
    """Matched with their capitals."""
    country: str | None = None
    """ISO 3166-1 alpha-3 of the state that it belongs to or mostly acts in; None for international ones."""
    sector: str
    """PLOVER."""
    kind: BodyKind
    """igo: of states; state: an organ of one; group: all others."""


@cache
def bodies() -> tuple[Body, ...]:
    """The bodies that come with the package."""
    return read_bodies(files("detente.knowledge").joinpath("bodies.csv"))


def read_bodies(file: Traversable) -> tuple[Body, ...]:
    """The bodies of a table. Raises `KnowledgeError` with line and column of every fault."""
    return read_csv(file, Body, unique=("name",), check=_fault)


def _fault(body: Body) -> str | None:
    if body.country is not None and not re.fullmatch(r"[A-Z]{3}", body.country):
        return f"country: {body.country!r} must be three capital letters (ISO 3166-1 alpha-3) or empty"
    if body.sector not in SECTORS:
        return f"sector: {body.sector!r} is none of PLOVER's: {', '.join(sorted(SECTORS))}"
    return None
