"""When something is tried again: clocks that can be stopped, and pauses that grow and never fall together."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Protocol

HOUR, DAY = 3600.0, 86_400.0
LONGEST_ASKED = DAY
"""Seconds. A server that asks to be left alone for longer is met halfway."""
APART = 0.25
"""Pauses are drawn from so much less to so much more, so that many do not come back at once."""


class Pace(Protocol):
    """The time, and whether to go on."""

    @property
    def stopped(self) -> bool:
        """Whether it is time to end after what is in hand."""

    def now(self) -> datetime:
        """The present (UTC, without a zone)."""

    def rest(self, seconds: float) -> None:
        """Waits so long, or until it is time to end."""


def grown(first: float, times: int, most: float, chance: random.Random, asked: float | None = None) -> float:
    """Seconds to wait after so many failures in a row (1, 2, ...): doubled each time up to `most`, drawn about that.

    Never less than a server has `asked` for, as far as that makes sense.
    """
    seconds = min(first * 2.0 ** min(times - 1, 30), most)
    drawn = seconds * chance.uniform(1 - APART, 1 + APART)
    return max(drawn, min(asked or 0.0, LONGEST_ASKED))
