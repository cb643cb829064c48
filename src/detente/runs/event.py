"""All that the record holds of one happening, put together from its tellings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from detente.linking.disagreements import Disagreement, disagreements
from detente.linking.lifecycle import Step, Voice, claimed_by, history, present, published, sources
from detente.record import recall
from detente.record.links import happening_called, linked_around, told_in
from detente.record.store import Record
from detente.types import Encounter, Report, Status

__all__ = ["Account", "Voice", "account_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One happening as all its sources have it."""

    id: str
    status: Status
    voices: tuple[Voice, ...]
    """In the order of printing."""
    sources: tuple[tuple[str, ...], ...]
    """Articles by independent source."""
    history: tuple[Step, ...]
    disagreements: tuple[Disagreement, ...]
    claimed_by: tuple[str, ...]
    """Who alone says so; empty where a telling vouches for it."""

    @property
    def outlets(self) -> tuple[str, ...]:
        return tuple(sorted({voice.article.outlet for voice in self.voices if voice.article.outlet}))

    @property
    def source_of(self) -> Mapping[str, int]:
        """The number of its source, from 1, by article."""
        return {one: number for number, group in enumerate(self.sources, 1) for one in group}


def account_of(record: Record, identity: str) -> Account:
    """The account of a happening, by its identifier or that of one of its tellings. Raises `RecordError`."""
    home = happening_called(record, identity)
    voices = _voices(record, told_in(record, home))
    copied = linked_around(record, "copy", [voice.article.id for voice in voices])
    return Account(
        id=home,
        status=present(voices),
        voices=voices,
        sources=sources(voices, copied),
        history=history(voices),
        disagreements=disagreements(voices),
        claimed_by=claimed_by(voices),
    )


def _voices(record: Record, tellings: list[str]) -> tuple[Voice, ...]:
    told: list[tuple[str, Encounter | Report]] = []
    told += recall.encounters(record, tellings)
    told += recall.reports(record, tellings)
    articles = {a.id: a for a in recall.articles(record, sorted({article for article, _ in told}))}
    voices = [Voice(article=articles[article], told=one) for article, one in told]
    return tuple(sorted(voices, key=lambda v: (str(published(v)), v.article.id, v.told.start, v.told.id)))
