"""Reading into a record by a process of its own, article by article: a page that hangs or breaks the reader is ended with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from detente.reading import open_rarity
from detente.record import queries
from detente.record.store import Record
from detente.record.writing import keep, known_texts
from detente.runs.apart import Apart
from detente.runs.linking import link_new
from detente.runs.local import Step
from detente.types import Article, Learned, Page


def read_apart(record: Record, pages: Iterable[Page], coder: Apart) -> Iterator[Step]:
    """Reads pages into the record and links what is new, as `local.read_into` does; others have the record while one is coded.

    A page that takes longer than the coder's limit, or ends its process, is told as failed ("too-slow", "crashed"). Raises
    `RecordError` when the record cannot be had, `ModelError` where the process cannot begin.
    """
    learned = list(queries.learned(record))

    def wanted(article: Article) -> Sequence[Learned] | None:
        known = known_texts(record, [article.id]).get(article.id) == article.text
        record.pause()
        return None if known else learned

    for page in pages:
        record.pause()
        got = coder.read(page, wanted)
        if isinstance(got, Step):
            yield got
        elif isinstance(got, Article):
            yield Step(location=got.source or got.id, fate="known")
        else:
            [outcome] = keep(record, [got])
            learned += got.learned
            yield Step(location=got.article.source or got.id, fate=outcome, reading=got)
    for _ in link_new(record, open_rarity()):
        pass
