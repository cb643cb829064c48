"""One worker process and the orders that it has been given: started, spoken to, listened to, ended."""

from __future__ import annotations

import queue
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from typing import IO, BinaryIO, cast

import msgspec

from detente.runs.messages import Answer, Broke, Open, Order, next_answer, say

SECONDS_A_PAGE = 10.0
"""Processor seconds that a page alone may take."""
PATIENCE = 10
"""How many times as long it may take by the clock, on a busy machine."""


class Process:
    """A worker, the orders that it has not answered, and how much it has been taught."""

    def __init__(self, opening: Open, heard: Heard, *, gently: bool = False) -> None:
        command = [sys.executable, "-m", "detente.runs.worker", *(["--gently"] if gently else [])]
        self.seconds = opening.seconds
        self._child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.waiting: deque[Order] = deque()
        self._since = time.monotonic()
        self.taught = 0
        self._late = False
        self.order(opening)
        threading.Thread(target=self._listen, args=(heard,), daemon=True).start()

    def order(self, message: Order) -> None:
        """Sends an order. With a worker that has died it is lost, which the death will show."""
        if not self.waiting:
            self._since = time.monotonic()
        self.waiting.append(message)
        with suppress(OSError):
            say(_pipe(self._child.stdin), message)

    def answered(self) -> None:
        """The first of the waiting orders has been answered."""
        self.waiting.popleft()
        self._since = time.monotonic()

    @property
    def silent(self) -> bool:
        """Whether it has been at the first of its orders for longer than any machine can be busy."""
        if not self.waiting:
            return False
        # Opening the rooms takes what it takes, however little an order may take.
        seconds = max(self.seconds, SECONDS_A_PAGE) if isinstance(self.waiting[0], Open) else self.seconds
        return time.monotonic() - self._since > PATIENCE * seconds

    @property
    def out_of_time(self) -> bool:
        """Whether it, which has ended, has done so for having taken too long."""
        return self._late or self._child.wait() == -signal.SIGPROF

    @property
    def number(self) -> int | None:
        """The batch that it is at."""
        first = self.waiting[0] if self.waiting else None
        return None if first is None or isinstance(first, Open) else first.number

    def kill(self, *, late: bool = False) -> None:
        """Ends it at once; `late` for having been silent too long."""
        self._late = self._late or late
        self._child.kill()
        with suppress(OSError):
            _pipe(self._child.stdin).close()
        self._child.wait()

    def _listen(self, heard: Heard) -> None:
        with _pipe(self._child.stdout) as stream, suppress(OSError, ValueError, msgspec.DecodeError):
            while answer := next_answer(stream):
                heard.put((self, answer))
        heard.put((self, None))


Heard = queue.Queue[tuple[Process, Answer | None]]
"""Where all workers' answers come in; None for one that has ended."""


def answer_of(worker: Process, heard: Heard) -> Answer | None:
    """The next answer of this worker, None where it has ended or is silent for too long."""
    while True:
        try:
            told_by, answer = heard.get(timeout=1.0)
        except queue.Empty:
            if worker.silent:
                worker.kill(late=True)
            continue
        if told_by is worker:
            if answer is not None:
                worker.answered()
            return answer


def reason_of(worker: Process, answer: Broke | None) -> tuple[str, str]:
    """Why what it was at has no answer: a short name that can be counted, and words."""
    if answer is not None:
        return "crashed", f"reading it failed ({answer.message}); please report it"
    if worker.out_of_time:
        return "too-slow", f"took more than {worker.seconds:.0f} seconds to read, and was set aside"
    return "crashed", "the process that read it died of it, perhaps for want of memory"


def _pipe(stream: IO[bytes] | None) -> BinaryIO:
    return cast("BinaryIO", stream)
