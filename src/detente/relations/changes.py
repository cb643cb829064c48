"""All pairs in one table: where the curve of each stands, and where it stood a month and a year before."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from detente.knowledge.dynamics import Dynamics, dynamics
from detente.relations.filtering import filtered
from detente.relations.series import observations
from detente.relations.tallies import Tallies

MONTH, YEAR = 30, 365
"""Days back that are compared with."""
WIDTH = 500
"""Pairs that are worked on at a time: of ten years they take some 200 MB."""


def changes(tallies: Tallies) -> pa.Table:
    """Each pair of which anything was tallied, by name.

    All values are as known on their day, and no more: nothing is taken from later news. Columns: a, b (a < b), now (mean),
    deviation (of now), month, year (now less the mean of 30 and of 365 days before; null where the record is shorter),
    events, events_month, events_year (in all and in the last 30 and 365 days), last (day of the newest event).
    """
    rows: list[dict[str, object]] = []
    for low in range(0, len(tallies.pairs), WIDTH):
        rows += _rows(tallies, low, min(low + WIDTH, len(tallies.pairs)), dynamics()["balance"])
    return pa.Table.from_pylist(rows, schema=_COLUMNS)


def _rows(tallies: Tallies, low: int, high: int, used: Dynamics) -> Iterator[dict[str, object]]:
    block = tallies.block(low, high)
    run = filtered(observations(block, "balance"), block.sources, used)
    now, events = run.mean[-1], block.events
    back = {days: now - run.mean[-1 - days] if len(run.mean) > days else None for days in (MONTH, YEAR)}
    for index, (a, b) in enumerate(tallies.pairs[low:high]):
        told = np.flatnonzero(events[:, index])
        yield {
            "a": a,
            "b": b,
            "now": float(now[index]),
            "deviation": float(np.sqrt(run.variance[-1, index])),
            "month": None if (month := back[MONTH]) is None else float(month[index]),
            "year": None if (year := back[YEAR]) is None else float(year[index]),
            "events": int(events[:, index].sum()),
            "events_month": int(events[-MONTH:, index].sum()),
            "events_year": int(events[-YEAR:, index].sum()),
            "last": (tallies.first + int(told[-1])).item() if len(told) else None,
        }


_COLUMNS = pa.schema(
    [("a", pa.string()), ("b", pa.string())]
    + [(name, pa.float64()) for name in ("now", "deviation", "month", "year")]
    + [(name, pa.int64()) for name in ("events", "events_month", "events_year")]
    + [("last", pa.date32())]
)
