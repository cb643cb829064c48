"""Words that make a phrase look like a matter between powers: `candidates.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

from detente.knowledge.tables import read_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterCue:
    """Nouns or verbs that a matter follows, or nouns that name none themselves."""

    kind: Literal["noun", "verb", "empty"]
    lemmas: tuple[str, ...]
    prepositions: tuple[str, ...] = ()


def read_cues(file: Traversable) -> tuple[MatterCue, ...]:
    """The rows of such a table. Raises `KnowledgeError` with the line of every fault."""
    return read_toml(file, "cue", MatterCue)


@cache
def matter_cues() -> tuple[MatterCue, ...]:
    """The table that comes with the package."""
    return read_cues(files("detente.knowledge").joinpath("candidates.toml"))
