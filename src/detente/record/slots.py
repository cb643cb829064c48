"""Where rows of `found_by` lie: by what articles and tellings are found again, laid so that one more of them reads little however many there are.

A row stands in a slot: a number made of the days on which something is looked for and of a hash of what it is looked for by,
days first. Rows of one time have neighbouring slots and lie together, so DuckDB passes over the rest of the table by the
least and greatest slot of its blocks, without an index (which would need a third more disk). Days are cut into spans of 32;
what would stand in more than `FEW` of them stands in spans of 512, and what would stand in more than `FEW` of those, or has
no day, in a slot of its own beside all times. Two keys may share a slot: whoever asks compares what was found anyway.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import md5

FEW = 3
SPANS = (5, 9)
"""Powers of two of the days of a span."""
SCALE = 1 << 18
"""More than there are spans of one length until the year 9999."""
HASHES = 1 << 42
TIMELESS = len(SPANS) * SCALE
"""The place of what has no day or too many."""
EPOCH = date(1970, 1, 1).toordinal()


def slots(kind: str, key: str, first: date | None, last: date | None) -> list[int]:
    """Where what is looked for by a key on these days stands."""
    hashed = hash_of(kind, key)
    return [place * HASHES + hashed for place in _places(first, last)]


def slots_asked(kind: str, key: str, first: date, last: date) -> list[int]:
    """Where all may stand that can be found by a key on these days: in spans of each length, and beside all times."""
    hashed = hash_of(kind, key)
    spans = (place for level in range(len(SPANS)) for place in _spans(first, last, level))
    return [place * HASHES + hashed for place in (*spans, TIMELESS)]


def _places(first: date | None, last: date | None) -> Sequence[int]:
    if first is None or last is None:
        return (TIMELESS,)
    for level in range(len(SPANS)):
        spans = _spans(first, last, level)
        if len(spans) <= FEW:
            return spans
    return (TIMELESS,)


def _spans(first: date, last: date, level: int) -> range:
    bits = SPANS[level]
    return range(level * SCALE + (first.toordinal() >> bits), level * SCALE + (last.toordinal() >> bits) + 1)


def hash_of(kind: str, key: str) -> int:
    """The part of a slot that stands for a key."""
    digest = md5(f"{kind} {key}".encode("utf-8", "replace"), usedforsecurity=False).digest()
    return int.from_bytes(digest[8:], "little") % HASHES


def slotted(rows: str) -> str:
    """The question that gives the rows of `found_by` for those of another question: of, kind, key, first, last."""
    ordinal = {day: f"(CAST({day} - DATE '1970-01-01' AS BIGINT) + {EPOCH})" for day in ("first", "last")}
    levels = " ".join(
        f"WHEN ({ordinal['last']} >> {bits}) - ({ordinal['first']} >> {bits}) < {FEW} "
        f"THEN range({level * SCALE} + ({ordinal['first']} >> {bits}), {level * SCALE} + ({ordinal['last']} >> {bits}) + 1)"
        for level, bits in enumerate(SPANS)
    )
    places = f"CASE WHEN first IS NULL OR last IS NULL THEN [{TIMELESS}] {levels} ELSE [{TIMELESS}] END"
    hashed = f"CAST(md5_number_lower(kind || ' ' || key) % {HASHES} AS BIGINT)"
    return f"""SELECT place * {HASHES} + hashed AS slot, "of", first, last
    FROM (SELECT "of", first, last, {hashed} AS hashed, unnest({places}) AS place FROM ({rows}))"""
