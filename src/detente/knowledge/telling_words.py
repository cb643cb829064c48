"""Words that betray a sentence which tells an encounter or a stand: `telling_words.csv`, learned by `python -m training.telling`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from detente.errors import KnowledgeError
from detente.knowledge.tables import read_csv

EVEN = "*"
"""The row whose weight is that of every sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingWord:
    """What a word, in lower case and without its ending, counts for and against."""

    word: str
    weight: float


def read_telling_words(file: Traversable) -> Mapping[str, float]:
    """Weights by word. Raises `KnowledgeError` with the line of every fault, and where the row of all sentences is missing."""
    rows = {row.word: row.weight for row in read_csv(file, TellingWord, unique=("word",))}
    if EVEN not in rows:
        raise KnowledgeError(
            f"{file.name}: the row {EVEN!r}, the weight of every sentence, is missing; add it"
        )
    return rows


@cache
def telling_words() -> Mapping[str, float]:
    """The table that comes with the package."""
    return read_telling_words(files("detente.knowledge").joinpath("telling_words.csv"))
