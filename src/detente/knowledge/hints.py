"""Words that hint at an issue within a stand that is taken: `hints.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from detente.knowledge.tables import read_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class HintRow:
    """Words too common to betray an issue wherever they stand, that do so where somebody demands or refuses it."""

    issue: str
    words: tuple[str, ...]


def read_hints(file: Traversable, known: frozenset[str]) -> tuple[HintRow, ...]:
    """The rows of a table of hints at `known` issues. Raises `KnowledgeError` with the line of every fault."""

    def fault(row: HintRow) -> str | None:
        return None if row.issue in known else f"issue: {row.issue!r} is no issue of the taxonomy"

    return read_toml(file, "hint", HintRow, unique=("issue",), check=fault)


@cache
def hints(known: frozenset[str]) -> tuple[HintRow, ...]:
    """The table that comes with the package."""
    return read_hints(files("detente.knowledge").joinpath("hints.toml"), known)
