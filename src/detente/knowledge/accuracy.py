"""How well the coder does, measured: `accuracy.toml`, the figures of docs/benchmarks.md that a reader of the record needs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from detente.knowledge.tables import read_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """One figure."""

    part: str
    """events, encounters, positions, linking, actors, curve."""
    what: str
    figure: str
    note: str
    command: str
    """What measures it."""


@cache
def accuracy() -> tuple[Accuracy, ...]:
    """The figures of this version."""
    return read_toml(
        files("detente.knowledge").joinpath("accuracy.toml"), "accuracy", Accuracy, unique=("what",)
    )
