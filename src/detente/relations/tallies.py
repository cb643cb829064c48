"""From a table of events to what each pair did each day: masses of cooperation and conflict, coercion, sources, coverage.

The table has one row an event (a happening, not a report of it): `day` (DATE or ISO 8601 text), `actor` and
`recipient` (ISO alpha-3), what the scale asks for (`event` and `mode`, or `cameo`), and, where known, `sources`: how
many independent outlets tell of it. Rows may come in any order.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from detente.errors import UsageError
from detente.knowledge.categories import categories
from detente.knowledge.scales import Scale
from detente.relations.filtering import Floats

WINDOW = 28
"""Days over which coverage is counted: long enough to be no news of its own, short enough to follow the feeds."""
USUAL = 365
"""Days before that to which it is compared."""
ALLOWANCE = 20.0
"""Events that the comparison is shrunk by, so that a thin record does not take two stories for a doubled coverage."""
FEEDS = 100.0
"""The same for the record as a whole."""
Act = dict[str, str | None]
_CELLS = ("cooperation", "conflict", "coercion", "events", "sources")
_MATERIAL = "material conflict"
_ROOM = 8
"""Where there are at most so many times as many (pair, day) as events, cells are counted in place, not sorted."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tallies:
    """What was seen, one entry a (pair, day) on which anything was; sorted by pair and day."""

    pairs: tuple[tuple[str, str], ...]
    """Directed: (actor, recipient). Otherwise in the order of the alphabet."""
    directed: bool
    first: np.datetime64
    days: int
    pair: NDArray[np.int64]
    day: NDArray[np.int64]
    """Days since `first`."""
    cooperation: Floats
    """Sum of the positive scores."""
    conflict: Floats
    """Sum of the negative scores, as a positive number."""
    coercion: Floats
    """How many of the two did anything of the class material conflict toward the other (0, 1 or 2)."""
    events: Floats
    sources: Floats
    """Mean number of independent sources an event."""
    countries: tuple[str, ...]
    volume: Floats
    """days x countries: events that a country takes part in, with anybody."""

    def only(self, pairs: Collection[tuple[str, str]]) -> Tallies:
        """The same tallies for some pairs; coverage still counts all that their countries do."""
        kept = [index for index, pair in enumerate(self.pairs) if pair in pairs]
        rank = np.full(len(self.pairs), -1)
        rank[kept] = np.arange(len(kept))
        rows = rank[self.pair] >= 0
        changed = {name: getattr(self, name)[rows] for name in (*_CELLS, "day")}
        return replace(
            self, pairs=tuple(self.pairs[index] for index in kept), pair=rank[self.pair][rows], **changed
        )

    def block(self, low: int, high: int) -> Block:
        """The pairs from `low` to `high` (exclusive) as arrays days x pairs."""
        chosen = slice(*np.searchsorted(self.pair, (low, high)))
        where = (self.day[chosen], self.pair[chosen] - low)
        empty = np.zeros((self.days, high - low))

        def filled(values: Floats) -> Floats:
            array = empty.copy()
            array[where] = values[chosen]
            return array

        events = filled(self.events)
        others = self._others(low, high, events)
        return Block(
            cooperation=filled(self.cooperation),
            conflict=filled(self.conflict),
            coercion=filled(self.coercion),
            events=events,
            sources=filled(self.sources),
            coverage=_against_usual(others, ALLOWANCE),
            told=_trailing(others)[0],
            feed=self._feed()[:, None],
        )

    def _others(self, low: int, high: int, own: Floats) -> Floats:
        """Events a day of the two countries with others than each other."""
        number = {country: index for index, country in enumerate(self.countries)}
        both = np.array([[number[a], number[b]] for a, b in self.pairs[low:high]], int).reshape(-1, 2)
        others = self.volume[:, both[:, 0]] + self.volume[:, both[:, 1]] - 2 * own
        result: Floats = others
        return result

    def _feed(self) -> Floats:
        """How much the whole record tells of, 1 being usual."""
        return _against_usual(self.volume.sum(axis=1, keepdims=True) / 2, FEEDS)[:, 0]


