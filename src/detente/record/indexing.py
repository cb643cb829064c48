"""The index of words of a record that many ask: made and kept up to date beside the answers, in a thread of its own.

To index 100,000 articles takes half a minute. So that neither those who ask for something else nor those who write wait for it,
it is done a part at a time, and the record is let go of in between; who searches meanwhile is told how far it is.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from detente.errors import BusyError, RecordError
from detente.record.index import (
    Begun,
    add,
    begin,
    finish,
    index_path,
    is_current,
    stands,
    with_index,
    writing,
)
from detente.record.search import Found, Question, search_in
from detente.record.shared import SharedRecord
from detente.record.store import Record

AT_ONCE = 200
"""Articles that are added while somebody searches; more are left to the thread."""
PART, PARTS = 2000, 50
"""Articles that are added before the record is let go of: so many, or a fiftieth of the record (each part looks through it)."""
PATIENCE = 2.0
"""Seconds for which a search waits."""
AGAIN = 1.0
"""Seconds before another try, where another process writes the index."""


@dataclass(slots=True)
class Indexing:
    """Searches a shared record, and keeps its index as the record stands."""

    record: SharedRecord
    patience: float = PATIENCE
    idle: threading.Event = field(default_factory=lambda: _set(threading.Event()))
    """Set while nothing is left to do."""
    _wanted: threading.Event = field(default_factory=threading.Event)
    _ended: threading.Event = field(default_factory=threading.Event)
    _writing: threading.Lock = field(default_factory=threading.Lock)
    """One of our threads writes to the index at a time."""
    _starting: threading.Lock = field(default_factory=threading.Lock)
    _thread: threading.Thread | None = None
    _folder: TemporaryDirectory[str] | None = None
    """Where the index lies, if nothing can be written beside the record."""
    _done: int = 0
    _of: int = 0
    _rate: float = 1000.0
    """Articles a second."""
    _trouble: str = ""

    def search(self, question: Question, as_of: str | None = None) -> Found:
        """What `search.search` finds. Raises `BusyError`, with the seconds after which to ask again, while the index is being made."""
        with closing(self._index()) as index, self.record.borrow(as_of) as record:
            return search_in(index, record, question)

    def want(self) -> None:
        """Has the index brought up to date, and does not wait for it."""
        with self._starting:
            self.idle.clear()
            self._wanted.set()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()

    def end(self) -> None:
        """Ends after the part that is being added."""
        self._ended.set()
        self._wanted.set()
        with self._starting:
            if self._thread is not None:
                self._thread.join()
            if self._folder is not None:
                self._folder.cleanup()
            # So that it can be begun again.
            self._thread = self._folder = None
            self._ended.clear()
            self._wanted.clear()
            self.idle.set()

    def _index(self) -> sqlite3.Connection:
        """The index as the record stands now. Close it."""
        until = time.monotonic() + self.patience
        while True:
            with self.record.borrow() as record, suppress(RecordError):
                index = self._opened(record)
                if is_current(record, index) or self._brought(record, index):
                    return index
                index.close()
            self.want()
            left = until - time.monotonic()
            if left <= 0:
                raise self._busy()
            self.idle.wait(left)

    def _brought(self, record: Record, index: sqlite3.Connection) -> bool:
        """Whether an index that lacked little could be brought up to date at once."""
        if not self._writing.acquire(blocking=False):
            return False
        try:
            with writing(index):
                begun = begin(record, index)
                if len(begun.articles) > AT_ONCE:
                    return False
                add(record, index, begun.articles)
                finish(index)
            return True
        except sqlite3.Error:
            # The thread finds out what can be done about it.
            return False
        finally:
            self._writing.release()

    def _busy(self) -> BusyError:
        if self._trouble:
            return BusyError(
                f"the words of the record could not be indexed ({self._trouble}); ask again in a while", 30
            )
        left = max(0, self._of - self._done)
        wait = min(60, 2 + int(left / self._rate))
        how_far = f": {self._done:,} of {self._of:,} articles so far" if self._of else ""
        return BusyError(
            f"the words of the record are being indexed for searching{how_far}; search again in {wait} seconds",
            wait,
        )

    def _run(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            if self._ended.is_set():
                return
            try:
                self._make()
                self._trouble = ""
            except (RecordError, sqlite3.Error, OSError) as error:
                self._trouble = str(error)
                self._failed(error)
                self._ended.wait(AGAIN)
            if not self._wanted.is_set():
                self.idle.set()

    def _failed(self, error: Exception) -> None:
        """What can be done about it is done, and tried at once."""
        if self._folder is not None or "locked" in str(error) or "another process" in str(error):
            return
        # Beside the record nothing can be written, or the disk is full.
        self._folder = TemporaryDirectory(prefix="detente-")
        self._wanted.set()

    def _make(self) -> None:
        """Brings the index up to date, part by part."""
        begun: Begun | None = None
        while not self._ended.is_set():
            began = time.monotonic()
            with self._at_work() as (record, index):
                if begun is None or begun.state != stands(record):
                    if is_current(record, index):
                        return
                    with writing(index):
                        begun = begin(record, index)
                    self._done, self._of = 0, len(begun.articles)
                size = max(PART, self._of // PARTS)
                part = begun.articles[self._done : self._done + size]
                with writing(index):
                    add(record, index, part)
                    self._done += len(part)
                    if self._done == self._of:
                        finish(index)
                        return
            self._rate = len(part) / max(0.001, time.monotonic() - began)
            # A moment for those who wait to write to the record.
            self._ended.wait(0.01)

    @contextmanager
    def _at_work(self) -> Iterator[tuple[Record, sqlite3.Connection]]:
        with self._writing, self.record.borrow() as record, closing(self._opened(record)) as index:
            yield record, index

    def _opened(self, record: Record) -> sqlite3.Connection:
        """The index beside the record or, where nothing can be written there, in a folder that goes with this process."""
        path = index_path(record)
        if self._folder is not None:
            path = Path(self._folder.name) / path.name
        try:
            return with_index(path, lambda index: index.execute("PRAGMA user_version").fetchone())
        except (sqlite3.Error, OSError) as error:
            raise RecordError(f"{path}: {error}") from error


def _set(event: threading.Event) -> threading.Event:
    event.set()
    return event
