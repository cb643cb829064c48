"""Everyone in the words of the article: a phrase that a rule puts together word by word loses hyphens, and words in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from detente.types import Actor, Assessment, Claim, Encounter, Position, Report

Row = TypeVar("Row", Report, Encounter, Position, Assessment, Claim)
CAST: dict[type[Report | Encounter | Position | Assessment | Claim], tuple[str, ...]] = {
    Report: ("actors", "recipients", "said_by"),
    Encounter: ("participants", "host", "delegation"),
    Position: ("holder", "addressee", "said_by"),
    Assessment: ("said_by",),
    Claim: ("who", "partners", "said_by"),
}
"""Where the actors of a row stand."""


def as_written(rows: Sequence[Row], text: str) -> tuple[Row, ...]:
    """The rows, each actor with the very words of the article's `text` that stand at its place."""
    return tuple(_row(row, text) for row in rows)


def _row(row: Row, text: str) -> Row:
    changed: dict[str, Any] = {}
    for field in CAST[type(row)]:
        held = getattr(row, field)
        told = tuple(_actor(one, text) for one in held) if isinstance(held, tuple) else _actor(held, text)
        if told != held:
            changed[field] = told
    return replace(row, **changed) if changed else row


def _actor(actor: Actor | None, text: str) -> Actor | None:
    own = text[actor.start : actor.end] if actor is not None else ""
    return replace(actor, text=own) if actor is not None and own and own != actor.text else actor
