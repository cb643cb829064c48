"""The record as `detente.open` gives it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pyarrow as pa

from detente.display.reasons import headline
from detente.notebook.answers import Answer
from detente.notebook.pair import ENCOUNTERS, EVENTS, POSITIONS, Pair
from detente.record import queries
from detente.record.diary import encounters_once
from detente.record.imports import imported_events
from detente.record.listing import every
from detente.record.meant import day_of, pair_of, scope_of
from detente.record.outlets import outlets
from detente.record.proof import proof
from detente.record.search import Kind, Question, search
from detente.record.store import Record, open_record
from detente.record.wishes import Words, wish_of
from detente.runs.event import Account, account_of
from detente.types import Article


class OpenRecord(Record):
    """A record opened for reading, and what may be asked of it. Close it, or use it in a `with`."""

    __slots__ = ()

    def pair(self, a: str, b: str, *, since: str | None = None, until: str | None = None) -> Pair:
        """Two states, by names or codes, between two days ("2023", "2023-06", "2023-06-18").

        Raises `UsageError` for what is no state or no day.
        """
        return Pair(
            record=self, states=pair_of(a, b), since=day_of(since, "since"), until=day_of(until, "until", "-12-31")
        )  # fmt: skip

    def pairs(self, limit: int = 20) -> Answer:
        """The pairs of which the record holds most. Columns: a, b, reports, encounters, articles."""
        return Answer(table=queries.busiest_pairs(self, max(1, limit)), title="Pairs")

    def events(
        self, about: str | None = None, *, since: str | None = None, until: str | None = None,
        event: Words = None, status: Words = None,
    ) -> Answer:  # fmt: skip
        """Events about a pair, a state or a person, or all, one row each, newest first (columns: `listing.happenings`)."""
        wish = wish_of(scope_of(about or None, since, until), event=event, status=status)
        return Answer(table=every(self, wish), title=_title("Events", about), shown=EVENTS)

    def encounters(
        self, about: str | None = None, *, since: str | None = None, until: str | None = None
    ) -> Answer:
        """Encounters, one row each, newest first (columns: `diary.encounters_once`)."""
        table = encounters_once(self, scope_of(about or None, since, until))
        return Answer(table=table, title=_title("Encounters", about), shown=ENCOUNTERS)

    def positions(
        self, about: str | None = None, *, since: str | None = None, until: str | None = None
    ) -> Answer:
        """Where powers stand, one row a sentence, newest first (columns: `queries.positions`)."""
        table = queries.positions(self, scope_of(about or None, since, until))
        return Answer(table=table, title=_title("Positions", about), shown=POSITIONS)

    def imported(
        self, about: str | None = None, *, since: str | None = None, until: str | None = None
    ) -> Answer:
        """What others coded (`detente import`): ICEWS, GDELT, POLECAT, newest first (`imports.imported_events`)."""
        table = imported_events(self, scope_of(about or None, since, until))
        shown = ("layout", "day", "actors", "event", "cameo", "recipients", "score", "outlet", "url")
        return Answer(table=table, title=_title("Imported events", about), shown=shown)

    def search(self, words: str, *, kind: Kind = "article", limit: int = 20) -> Answer:
        """Articles, or coded sentences of a kind, in which words stand, best first.

        Columns: article, title, outlet, agency, published, url, snippet, score, coded (identifiers).
        """
        found = search(self, Question(words=words, kind=kind, limit=max(1, limit)))
        names = ("article", "title", "outlet", "agency", "published", "url", "snippet", "score")
        rows = [
            {name: getattr(hit, name) for name in names} | {"coded": [row.id for row in hit.coded]}
            for hit in found.hits
        ]
        schema = pa.schema(
            [(name, pa.string() if name != "score" else pa.float64()) for name in names]
            + [("coded", pa.list_(pa.string()))]
        )
        return Answer(table=pa.Table.from_pylist(rows, schema=schema), title=f"Search: {words}")

    def event(self, identity: str) -> Account:
        """All tellings of one event or encounter, its history, and what its sources disagree on."""
        return account_of(self, identity)

    def evidence(self, identity: str) -> Answer:
        """The sentence behind a report, encounter or position, one row. Raises `UnknownError`.

        Columns: id, kind, headline, quote, paragraph, start, end, confidence, article, title, outlet, agency, published, url.
        """
        found = proof(self, identity)
        first, last = found.paragraph
        whole = asdict(found.article)
        row = {
            "id": found.id, "kind": found.kind, "headline": headline(found.row, found.kind, found.roles),
            "quote": found.row["quote"], "paragraph": found.article.text[first:last],
            "start": found.row["start"], "end": found.row["end"], "confidence": found.row["confidence"],
            "article": found.article.id,
        } | {name: whole[name] for name in ("title", "outlet", "agency", "published", "url")}  # fmt: skip
        return Answer(table=pa.Table.from_pylist([row]), title=f"Evidence of {identity}")

    def article(self, identity: str) -> Article:
        """One article with its text. Raises `UnknownError`."""
        return queries.article(self, identity)

    def person(self, name: str) -> Answer:
        """The encounters in which a person takes part, newest first; `events` has what the person did."""
        return self.encounters(name)

    def issue(self, name: str) -> Answer:
        """The events in whose sentences an issue is named, by its identifier ("taiwan")."""
        wish = wish_of(scope_of(None), issue=name)
        return Answer(table=every(self, wish), title=f"Events on {name}", shown=EVENTS)

    def sources(self) -> Answer:
        """The outlets of the record, with their articles."""
        return Answer(table=outlets(self), title="Sources")


def open_for_reading(path: Path | str) -> OpenRecord:
    """The record at `path`, for reading. Raises `RecordError` where there is none."""
    opened = open_record(path, writable=False)
    return OpenRecord(path=opened.path, connection=opened.connection, writable=False)


def _title(what: str, about: str | None) -> str:
    return f"{what}: {about}" if about else what
