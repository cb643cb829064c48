"""Words that take a stand: `stances.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

from detente.knowledge.tables import read_toml
from detente.types import Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceRow:
    """Verbs that make a position of their clause, and how their parties are marked."""

    stance: Stance
    object: Literal["addressee", "matter"]
    """What the direct object is when the matter stands in a clause or a phrase as well."""
    lemmas: tuple[str, ...]
    to: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


def read_stances(file: Traversable) -> tuple[StanceRow, ...]:
    """The rows of a table of stances. Raises `KnowledgeError` with the line of every fault."""
    return read_toml(file, "stance", StanceRow)


@cache
def stances() -> tuple[StanceRow, ...]:
    """The table that comes with the package."""
    return read_stances(files("detente.knowledge").joinpath("stances.toml"))
