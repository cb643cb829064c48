"""Reading into a record in this process: batch by batch, each kept before it is reported."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from detente.errors import ArticleError
from detente.reading import ArticleReader, Reader
from detente.record import queries
from detente.record.store import Record
from detente.record.writing import known_texts
from detente.runs.linking import link_new
from detente.runs.messages import sound
from detente.runs.sparing import crashed, is_fault, keep_sparing, read_sparing
from detente.runs.steps import Step, unread
from detente.sources import Refusal
from detente.types import Article, Learned, Page, Reading

BATCH = 32
"""Articles coded together: enough for the encoder to batch by length and for the record, to which a batch costs a tenth of a second
however small it is; little to lose on an interruption."""
SLOW = 0.5
"""Seconds that pages of a batch may be long in coming while the record is held."""

Item = TypeVar("Item")


def read_into(
    record: Record, pages: Iterable[Page | Refusal], reader: Reader, *, samples: bool = False
) -> Iterator[Step]:
    """Reads pages into the record and yields each item's fate once it is safely kept.

    What is known with the same text is not coded again, so an interrupted run goes on where it stopped.
    Offices that the record has learned are used, and what a batch teaches serves it and the batches after it.
    At the end what is new is linked with what it tells again; an interrupted run is linked by the next one.
    An article that raises what nobody expected, or whose reading does not fit the record, has failed; the others are kept.
    Raises `RecordError` when the record cannot be written; what was yielded before is kept.
    """
    learned = list(queries.learned(record))
    asked = time.monotonic()
    for batch in batches(pages, BATCH):
        slow = time.monotonic() - asked > SLOW
        articles: list[Article] = []
        for page in batch:
            article = article_or_step(page, reader)
            if isinstance(article, Step):
                yield article
            else:
                articles.append(article)
        yield from _keep(record, articles, reader, learned, samples=samples)
        if slow and len(batch) == BATCH:
            # More pages will be as long in coming.
            record.pause()
        asked = time.monotonic()
    for _ in link_new(record, reader.rarity):
        pass


def article_or_step(page: Page | Refusal, reader: ArticleReader) -> Article | Step:
    """The article of a page, or the step that says why there is none."""
    if isinstance(page, Refusal):
        return unread(page.location, page.kind, page.message)
    try:
        if page.crawled and (why := reader.passed_over(page)):
            return unread(page.location, why, "")
        return sound(reader.article(page))
    except ArticleError as error:
        return unread(page.location, error.reason, str(error))
    except Exception as error:
        if not is_fault(error):
            raise
        return unread(page.location, *crashed(error))


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
    found = read_sparing(fresh, lambda some: reader.read_after(some, learned))
    readings = [one for one in found if isinstance(one, Reading)]
    yield from (one for one in found if isinstance(one, Step))
    yield from keep_sparing(record, readings, samples=samples) if readings else ()
    # What could not be kept has taught the rest of its batch, and teaches those after it as well.
    learned += [taught for reading in readings for taught in reading.learned]
