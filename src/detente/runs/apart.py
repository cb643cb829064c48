"""Articles coded in a process of its own, one or a batch at a time: whoever asks the record meanwhile is not held up, and what
takes too long or breaks is ended with it and told as such.
"""

from __future__ import annotations

import queue
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from detente.errors import BusyError, ModelError
from detente.knowledge.overlay import Overlay
from detente.runs.messages import Analyse, Broke, Code, Coded, Extract, Extracted, Open, Order, Ready, Taught
from detente.runs.process import Heard, Process, answer_of, reason_of
from detente.runs.steps import Step, unread
from detente.types import Article, Learned, Page, Reading

SECONDS_AN_ORDER = 20.0
"""Processor seconds that finding, analysing or coding one article, or a batch of them, may take each."""
IDLE = 600.0
"""Seconds after which a process that nobody needs is ended: it holds some 400 MB."""

Wanted = Callable[[Article], Sequence[Learned] | None]
"""Of an article that was found: what is known when it is coded, or None where it need not be."""
Fresh = Callable[[Sequence[Article]], Sequence[bool]]
"""Of articles that were found: whether each is to be coded."""


@dataclass(slots=True)
class Apart:
    """A coder in a process of its own, begun when it is first needed. One article or batch at a time: others wait for it."""

    model: bool = True
    overlay: Callable[[], Overlay | None] = lambda: None
    """The user's own tables, looked at anew whenever the process is begun."""
    seconds: float = SECONDS_AN_ORDER
    idle: float = IDLE
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _heard: Heard = field(default_factory=queue.Queue)
    _process: Process | None = None
    _taught: Counter[Learned] = field(default_factory=Counter)
    _orders: int = 0
    _ending: threading.Timer | None = None
    _closed: bool = False

    def read(self, page: Page, wanted: Wanted, patience: float | None = None) -> Article | Reading | Step:
        """The reading of a page; its article alone where `wanted` does not want it read; a step that says why there is neither.

        Raises `ModelError` and `KnowledgeError` where the process cannot open its rooms, `BusyError` where others have the coder for longer
        than `patience` seconds.
        """
        with self._alone(patience) as process:
            article = self._article(process, page)
            if isinstance(article, Step):
                return article
            known = wanted(article)
            if known is None:
                return article
            if self._taught - Counter(known):
                process = self._untaught(process)
                # It finds the article again.
                self._article(process, page)
            for order in (Analyse(number=self._orders, wanted=(0,)), self._code(known)):
                answer = self._asked(process, order)
                if isinstance(answer, tuple):
                    return unread(page.location, *answer)
            assert isinstance(answer, Coded)
            return answer.readings[0]

    def read_all(
        self, pages: Sequence[Page], fresh: Fresh, known: Sequence[Learned]
    ) -> list[Article | Reading | Step]:
        """Of each page what `read` gives, in their order, coded together: what each teaches serves all of them.

        Where that breaks or takes too long, they are read one by one, so that what did it alone is set aside. Raises
        `ModelError` and `KnowledgeError`.
        """
        if len(pages) > 1:
            with self._alone(None) as process:
                found = self._together(process, pages, fresh, known)
            if found is not None:
                return found
        taught, answers = list(known), list[Article | Reading | Step]()
        for page in pages:
            answers.append(self.read(page, lambda article: taught if fresh([article])[0] else None))
            if isinstance(answers[-1], Reading):
                taught.extend(answers[-1].learned)
        return answers

    def begin(self) -> None:
        """Begins the process now, so that what is wrong with its rooms is said now. Raises `ModelError`, `KnowledgeError`."""
        with self._alone(None):
            pass

    def open(self) -> None:
        """Takes orders, again after `close`."""
        if self._closed:
            self._closed, self._process = False, None

    def close(self) -> None:
        """Ends the process; what it was at is told as broken off."""
        self._closed = True
        if self._ending is not None:
            self._ending.cancel()
        if self._process is not None:
            self._process.kill()

    @contextmanager
    def _alone(self, patience: float | None) -> Iterator[Process]:
        if not self._turn.acquire(timeout=-1 if patience is None else patience):
            raise BusyError("others are having articles read; send it again in a while")
        try:
            if self._ending is not None:
                self._ending.cancel()
            yield self._ready()
        finally:
            if not self._closed:
                self._ending = threading.Timer(self.idle, self._end_idle)
                self._ending.daemon = True
                self._ending.start()
            self._turn.release()

    def _together(
        self, process: Process, pages: Sequence[Page], fresh: Fresh, known: Sequence[Learned]
    ) -> list[Article | Reading | Step] | None:
        """What `read_all` gives; None where the process broke over it."""
        if self._taught - Counter(known):
            process = self._untaught(process)
        self._orders += 1
        found = self._asked(process, Extract(number=self._orders, pages=tuple(pages)))
        if isinstance(found, tuple):
            return None
        assert isinstance(found, Extracted)
        answers: list[Article | Reading | Step] = [
            article or _without_article(page, failure)
            for page, article, failure in zip(pages, found.articles, found.failures, strict=True)
        ]
        places = [place for place, article in enumerate(found.articles) if article is not None]
        coded = fresh([article for article in found.articles if article is not None])
        wanted = tuple(place for place, yes in zip(places, coded, strict=True) if yes)
        for order in (Analyse(number=self._orders, wanted=wanted), self._code(known)) if wanted else ():
            answer = self._asked(process, order)
            if isinstance(answer, tuple):
                return None
            if isinstance(answer, Coded):
                for place, reading in zip(wanted, answer.readings, strict=True):
                    answers[place] = reading
        return answers

    def _untaught(self, process: Process) -> Process:
        """Another process: what one has been taught cannot be taken back."""
        self._end(process)
        return self._ready()

    def _article(self, process: Process, page: Page) -> Article | Step:
        self._orders += 1
        found = self._asked(process, Extract(number=self._orders, pages=(page,)))
        if isinstance(found, tuple):
            return unread(page.location, *found)
        assert isinstance(found, Extracted)
        [article], [failure] = found.articles, found.failures
        return article or _without_article(page, failure)

    def _ready(self) -> Process:
        if self._closed:
            raise BusyError("the server is ending; send it again when it is back")
        if self._process is None:
            self._taught.clear()
            opening = Open(model=self.model, overlay=self.overlay(), seconds=self.seconds)
            process = Process(opening, self._heard, gently=True)
            answer = answer_of(process, self._heard)
            if not isinstance(answer, Ready) or answer.error:
                process.kill()
                said = answer.error if isinstance(answer, Ready) else None
                raise ModelError(
                    said or "the process that reads ended before it began; is there memory left?"
                )
            self._process = process
        return self._process

    def _asked(self, process: Process, order: Order) -> Extracted | Taught | Coded | tuple[str, str]:
        """The answer to an order, or the short name and the words of why there is none; then the process is ended."""
        process.order(order)
        answer = answer_of(process, self._heard)
        if isinstance(answer, (Extracted, Taught, Coded)):
            return answer
        why = reason_of(process, answer if isinstance(answer, Broke) else None)
        self._end(process)
        return why

    def _end(self, process: Process) -> None:
        process.kill()
        self._process = None

    def _code(self, known: Sequence[Learned]) -> Code:
        """The order to code what was analysed; only what the process has not been taught yet goes with it."""
        wanted = Counter(known)
        news = list((wanted - self._taught).elements())
        self._taught |= wanted
        return Code(number=self._orders, taught=tuple(news), known=self._taught.total())

    def _end_idle(self) -> None:
        if not self._turn.acquire(blocking=False):
            return
        if self._process is not None:
            self._end(self._process)
        self._turn.release()


def _without_article(page: Page, failure: tuple[str, str] | None) -> Step:
    return unread(page.location, *(failure or ("no-article", "it holds no article")))
