"""What watching remembers: how each feed stood, and what became of each of its items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from detente.record.deriving import in_words
from detente.record.inserting import insert
from detente.record.store import Record
from detente.record.transaction import transaction

State = Literal["waiting", "in hand", "read", "given up"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """How a feed stood when it was last asked."""

    address: str
    etag: str | None = None
    modified: str | None = None
    failures: int = 0
    """How often in a row it could not be read."""
    rest_until: datetime | None = None
    """Before that (UTC, without a zone) it is not asked."""
    wait: float | None = None
    """Seconds that the feed itself asks to be left alone between two calls."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """An item that a feed has named and that is to be got."""

    item: str
    """By which it is known: its link, or the feed's address and its id."""
    feed: str
    id: str
    link: str
    title: str | None
    published: str | None
    outlet: str | None
    text: str
    seen: datetime | None = None
    """When a feed first named it, by the record's clock (UTC, without a zone)."""
    tries: int = 0
    """How often it was taken in hand before."""
    broken_off: bool = False
    """Whether the process ended while it was in hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What became of an item that was in hand."""

    item: str
    state: State
    article: str | None = None
    """The article that it became in the record."""
    heard: bool = True
    """False where alerts have yet to look at the article."""
    kind: str | None = None
    """Why it was not read."""
    due: datetime | None = None
    """When a waiting one is tried again (UTC, without a zone)."""


def feed_states(record: Record) -> dict[str, FeedState]:
    """How feeds stood, by address."""
    rows = record.connection.execute(
        "SELECT address, etag, modified, failures, rest_until, wait FROM feeds ORDER BY address"
    ).fetchall()
    names = ("address", "etag", "modified", "failures", "rest_until", "wait")
    return {row[0]: FeedState(**dict(zip(names, row, strict=True))) for row in rows}


def note_feed(record: Record, state: FeedState, items: Sequence[FeedItem] = ()) -> int:
    """Keeps how a feed stands together with those of its items that were never seen; answers how many these were.

    Raises `RecordError` when the record cannot be written.
    """
    named = {one.item: one for one in items}
    question = f"SELECT item FROM feed_items WHERE item {in_words(list(named))}"
    for (item,) in record.connection.execute(question).fetchall():
        del named[item]
    fresh = list(named.values())
    with transaction(record) as connection:
        connection.execute("DELETE FROM feeds WHERE address = ?", [state.address])
        connection.execute(
            "INSERT INTO feeds VALUES (?, ?, ?, ?, ?, ?)",
            [state.address, state.etag, state.modified, state.failures, state.rest_until, state.wait],
        )
        columns: dict[str, list[object]] = {
            name: [getattr(one, name) for one in fresh]
            for name in ("item", "feed", "id", "link", "title", "published", "outlet", "text", "tries")
        }
        columns |= {"state": ["waiting"] * len(fresh), "heard": [True] * len(fresh)}
        insert(connection, "feed_items", columns)
    return len(fresh)


def items_due(record: Record, now: datetime) -> list[FeedItem]:
    """The items that are to be got now, in the order in which they were seen; those that were in hand at a kill too."""
    names = ("item", "feed", "id", "link", "title", "published", "outlet", "text", "seen", "tries")
    rows = record.connection.execute(
        f"""SELECT {", ".join(names)}, state = 'in hand' FROM feed_items
        WHERE state = 'in hand' OR (state = 'waiting' AND (due IS NULL OR due <= ?)) ORDER BY seen, rowid""",
        [now],
    ).fetchall()
    found = []
    for *values, broken_off in rows:
        given = dict(zip(names, values, strict=True)) | {"broken_off": broken_off}
        given |= {name: given[name] or "" for name in ("id", "link", "text")}
        found.append(FeedItem(**given))
    return found


def next_item_due(record: Record) -> datetime | None:
    """When the first of the waiting items is to be tried again; None where none waits for a time."""
    [[due]] = record.connection.execute("SELECT min(due) FROM feed_items WHERE state = 'waiting'").fetchall()
    return due  # type: ignore[no-any-return]


def take_in_hand(record: Record, items: Sequence[str]) -> None:
    """Notes that these items are being read, so that one which ends the process is known. Raises `RecordError`."""
    with transaction(record) as connection:
        connection.execute(
            f"UPDATE feed_items SET state = 'in hand', tries = tries + 1 WHERE item {in_words(items)}"
        )


def settle(record: Record, outcomes: Sequence[Settled]) -> None:
    """Notes what became of items. Raises `RecordError`."""
    with transaction(record) as connection:
        for one in outcomes:
            connection.execute(
                """UPDATE feed_items SET state = ?, article = ?, heard = ?, kind = ?, due = ?,
                text = CASE WHEN ? = 'waiting' THEN text END WHERE item = ?""",
                [one.state, one.article, one.heard, one.kind, one.due, one.state, one.item],
            )


def put_off(record: Record, outcomes: Sequence[Settled]) -> None:
    """Notes that items could not be got this time, which counts as a try. Raises `RecordError`."""
    take_in_hand(record, [one.item for one in outcomes])
    settle(record, outcomes)


def articles_from(record: Record, locations: Sequence[str]) -> dict[str, tuple[str, datetime]]:
    """The articles that were got from these locations, and when they came into the record (UTC), by location."""
    rows = record.connection.execute(
        f"SELECT source, id, kept FROM articles WHERE source {in_words(locations)} ORDER BY kept, id"
    ).fetchall()
    return {source: (identity, kept) for source, identity, kept in rows}


def unheard(record: Record) -> list[str]:
    """The articles of items that alerts have yet to look at."""
    rows = record.connection.execute(
        "SELECT DISTINCT article FROM feed_items WHERE NOT heard AND article IS NOT NULL ORDER BY 1"
    ).fetchall()
    return [row[0] for row in rows]


def lately_read(record: Record, days: int) -> list[str]:
    """The articles of items that feeds first named in the last days."""
    rows = record.connection.execute(
        """SELECT DISTINCT article FROM feed_items WHERE article IS NOT NULL
        AND seen >= (current_timestamp AT TIME ZONE 'UTC') - to_days(?) ORDER BY 1""",
        [days],
    ).fetchall()
    return [row[0] for row in rows]


def item_counts(record: Record) -> dict[str, int]:
    """How many items there are in each state."""
    return dict(
        record.connection.execute("SELECT state, count(*) FROM feed_items GROUP BY ALL ORDER BY 1").fetchall()
    )
