"""`/pairs`: who deals with whom, how warm or cool, against a month and a year before; of one state, its counterparts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa

from detente.display.names import state_name
from detente.errors import UsageError
from detente.record.meant import scope_of
from detente.relations.wording import state as in_prose
from detente.web.asked import Asked
from detente.web.site import Site
from detente.web.view import View

Row = dict[str, Any]
SHOWN = 200
"""Pairs on a page; files hold all."""


def _largest(name: str) -> Callable[[Row], tuple[bool, float]]:
    """Rows with the largest figure first, of either sign; those without one last."""
    return lambda row: (row[name] is None, -abs(row[name] or 0))


SORTS: dict[str, Callable[[Row], Any]] = {
    "events": _largest("events"),
    "events_year": _largest("events_year"),
    "name": lambda row: (state_name(row["a"]), state_name(row["b"])),
    "now": lambda row: -row["now"],
    "month": _largest("month"),
    "year": _largest("year"),
    "last": lambda row: -row["last"].toordinal() if row["last"] else 0,
}


def pairs_view(site: Site, asked: Asked) -> View:
    """All pairs, or those of one state (`about`), in the order of a column (`sort`). Raises `UsageError`."""
    order = asked.sort or "events"
    if order not in SORTS:
        raise UsageError(f"sort: there is no {order!r}; there are {', '.join(SORTS)}")
    about = asked.given.get("about", ("",))[-1]
    states = scope_of(about).states if about else ()
    if about and len(states) != 1:
        raise UsageError(f"about: {about!r} is no one state; write a code or a name, such as USA or Japan")
    rows = [
        _seen_from(row, states[0]) if states else row
        for row in _rows(site, asked)
        if not states or states[0] in (row["a"], row["b"])
    ]
    rows.sort(key=lambda row: (SORTS[order](row), row["a"], row["b"]))
    return View(
        title=f"Counterparts of {in_prose(states[0])}" if states else "Pairs of states",
        template="pairs.html",
        facts={
            "state": states[0] if states else None,
            "sort": order,
            "now": site.now(asked.as_of),
            "number": len(rows),
            "pairs": rows[:SHOWN],
        },
        tables={"pairs": lambda: pa.Table.from_pylist(rows)},
    )


def _rows(site: Site, asked: Asked) -> list[Row]:
    try:
        found: list[Row] = site.changes(asked.as_of).to_pylist()
    except UsageError:
        # Nothing took place between two states as far as the record tells.
        return []
    return found


def _seen_from(row: Row, state: str) -> Row:
    """The same with that state named first."""
    return row if row["a"] == state else row | {"a": row["b"], "b": row["a"]}
