"""Which sector of society a noun names: "soldiers" MIL, "students" EDU; and the sectors themselves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

from detente.knowledge.tables import read_csv

SECTORS = frozenset(
    [
        "GOV",
        "JUD",
        "LEG",
        "MIL",
        "COP",
        "OPP",
        "PTY",
        "REB",
        "PRM",
        "SPY",
        "UAF",
        "CVL",
        "ELI",
        "BUS",
        "EDU",
        "MED",
        "LAB",
        "AGR",
        "JRN",
        "REF",
        "REL",
        "SOC",
        "CRM",
        "IGO",
        "NGO",
    ]
)
"""Primary sector codes of the PLOVER manual (MED is medicine, JRN journalism), with IGO and NGO for bodies."""

NounKind = Literal["person", "people", "body", "thing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorNoun:
    """A noun, or a noun with its modifier, that names a kind of actor."""

    noun: str
    """Lower case, singular ("police officer")."""
    sector: str
    kind: NounKind = "people"
    """person: one human being; people: humans, counted; body: an institution; thing: what acts for its owner
    ("warplane")."""


@cache
def sector_nouns() -> tuple[SectorNoun, ...]:
    """The nouns that come with the package."""
    return read_sector_nouns(files("detente.knowledge").joinpath("sectors.csv"))


def read_sector_nouns(file: Traversable) -> tuple[SectorNoun, ...]:
    """The nouns of a table. Raises `KnowledgeError` with line and column of every fault."""
    return read_csv(file, SectorNoun, unique=("noun",), check=_fault)


def _fault(row: SectorNoun) -> str | None:
    if row.sector not in SECTORS:
        return f"sector: {row.sector!r} is none of PLOVER's: {', '.join(sorted(SECTORS))}"
    if row.noun != row.noun.lower():
        return f"noun: {row.noun!r} must be in lower case"
    return None
