"""The real clock of a command that stays, and how Ctrl-C and SIGTERM end it: after what is in hand."""

from __future__ import annotations

import signal
import time
from datetime import UTC, datetime
from types import FrameType

NAP = 0.2
"""Seconds that a rest sleeps at a time. (Waiting on a lock that a signal's handler takes could wait for itself.)"""


class UntilStopped:
    """The present, until a signal comes. A second Ctrl-C ends the process at once."""

    def __init__(self) -> None:
        self.stopped = False

    def listen(self) -> None:
        """From now on SIGINT and SIGTERM ask to end."""
        signal.signal(signal.SIGINT, self._stop)
        signal.signal(signal.SIGTERM, self._stop)

    def now(self) -> datetime:
        """The present (UTC, without a zone)."""
        return datetime.now(UTC).replace(tzinfo=None)

    def rest(self, seconds: float) -> None:
        """Sleeps so long, or until it is asked to end."""
        until = time.monotonic() + seconds
        while not self.stopped and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, NAP))

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopped = True
        signal.signal(signal.SIGINT, signal.default_int_handler)