@dataclass(frozen=True, slots=True)
class Block:
    """Some pairs' tallies as arrays days x pairs; zero where nothing was seen."""

    cooperation: Floats
    conflict: Floats
    coercion: Floats
    """How many of the two did anything of the class material conflict toward the other (0, 1 or 2)."""
    events: Floats
    sources: Floats
    coverage: Floats
    """How much the rest of the two countries' dealings is told of in four weeks; 1 is usual for them."""
    told: Floats
    """How many events of the two countries with others are told of in four weeks."""
    feed: Floats
    """How much the whole record tells of in four weeks, against its usual; days x 1."""


def _against_usual(counts: Floats, allowance: Floats | float) -> Floats:
    """Events a day of the last `WINDOW` days against those of the last `USUAL`, as then known."""
    (now, near), (usual, far) = _trailing(counts), _trailing(counts, USUAL)
    result: Floats = (now / near + allowance / WINDOW) / (usual / far + allowance / WINDOW)
    return result


def _trailing(counts: Floats, days: int = WINDOW) -> tuple[Floats, Floats]:
    """Sum over the last so many days, and how many there were."""
    total = np.vstack([np.zeros((1, counts.shape[1])), np.cumsum(counts, axis=0)])
    end = np.arange(1, len(counts) + 1)
    start = np.maximum(end - days, 0)
    return total[end] - total[start], (end - start)[:, None].astype(float)


