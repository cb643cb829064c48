"""Reading by several processes, one model each, with the same outcome as in one.

Batches go out ahead of need and come back in order. A batch passes through its worker thrice: its articles are found; those
that the record lacks are analysed; and as soon as all batches before it have said what they teach, they are coded. So
what is learned serves the articles after it exactly as in one process. A worker that dies or sits over a batch for too
long is replaced; the pages of its batch are then tried one by one, and those that do it again are set aside.
"""

from __future__ import annotations

import os
import queue
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Literal

import msgspec

from detente.errors import ModelError
from detente.knowledge.overlay import Overlay
from detente.reading import open_rarity, open_reader
from detente.record import queries
from detente.record.store import Record
from detente.record.writing import known_texts
from detente.runs.linking import link_new
from detente.runs.local import BATCH, batches, read_into
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
)
from detente.runs.process import SECONDS_A_PAGE, Heard, Process, answer_of, reason_of
from detente.runs.sparing import keep_sparing
from detente.runs.steps import Step, unread
from detente.sources import Refusal
from detente.types import Learned, Page, Reading

AHEAD = 2
"""Batches that a worker may have begun: one to work at while the other waits for what others teach."""
SECONDS_A_BATCH = 60.0
"""Processor seconds that one order may take before the pages of its batch are tried one by one."""
TRIES = 3
"""How often a batch may end its worker although each of its pages alone does not."""

Stage = Literal["extract", "analyse", "wait", "code", "done"]


def read_by(
    record: Record,
    pages: Iterable[Page | Refusal],
    *,
    workers: int | None = None,
    model: bool = True,
    overlay: Overlay | None = None,
) -> Iterator[Step]:
    """Reads pages into the record by so many workers and links them, as `local.read_into` does alone.

    `workers`: None for one for each core; what fits in one batch is read in this process. The outcome is the same for
    any number. Raises `RecordError` when the record cannot be written, `ModelError` where a worker cannot open its rooms.
    """
    number = workers or os.cpu_count() or 1
    given = iter(pages)
    first = list(islice(given, BATCH + 1))
    whole = chain(first, given)
    if number == 1 or len(first) <= BATCH:
        yield from read_into(record, whole, open_reader(model=model, overlay=overlay))
        return
    opening = Open(model=model, overlay=overlay, seconds=SECONDS_A_BATCH)
    crew = _Crew(record, opening, number)
    try:
        yield from crew.steps(whole)
    finally:
        crew.dismiss()
    for _ in link_new(record, open_rarity()):
        pass


@dataclass(slots=True)
class _Batch:
    """One batch on its way."""

    number: int
    pages: list[Page]
    steps: list[Step]
    """What became of its items before any was coded."""
    worker: Process
    stage: Stage = "extract"
    told: int | None = None
    """How much of all that is taught it is coded with."""
    readings: tuple[Reading, ...] = ()
    extracted: list[Step] = field(default_factory=list)
    """What became of its pages that are no articles, or known ones."""
    learned: tuple[Learned, ...] = ()
    tries: int = 0
    seconds: float = SECONDS_A_BATCH


