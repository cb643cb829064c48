"""Reading into a record by a process of its own, batch by batch: a page that hangs or breaks the reader is ended with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from detente.reading import open_rarity
from detente.record import queries
from detente.record.store import Record
from detente.record.writing import known_texts
from detente.runs.apart import Apart
from detente.runs.linking import link_new
from detente.runs.local import BATCH, batches
from detente.runs.sparing import keep_sparing
from detente.runs.steps import Step
from detente.types import Article, Page, Reading


def read_apart(record: Record, pages: Iterable[Page], coder: Apart) -> Iterator[Step]:
    """Reads pages into the record and links what is new, as `local.read_into` does; others have the record while a batch is coded.

    A page that takes longer than the coder's limit, or ends its process, is told as failed ("too-slow", "crashed"), and the others
    of its batch are read; so are those beside one whose reading does not fit the record ("not-kept"). Raises `RecordError` when the record cannot be had, `ModelError` where the process cannot begin.
    """
    learned = list(queries.learned(record))

    def fresh(articles: Sequence[Article]) -> Sequence[bool]:
        texts = known_texts(record, [article.id for article in articles])
        record.pause()
        return [texts.get(article.id) != article.text for article in articles]

    for batch in batches(pages, BATCH):
        record.pause()
        answers = coder.read_all(batch, fresh, learned)
        readings = [one for one in answers if isinstance(one, Reading)]
        kept = iter(keep_sparing(record, readings) if readings else ())
        learned += [taught for reading in readings for taught in reading.learned]
        for one in answers:
            if isinstance(one, Step):
                yield one
            elif isinstance(one, Article):
                yield Step(location=one.source or one.id, fate="known")
            else:
                yield next(kept)
    for _ in link_new(record, open_rarity()):
        pass
