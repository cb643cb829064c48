"""Given names that tell whether their bearer is called "he" or "she": `given_names.csv`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

from detente.knowledge.tables import read_csv


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenName:
    """A given name that nearly all of its bearers share with their own sex only."""

    name: str
    gender: Literal["m", "f"]


@cache
def given_names() -> tuple[GivenName, ...]:
    """The names that come with the package."""
    return read_given_names(files("detente.knowledge").joinpath("given_names.csv"))


def read_given_names(file: Traversable) -> tuple[GivenName, ...]:
    """The names of a table. Raises `KnowledgeError` with line and column of every fault."""
    return read_csv(file, GivenName, unique=("name",))
