"""A process that reads whole pieces into parts: `python -m detente.runs.piecework`, orders on its standard input.

It says which batch it is at before it begins it, so that whoever started it knows what ended it.
"""

from __future__ import annotations

import gc
import os
import queue
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pyarrow as pa

from detente.errors import DetenteError, RecordError
from detente.reading import Reader, open_reader
from detente.record.manifest import PieceLine
from detente.record.parts import PartWriter
from detente.record.writing import renamed, revision_of
from detente.runs.crawled import kept_whole, without_copies
from detente.runs.local import BATCH, article_or_step, batches
from detente.runs.messages import say
from detente.runs.orders import At, Begin, Begun, Finished, PieceOrder, ReadPiece, Refused, next_piece_order
from detente.runs.process import SECONDS_A_PAGE
from detente.runs.sparing import crashed, is_fault, read_sparing, unkept
from detente.runs.steps import Step, unread
from detente.runs.worker import limit_memory
from detente.runs.workers import SECONDS_A_BATCH
from detente.sources import Piece, Refusal, piece_pages
from detente.types import Article, Learned, Page, Reading

GROUP = 256
"""Items of a piece whose articles are found before those are coded in batches."""
Why = tuple[str, str]
"""Why an item was set aside: a short name that can be counted, and a message."""
Numbered = tuple[int, Page | Refusal]
"""An item with its place in the piece."""


