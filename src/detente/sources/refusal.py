"""What could not be got, as data: the rest of the batch goes on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One item that could not be got. `kind` is a short name that can be counted."""

    location: str
    kind: str
    message: str
    wait: float | None = None
    """Seconds for which the server asks to be left alone."""