def tally(
    events: pa.Table,
    scale: Scale,
    *,
    directed: bool = False,
    since: str | None = None,
    until: str | None = None,
) -> Tallies:
    """Adds up a table of events. `since` and `until` bound the days, else the first and last event do.

    Raises `UsageError` for a table without the columns, `KnowledgeError` for an act that the scale does not know.
    """
    events = cleaned(events, since, until)
    day = events["day"].to_numpy().astype("datetime64[D]")
    (acts, act), sources = _acts(events), _sources(events)
    scores, rough = _worth(acts, scale)[act], _coercive(acts)[act]
    first = np.datetime64(since, "D") if since else (day.min() if len(day) else np.datetime64("1970-01-01"))
    last = np.datetime64(until, "D") if until else (day.max() if len(day) else first)
    number = (day - first).astype(int)
    days = int((last - first).astype(int)) + 1
    countries, one, other = sides(events)
    left, right = (one, other) if directed else (np.minimum(one, other), np.maximum(one, other))
    codes, pair = _numbered(left * len(countries) + right, len(countries) ** 2)
    cells, cell = _numbered(pair * days + number, len(codes) * days)

    def summed(values: Floats) -> Floats:
        return np.bincount(cell, weights=values, minlength=len(cells)).astype(float)

    counts = np.bincount(cell, minlength=len(cells)).astype(float)
    coerced = np.zeros((len(cells), 2), bool)
    coerced[cell[rough], (one > other)[rough].astype(int)] = True
    return Tallies(
        pairs=tuple((countries[c // len(countries)], countries[c % len(countries)]) for c in codes),
        directed=directed,
        first=first,
        days=days,
        pair=cells // days,
        day=cells % days,
        cooperation=summed(np.maximum(scores, 0)),
        conflict=summed(np.maximum(-scores, 0)),
        coercion=coerced.sum(axis=1).astype(float),
        events=counts,
        sources=np.ones(len(cells)) if sources is None else summed(sources) / np.maximum(counts, 1),
        countries=tuple(countries),
        volume=_volume(number, (one, other), days, len(countries)),
    )


def _numbered(codes: NDArray[np.int64], limit: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The different codes (all below `limit`) in order, and the place of each entry's among them."""
    if limit > _ROOM * max(len(codes), 1 << 16):
        return np.unique(codes, return_inverse=True)
    met = np.zeros(limit, bool)
    met[codes] = True
    found = np.flatnonzero(met).astype(np.int64)
    place = np.empty(limit, np.int64)
    place[found] = np.arange(len(found))
    return found, place[codes]


def _volume(number: NDArray[np.int64], both: Sequence[NDArray[np.int64]], days: int, width: int) -> Floats:
    volume = np.zeros(days * width)
    for side in both:
        volume += np.bincount(number * width + side, minlength=len(volume))
    return volume.reshape(days, width)


def scored(events: pa.Table, scale: Scale) -> Floats:
    """The scale's score of each row."""
    acts, place = _acts(events)
    return _worth(acts, scale)[place]


def _worth(acts: list[Act], scale: Scale) -> Floats:
    return np.array([scale.score(act.get("event"), act.get("mode"), act.get("cameo")) for act in acts], float)


def _coercive(acts: list[Act]) -> NDArray[np.bool_]:
    """Which acts are of the class material conflict, by category, or by CAMEO code where there is none."""
    known = categories()
    found = []
    for act in acts:
        code = known.codes.get(act.get("cameo") or "")
        category = act.get("event") or (code.event if code else "")
        found.append((category, "") in known.by_event and known.quad(category) == _MATERIAL)
    return np.array(found, bool)


def _acts(events: pa.Table) -> tuple[list[Act], NDArray[np.int64]]:
    """The different acts of a table (by event, mode and cameo, as far as it has them), and the number of each row's."""
    wanted = [name for name in ("event", "mode", "cameo") if name in events.column_names]
    if not wanted:
        raise UsageError("events need a column `event` (with `mode`) or `cameo`")
    code = np.zeros(events.num_rows, np.int64)
    known: list[Act] = [{}]
    for name in wanted:
        values, index = _coded(events[name])
        code = code * len(values) + index
        known = [row | {name: value or None} for row in known for value in values]
    met, place = _numbered(code, len(known))
    return [known[number] for number in met], place


def sides(events: pa.Table) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
    """The countries in the order of the alphabet, and the number of each row's actor and recipient among them."""
    actors, one = _coded(events["actor"])
    recipients, other = _coded(events["recipient"])
    countries = sorted({*actors, *recipients})
    rank = {country: number for number, country in enumerate(countries)}
    place = [np.array([rank[c] for c in values], np.int64) for values in (actors, recipients)]
    return countries, place[0][one], place[1][other]


def _coded(column: pa.ChunkedArray) -> tuple[list[str], NDArray[np.int64]]:
    """The different values of a column of text ("" for none), and the number of each row's."""
    coded = pc.fill_null(pc.cast(column, pa.string()), "").combine_chunks().dictionary_encode()
    return coded.dictionary.to_pylist(), coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)


def cleaned(events: pa.Table, since: str | None = None, until: str | None = None) -> pa.Table:
    """The rows with a day and two different countries, `day` as DATE, within the bounds. Raises `UsageError`."""
    lacking = {"day", "actor", "recipient"} - set(events.column_names)
    if lacking:
        raise UsageError(f"a table of events needs the column {', '.join(sorted(lacking))}")
    try:
        events = events.set_column(
            events.column_names.index("day"), "day", pc.cast(events["day"], pa.date32())
        )
    except pa.ArrowInvalid as error:
        raise UsageError(f"the column day holds what is no day (2023-06-18): {error}") from None
    whole = pc.and_(pc.is_valid(events["day"]), pc.not_equal(events["actor"], events["recipient"]))
    events = events.filter(pc.fill_null(whole, False))
    for bound, compare in ((since, pc.greater_equal), (until, pc.less_equal)):
        if bound:
            events = events.filter(
                compare(events["day"], pa.scalar(np.datetime64(bound, "D").astype(object)))
            )
    return events


def _sources(events: pa.Table) -> Floats | None:
    if "sources" not in events.column_names:
        return None
    given = pc.fill_null(pc.cast(events["sources"], pa.float64()), 1.0)
    result: Floats = np.maximum(given.to_numpy(zero_copy_only=False), 1.0)
    return result
