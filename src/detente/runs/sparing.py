"""A fault of one article takes no other with it: what fails is tried apart, named and set aside, and the rest is read and kept.

A fault is what comes of the article: an exception of ours that nobody expected, or a reading that does not fit the record. A full
disk, a locked record or a missing model is none: it would be the same for every article, and ends the run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import duckdb

from detente.errors import BusyError, KnowledgeError, ModelError, RecordError, UnfitError
from detente.record.store import Record
from detente.record.writing import keep
from detente.runs.steps import Step, unread
from detente.types import Article, Reading

NOT_KEPT = "not-kept"
"""Short name of what was read and does not fit the record."""
Item = TypeVar("Item")
Answer = TypeVar("Answer")


def is_fault(error: Exception) -> bool:
    """Whether an error comes of what was read, so that other articles need not meet it."""
    if isinstance(error, UnfitError):
        return True
    return not isinstance(error, (RecordError, ModelError, KnowledgeError, BusyError, duckdb.Error, OSError))


def crashed(error: BaseException) -> tuple[str, str]:
    """The short name and the words for a fault that was met while something was read."""
    return "crashed", f"reading it failed ({type(error).__name__}: {error}); please report it"


def one_by_one(
    items: Sequence[Item],
    do: Callable[[Sequence[Item]], Sequence[Answer]],
    failed: Callable[[Item, Exception], Answer],
) -> list[Answer]:
    """What `do` gives for items together; where a fault keeps it from that, for each alone, and `failed` for those it is of.

    `do` does all that is asked or nothing.
    """
    try:
        return list(do(items))
    except Exception as error:
        if not is_fault(error):
            raise
        if len(items) == 1:
            return [failed(items[0], error)]
    return [answer for item in items for answer in one_by_one([item], do, failed)]


def read_sparing(
    articles: Sequence[Article], read: Callable[[Sequence[Article]], Sequence[Reading]]
) -> list[Reading | Step]:
    """Of each article its reading, or the step that says why there is none.

    Where a fault is met, articles are read alone, and then those together that could be: what they teach serves one another.
    """

    def tried(some: Sequence[Article]) -> list[Reading | Step]:
        return list(read(some))

    alone = one_by_one(articles, tried, _unread)
    sane = [article for article, got in zip(articles, alone, strict=True) if not isinstance(got, Step)]
    if len(sane) == len(articles) or not sane:
        return alone
    together = iter(one_by_one(sane, tried, _unread))
    return [got if isinstance(got, Step) else next(together) for got in alone]


def keep_sparing(record: Record, readings: Sequence[Reading], *, samples: bool = False) -> list[Step]:
    """Keeps readings as `record.keep` does, and gives the step of each: one that does not fit the record has failed.

    Raises `RecordError` where the disk does not take them; then nothing is kept of what was tried last.
    """

    def kept(some: Sequence[Reading]) -> list[Step]:
        outcomes = keep(record, some, samples=samples)
        return [
            Step(location=place_of(reading), fate=outcome, reading=reading)
            for reading, outcome in zip(some, outcomes, strict=True)
        ]

    return one_by_one(readings, kept, unkept)


def unkept(reading: Reading, error: Exception) -> Step:
    """The step of a reading that does not fit."""
    why = error.cause if isinstance(error, UnfitError) else f"{type(error).__name__}: {error}"
    said = f"what was read in it could not be kept ({why}); please report it"
    return unread(place_of(reading), NOT_KEPT, said)


def place_of(reading: Reading) -> str:
    """By what name the item is told of that gave a reading."""
    return reading.article.source or reading.id


def _unread(article: Article, error: Exception) -> Step:
    return unread(article.source or article.id, *crashed(error))
