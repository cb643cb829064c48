"""Act: one event as the words of a sentence tell it."""

from __future__ import annotations

from dataclasses import dataclass

THREATENED = {"173": "arrest"}
"""Modes of THREATEN that no CAMEO code tells, by the code of what is threatened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One event as the words tell it. Indices are of words; parties are in order of trust."""

    word: int
    trigger: tuple[int, ...]
    cameo: str
    event: str = ""
    mode: str = ""
    contexts: tuple[str, ...] = ()
    actors: tuple[int, ...] = ()
    recipients: tuple[int, ...] = ()
    both: bool = False
    alone: bool = False
    nominal: bool = False
    operators: tuple[str, ...] = ()
    core: int = -1
    """The verb inside ("visit" of "plans to visit") whose auxiliaries count too; -1 for `word` itself."""
    paths: tuple[str, ...] = ()
    """The prepositions after which the other party may stand, also when they hang on a verb above."""
    inside: tuple[int, ...] = ()
    """Words whose own events are part of this one."""
    row: str = ""
    path: str = ""
    trust: float = 0.9
