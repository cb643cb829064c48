"""By what articles and tellings are found again, and finding them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa

from detente.record.slots import HASHES, hash_of, slots, slots_asked
from detente.record.store import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """By what one article or telling is found again, and by what it finds others."""

    id: str
    kind: str
    """copy, story or event."""
    keys: tuple[str, ...]
    first: date | None
    last: date | None
    asks: tuple[str, ...] | None = None
    """Keys under which its like may stand, where these are not its own."""


def neighbours(record: Record, lookups: Sequence[Lookup], days: int, least: int = 1) -> set[str]:
    """Identifiers that share so many keys of a kind with one of these, at most so many days apart or without a day.

    A few may be among them that share fewer. What has no day is compared with the whole record.
    """
    wide = [
        (
            look,
            _moved(look.first, -days),
            _moved(look.last, days),
            look.keys if look.asks is None else look.asks,
        )
        for look in lookups
    ]
    dated = [
        (look.id, slot, first, last)
        for look, first, last, keys in wide
        if first is not None and last is not None
        for key in keys
        for slot in slots_asked(look.kind, key, first, last)
    ]
    timeless = [
        (look.id, hash_of(look.kind, key), None, None)
        for look, first, last, keys in wide
        if first is None or last is None
        for key in keys
    ]
    return _found(record, dated, least) | _found(record, timeless, least, whole=True)


Asked = tuple[str, int, date | None, date | None]
"""Who asks, slot or hash, and the days between which its like must be."""


def _found(record: Record, asked: Sequence[Asked], least: int, *, whole: bool = False) -> set[str]:
    if not asked:
        return set()
    kinds = {"by": pa.string(), "slot": pa.int64(), "first": pa.date32(), "last": pa.date32()}
    columns = zip(kinds.items(), zip(*asked, strict=True), strict=True)
    slot = f"l.slot % {HASHES}" if whole else "l.slot"
    parts = (
        ["true"] if whole else [f"l.slot BETWEEN {a} AND {b}" for a, b in _runs({row[1] for row in asked})]
    )
    record.connection.register("asked", pa.table({name: pa.array(c, kind) for (name, kind), c in columns}))
    rows = record.connection.execute(
        " UNION ".join(
            f"""SELECT l."of" FROM found_by l JOIN asked k ON {slot} = k.slot WHERE {part}
            AND (l.last IS NULL OR k.first IS NULL OR l.last >= k.first)
            AND (l.first IS NULL OR k.last IS NULL OR l.first <= k.last)
            GROUP BY l."of", k."by" HAVING count(*) >= {int(least)}"""
            for part in parts
        )
    ).fetchall()
    record.connection.unregister("asked")
    return {of for (of,) in rows}


def _runs(slots: set[int]) -> list[tuple[int, int]]:
    """First and last slot of each run of neighbouring spans, of which DuckDB reads the blocks."""
    runs: list[tuple[int, int]] = []
    for slot in sorted(slots):
        if runs and slot // HASHES - runs[-1][1] // HASHES <= 1:
            runs[-1] = (runs[-1][0], slot)
        else:
            runs.append((slot, slot))
    return runs


def kept(lookups: Iterable[Lookup]) -> list[tuple[int, str, date | None, date | None]]:
    """The rows of the table `found_by` for these."""
    return [
        (slot, look.id, look.first, look.last)
        for look in lookups
        for key in look.keys
        for slot in slots(look.kind, key, look.first, look.last)
    ]


def _moved(day: date | None, by: int) -> date | None:
    try:
        return day + timedelta(by) if day else None
    except OverflowError:
        return day
