"""Coding the stored texts again with the present coder: kept beside the old, compared, put in its place on demand.

Batch by batch, each kept whole or not at all: a run that was killed goes on where it stopped, and until a batch is
accepted the record is as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from detente.errors import UnfitError
from detente.linking.terms import Rarity
from detente.record import queries
from detente.record.corrections import Correction, agreeing
from detente.record.differing import Difference
from detente.record.recoding import Recoded, accept, compared, keep_pending, pending, stored_articles, to_code
from detente.record.store import Record
from detente.runs.linking import link_new
from detente.runs.local import BATCH, batches
from detente.runs.sparing import NOT_KEPT, one_by_one, read_sparing, unkept
from detente.runs.steps import Step, unread
from detente.types import Article, Learned, Reading

EXAMPLES = 5
"""Rows shown of each kind and fate."""


class Coder(Protocol):
    """What codes articles; a `Reader`."""

    @property
    def coder(self) -> str | None: ...

    def read_after(self, found: Sequence[Article], learned: Sequence[Learned] = ()) -> list[Reading]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What would become different, or has become so."""

    articles: int
    fates: dict[str, Counter[str]]
    """By kind: how many rows are the same, changed, added, withdrawn."""
    fields: Counter[str]
    """How often each field changed, as "report.status"."""
    others: dict[str, tuple[int, int]]
    """How many rows of each other table there are and there will be."""
    examples: tuple[Difference, ...]
    agreed: tuple[tuple[str, str], ...]
    """Rows of people, and in what the coder by now agrees with them."""
    failed: tuple[Step, ...] = ()
    """Articles whose new reading could not be compared, or put in place: they are as they were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """How far coding anew has come after a batch."""

    left: int
    """Articles still to be coded."""
    failed: tuple[Step, ...] = ()
    """Articles of the batch that could not be coded, or kept beside the old: they stay as they are."""


def code_anew(record: Record, coder: Coder, *, everything: bool = False) -> Iterator[Coded]:
    """Codes articles that another coder has read, or all; yields after each batch how far it has come."""
    name = coder.coder or ""
    learned = queries.learned(record)
    left = to_code(record, name, everything=everything)
    for batch in batches(left, BATCH):
        articles = stored_articles(record, batch)
        record.pause()
        found = read_sparing(articles, lambda some: coder.read_after(some, learned))
        steps = [one for one in found if isinstance(one, Step)]
        readings = [
            (article, one) for article, one in zip(batch, found, strict=True) if isinstance(one, Reading)
        ]
        steps += one_by_one(readings, partial(_pending, record, name), _unfit) if readings else []
        left = left[len(batch) :]
        yield Coded(left=len(left), failed=tuple(steps))


def _pending(record: Record, coder: str, some: Sequence[tuple[str, Reading]]) -> list[Step]:
    """Keeps readings beside the old; there is nothing to be told of them."""
    articles, readings = zip(*some, strict=True)
    keep_pending(record, articles, readings, coder)
    return []


def _unfit(one: tuple[str, Reading], error: Exception) -> Step:
    return unkept(one[1], error)


def compare(record: Record, coder: str) -> Comparison:
    """What accepting the pending readings of this coder would change."""
    found: list[Recoded | Step] = []
    for batch in batches(pending(record, coder), BATCH):
        found += one_by_one(batch, partial(_compared, record), _unplaced)
    return _summed(found)


def accept_pending(record: Record, coder: str, rarity: Rarity) -> Comparison:
    """Puts all pending readings of this coder in the place of the old ones and links them; says what changed."""
    found: list[Recoded | Step] = []
    for batch in batches(pending(record, coder), BATCH):
        found += one_by_one(batch, partial(_accepted, record, coder), _unplaced)
        record.pause()
    for _ in link_new(record, rarity):
        pass
    summed = _summed(found)
    articles = {one.article for one in found if isinstance(one, Recoded)}
    said = tuple((one.of, _in_what(one)) for one in agreeing(record) if one.article in articles)
    return Comparison(
        articles=summed.articles, fates=summed.fates, fields=summed.fields, others=summed.others,
        examples=summed.examples, agreed=(*summed.agreed, *said), failed=summed.failed,
    )  # fmt: skip


def _compared(record: Record, articles: Sequence[str]) -> list[Recoded | Step]:
    return list(compared(record, articles))


def _accepted(record: Record, coder: str, articles: Sequence[str]) -> list[Recoded | Step]:
    return list(accept(record, articles, coder))


def _unplaced(article: str, error: Exception) -> Step:
    why = error.cause if isinstance(error, UnfitError) else f"{type(error).__name__}: {error}"
    said = f"its new reading could not be put in the place of the old ({why}); please report it"
    return unread(article, NOT_KEPT, said)


def _in_what(one: Correction) -> str:
    return f"{one.field} is {one.now}"


def _summed(found: Iterable[Recoded | Step]) -> Comparison:
    fates: dict[str, Counter[str]] = {}
    fields: Counter[str] = Counter()
    others: dict[str, tuple[int, int]] = {}
    examples: dict[tuple[str, str], list[Difference]] = {}
    agreed: list[tuple[str, str]] = []
    failed: list[Step] = []
    number = 0
    for one in found:
        if isinstance(one, Step):
            failed.append(one)
            continue
        number += 1
        agreed += one.agreed
        for row in one.rows:
            fates.setdefault(row.kind, Counter())[row.fate] += 1
            fields.update(f"{row.kind}.{field}" for field in row.fields)
            shown = examples.setdefault((row.kind, row.fate), [])
            if row.fate != "same" and len(shown) < EXAMPLES:
                shown.append(row)
        for table, (was, now) in one.others.items():
            before = others.get(table, (0, 0))
            others[table] = (before[0] + was, before[1] + now)
    return Comparison(
        articles=number, fates=fates, fields=fields, others=others,
        examples=tuple(row for rows in examples.values() for row in rows), agreed=tuple(agreed),
        failed=tuple(failed),
    )  # fmt: skip
