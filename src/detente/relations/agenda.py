"""What stands between two states: its issues over time, who raises them, and where each side stood then and stands now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

Row = Mapping[str, Any]
RECENT = 182
"""Days before the last mention of anything that count as now: half a year."""


def agenda(
    issues: pa.Table,
    positions: pa.Table,
    pair: tuple[str, str],
    times: Mapping[tuple[str, str], int] | None = None,
) -> pa.Table:
    """The issues of a pair, those most spoken of lately first.

    `issues` and `positions` are what the record answers about the pair (queries.issues, queries.positions; of positions each
    side's first and last on each issue will do where `times` says how many there are, by issue and side); a mention counts
    once an article. Columns: issue, first, last (days), articles (number), recent (of them in the last half year
    of the agenda), state ("new": nothing before that half year, "standing", "faded": nothing in it), raised_by (list of
    structs: state, times: demands, offers and other positions on it by that state), then, now (lists of structs: holder,
    day, stance, what, id, side: each side's first position and its last, where these differ in time), by_month (list of
    structs: month, articles).
    """
    mentions: dict[str, dict[tuple[str, str], None]] = {}
    for row in issues.to_pylist():
        if row["day"] is not None:
            mentions.setdefault(row["issue"], {})[row["article"], str(row["day"])] = None
    held: dict[str, list[Row]] = {}
    for row in positions.to_pylist():
        if row["issue"] and row["day"] is not None and _side(row, pair):
            held.setdefault(row["issue"], []).append(row)
    days = [day for found in mentions.values() for _, day in found]
    edge = (date.fromisoformat(max(days)) - timedelta(days=RECENT)).isoformat() if days else ""
    rows = [
        _row(issue, [day for _, day in found], held.get(issue, ()), pair, (edge, times))
        for issue, found in mentions.items()
    ]
    rows.sort(key=lambda row: (-int(row["recent"]), -int(row["articles"]), str(row["issue"])))
    return pa.Table.from_pylist(rows, schema=_COLUMNS)


def _row(
    issue: str,
    days: Sequence[str],
    held: Sequence[Row],
    pair: tuple[str, str],
    known: tuple[str, Mapping[tuple[str, str], int] | None],
) -> dict[str, Any]:
    edge, counted = known
    recent = sum(day > edge for day in days)
    standing = "faded" if not recent else "new" if recent == len(days) else "standing"
    times: Mapping[str | None, int] = Counter(_side(row, pair) for row in held)
    if counted is not None:
        times = {side: counted.get((issue, side), 0) for side in pair}
    months = Counter(day[:7] for day in days)
    sides = [sorted((row for row in held if _side(row, pair) == side), key=_place) for side in pair]
    return {
        "issue": issue,
        "first": min(days),
        "last": max(days),
        "articles": len(days),
        "recent": recent,
        "state": standing,
        "raised_by": [{"state": side, "times": times[side]} for side in pair if times[side]],
        "then": [
            _position(own[0], side)
            for side, own in zip(pair, sides, strict=True)
            if own and own[0]["day"] != own[-1]["day"]
        ],
        "now": [_position(own[-1], side) for side, own in zip(pair, sides, strict=True) if own],
        "by_month": [{"month": month, "articles": months[month]} for month in sorted(months)],
    }


def _side(row: Row, pair: tuple[str, str]) -> str | None:
    """The one of the two that holds a position; None for a third party or for both together."""
    sides = [side for side in pair if side in (row["holder_states"] or ())]
    return sides[0] if len(sides) == 1 else None


def _place(row: Row) -> tuple[str, str, int]:
    return str(row["day"]), str(row["article"]), int(row["start"])


def _position(row: Row, side: str) -> dict[str, Any]:
    holder = ", ".join(row["holder"] or ())
    return {
        "holder": holder,
        "day": str(row["day"]),
        "stance": row["stance"],
        "what": row["what"],
        "id": row["id"],
        "side": side,
    }


_POSITION = pa.struct([(name, pa.string()) for name in ("holder", "day", "stance", "what", "id", "side")])
_COLUMNS = pa.schema(
    [
        ("issue", pa.string()),
        ("first", pa.string()),
        ("last", pa.string()),
        ("articles", pa.int64()),
        ("recent", pa.int64()),
        ("state", pa.string()),
        ("raised_by", pa.list_(pa.struct([("state", pa.string()), ("times", pa.int64())]))),
        ("then", pa.list_(_POSITION)),
        ("now", pa.list_(_POSITION)),
        ("by_month", pa.list_(pa.struct([("month", pa.string()), ("articles", pa.int64())]))),
    ]
)
