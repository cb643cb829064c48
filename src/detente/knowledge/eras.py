"""Turning points that writers count from without a date ("since the war began"): `eras.csv`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from detente.knowledge.tables import read_csv


@dataclass(frozen=True, slots=True, kw_only=True)
class Era:
    """A turning point by the words that name it."""

    words: tuple[str, ...]
    """In lower case."""
    day: str
    """ISO 8601 prefix of the day that it began."""
    states: tuple[str, ...] = ()
    """The words mean it only where one of these states is spoken of; empty: always."""
    source: str


def read_eras(file: Traversable) -> tuple[Era, ...]:
    """The rows of such a table. Raises `KnowledgeError` with line and column of every fault."""
    return read_csv(file, Era, check=_fault)


@cache
def eras() -> tuple[Era, ...]:
    """The table that comes with the package."""
    return read_eras(files("detente.knowledge").joinpath("eras.csv"))


def _fault(era: Era) -> str | None:
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", era.day):
        return f"day: {era.day!r} is no date; write 2022, 2022-02 or 2022-02-24"
    if any(word != word.lower() for word in era.words):
        return "words: write them in lower case"
    return None
