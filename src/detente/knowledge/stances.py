"""Words that take a stand: `stances.toml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

from detente.knowledge.inflection import verb_forms
from detente.knowledge.tables import read_toml
from detente.types import Stance

Part = Literal["verb", "noun", "adjective", "verdict", "deed", "yielding"]
StanceKey = tuple[Part, str]
"""How a word is used, and its lemma (with the particle or preposition that belongs to it: "rule out")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceRow:
    """Words that make a position of their clause, and how their parties are marked."""

    stance: Stance
    lemmas: tuple[str, ...]
    part: Part = "verb"
    object: Literal["addressee", "matter"] = "matter"
    """What the direct object is when the matter stands in a clause or a phrase as well."""
    to: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    mutual: bool = False
    """Whether two who do it together do it toward each other ("agreed")."""
    bare: bool = False
    """Whether it takes a stand without naming a matter ("the ministry protested")."""


def read_stances(file: Traversable) -> tuple[StanceRow, ...]:
    """The rows of a table of stances. Raises `KnowledgeError` with the line of every fault."""
    return read_toml(file, "stance", StanceRow)


@cache
def stances() -> tuple[StanceRow, ...]:
    """The table that comes with the package."""
    return read_stances(files("detente.knowledge").joinpath("stances.toml"))


def by_lemma(rows: Sequence[StanceRow]) -> Mapping[StanceKey, StanceRow]:
    """The rows by the part a word plays and its lemma, and by the verbs' other forms, for lemmas guessed wrong."""
    forms = {
        (row.part, " ".join((form, *rest))): row
        for row in rows
        if row.part in {"verb", "deed"}
        for first, *rest in (lemma.split() for lemma in row.lemmas)
        for form in verb_forms(first)
    }
    return forms | {(row.part, lemma): row for row in rows for lemma in row.lemmas}


def openings(rows: Mapping[StanceKey, StanceRow]) -> frozenset[StanceKey]:
    """The first words of all rows, by part: most words of a text open none, and need no closer look."""
    return frozenset((part, lemma.split()[0]) for part, lemma in rows)
