"""Détente reads the news of diplomacy and keeps the record.

import detente

reading = detente.code("Blinken met Qin in Beijing on Sunday.", published="2023-06-19")
detente.read("news/", record="detente.duckdb")
with detente.open("detente.duckdb") as record:
    record.pair("CHN", "USA").encounters()
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from detente.record import Record, open_record
from detente.types import Reading
from detente.version import __version__

if TYPE_CHECKING:
    from detente.notebook import OpenRecord

__all__ = ["Reading", "Record", "__version__", "code", "open", "read"]


def code(
    text: str, *, published: str | None = None, title: str | None = None, url: str | None = None
) -> Reading:
    """All that one text says: reports of events, encounters, issues, positions and assessments.

    `text` is taken as it stands; `published` (ISO 8601) anchors its "Sunday" and "last year". Raises `ArticleError`
    for an empty text.
    """
    from detente.reading import Story, open_reader

    reader = open_reader()
    return reader.read(
        [reader.story(Story(id="text", text=text, published=published, title=title, url=url))]
    )[0]


def read(
    *sources: str,
    record: Path | str = "detente.duckdb",
    allow_private: bool = False,
    workers: int | None = None,
) -> Counter[str]:
    """Reads files, folders, addresses, feeds and archives into a record and counts what became of each item.

    `workers`: processes that read side by side, None for one for each core.
    The counts are of `read`, `known`, `revised`, `passed` (over, pages of a WARC archive) and `failed`. Raises `RecordError` where the record cannot be written.
    """
    from detente.runs.crawled import without_copies
    from detente.runs.fetching import Fetching, pages_of
    from detente.runs.workers import read_by

    fetching = Fetching(allow_private=allow_private)
    pages = chain.from_iterable(pages_of(source, fetching) for source in sources)
    with open_record(record, create=True) as opened:
        return Counter(step.fate for step in read_by(opened, without_copies(pages), workers=workers))


def open(path: Path | str) -> OpenRecord:
    """The record at `path`, for reading. Raises `RecordError` where there is none."""
    from detente.notebook.opened import open_for_reading

    return open_for_reading(path)
