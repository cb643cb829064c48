"""Pieces read by processes of this machine."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Iterator, Sequence

from detente.errors import DetenteError
from detente.record.manifest import PieceLine
from detente.runs.foreman import Foreman
from detente.runs.orders import Begin, ReadPiece


def read_here(orders: Sequence[ReadPiece], begin: Begin, workers: int) -> Iterator[PieceLine]:
    """What became of each piece, in the order in which they are finished. Raises what a foreman raises."""
    left = deque(orders)
    answers: queue.Queue[PieceLine | BaseException] = queue.Queue()
    foremen = [Foreman(begin) for _ in range(min(workers, len(left)))]
    threads = [threading.Thread(target=_work, args=(one, left, answers), daemon=True) for one in foremen]
    try:
        for thread in threads:
            thread.start()
        for _ in orders:
            answer = answers.get()
            if isinstance(answer, BaseException):
                raise answer
            yield answer
    finally:
        left.clear()
        for foreman in foremen:
            foreman.close()
        for thread in threads:
            thread.join(timeout=10)


def _work(foreman: Foreman, left: deque[ReadPiece], answers: queue.Queue[PieceLine | BaseException]) -> None:
    while True:
        try:
            order = left.popleft()
        except IndexError:
            return
        try:
            answers.put(foreman.read(order))
        except (DetenteError, OSError) as error:
            answers.put(error)
            return
