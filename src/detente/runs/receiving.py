"""One article into a record that others are reading: coded apart from it, so that only its storing keeps them waiting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from detente.reading import open_rarity
from detente.record import Record, open_record, queries
from detente.record.shared import SharedRecord
from detente.record.writing import kept_as, known_as
from detente.runs.apart import Apart
from detente.runs.linking import link_new
from detente.runs.sparing import keep_sparing
from detente.runs.steps import Step, unread
from detente.sources import Refusal
from detente.types import Article, Learned, Page, Reading

Became = Literal["read", "known", "revised", "tried", "passed", "failed"]
"""What became of an item; `tried`: read, and kept nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What became of one item, and all that was found in it."""

    location: str
    fate: Became
    article: Article | None = None
    """Under the identifier by which the record has it."""
    coded: Mapping[str, Sequence[Mapping[str, Any]]] | None = None
    """What was coded from it, by table, as the record has it."""
    reading: Reading | None = None
    """None also for what was known."""
    kind: str | None = None
    """Why it failed, as a short name that can be counted."""
    message: str | None = None


def receive(
    record: SharedRecord, page: Page | Refusal, coder: Apart, *, patience: float | None = None
) -> Received:
    """Reads a page into the record, links it, and says what became of it.

    Raises `RecordError` where the record cannot be had, `BusyError` where the coder is not free within `patience` seconds.
    """
    if isinstance(page, Refusal):
        return _missed(unread(page.location, page.kind, page.message))
    known: list[str] = []

    def wanted(article: Article) -> tuple[Learned, ...] | None:
        with record.borrow() as opened:
            known.extend(filter(None, [known_as(opened, article)]))
            return None if known else queries.learned(opened)

    got = coder.read(page, wanted, patience)
    if isinstance(got, Step):
        return _missed(got)
    if isinstance(got, Article):
        with record.borrow() as opened:
            return _found(opened, page.location, "known", known[0])
    rarity = open_rarity()
    with record.writing() as opened:
        [step] = keep_sparing(opened, [got])
        outcome = step.fate
        if outcome == "failed" or outcome == "passed":
            return _missed(replace(step, location=page.location))
        for _ in link_new(opened, rarity):
            pass
    reading = kept_as(got, outcome)
    with record.borrow() as opened:
        return _found(opened, page.location, outcome, reading.id, reading)


class Trial:
    """A record of what is read for looking alone; it ends with the visit."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def receive(
        self, page: Page | Refusal, coder: Apart, taught: Sequence[Learned], *, patience: float | None = None
    ) -> Received:
        """Reads a page and says what was found, with offices that a record has been taught."""
        if isinstance(page, Refusal):
            return _missed(unread(page.location, page.kind, page.message))
        got = coder.read(page, lambda _: taught, patience)
        if isinstance(got, Step):
            return _missed(got)
        assert isinstance(got, Reading)
        [step] = keep_sparing(self._record, [got])
        outcome = step.fate
        if outcome == "failed" or outcome == "passed":
            return _missed(replace(step, location=page.location))
        reading = kept_as(got, outcome)
        return _found(self._record, page.location, "tried", reading.id, reading)


@contextmanager
def trial() -> Iterator[Trial]:
    """A place to read in without keeping."""
    with (
        TemporaryDirectory(prefix="detente-") as folder,
        open_record(Path(folder) / "trial.duckdb", create=True) as record,
    ):
        yield Trial(record)


def _missed(step: Step) -> Received:
    return Received(location=step.location, fate=step.fate, kind=step.kind, message=step.message)


def _found(
    record: Record, location: str, fate: Became, identity: str, reading: Reading | None = None
) -> Received:
    coded = {name: table.to_pylist() for name, table in queries.of_article(record, identity).items()}
    article = queries.article(record, identity)
    return Received(location=location, fate=fate, article=article, coded=coded, reading=reading)
