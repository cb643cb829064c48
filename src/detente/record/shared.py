"""One record opened once and asked by many at a time; opened anew when its file is replaced under it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from detente.errors import RecordError
from detente.record.history import as_of as look_back
from detente.record.store import Record, open_record

Answer = TypeVar("Answer")
Stamp = tuple[int, ...]
"""By what a file is known to be the same: inode, time of change in nanoseconds, size in bytes, and those of its log."""
PATIENCE = 60.0
"""Seconds to wait for those who ask, or for one who writes."""
SHELVES = {"facts": 400, "answers": 1000}
"""How many are remembered of what takes long to work out, and of answers as they are sent: many questions that are asked
once do not push out what all others need."""


@dataclass(slots=True)
class _Edition:
    """The record in one state of its file, and how many are asking it."""

    record: Record
    stamp: Stamp
    borrowed: int = 0


@dataclass(slots=True)
class SharedRecord:
    """A record for many readers: each borrows a view of it that is its own while it asks.

    While it is open no other process can write to the file; who writes here waits until nobody is asking.
    """

    path: Path
    changed: threading.Event = field(default_factory=threading.Event)
    """Set when the record was let go of for writing, or found to be another one."""
    _edition: _Edition | None = None
    _lock: threading.Condition = field(default_factory=threading.Condition)
    _asking: int = 0
    _writing: bool = False
    _lent_to: str = ""
    _seen: Stamp | None = None
    """What the remembered answers are about."""
    _answers: dict[str, OrderedDict[Hashable, Any]] = field(
        default_factory=lambda: {shelf: OrderedDict() for shelf in SHELVES}
    )
    _working: dict[Hashable, threading.Lock] = field(default_factory=dict)

    @contextmanager
    def borrow(self, as_of: str | None = None) -> Iterator[Record]:
        """The record on a connection of one's own; with `as_of` as it stood at the end of that day (ISO 8601, UTC).

        Raises `RecordError` where the file cannot be had.
        """
        with self._lock:
            edition = self._current()
            edition.borrowed += 1
            self._asking += 1
            cursor = edition.record.connection.cursor()
        try:
            cursor.execute("USE record")
            record = Record(path=self.path, connection=cursor, writable=False)
            if as_of is not None:
                look_back(record, as_of)
            yield record
        finally:
            cursor.close()
            with self._lock:
                edition.borrowed -= 1
                self._asking -= 1
                self._lock.notify_all()
                if edition is not self._edition and not edition.borrowed:
                    edition.record.close()

    @contextmanager
    def writing(self) -> Iterator[Record]:
        """The record to write to, alone; whoever asks meanwhile waits. Raises `RecordError` where it cannot be had.

        Nothing may be borrowed inside the block.
        """
        with self._let_go("", PATIENCE), open_record(self.path) as record:
            yield record

    @contextmanager
    def lent(self, command: str, patience: float = PATIENCE) -> Iterator[None]:
        """Lets go of the file for another process that runs this command; whoever asks meanwhile waits.

        Raises `RecordError` where those who are asking do not come to an end within `patience` seconds.
        """
        with self._let_go(command, patience):
            yield

    @contextmanager
    def _let_go(self, command: str, patience: float) -> Iterator[None]:
        with self._lock:
            if not self._lock.wait_for(lambda: not (self._asking or self._writing), patience):
                raise RecordError(f"{self.path}: too many are asking to write now; try again in a while")
            self._writing = True
            self._lent_to = command
            self.close()
        try:
            yield
        finally:
            with self._lock:
                self._writing = False
                self.changed.set()
                self._lock.notify_all()

    @property
    def stamp(self) -> Stamp:
        """By what the record's present state is known. Raises `RecordError` where there is none."""
        with self._lock:
            return self._current().stamp

    def remembered(self, key: Hashable, make: Callable[[], Answer], *, shelf: str = "facts") -> Answer:
        """What `make` gives, worked out once for each key and state of the record, however many ask at a time."""
        whole, kept = (self.stamp, key), self._answers[shelf]
        with self._lock:
            if whole in kept:
                kept.move_to_end(whole)
                return kept[whole]  # type: ignore[no-any-return]
            working = self._working.setdefault(whole, threading.Lock())
        with working:
            with self._lock:
                if whole in kept:
                    return kept[whole]  # type: ignore[no-any-return]
            try:
                answer = make()
                with self._lock:
                    kept[whole] = answer
                    while len(kept) > SHELVES[shelf]:
                        kept.popitem(last=False)
            finally:
                with self._lock:
                    self._working.pop(whole, None)
        return answer

    def at_hand(self, key: Hashable) -> Any | None:
        """What is remembered under this key of the present state of the record; None where nothing is."""
        whole = (self.stamp, key)
        with self._lock:
            return self._answers["facts"].get(whole)

    def close(self) -> None:
        """Lets go of the file, at once or when the last who asks has had an answer."""
        with self._lock:
            if self._edition is not None and not self._edition.borrowed:
                self._edition.record.close()
            self._edition = None

    def _current(self) -> _Edition:
        if not self._lock.wait_for(lambda: not self._writing, PATIENCE):
            by = f" by `{self._lent_to}`" if self._lent_to else ""
            raise RecordError(f"{self.path}: the record is being written to{by}; try again in a while")
        stamp = _stamp_of(self.path)
        if stamp != self._seen:
            if self._seen is not None:
                self.changed.set()
            for kept in self._answers.values():
                kept.clear()
            self._seen = stamp
        if self._edition is None or stamp != self._edition.stamp:
            self.close()
            self._edition = _Edition(record=open_record(self.path, writable=False), stamp=stamp)
        return self._edition


def _stamp_of(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError:
        raise RecordError(
            f"{path}: no such record; `detente read SOURCE --record {path}` makes one"
        ) from None
    try:
        log = path.with_name(f"{path.name}.wal").stat()
    except OSError:
        return found.st_ino, found.st_mtime_ns, found.st_size
    return found.st_ino, found.st_mtime_ns, found.st_size, log.st_mtime_ns, log.st_size
