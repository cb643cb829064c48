"""What people, ICEWS and CAMEO call the sectors of PLOVER: `sector_names.csv`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from detente.knowledge.sectors import SECTORS
from detente.knowledge.tables import read_csv


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorName:
    """A sector and its names elsewhere; empty where there is none."""

    sector: str
    words: str
    """Plain English: "government", "press"."""
    icews: str = ""
    cameo: str = ""


@cache
def sector_names() -> Mapping[str, SectorName]:
    """The names by PLOVER's code. Raises `KnowledgeError` for a table that names an unknown sector."""
    rows = read_csv(
        files("detente.knowledge").joinpath("sector_names.csv"), SectorName, unique=("sector",), check=_fault
    )
    return {row.sector: row for row in rows}


def _fault(row: SectorName) -> str | None:
    return None if row.sector in SECTORS else f"sector: {row.sector!r} is none of PLOVER's"
