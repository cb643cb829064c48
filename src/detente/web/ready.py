"""What takes longest is worked out before anybody asks: when the server starts, and again after the record has changed."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from detente.errors import DetenteError
from detente.web.asked import Asked
from detente.web.home import home_view
from detente.web.pair import pair_view
from detente.web.site import Site

PAIRS = 24
"""Pairs whose pages are made ready at the start."""
AGAIN = 6
"""Pairs last asked for, whose pages are made ready again after a change."""
QUIET = 1.0
"""Seconds without a change before anything is made again: articles often come in one after the other."""


@dataclass(slots=True)
class Ready:
    """Makes ready in a thread of its own, one page at a time, and begins anew where the record changes meanwhile."""

    site: Site
    quiet: float = QUIET
    idle: threading.Event = field(default_factory=threading.Event)
    """Set while there is nothing to make."""
    _ended: threading.Event = field(default_factory=threading.Event)
    _lately: OrderedDict[tuple[str, str], None] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begins; `end` must follow."""
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Ends after the page that is being made."""
        self._ended.set()
        self.site.record.changed.set()
        if self._thread is not None:
            self._thread.join()

    def noted(self, pair: tuple[str, str]) -> None:
        """Somebody asks for this pair."""
        with self._lock:
            self._lately[pair] = None
            self._lately.move_to_end(pair)
            while len(self._lately) > AGAIN:
                self._lately.popitem(last=False)

    def _run(self) -> None:
        self._made(self._first())
        while not self._ended.is_set():
            self.idle.set()
            self.site.record.changed.wait()
            self.idle.clear()
            while self.site.record.changed.is_set() and not self._ended.is_set():
                self.site.record.changed.clear()
                self._ended.wait(self.quiet)
            self._made(self._again())

    def _indexed(self) -> None:
        """The words of the record are indexed meanwhile, in another thread."""
        if self.site.indexing is not None:
            self.site.indexing.want()

    def _made(self, steps: Iterator[Callable[[], object]]) -> None:
        # What fails here is told to those who ask.
        with suppress(DetenteError):
            for step in steps:
                if self._ended.is_set() or self.site.record.changed.is_set():
                    return
                step()

    def _first(self) -> Iterator[Callable[[], object]]:
        yield lambda: home_view(self.site, Asked(path="/"))
        yield self._indexed
        for row in self.site.busiest(None)[:PAIRS]:
            yield self._pair((str(row["a"]), str(row["b"])))
        # The curves of all pairs take longest, and are asked for least.
        yield lambda: self.site.changes(None)

    def _again(self) -> Iterator[Callable[[], object]]:
        yield lambda: home_view(self.site, Asked(path="/"))
        yield self._indexed
        with self._lock:
            lately = list(reversed(self._lately))
        for pair in lately:
            yield self._pair(pair)
        yield lambda: self.site.changes(None)

    def _pair(self, pair: tuple[str, str]) -> Callable[[], object]:
        return lambda: pair_view(self.site, Asked(path="/pair"), pair)
