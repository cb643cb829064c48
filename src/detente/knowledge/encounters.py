"""Words that tell an encounter and what becomes of it: `encounters.toml`, `encounter_words.toml`, `stages.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal, get_args

from detente.errors import KnowledgeError
from detente.knowledge.tables import read_toml
from detente.types import EncounterForm, EncounterStage

Group = Literal[
    "apart",
    "negotiating",
    "mediation",
    "mediating",
    "signed",
    "having",
    "tables",
    "handing",
    "fare",
    "asking",
    "light",
    "hosting",
    "companions",
    "convened",
    "remote",
    "planned",
]
_KNOWLEDGE = files("detente.knowledge")
GROUPS: tuple[Group, ...] = get_args(Group)


@dataclass(frozen=True, slots=True, kw_only=True)
class EncounterRow:
    """Verbs or nouns of one form of encounter, and where its parties stand."""

    kind: Literal["verb", "noun"]
    form: EncounterForm
    lemmas: tuple[str, ...]
    partners: tuple[str, ...] = ()
    host: bool = False
    place: tuple[str, ...] = ()
    gathering: bool = False
    """Nouns that name a body as well: they tell an encounter only where somebody attends or opens it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordGroup:
    """Words that do one thing around the triggers; the file says what each group is."""

    name: Group
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRow:
    """Verbs that tell what became of an encounter."""

    stage: EncounterStage
    lemmas: tuple[str, ...]


def read_encounters(file: Traversable) -> tuple[EncounterRow, ...]:
    """The triggers of such a table. Raises `KnowledgeError` with the line of every fault."""
    return read_toml(file, "encounter", EncounterRow)


def read_groups(file: Traversable) -> tuple[WordGroup, ...]:
    """The groups of words of such a table; each must be there once. Raises `KnowledgeError`."""
    groups = read_toml(file, "group", WordGroup, unique=("name",))
    missing = sorted(set(GROUPS) - {group.name for group in groups})
    if missing:
        raise KnowledgeError(
            f"{file.name}: no [[group]] named {', '.join(missing)}; add it, if need be with words = []"
        )
    return groups


def read_stages(file: Traversable) -> tuple[StageRow, ...]:
    """The stages of such a table. Raises `KnowledgeError`."""
    return read_toml(file, "stage", StageRow)


@cache
def encounter_rows() -> tuple[EncounterRow, ...]:
    """The triggers that come with the package."""
    return read_encounters(_KNOWLEDGE.joinpath("encounters.toml"))


@cache
def encounter_groups() -> tuple[WordGroup, ...]:
    """The groups of words that come with the package."""
    return read_groups(_KNOWLEDGE.joinpath("encounter_words.toml"))


@cache
def stage_rows() -> tuple[StageRow, ...]:
    """The stages that come with the package."""
    return read_stages(_KNOWLEDGE.joinpath("stages.toml"))
