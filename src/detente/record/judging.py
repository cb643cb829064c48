"""Judgements of people on whether two tellings are one happening: rows that are added, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from uuid import uuid4

from detente.errors import RecordError, UsageError
from detente.record.fields import TABLES, kind_of
from detente.record.standing import Taken, as_kept, insert
from detente.record.store import Record
from detente.record.transaction import transaction


def judge(record: Record, a: str, b: str, *, same: bool, by: str, why: str | None = None) -> str:
    """Says that two reports, or two encounters, are one happening or are not; linking holds to it from now on.

    Gives the judgement's identifier. The happenings are regrouped by the next linking (`detente read`, `detente link`).
    Raises `UsageError` for rows of two kinds, one row twice, or rows that are not there.
    """
    if not record.writable:
        raise RecordError(f"{record.path} was opened for reading only")
    kind = kind_of(a)
    if kind != kind_of(b) or kind == "position":
        raise UsageError(f"{a} and {b}: only two reports or two encounters can be one happening")
    if a == b:
        raise UsageError(f"{a} is one row; name two")
    for identity in (a, b):
        if not record.connection.execute(
            f"SELECT id FROM {TABLES[kind].name} WHERE id = ?", [identity]
        ).fetchall():
            raise UsageError(f"no {kind} {identity!r} in {record.path}")
    first, second = sorted((a, b))
    identity = f"ju_{uuid4().hex[:16]}"
    made = datetime.now(UTC).replace(tzinfo=None)
    record.connection.execute(
        "INSERT INTO judgements VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)",
        [identity, kind, first, second, same, by, why, made],
    )
    return identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person said of two rows: that they tell of one happening, or that they do not."""

    id: str
    kind: str
    """report or encounter."""
    a: str
    b: str
    same: bool
    by: str
    why: str | None = None
    made: str
    """ISO 8601, UTC."""
    undone: str | None = None


def judgements(record: Record) -> tuple[Judgement, ...]:
    """All judgements, undone ones too, in the order in which they were made."""
    stamp = "strftime({}, '%Y-%m-%dT%H:%M:%S.%f+00:00')"
    rows = record.connection.execute(
        f"""SELECT id, kind, a, b, same, "by", why, {stamp.format("made")}, {stamp.format("undone")}
        FROM judgements ORDER BY made, id"""
    ).fetchall()
    return tuple(Judgement(**dict(zip(Judgement.__slots__, row, strict=True))) for row in rows)


def unjudge(record: Record, identity: str) -> Judgement:
    """Takes a judgement back; the next linking of its rows no longer holds to it. Raises `UsageError`."""
    if not record.writable:
        raise RecordError(f"{record.path} was opened for reading only")
    known = [one for one in judgements(record) if one.id == identity]
    if not known or known[0].undone:
        raise UsageError(f"no judgement {identity!r} that still holds; `detente corrections` lists them")
    undone = datetime.now(UTC).replace(tzinfo=None)
    record.connection.execute("UPDATE judgements SET undone = ? WHERE id = ?", [undone, identity])
    return replace(known[0], undone=undone.isoformat(timespec="microseconds") + "+00:00")


def take(record: Record, given: Sequence[Judgement]) -> Taken:
    """Adds a colleague's judgements; known ones stay, an undoing is taken over. The rows are not regrouped yet."""
    known = {one.id: one for one in judgements(record)}
    there = set(as_kept(record, sorted({row for one in given for row in (one.a, one.b)})))
    same = [one for one in given if one.id in known]
    for one in same:
        if one.undone and not known[one.id].undone:
            unjudge(record, one.id)
    fresh = [one for one in given if one.id not in known and {one.a, one.b} <= there]
    missing = [one.id for one in given if one.id not in known and not {one.a, one.b} <= there]
    with transaction(record) as connection:
        insert(connection, "judgements", (asdict(one) for one in fresh))
    return Taken(added=len(fresh), known=len(same), missing=tuple(missing))
