"""Wikidata's positions as our offices: `wikidata.toml`, and what its labels mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from detente.knowledge.holders import is_office, offices
from detente.knowledge.tables import read_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A class of positions and the offices of ours that it may be."""

    item: str
    """Wikidata's item ("Q7330070")."""
    label: str
    offices: tuple[str, ...]


@cache
def positions() -> tuple[Position, ...]:
    """The classes that are asked for. Raises `KnowledgeError` with the line of every fault."""
    return read_toml(
        files("detente.knowledge").joinpath("wikidata.toml"),
        "position",
        Position,
        unique=("item",),
        check=_fault,
    )


def office_of(label: str, position: Position) -> str | None:
    """The office that a position's English label names among those of its class; None for none or several."""
    if len(position.offices) == 1:
        return position.offices[0]
    words = f" {re.sub(r'[^a-z]+', ' ', label.lower())} "
    named = {
        (len(title), row.office)
        for row in offices()
        if row.office in position.offices
        for title in row.titles
        if f" {title.lower()} " in words
    }
    longest = max((length for length, _ in named), default=0)
    meant = {office for length, office in named if length == longest}
    return meant.pop() if len(meant) == 1 else None


def _fault(row: Position) -> str | None:
    if not re.fullmatch(r"Q\d+", row.item):
        return f"item: {row.item!r} is no item of Wikidata; write Q and a number"
    wrong = [office for office in row.offices if not is_office(office)]
    return f"offices: {', '.join(wrong)}: not in offices.csv" if wrong else None
