"""What people hand over to be read: batch after batch by one thread, and what became of each item as it comes."""

from __future__ import annotations

import queue
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice

from detente.errors import BusyError, DetenteError
from detente.record import queries
from detente.record.shared import SharedRecord
from detente.runs.apart import Apart
from detente.runs.fetching import Fetching, Got, pages_in, pages_of
from detente.runs.receiving import Received, Trial, receive, trial
from detente.runs.sparing import crashed
from detente.types import Page

MOST_ITEMS = 200
"""Articles of a batch: more than a person looks through, less than keeps others waiting for an hour."""
WAITING = 5
"""Batches that may wait their turn."""
MOST_QUEUED = 4
"""Articles that the API has read at a time, those that wait for the coder included: each holds one of the server's 40 threads."""
REMEMBERED = 30
"""Batches whose outcome can be looked at."""
LONGEST_TEXT = 1_000_000
"""Characters of one text."""

Pages = Iterable[Got]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One thing to be read: an address, a file, or a text that was pasted."""

    name: str
    """What its giver calls it."""
    open: Callable[[], Pages]


def at_address(url: str, fetching: Fetching) -> Given:
    """What lies at an address: a page, or a feed whose items are followed."""
    return Given(name=url, open=lambda: pages_of(url, fetching))


def in_file(content: bytes, name: str, fetching: Fetching) -> Given:
    """A file that was handed over."""
    return Given(name=name, open=lambda: pages_in(content, name, fetching))


def as_text(page: Page) -> Given:
    """A text that was pasted."""
    return Given(name=page.location, open=lambda: (page,))


@dataclass(slots=True, kw_only=True)
class Item:
    """One article of a batch, and what became of it."""

    number: int
    location: str
    received: Received | None = None
    """None while it is being read."""
    changed: int = 0
    """The version of the batch in which it last changed."""


@dataclass(slots=True, kw_only=True)
class Batch:
    """What was handed over at once. Written to by the thread that reads, looked at by all."""

    id: str
    keeps: bool
    """Whether it goes into the record; otherwise it is read for looking alone."""
    given: tuple[Given, ...]
    asked: str
    """When it came (ISO 8601, UTC)."""
    items: list[Item] = field(default_factory=list)
    at: int = 0
    """How many of the given have been begun."""
    left_out: int = 0
    """Given things that were not begun since the batch had enough items."""
    problem: str | None = None
    """Why it could not go on."""
    version: int = 0
    ended: bool = False
    stopped: bool = False

    @property
    def now(self) -> str | None:
        """What is being fetched or opened."""
        reading = any(item.received is None for item in self.items)
        return self.given[self.at - 1].name if self.at and not self.ended and not reading else None

    def since(self, version: int) -> list[Item]:
        """The items that changed after this version."""
        return [item for item in list(self.items) if item.changed > version]

    def fates(self) -> dict[str, int]:
        """How many items had each fate."""
        found: dict[str, int] = {}
        for item in list(self.items):
            if item.received is not None:
                found[item.received.fate] = found.get(item.received.fate, 0) + 1
        return found


@dataclass(slots=True)
class Readings:
    """All batches of a server, and the one coder that serves them."""

    record: SharedRecord
    coder: Apart
    fetching: Fetching = field(default_factory=Fetching)
    queued: threading.BoundedSemaphore = field(
        default_factory=lambda: threading.BoundedSemaphore(MOST_QUEUED)
    )
    """Held by those who wait for an answer of the API."""
    _queue: queue.Queue[Batch | None] = field(default_factory=queue.Queue)
    _known: OrderedDict[str, Batch] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _thread: threading.Thread | None = None
    _closed: bool = False

    def hand_in(self, given: Iterable[Given], *, keeps: bool) -> Batch:
        """Takes a batch on. Raises `BusyError` where too many wait already."""
        batch = Batch(
            id=secrets.token_urlsafe(9),
            keeps=keeps,
            given=tuple(given),
            asked=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        with self._lock:
            if self._queue.qsize() >= WAITING:
                raise BusyError(
                    f"{WAITING} others wait to be read already; send it again when one of them is through"
                )
            self._known[batch.id] = batch
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
            self._queue.put(batch)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="readings", daemon=True)
                self._thread.start()
        return batch

    def find(self, identity: str) -> Batch | None:
        """A batch by its identifier; None for one that is forgotten or never was."""
        return self._known.get(identity)

    def before(self, batch: Batch) -> int:
        """How many batches are to be read before this one."""
        if batch.at or batch.ended:
            return 0
        return sum(
            1
            for one in list(self._known.values())
            if one is not batch and not one.ended and one.asked <= batch.asked
        )

    def open(self) -> None:
        """Takes batches again after an end: a server that is begun a second time in one process."""
        if self._closed:
            self._closed, self._thread, self._queue = False, None, queue.Queue()
        self.coder.open()

    def close(self) -> None:
        """Ends the thread and the coder; a batch at work is broken off."""
        self._closed = True
        for batch in list(self._known.values()):
            batch.stopped = True
        self._queue.put(None)
        self.coder.close()
        if self._thread is not None:
            self._thread.join(10)

    def _work(self) -> None:
        while batch := self._queue.get():
            try:
                self._read(batch)
            except DetenteError as error:
                batch.problem = str(error)
            except Exception as error:  # what nobody expected must not end the thread that all wait for
                batch.problem = f"reading broke off ({type(error).__name__}: {error}); please report it"
            batch.items = [item for item in batch.items if item.received is not None]
            batch.ended = True
            batch.version += 1

    def _read(self, batch: Batch) -> None:
        with nullcontext() if batch.keeps else trial() as place:
            pages = _opened(batch)
            for page in islice(pages, MOST_ITEMS):
                item = Item(number=len(batch.items) + 1, location=page.location)
                batch.items.append(item)
                _changed(batch, item)
                item.received = self._received(page, place)
                _changed(batch, item)
                if batch.stopped or self._closed:
                    return
            batch.left_out = len(batch.given) - batch.at + (next(pages, None) is not None)

    def _received(self, page: Got, place: Trial | None) -> Received:
        if isinstance(page, Page) and len(page.content) > 4 * LONGEST_TEXT and page.media_type != "text/html":
            said = f"{len(page.content):,} bytes; at most {LONGEST_TEXT:,} characters are read as one text"
            return Received(location=page.location, fate="failed", kind="too-large", message=said)
        try:
            if place is None:
                return receive(self.record, page, self.coder)
            with self.record.borrow() as record:
                taught = queries.learned(record)
            return place.receive(page, self.coder, taught)
        except DetenteError as error:
            return Received(location=page.location, fate="failed", kind="not-kept", message=str(error))
        except Exception as error:  # a fault of ours in one article must not keep the others from being read
            kind, said = crashed(error)
            return Received(location=page.location, fate="failed", kind=kind, message=said)


def _opened(batch: Batch) -> Iterator[Got]:
    """All pages of what was given, in its order; what cannot be opened is told and the rest goes on."""
    for given in batch.given:
        if batch.stopped:
            return
        batch.at += 1
        batch.version += 1
        yield from given.open()


def _changed(batch: Batch, item: Item) -> None:
    item.changed = batch.version + 1
    batch.version += 1