class _Crew:
    """The workers and the batches between them."""

    def __init__(self, record: Record, opening: Open, number: int) -> None:
        self._record = record
        self._opening = opening
        self._heard: Heard = queue.Queue()
        self._processes = [Process(opening, self._heard) for _ in range(number)]
        self._open: deque[_Batch] = deque()
        self._taught: list[Learned] = list(queries.learned(record))

    def dismiss(self) -> None:
        """Ends all workers; what they were at is lost, what was yielded is kept."""
        for process in self._processes:
            process.kill()

    def steps(self, pages: Iterable[Page | Refusal]) -> Iterator[Step]:
        """Each item's fate, in the order of the batches, once it is kept."""
        groups = enumerate(batches(pages, BATCH))
        more = True
        while more or self._open:
            while more and len(self._open) < AHEAD * len(self._processes):
                # Pages may be long in coming, and a worker that is only starting long in taking them.
                self._record.pause()
                number, group = next(groups, (0, None))
                more = group is not None
                if group is not None:
                    self._begin(number, group)
            if self._open and self._open[0].stage == "done":
                yield from self._kept(self._open.popleft())
            elif self._open:
                self._hear()

    def _begin(self, number: int, group: Sequence[Page | Refusal]) -> None:
        refused = [given for given in group if isinstance(given, Refusal)]
        batch = _Batch(
            number=number,
            pages=[given for given in group if isinstance(given, Page)],
            steps=[unread(one.location, one.kind, one.message) for one in refused],
            worker=min(self._processes, key=lambda process: len(process.waiting)),
        )
        self._open.append(batch)
        _extract(batch)

    def _kept(self, batch: _Batch) -> Iterator[Step]:
        yield from (*batch.steps, *batch.extracted)
        yield from keep_sparing(self._record, batch.readings) if batch.readings else ()

    def _hear(self) -> None:
        """Waits for one answer; ends those whose silence lasts too long."""
        if self._heard.empty():
            self._record.pause()
        try:
            process, answer = self._heard.get(timeout=1.0)
        except queue.Empty:
            for one in self._processes:
                if one.silent:
                    one.kill(late=True)
            return
        if process not in self._processes:
            return
        if answer is None or isinstance(answer, Broke):
            self._replace(process, answer)
            return
        process.answered()
        if isinstance(answer, Ready):
            if answer.error:
                raise ModelError(answer.error)
            return
        batch = next(one for one in self._open if one.number == answer.number)
        self._forward(batch, answer)
        self._code()

    def _forward(self, batch: _Batch, answer: Extracted | Taught | Coded) -> None:
        match answer:
            case Extracted():
                batch.extracted, wanted = self._sorted_out(batch, answer)
                batch.stage = "analyse"
                batch.worker.order(Analyse(number=batch.number, wanted=wanted))
            case Taught():
                batch.stage = "wait"
                batch.learned = answer.learned
            case Coded():
                batch.stage = "done"
                batch.readings = answer.readings

    def _sorted_out(self, batch: _Batch, answer: Extracted) -> tuple[list[Step], tuple[int, ...]]:
        """The fates of pages that need no coding, and the places of the articles that do."""
        texts = known_texts(self._record, [article.id for article in answer.articles if article])
        steps: list[Step] = []
        wanted: list[int] = []
        for place, page in enumerate(batch.pages):
            article, failure = answer.articles[place], answer.failures[place]
            if failure is not None:
                steps.append(unread(page.location, *failure))
            elif article is not None and texts.get(article.id) == article.text:
                steps.append(Step(location=article.source or article.id, fate="known"))
            else:
                wanted.append(place)
        return steps, tuple(wanted)

    def _code(self) -> None:
        """Orders to code what waits and may be coded: all batches before it have said what they teach."""
        for batch in self._open:
            if batch.told is None:
                if batch.stage != "wait":
                    return
                batch.told = len(self._taught)
                self._taught += batch.learned
            if batch.stage == "wait":
                worker = batch.worker
                batch.stage = "code"
                news = tuple(self._taught[worker.taught : batch.told])
                worker.taught = max(worker.taught, batch.told)
                worker.order(Code(number=batch.number, taught=news, known=batch.told))

    def _replace(self, process: Process, answer: Broke | None) -> None:
        """Puts a new worker in the place of one that has died or failed, and finds the page that did it."""
        at = process.number
        if answer is None and process.waiting and at is None:
            raise ModelError(
                "a worker ended before it began; with --workers 1 articles are read in one process"
            )
        for batch in self._open:
            if batch.number == at and batch.worker is process:
                self._try_apart(batch, reason_of(process, answer))
        process.kill()
        seconds = max(batch.seconds for batch in self._open)
        fresh = Process(msgspec.structs.replace(self._opening, seconds=seconds), self._heard)
        self._processes[self._processes.index(process)] = fresh
        for batch in self._open:
            if batch.worker is process:
                batch.worker = fresh
                if batch.stage != "done":
                    _extract(batch)

    def _try_apart(self, batch: _Batch, why: tuple[str, str]) -> None:
        """Reads each page of the batch alone, and sets those aside that end their worker."""
        batch.tries += 1
        if batch.tries > TRIES:
            batch.steps += [unread(page.location, *why) for page in batch.pages]
            batch.pages = []
            return
        began = time.monotonic()
        kept: list[Page] = []
        opening = msgspec.structs.replace(self._opening, seconds=SECONDS_A_PAGE)
        for page, why_not in _one_by_one(opening, batch.pages):
            if why_not is None:
                kept.append(page)
            else:
                batch.steps.append(unread(page.location, *why_not))
        batch.pages = kept
        batch.seconds = max(SECONDS_A_BATCH, 3 * (time.monotonic() - began))


def _extract(batch: _Batch) -> None:
    batch.stage = "extract"
    batch.worker.order(Extract(number=batch.number, pages=tuple(batch.pages)))


def _one_by_one(opening: Open, pages: Sequence[Page]) -> Iterator[tuple[Page, tuple[str, str] | None]]:
    """Each page with the short name and the words of what it does to a worker, None where it does nothing."""
    heard: Heard = queue.Queue()
    worker: Process | None = None
    try:
        for number, page in enumerate(pages):
            if worker is None:
                worker = Process(opening, heard)
                answer_of(worker, heard)
            why_not = _alone(worker, heard, number, page)
            yield page, why_not
            if why_not is not None:
                worker.kill()
                worker = None
    finally:
        if worker is not None:
            worker.kill()


def _alone(worker: Process, heard: Heard, number: int, page: Page) -> tuple[str, str] | None:
    orders: tuple[Callable[[Answer], Order], ...] = (
        lambda _: Extract(number=number, pages=(page,)),
        lambda got: Analyse(
            number=number, wanted=(0,) if isinstance(got, Extracted) and got.articles[0] else ()
        ),
        lambda _: Code(number=number, taught=(), known=0),
    )
    answer: Answer = Ready()
    for order in orders:
        worker.order(order(answer))
        got = answer_of(worker, heard)
        if got is None or isinstance(got, Broke):
            return reason_of(worker, got)
        answer = got
    return None
