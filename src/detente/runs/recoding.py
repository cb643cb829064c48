"""Coding the stored texts again with the present coder: kept beside the old, compared, put in its place on demand.

Batch by batch, each kept whole or not at all: a run that was killed goes on where it stopped, and until a batch is
accepted the record is as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from detente.linking.terms import Rarity
from detente.record import queries
from detente.record.corrections import Correction, agreeing
from detente.record.differing import Difference
from detente.record.recoding import Recoded, accept, compared, keep_pending, pending, stored_articles, to_code
from detente.record.store import Record
from detente.runs.linking import link_new
from detente.runs.local import BATCH, batches
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


def code_anew(record: Record, coder: Coder, *, everything: bool = False) -> Iterator[int]:
    """Codes articles that another coder has read, or all; yields after each batch how many are still to be coded."""
    name = coder.coder or ""
    learned = queries.learned(record)
    left = to_code(record, name, everything=everything)
    for batch in batches(left, BATCH):
        articles = stored_articles(record, batch)
        record.pause()
        readings = coder.read_after(articles, learned)
        keep_pending(record, batch, readings, name)
        left = left[len(batch) :]
        yield len(left)


def compare(record: Record, coder: str) -> Comparison:
    """What accepting the pending readings of this coder would change."""
    waiting = pending(record, coder)
    return _summed(one for batch in batches(waiting, BATCH) for one in compared(record, batch))


def accept_pending(record: Record, coder: str, rarity: Rarity) -> Comparison:
    """Puts all pending readings of this coder in the place of the old ones and links them; says what changed."""
    found: list[Recoded] = []
    for batch in batches(pending(record, coder), BATCH):
        found += accept(record, batch, coder)
        record.pause()
    for _ in link_new(record, rarity):
        pass
    summed = _summed(found)
    articles = {one.article for one in found}
    said = tuple((one.of, _in_what(one)) for one in agreeing(record) if one.article in articles)
    return Comparison(
        articles=summed.articles, fates=summed.fates, fields=summed.fields, others=summed.others,
        examples=summed.examples, agreed=(*summed.agreed, *said),
    )  # fmt: skip


def _in_what(one: Correction) -> str:
    return f"{one.field} is {one.now}"


def _summed(found: Iterable[Recoded]) -> Comparison:
    fates: dict[str, Counter[str]] = {}
    fields: Counter[str] = Counter()
    others: dict[str, tuple[int, int]] = {}
    examples: dict[tuple[str, str], list[Difference]] = {}
    agreed: list[tuple[str, str]] = []
    number = 0
    for one in found:
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
    )  # fmt: skip
