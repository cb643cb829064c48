"""How the state of a relationship is put into words: `assessments.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from detente.knowledge.tables import read_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentRow:
    """Nouns for a relationship and the words that give them a direction (lemmas)."""

    nouns: tuple[str, ...]
    worsening: tuple[str, ...] = ()
    improving: tuple[str, ...] = ()
    strained: tuple[str, ...] = ()
    friendly: tuple[str, ...] = ()
    stalled: tuple[str, ...] = ()


def read_assessments(file: Traversable) -> tuple[AssessmentRow, ...]:
    """The rows of such a table. Raises `KnowledgeError` with the line of every fault."""
    return read_toml(file, "assessment", AssessmentRow)


@cache
def assessment_rows() -> tuple[AssessmentRow, ...]:
    """The table that comes with the package."""
    return read_assessments(files("detente.knowledge").joinpath("assessments.toml"))
