"""Words that tell an encounter: `encounters.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

from detente.knowledge.tables import read_toml
from detente.types import EncounterForm


@dataclass(frozen=True, slots=True, kw_only=True)
class EncounterRow:
    """Verbs or nouns of one form of encounter, and where its parties stand."""

    kind: Literal["verb", "noun"]
    form: EncounterForm
    lemmas: tuple[str, ...]
    partners: tuple[str, ...] = ()
    host: bool = False
    place: tuple[str, ...] = ()


def read_encounters(file: Traversable) -> tuple[EncounterRow, ...]:
    """The rows of such a table. Raises `KnowledgeError` with the line of every fault."""
    return read_toml(file, "encounter", EncounterRow)


@cache
def encounter_rows() -> tuple[EncounterRow, ...]:
    """The table that comes with the package."""
    return read_encounters(files("detente.knowledge").joinpath("encounters.toml"))
