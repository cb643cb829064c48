"""Who deals with whom now against a while ago: the pairs that moved most, and how busy they were."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from detente.knowledge.scales import Scale
from detente.relations.reasons import reasons
from detente.relations.series import Panel, panels
from detente.relations.tallies import tally

SINCE = 30
"""Days between the two that are compared."""
NAMED = 3
"""Events named for each pair."""


def movers(
    events: pa.Table, scale: Scale, *, days: int = SINCE, until: str | None = None, limit: int = 20
) -> pa.Table:
    """Pairs by how surely they moved in the last `days`, from a table of events between all states.

    Only pairs with an event in that time. Surety is the move against the band of the day: |now - then| / standard
    deviation of now, both as known on their day. Columns: a, b (a < b), then, now (filtered means), deviation (of now),
    surety, events_before (in the `days` before), events_now, why (list of structs: day, actor, recipient, event,
    share, id).
    """
    tallies = tally(events, scale, until=until)
    if tallies.days <= days:
        return _COLUMNS.empty_table()
    recent = tallies.pair[tallies.day >= tallies.days - days]
    active = tallies.only({tallies.pairs[index] for index in set(map(int, recent))})
    rows: list[tuple[float, Panel, int]] = []
    for panel in panels(active):
        now, then = panel.forward.mean[-1], panel.forward.mean[-1 - days]
        surety = np.abs(now - then) / np.sqrt(panel.forward.variance[-1])
        rows += [(float(value), panel, index) for index, value in enumerate(surety)]
    rows.sort(key=lambda row: (-row[0], row[1].pairs[row[2]]))
    found = [_row(events, scale, *row, days) for row in rows[:limit]]
    return pa.Table.from_pylist(found, schema=_COLUMNS)


def _row(
    events: pa.Table, scale: Scale, surety: float, panel: Panel, index: int, days: int
) -> dict[str, object]:
    last = panel.first + len(panel.seen) - 1
    _, why = reasons(panel, index, events, scale, str(last - days), str(last))
    names = [
        name
        for name in ("day", "actor", "recipient", "event", "cameo", "share", "id")
        if name in why.column_names
    ]
    members = why.select(names).slice(0, NAMED).to_pylist()
    count = panel.tallied.events[:, index]
    return {
        "a": panel.pairs[index][0],
        "b": panel.pairs[index][1],
        "then": float(panel.forward.mean[-1 - days, index]),
        "now": float(panel.forward.mean[-1, index]),
        "deviation": float(np.sqrt(panel.forward.variance[-1, index])),
        "surety": surety,
        "events_before": int(count[-2 * days : -days].sum()),
        "events_now": int(count[-days:].sum()),
        "why": [
            {
                "day": str(member["day"]),
                "actor": member["actor"],
                "recipient": member["recipient"],
                "event": member.get("event") or member.get("cameo"),
                "share": member["share"],
                "id": member.get("id"),
            }
            for member in members
        ],
    }


_WHY = pa.struct(
    [(name, pa.string()) for name in ("day", "actor", "recipient", "event")]
    + [("share", pa.float64()), ("id", pa.string())]
)
_COLUMNS = pa.schema(
    [("a", pa.string()), ("b", pa.string())]
    + [(name, pa.float64()) for name in ("then", "now", "deviation", "surety")]
    + [("events_before", pa.int64()), ("events_now", pa.int64()), ("why", pa.list_(_WHY))]
)
