"""Rows of the record a page at a time, newest first: which rows a page has is found first, then these rows alone are read.

A page ends at a day and an identifier ("2023-06-18.rp_1f..."), so that rows that come in between two pages move nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa

from detente.record import queries
from detente.record.diary import encounters_once
from detente.record.listing import LONGEST_PAGE, Wish, behind, whom
from detente.record.scope import EVENT_DAY, answer, conditions, dated, standing
from detente.record.store import Record

Condition = tuple[str, list[Any]]
_TOLD_BY = """SELECT coalesce(h.happening, e.id) FROM encounters e JOIN articles a ON a.id = e.article
  LEFT JOIN happenings h ON h."of" = e.id AND h.kind = 'encounter'
  WHERE e.judged IS DISTINCT FROM 'rejected' AND list_has_any([a.outlet, a.agency], ?::VARCHAR[])"""
STATUS = "CASE WHEN r.historical THEN 'background' WHEN r.negated THEN 'denied' ELSE r.status END"


def reports_page(record: Record, wish: Wish, after: str | None = None, limit: int = 50) -> pa.Table:
    """A page of single reports with the columns of `queries.events`. Raises `UsageError` for a cursor that is none."""
    more: list[Condition] = []
    if wish.categories:
        more.append(("r.event IN (SELECT unnest(?::VARCHAR[]))", [list(wish.categories)]))
    if wish.statuses:
        more.append((f"{STATUS} IN (SELECT unnest(?::VARCHAR[]))", [list(wish.statuses)]))
    if wish.issues:
        named = (
            'EXISTS (SELECT 1 FROM issues i WHERE i.article = r.article AND i.start < r."end" '
            'AND i."end" > r.start AND list_contains(?::VARCHAR[], i.issue))'
        )
        more.append((named, [list(wish.issues)]))
    whose, values = whom(wish.scope)
    if whose:
        more.append((f"r.id IN ({whose})", values))
    limits, days = dated(wish.scope, EVENT_DAY)
    scoped = (" AND ".join(limits) or "true", days)
    return _page(
        record, ("reports", "r", EVENT_DAY), [scoped, *more, *_told(wish, "r")], after, limit, queries.events
    )


def positions_page(record: Record, wish: Wish, after: str | None = None, limit: int = 50) -> pa.Table:
    """A page of positions with the columns of `queries.positions`; categories and statuses do not apply to them.

    Raises `UsageError` for a cursor that is none.
    """
    more: list[Condition] = []
    if wish.issues:
        more.append(("p.issue IN (SELECT unnest(?::VARCHAR[]))", [list(wish.issues)]))
    scoped = conditions(wish.scope, "a.published_day", kind="position", table="p")
    table = ("positions", "p", "a.published_day")
    return _page(record, table, [scoped, *more, *_told(wish, "p")], after, limit, queries.positions)


def encounters_page(
    record: Record, wish: Wish, after: str | None = None, limit: int = 50, *, among: pa.Table | None = None
) -> pa.Table:
    """A page of encounters, each once, with the columns of `diary.encounters_once`; categories do not apply to them.

    `among` are the tellings of the scope, where they are gathered already (`diary.tellings_of`). Raises `UsageError` for a cursor that is none.
    """
    more: list[Condition] = []
    if wish.statuses:
        more.append(("status IN (SELECT unnest(?::VARCHAR[]))", [list(wish.statuses)]))
    if wish.issues:
        more.append(("list_has_any(agenda, ?::VARCHAR[])", [list(wish.issues)]))
    if wish.sources:
        more.append((f"id IN ({_TOLD_BY})", [list(wish.sources)]))
    if wish.least:
        more.append(("confidence >= ?", [wish.least]))
    where, values = _joined([*more, behind(after)])
    return encounters_once(
        record, wish.scope, min(limit, LONGEST_PAGE), where=where, values=values, among=among
    )


def _told(wish: Wish, table: str) -> list[Condition]:
    told: list[Condition] = []
    if wish.sources:
        told.append(("list_has_any([a.outlet, a.agency], ?::VARCHAR[])", [list(wish.sources)]))
    if wish.least:
        told.append((f"{table}.confidence >= ?", [wish.least]))
    return told


def _page(
    record: Record,
    table: tuple[str, str, str],
    wanted: list[Condition],
    after: str | None,
    limit: int,
    read: Callable[..., pa.Table],
) -> pa.Table:
    """`table` is its name, how it is called in the conditions, and what its day is."""
    name, short, day = table
    where, values = _joined(wanted)
    past, place = behind(after)
    found = answer(
        record,
        f"""SELECT id, day FROM (SELECT {short}.id, {day} AS day FROM {name} {short} JOIN articles a ON a.id = {short}.article
            WHERE {where} AND {standing(short)}) WHERE {past}
            ORDER BY coalesce(day, DATE '0001-01-01') DESC, id LIMIT ?""",
        [*values, *place, min(limit, LONGEST_PAGE)],
    )
    order = {identity: place for place, identity in enumerate(found["id"].to_pylist())}
    rows = read(record, queries.Scope(), list(order))
    places = [order[identity] for identity in rows["id"].to_pylist()]
    return rows.take(pa.array(sorted(range(len(places)), key=places.__getitem__), pa.int64()))


def _joined(found: list[Condition]) -> Condition:
    return " AND ".join(text for text, _ in found) or "true", [v for _, values in found for v in values]
