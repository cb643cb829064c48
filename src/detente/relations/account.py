"""One pair told whole, as tables: its series, its turns with the events that made them, and what moved it of late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from detente.errors import UsageError
from detente.knowledge.scales import Scale
from detente.relations.reasons import Move, of_pair, reasons
from detente.relations.series import TensionSeries, panels, series_of
from detente.relations.tallies import Tallies, tally
from detente.relations.turns import Turn, turns

LATELY = 30
"""Days over which the last move is told."""
NAMED = 5
"""Events named for a move."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Account:
    """What there is to say of a pair."""

    series: TensionSeries
    turns: tuple[tuple[Turn, Move, pa.Table], ...]
    """Each turn, the move about it, and the events that account for it, those that did most first."""
    lately: tuple[Move, pa.Table] | None
    """The move of the last thirty days; None where nothing was seen in them."""


def account(
    events: pa.Table,
    pair: tuple[str, str],
    scale: Scale,
    *,
    directed: bool = False,
    curve: str = "balance",
    until: str | None = None,
    tallies: Tallies | None = None,
) -> Account:
    """Tells a pair from a table of events between all states (`tally` says what it holds), up to a day.

    `tallies` are those of the same events, where they are added up already, for many pairs at once.
    Raises `UsageError` where nothing was seen of the pair.
    """
    if tallies is None:
        tallies = tally(events, scale, directed=directed, until=until)
    wanted = pair if directed else (min(pair), max(pair))
    if wanted not in tallies.pairs:
        between = " toward ".join(wanted) if directed else " and ".join(wanted)
        raise UsageError(f"the record holds no act between {between} in that time; `detente read` fills it")
    [panel] = panels(tallies.only({wanted}), curve=curve)
    series = series_of(tallies, panel, 0)
    last = series.days[-1]
    # Looked through once for all its moves.
    own = of_pair(events, wanted, directed)

    def told(since: np.datetime64, upto: np.datetime64) -> tuple[Move, pa.Table]:
        since, upto = max(since, series.days[0]), min(upto, last)
        move, table = reasons(panel, 0, own, scale, str(since), str(upto))
        return move, _joined(table).slice(0, NAMED)

    found = []
    for turn in turns(panel):
        began, known = np.datetime64(turn.began, "D"), np.datetime64(turn.known, "D")
        found.append((turn, *told(began - 7, known + 7)))
    seen_lately = len(series.days) > LATELY and bool(series.events[-LATELY:].any())
    lately = told(last - LATELY, last) if seen_lately else None
    return Account(series=series, turns=tuple(found), lately=lately)


def _joined(why: pa.Table) -> pa.Table:
    """One row a happening and category (a day, pair and category without identifiers): what two do together is an act
    of each.
    """
    wanted = ("id", "event") if "id" in why.column_names else ("day", "actor", "recipient", "event", "cameo")
    keys = list(zip(*(why[name].to_pylist() for name in wanted if name in why.column_names), strict=True))
    first: dict[object, int] = {}
    for row, key in enumerate(keys):
        first.setdefault(key, row)
    sums = {name: np.zeros(len(first)) for name in ("part", "share")}
    rank = {key: place for place, key in enumerate(first)}
    for name, total in sums.items():
        np.add.at(total, [rank[key] for key in keys], why[name].to_numpy())
    table = why.take(pa.array(list(first.values()), pa.int64()))
    for name, total in sums.items():
        table = table.set_column(table.column_names.index(name), name, pa.array(total))
    return table.sort_by([("share", "descending")])


def series_table(
    series: TensionSeries, since: str | None = None, turned: Iterable[Turn] | None = None
) -> pa.Table:
    """A series as a table, one row a day from `since` on.

    Columns: day, events, coverage, seen (null in gaps), known_mean, known_low90, known_low50, known_high50, known_high90
    (what could be known that day), mean, low90, low50, high50, high90 (by hindsight), level; with turns given, also turn
    ("warmer", "cooler" on the day from which one could be told, else null).
    """
    start = int(np.searchsorted(series.days, np.datetime64(since, "D"))) if since else 0
    columns = {
        "day": pa.array(series.days.astype("datetime64[D]")),
        "events": pa.array(series.events.astype(int)),
        "coverage": pa.array(series.coverage),
        "seen": pa.array(series.seen, mask=~np.isfinite(series.seen)),
    }
    for prefix, estimate in (("known_", series.filtered), ("", series.smoothed)):
        low90, high90 = estimate.band(0.9)
        low50, high50 = estimate.band(0.5)
        values = {"mean": estimate.mean, "low90": low90, "low50": low50, "high50": high50, "high90": high90}
        columns |= {prefix + name: pa.array(value) for name, value in values.items()}
    columns["level"] = pa.array(series.level)
    if turned is not None:
        told = {turn.known: turn.direction for turn in turned}
        columns["turn"] = pa.array([told.get(str(day)) for day in series.days], pa.string())
    return pa.table(columns).slice(start)


def turns_table(account: Account, since: str | None = None) -> pa.Table:
    """The turns as a table, one row a turn.

    Columns: known, began, until, direction, probability, before, after, size (of the smoothed move about it), events
    (list of structs: day, actor, recipient, event, mode, share, id, quote, report: the one whose quote it is).
    """
    rows = []
    for turn, move, why in account.turns:
        if since is None or turn.known >= since:
            named = ("known", "began", "until", "direction", "probability", "before", "after")
            row = {name: getattr(turn, name) for name in named}
            rows.append(row | {"size": move.size, "events": reason_rows(why)})
    return pa.Table.from_pylist(rows, schema=_TURNS)


def reason_rows(why: pa.Table) -> list[dict[str, object]]:
    """The events of a move as rows with day, actor, recipient, event, mode, share, id, quote and report."""
    blank = [None] * why.num_rows
    columns = [
        why[name].to_pylist() if name in why.column_names else blank
        for name in ("day", "actor", "recipient", "event", "mode", "cameo", "share", "id", "quote", "report")
    ]
    return [
        {
            "day": str(day),
            "actor": actor,
            "recipient": recipient,
            "event": event or cameo,
            "mode": mode or None,
            "share": share,
            "id": identity,
            "quote": quote,
            "report": report,
        }
        for day, actor, recipient, event, mode, cameo, share, identity, quote, report in zip(
            *columns, strict=True
        )
    ]


_EVENT = pa.struct(
    [(n, pa.string()) for n in ("day", "actor", "recipient", "event", "mode")]
    + [("share", pa.float64()), ("id", pa.string()), ("quote", pa.string()), ("report", pa.string())]
)
_TURNS = pa.schema(
    [(n, pa.string()) for n in ("known", "began", "until", "direction")]
    + [(n, pa.float64()) for n in ("probability", "before", "after", "size")]
    + [("events", pa.list_(_EVENT))]
)
