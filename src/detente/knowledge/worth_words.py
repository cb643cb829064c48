"""What speaks for and against a sentence's telling anything between powers: `worth_words.csv`, learned by `python -m training.worth`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from detente.knowledge.telling_words import read_telling_words


@cache
def worth_words() -> Mapping[str, float]:
    """The table that comes with the package, of the same form as `telling_words.csv`. Raises `KnowledgeError`."""
    return read_telling_words(files("detente.knowledge").joinpath("worth_words.csv"))
