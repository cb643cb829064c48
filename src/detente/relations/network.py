"""Who deals with whom in a month, against the month before: states and the pairs between them, by weight and by change.

Weight is the number of happenings between two states. Change is how far that number lies from the month before, in standard
deviations of the difference of two counts, when the record as a whole tells of more or less than it did: with r the ratio
of the whole, 2 (sqrt(now) - sqrt(r before)) / sqrt(1 + r) has variance 1 whatever the counts (Anscombe 1948). Warmth is
the mean score of the month's happenings, between -10 and 10.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from detente.errors import UsageError
from detente.knowledge.scales import Scale
from detente.relations.tallies import cleaned, scored


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Two states (a < b) and what passed between them."""

    a: str
    b: str
    now: int
    """Happenings in the month."""
    before: int
    """In the month before."""
    change: float
    """Standard deviations; positive is more."""
    warmth: float | None
    """Mean score in the month, -10 to 10; None where nothing happened."""
    warmth_before: float | None
    events: tuple[str, ...]
    """Identifiers of the month's happenings, the most telling (by score) first; empty for a table without identifiers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A state and how many it deals with."""

    state: str
    now: int
    before: int
    partners: int
    partners_before: int
    change: float
    """Of its happenings, as for ties."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A month against the one before it."""

    month: str
    before: str
    events: int
    events_before: int
    nodes: tuple[Node, ...]
    """The busiest first."""
    ties: tuple[Tie, ...]
    """The heaviest first."""

    def by_change(self) -> tuple[Tie, ...]:
        """The ties that changed most, either way, first."""
        return tuple(sorted(self.ties, key=lambda tie: (-abs(tie.change), tie.a, tie.b)))


def network(events: pa.Table, month: str, scale: Scale) -> Network:
    """The network of a month ("2023-06") from a table of events between all states (`tally` says what it holds).

    Raises `UsageError` for what is no month.
    """
    first, last = _bounds(month)
    earlier = (first - timedelta(days=1)).strftime("%Y-%m")
    table = cleaned(events, _bounds(earlier)[0].isoformat(), last.isoformat())
    late = pc.greater_equal(table["day"], pa.scalar(first))
    now, before = (_gathered(table.filter(mask), scale) for mask in (late, pc.invert(late)))
    total, total_before = (sum(len(members) for members in side.values()) for side in (now, before))
    ratio = total / total_before if total and total_before else 1.0
    ties = [_tie(pair, now.get(pair, []), before.get(pair, []), ratio) for pair in sorted({*now, *before})]
    nodes = [_node(state, ties, ratio) for state in sorted({side for tie in ties for side in (tie.a, tie.b)})]
    return Network(
        month=month,
        before=earlier,
        events=total,
        events_before=total_before,
        nodes=tuple(sorted(nodes, key=lambda node: (-node.now, -node.before, node.state))),
        ties=tuple(sorted(ties, key=lambda tie: (-tie.now, -tie.before, tie.a, tie.b))),
    )


Happened = tuple[str, float]


def _gathered(table: pa.Table, scale: Scale) -> dict[tuple[str, str], list[Happened]]:
    """Identifier and score of each pair's happenings; what two do together or to each other is one."""
    columns = [table[name].to_pylist() for name in ("actor", "recipient")]
    identified = "id" in table.column_names
    keys: Iterable[object] = table["id"].to_pylist() if identified else range(table.num_rows)
    found: dict[tuple[str, str], dict[object, float]] = {}
    for actor, recipient, key, score in zip(*columns, keys, scored(table, scale), strict=True):
        found.setdefault((min(actor, recipient), max(actor, recipient)), {}).setdefault(key, float(score))
    return {
        pair: [(str(key) if identified else "", score) for key, score in members.items()]
        for pair, members in found.items()
    }


def _tie(pair: tuple[str, str], now: list[Happened], before: list[Happened], ratio: float) -> Tie:
    telling = sorted(now, key=lambda member: (-abs(member[1]), member[0]))
    return Tie(
        a=pair[0],
        b=pair[1],
        now=len(now),
        before=len(before),
        change=_change(len(now), len(before), ratio),
        warmth=_mean(now),
        warmth_before=_mean(before),
        events=tuple(key for key, _ in telling if key),
    )


def _node(state: str, ties: list[Tie], ratio: float) -> Node:
    own = [tie for tie in ties if state in (tie.a, tie.b)]
    now, before = sum(tie.now for tie in own), sum(tie.before for tie in own)
    return Node(
        state=state,
        now=now,
        before=before,
        partners=sum(tie.now > 0 for tie in own),
        partners_before=sum(tie.before > 0 for tie in own),
        change=_change(now, before, ratio),
    )


def _change(now: int, before: int, ratio: float) -> float:
    return round(2 * (sqrt(now) - sqrt(ratio * before)) / sqrt(1 + ratio), 3)


def _mean(members: list[Happened]) -> float | None:
    return round(float(np.mean([score for _, score in members])), 3) if members else None


def _bounds(month: str) -> tuple[date, date]:
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise UsageError(f"{month!r} is no month; write one as 2023-06") from None
    return first, first.replace(day=monthrange(first.year, first.month)[1])