def main() -> None:
    """Answers orders until the pipe is closed; then it ends at once, whatever it is at."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_memory()
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    orders: queue.Queue[PieceOrder] = queue.Queue()
    threading.Thread(target=_listen, args=(orders,), daemon=True).start()
    first = orders.get()
    if not isinstance(first, Begin):
        return
    try:
        reader = open_reader(model=first.model, threads=1, overlay=first.overlay)
    except DetenteError as error:
        say(answers, Begun(error=str(error)))
        return
    if reader.coder != first.coder:
        said = f"this machine reads with {reader.coder}, the one that asks with {first.coder}"
        say(answers, Begun(error=f"{said}; install the same Détente on all"))
        return
    # The tables stay as long as the process, and need not be looked through for garbage.
    gc.freeze()
    say(answers, Begun())
    while isinstance(order := orders.get(), ReadPiece):
        try:
            line = read_piece(order, reader, tell=lambda at: say(answers, at), limited=True)
        except RecordError as error:
            say(answers, Refused(message=str(error)))
            continue
        say(answers, Finished(line=line))


def _listen(orders: queue.Queue[PieceOrder]) -> None:
    # Whoever asked has gone when the pipe closes: nobody would put what is being read into the manifest.
    while (order := next_piece_order(sys.stdin.buffer)) is not None:
        orders.put(order)
    os._exit(0)


def read_piece(
    order: ReadPiece, reader: Reader, *, tell: Callable[[At], None], limited: bool = False
) -> PieceLine:
    """Reads a piece, writes its parts, and says what came of it.

    What a batch teaches serves it and those after it in the piece, never another piece: so what a piece gives depends on
    nothing but the piece. `limited`: a batch that takes too long ends the process. Raises `RecordError`.
    """
    began = time.process_time()
    path = Path(order.piece.source)
    stat = path.stat() if path.exists() else None
    writer = PartWriter(Path(order.folder), order.piece.name, order.token)
    reading = _Reading(order, reader, writer, tell, limited)
    try:
        reading.run()
        rows = writer.finish()
    except BaseException:
        writer.abandon()
        raise
    return PieceLine(
        piece=order.piece.name,
        source=order.piece.source,
        first=order.piece.first,
        until=order.piece.until,
        status="done",
        digest=digest_of(order.piece),
        size=stat.st_size if stat else 0,
        changed=stat.st_mtime_ns if stat else 0,
        coder=reader.coder or "",
        everything=order.everything,
        items=sum(reading.fates.values()),
        fates=dict(sorted(reading.fates.items())),
        reasons=dict(sorted(reading.reasons.items())),
        rows=rows,
        seconds=round(time.process_time() - began, 3),
    )


def digest_of(piece: Piece) -> str | None:
    """SHA-256 of the bytes of a piece (of a Parquet file's all), None where they cannot be read."""
    found = sha256()
    by_bytes = not piece.source.endswith(".parquet")
    try:
        with Path(piece.source).open("rb") as stream:
            stream.seek(piece.first if by_bytes else 0)
            left = piece.until - piece.first if by_bytes and piece.until is not None else None
            while chunk := stream.read(1 << 20 if left is None else min(left, 1 << 20)):
                found.update(chunk)
                left = left - len(chunk) if left is not None else None
    except OSError:
        return None
    return found.hexdigest()


class _Reading:
    """One piece on its way from pages to parts."""

    def __init__(
        self,
        order: ReadPiece,
        reader: Reader,
        writer: PartWriter,
        tell: Callable[[At], None],
        limited: bool,
    ) -> None:
        self._order = order
        self._reader = reader
        self._writer = writer
        self._tell = tell
        self._limited = limited
        self._learned: list[Learned] = []
        self._texts: dict[str, bytes] = {}
        """A digest of the text of each article so far, by identifier."""
        self.fates: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()

    def run(self) -> None:
        """Reads all of it, group by group: most pages of a crawl are passed over, and the encoder wants whole batches."""
        pages = piece_pages(self._order.piece)
        wanted = kept_whole(pages) if self._order.everything else without_copies(pages)
        for number, group in enumerate(batches(enumerate(wanted), GROUP)):
            aside = dict(self._order.aside)
            if number in self._order.careful:
                aside |= self._tried(number, group, aside)
            found = self._extracted(number, group, aside)
            for batch in batches(found, BATCH):
                self._batch(number, batch)

    def _extracted(
        self, number: int, group: Sequence[Numbered], aside: Mapping[int, Why]
    ) -> list[tuple[int, Article]]:
        """The articles of a group; what became of its other items is noted."""
        self._tell(At(batch=number, items=tuple(place for place, _ in group)))
        articles: list[tuple[int, Article]] = []
        for place, page in group:
            with self._within(SECONDS_A_PAGE):
                found = self._article(place, page, aside)
            if isinstance(found, Step):
                self._note(found)
            elif self._texts.get(found.id) == _digest(found.text):
                self._note(Step(location=found.source or found.id, fate="known"))
            else:
                articles.append((place, found))
        return articles

    def _article(self, place: int, page: Page | Refusal, aside: Mapping[int, Why]) -> Article | Step:
        if place in aside:
            return unread(page.location, *aside[place])
        try:
            return article_or_step(page, self._reader)
        except Exception as error:
            return unread(page.location, *crashed(error))

    def _batch(self, number: int, batch: Sequence[tuple[int, Article]]) -> None:
        """Codes articles together; where that fails, those that do not fail alone."""
        self._tell(At(batch=number, items=tuple(place for place, _ in batch)))
        for got in read_sparing([article for _, article in batch], self._read):
            if isinstance(got, Step):
                self._note(got)
            else:
                self._learned += got.learned
                self._keep(got)

    def _read(self, articles: Sequence[Article]) -> list[Reading]:
        with self._within(SECONDS_A_PAGE if len(articles) == 1 else SECONDS_A_BATCH):
            return self._reader.read_after(articles, self._learned)

    def _tried(self, number: int, group: Sequence[Numbered], aside: Mapping[int, Why]) -> dict[int, Why]:
        """Reads each item of a group alone, and names those that fail; one that ends the process has been told of before."""
        failing: dict[int, Why] = {}
        for place, page in group:
            if place in aside or isinstance(page, Refusal):
                continue
            self._tell(At(batch=number, items=(place,), alone=True))
            try:
                with self._within(SECONDS_A_PAGE):
                    found = article_or_step(page, self._reader)
                    if isinstance(found, Article):
                        self._reader.read_after([found], self._learned)
            except Exception as error:
                failing[place] = crashed(error)
        return failing

    def _note(self, step: Step) -> None:
        self.fates[step.fate] += 1
        if step.kind is not None:
            self.reasons[step.kind] += 1
        if step.fate == "failed":
            self._writer.set_aside(step.location, step.kind or "unknown", step.message or "")

    def _keep(self, reading: Reading) -> None:
        article = reading.article
        digest, revision = _digest(article.text), revision_of(article)
        known = self._texts.get(article.id)
        if known == digest or revision in self._texts:
            self.fates["known"] += 1
            return
        try:
            kept = reading if known is None else renamed(reading, revision)
            self._writer.add(kept)
        except Exception as error:
            if not is_fault(error):
                raise
            self._note(unkept(reading, error))
            return
        self.fates["read" if known is None else "revised"] += 1
        self._texts[kept.article.id] = digest

    @contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        """Ends the process where the block takes more processor time; a block within another has its own time."""
        if not self._limited:
            yield
            return
        before, _ = signal.setitimer(signal.ITIMER_PROF, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, before)


def _digest(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]


if __name__ == "__main__":
    main()
