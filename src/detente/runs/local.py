"""Reading into a record in this process: batch by batch, each kept before it is reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal, TypeVar

from detente.errors import ArticleError
from detente.reading import ArticleReader, Reader
from detente.record import queries
from detente.record.store import Record
from detente.record.writing import keep, known_texts
from detente.runs.crawled import COPY
from detente.runs.linking import link_new
from detente.runs.messages import sound
from detente.sources import Refusal
from detente.types import Article, Learned, Page, Reading

BATCH = 16
"""Articles coded together: enough for the encoder to batch by length, little to lose on an interruption."""

Fate = Literal["read", "known", "revised", "passed", "failed"]
PASSED_OVER = frozenset({"not-english", "no-powers", COPY})
"""Why a page of a crawl is not even tried, as short names."""
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What became of one item."""

    location: str
    fate: Fate
    reading: Reading | None = None
    kind: str | None = None
    """Why it failed, as a short name that can be counted."""
    message: str | None = None


def read_into(
    record: Record, pages: Iterable[Page | Refusal], reader: Reader, *, samples: bool = False
) -> Iterator[Step]:
    """Reads pages into the record and yields each item's fate once it is safely kept.

    What is known with the same text is not coded again, so an interrupted run goes on where it stopped.
    Offices that the record has learned are used, and what a batch teaches serves it and the batches after it.
    At the end what is new is linked with what it tells again; an interrupted run is linked by the next one.
    Raises `RecordError` when the record cannot be written; what was yielded before is kept.
    """
    learned = list(queries.learned(record))
    for batch in batches(pages, BATCH):
        articles: list[Article] = []
        for page in batch:
            article = article_or_step(page, reader)
            if isinstance(article, Step):
                yield article
            else:
                articles.append(article)
        for step in _keep(record, articles, reader, learned, samples=samples):
            learned += step.reading.learned if step.reading is not None else ()
            yield step
        if len(batch) == BATCH:
            # More pages may be long in coming.
            record.pause()
    for _ in link_new(record, reader.rarity):
        pass


def article_or_step(page: Page | Refusal, reader: ArticleReader) -> Article | Step:
    """The article of a page, or the step that says why there is none."""
    if isinstance(page, Refusal):
        return unread(page.location, page.kind, page.message)
    if page.crawled and (why := reader.passed_over(page)):
        return unread(page.location, why, "")
    try:
        return sound(reader.article(page))
    except ArticleError as error:
        return unread(page.location, error.reason, str(error))


def unread(location: str, kind: str, message: str) -> Step:
    """The step of an item that gave no article."""
    return Step(
        location=location, fate="passed" if kind in PASSED_OVER else "failed", kind=kind, message=message
    )


def batches(items: Iterable[Item], size: int) -> Iterator[tuple[Item, ...]]:
    """Consecutive tuples of at most `size` items."""
    iterator = iter(items)
    while batch := tuple(islice(iterator, size)):
        yield batch


def _keep(
    record: Record, articles: list[Article], reader: Reader, learned: list[Learned], *, samples: bool
) -> Iterator[Step]:
    texts = known_texts(record, [a.id for a in articles])
    fresh: list[Article] = []
    for article in articles:
        if texts.get(article.id) == article.text:
            yield Step(location=article.source or article.id, fate="known")
        else:
            fresh.append(article)
    if fresh:
        record.pause()
    readings = reader.read_after(fresh, learned)
    for reading, outcome in zip(readings, keep(record, readings, samples=samples), strict=True):
        yield Step(location=reading.article.source or reading.id, fate=outcome, reading=reading)
