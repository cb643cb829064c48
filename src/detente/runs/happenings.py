"""What happens in a watch, as it is told to whoever follows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detente.runs.steps import Step
from detente.sources import Refusal

EVERY = 900.0
"""Seconds between two calls for a feed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed and how often it is asked, in seconds."""

    address: str
    every: float = EVERY


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """A feed was asked."""

    feed: str
    outcome: Literal["new", "unchanged", "failed", "gone"]
    new: int = 0
    """Items that it never named before."""
    kind: str | None = None
    message: str | None = None
    again: float | None = None
    """Seconds until it is asked again; None for never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    """Items were tried: what was read stands in the record."""

    steps: tuple[Step, ...]
    waiting: tuple[Refusal, ...]
    """What could not be got now and is tried again."""
    lost: tuple[Refusal, ...]
    """What is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The record could not be had or written."""

    message: str
    again: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Resting:
    """Nothing is to be done for so many seconds."""

    seconds: float


Happening = Polled | Got | Held | Resting
