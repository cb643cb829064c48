"""What a CAMEO code means in PLOVER, for rows that others coded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from detente.knowledge.categories import categories


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """Category, mode, contexts and quad class of a code; all empty for codes without a category in PLOVER."""

    event: str | None = None
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    quad: str | None = None


@cache
def meaning_of(cameo: str) -> Meaning:
    """The meaning of a code, or of the nearest above it that the table has ("0861" before "086" before "08")."""
    known = categories()
    for length in range(len(cameo), 1, -1):
        code = known.codes.get(cameo[:length])
        if code is not None:
            return Meaning(
                event=code.event, mode=code.mode or None, contexts=code.contexts, quad=known.quad(code.event)
            )
    for event in known.events():
        if known.root(event) == cameo[:2]:
            return Meaning(event=event, quad=known.quad(event))
    return Meaning()


def number_in(text: str) -> float | None:
    """A number; None for an empty field or `NA`. Raises `ValueError` for anything else."""
    return None if text in ("", "NA", "None") else float(text)
