"""Drafts: reports in the making, with all that speaks for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from detente.coding.act import Act
from detente.coding.status import Standing
from detente.types import Actor, Sentence

Marked = tuple[str, tuple[int, int], tuple[int, int]]
"""A sentence, and the offsets in it of the actor and of the recipient."""
Scores = Callable[[Sequence[Marked]], Sequence[Mapping[str, float]]]
"""What the encoder's head says of marked sentences: a probability for each category."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A report in the making, with what speaks for it."""

    sentence: Sentence
    act: Act
    cameo: str
    event: str
    mode: str | None
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    standing: Standing
    said_by: Actor | None
    confidence: float
    probabilities: Mapping[str, float] | None = None
