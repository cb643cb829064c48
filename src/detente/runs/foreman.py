"""Whoever has a piece read by a process, and knows what to do when it dies: try again, and set aside what ended it.

The same in a thread of this machine and in a task of a cluster, so that both keep one contract: nothing lost, nothing
double, each item that cannot be read named.
"""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import uuid
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, BinaryIO, cast

import msgspec

from detente.errors import ModelError, RecordError
from detente.record.manifest import PieceLine
from detente.record.parts import remove_unfinished
from detente.runs.messages import say
from detente.runs.orders import At, Begin, Begun, Finished, PieceAnswer, ReadPiece, Refused, next_piece_answer
from detente.runs.process import PATIENCE, SECONDS_A_PAGE
from detente.runs.workers import SECONDS_A_BATCH

TRIES = 3
"""How often a batch may end its process although each of its items alone does not, and how often a piece without a batch."""
_DIED = ("crashed", "the process that read it died of it, perhaps for want of memory")
_SLOW = ("too-slow", f"took more than {SECONDS_A_PAGE:.0f} seconds to read, and was set aside")


class Foreman:
    """One process at a time; started when it is needed, and again when it has died."""

    def __init__(self, begin: Begin) -> None:
        self._begin = begin
        self._child: subprocess.Popen[bytes] | None = None
        self._heard: queue.Queue[PieceAnswer | None] = queue.Queue()
        self._closed = False
        self._late = False
        self._lock = threading.Lock()

    def __enter__(self) -> Foreman:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the process; what it was at is lost."""
        self._closed = True
        self._end()

    def read(self, order: ReadPiece) -> PieceLine:
        """What became of a piece. Raises `ModelError` where no process can begin, `RecordError` where parts cannot be written."""
        aside: dict[int, tuple[str, str]] = {}
        ends: dict[int, int] = {}
        while not self._closed:
            token = uuid.uuid4().hex[:12]
            careful = frozenset(ends)
            answer, at = self._attempt(
                msgspec.structs.replace(order, token=token, aside=aside, careful=careful)
            )
            if isinstance(answer, Finished):
                return answer.line
            if isinstance(answer, Refused):
                raise RecordError(answer.message)
            why = _SLOW if self._out_of_time() else _DIED
            self._end()
            remove_unfinished(Path(order.folder), order.piece.name)
            batch = at.batch if at else -1
            ends[batch] = ends.get(batch, 0) + 1
            if at is not None and at.alone:
                aside[at.items[0]] = why
            elif ends[batch] > TRIES:
                if at is None or all(place in aside for place in at.items):
                    return _failed(order, why)
                aside |= {place: why for place in at.items if place not in aside}
        raise RecordError("stopped")

    def _attempt(self, order: ReadPiece) -> tuple[PieceAnswer | None, At | None]:
        """What the process answered at last, None where it ended, and where it was."""
        at: At | None = None
        child = self._running()
        with suppress(OSError, ValueError):
            say(_pipe(child.stdin), order)
        while True:
            try:
                answer = self._heard.get(timeout=PATIENCE * SECONDS_A_BATCH)
            except queue.Empty:
                self._late = True
                return None, at
            if not isinstance(answer, At):
                return answer, at
            at = answer

    def _running(self) -> subprocess.Popen[bytes]:
        """The process, started where there is none."""
        for _ in range(TRIES):
            child = self._child
            if child is not None and child.poll() is None:
                return child
            answer = self._started()
            if isinstance(answer, Begun) and answer.error:
                raise ModelError(answer.error)
            if not isinstance(answer, Begun):
                self._end()
        if self._child is not None:
            return self._child
        raise ModelError(
            "processes for reading end before they begin; `detente demo` shows whether one can read here"
        )

    def _started(self) -> PieceAnswer | None:
        """What a new process answers to its beginning."""
        command = [sys.executable, "-m", "detente.runs.piecework"]
        environment = {**os.environ, "OMP_NUM_THREADS": "1"}
        with self._lock:
            if self._closed:
                raise RecordError("stopped")
            child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
            self._child = child
        self._late = False
        heard = self._heard = queue.Queue()
        threading.Thread(target=_listen, args=(_pipe(child.stdout), heard), daemon=True).start()
        with suppress(OSError, ValueError):
            say(_pipe(child.stdin), self._begin)
        return heard.get()

    def _out_of_time(self) -> bool:
        """Whether the process, which has ended or is silent, took too long."""
        child = self._child
        return self._late or (child is not None and child.wait() == -signal.SIGPROF)

    def _end(self) -> None:
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            child.kill()
            with suppress(OSError):
                _pipe(child.stdin).close()
            child.wait()


def _pipe(stream: IO[bytes] | None) -> BinaryIO:
    return cast("BinaryIO", stream)


def _listen(stream: BinaryIO, heard: queue.Queue[PieceAnswer | None]) -> None:
    with stream, suppress(OSError, ValueError, msgspec.DecodeError):
        while answer := next_piece_answer(stream):
            heard.put(answer)
    heard.put(None)


def _failed(order: ReadPiece, why: tuple[str, str]) -> PieceLine:
    piece = order.piece
    return PieceLine(
        piece=piece.name, source=piece.source, first=piece.first, until=piece.until, status="failed",
        everything=order.everything, reasons={why[0]: 1}, message=why[1],
    )  # fmt: skip
