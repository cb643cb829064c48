"""One worker, a process of its own: `python -m detente.runs.worker` reads orders on its standard input.

It holds the sentences of a batch from one order to the next, so that only articles and readings travel.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
import sys
from typing import BinaryIO

from detente.errors import DetenteError
from detente.reading import Analysed, Reader, open_reader
from detente.runs.local import article_or_step
from detente.runs.messages import (
    Analyse,
    Answer,
    Broke,
    Code,
    Coded,
    Extract,
    Extracted,
    Open,
    Order,
    Ready,
    Taught,
    next_order,
    say,
)
from detente.runs.steps import Step
from detente.types import Article, Learned

MOST_MEMORY = 3_000_000_000
"""Bytes of data that a worker may hold; what a page asks for beyond that fails in the worker alone."""

GENTLE = 5
"""How far a worker that runs beside a server steps back for it, in steps of nice."""


def main() -> None:
    """Answers orders until the pipe is closed."""
    # Ctrl-C goes to the whole group; the parent stops, and closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_memory()
    if "--gently" in sys.argv:
        os.nice(GENTLE)
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints must not stand among the frames.
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers)


def serve(orders: BinaryIO, answers: BinaryIO) -> None:
    """Answers each order with one frame, in their order."""
    first = next_order(orders)
    if not isinstance(first, Open):
        return
    try:
        reader = open_reader(model=first.model, threads=1, overlay=first.overlay)
    except DetenteError as error:
        say(answers, Ready(error=str(error)))
        return
    # The tables stay as long as the process: not to look through them for garbage saves a hundredth of its time.
    gc.freeze()
    worker = Worker(reader)
    say(answers, Ready())
    while order := next_order(orders):
        # Nothing else ends a loop inside a library. Of the worker's own time, so that a busy machine ends nothing.
        signal.setitimer(signal.ITIMER_PROF, first.seconds)
        answer = worker.answer(order)
        signal.setitimer(signal.ITIMER_PROF, 0)
        say(answers, answer)


class Worker:
    """A reader with the batches that it has begun and what it has been told."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._articles: dict[int, tuple[Article | None, ...]] = {}
        self._analysed: dict[int, Analysed] = {}
        self._taught: list[Learned] = []

    def answer(self, order: Order) -> Answer:
        """The answer to one order; a fault of ours in it is told, not raised."""
        number = -1 if isinstance(order, Open) else order.number
        try:
            match order:
                case Extract():
                    return self._extract(order)
                case Analyse():
                    return self._analyse(order)
                case Code():
                    return self._code(order)
                case _:
                    return Broke(number=number, message="opened already")
        except (Exception, MemoryError) as error:
            return Broke(number=number, message=f"{type(error).__name__}: {error}")

    def _extract(self, order: Extract) -> Extracted:
        articles: list[Article | None] = []
        failures: list[tuple[str, str] | None] = []
        for page in order.pages:
            found = article_or_step(page, self._reader)
            articles.append(None if isinstance(found, Step) else found)
            failures.append((found.kind or "", found.message or "") if isinstance(found, Step) else None)
        self._articles[order.number] = tuple(articles)
        return Extracted(number=order.number, articles=tuple(articles), failures=tuple(failures))

    def _analyse(self, order: Analyse) -> Taught:
        held = self._articles.pop(order.number)
        wanted = [article for article in (held[place] for place in order.wanted) if article is not None]
        analysed = self._reader.analyse(wanted)
        self._analysed[order.number] = analysed
        return Taught(number=order.number, learned=analysed.learned)

    def _code(self, order: Code) -> Coded:
        self._taught += order.taught
        analysed = self._analysed.pop(order.number)
        return Coded(
            number=order.number,
            readings=tuple(self._reader.code(analysed, self._taught[: order.known])),
        )


def limit_memory() -> None:
    """Holds this process to `MOST_MEMORY`."""
    try:
        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    except (ValueError, OSError):
        # A stricter limit stands already.
        return


if __name__ == "__main__":
    main()
