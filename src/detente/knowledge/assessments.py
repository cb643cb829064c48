"""How the state of a relationship is put into words: `assessments.toml`, and how strongly: `degrees.csv`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from detente.knowledge.tables import read_csv, read_toml
from detente.types import Degree, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentRow:
    """Nouns for a relationship and the words that give them a direction (lemmas)."""

    nouns: tuple[str, ...]
    scope: Scope
    alone: bool = False
    """Whether the noun speaks of the story's two states where its sentence names none ("ties", not "crisis")."""
    explicit: bool = False
    """Whether the noun's own phrase must name the two ("a crisis between Serbia and Kosovo": most crises are no dispute)."""
    worsening: tuple[str, ...] = ()
    improving: tuple[str, ...] = ()
    strained: tuple[str, ...] = ()
    friendly: tuple[str, ...] = ()
    stalled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DegreeRow:
    """A word that puts an assessment more strongly or more weakly."""

    word: str
    degree: Degree


def read_assessments(file: Traversable) -> tuple[AssessmentRow, ...]:
    """The rows of such a table. Raises `KnowledgeError` with the line of every fault."""
    return read_toml(file, "assessment", AssessmentRow)


@cache
def assessment_rows() -> tuple[AssessmentRow, ...]:
    """The table that comes with the package."""
    return read_assessments(files("detente.knowledge").joinpath("assessments.toml"))


def read_degrees(file: Traversable) -> tuple[DegreeRow, ...]:
    """The rows of such a table. Raises `KnowledgeError` with line and column of every fault."""
    return read_csv(file, DegreeRow, unique=("word",))


@cache
def degrees() -> tuple[DegreeRow, ...]:
    """The table that comes with the package."""
    return read_degrees(files("detente.knowledge").joinpath("degrees.csv"))
