"""What may come: the probability of a meeting (of anybody; of leaders or ministers), a sanction, a threat or use of force between two states in so many days.

A logistic regression whose parts can be read: how often the pair did it so far (and in what share of spans of this
length), how often of late (halved every 10 and every 60 days, where it helps every 3 and every 180 as well), how much the two deal with each other at all, and how often all pairs do it. It is fitted on the earlier part of
the events at hand and scored on the later; what does not beat "as often as before" there is not shown. That baseline is the share of
earlier spans of the same length in which the pair did it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from detente.knowledge.categories import categories
from detente.relations.filtering import Floats
from detente.relations.ranks import is_high
from detente.relations.tallies import cleaned, sides

HORIZONS = (7, 30, 90)
HIGH = "high-level meeting"
"""Face to face; a leader, a leader's deputy or a minister is among them, and nobody lower speaks for the other side."""
KINDS = (HIGH, "meeting", "sanction", "threat", "force")
_CATEGORIES = {
    HIGH: ("CONSULT",),
    "meeting": ("CONSULT",),
    "sanction": ("SANCTION",),
    "threat": ("THREATEN",),
    "force": ("ASSAULT",),
}
_NOT_FACE_TO_FACE = ("phone",)
_SANCTION_CODES = ("163", "172")
HALVES = (10.0, 60.0)
"""Days in which the weight of an act is halved, of the two memories."""
WIDER = (3.0, 180.0)
"""Of two more, which are used where they foresee the later of the days learned from better than the two do alone."""
STEP = 7
"""Days between the days that are learned from and scored."""
SCORED = 0.3
"""Share of the days, the last ones, that are scored and not learned from."""
RIDGES = (30.0, 300.0, 3000.0)
"""How strongly weights are held near zero; chosen in the same way."""
TRIED_ON = 0.33
"""Share of the days learned from, the last ones, on which that choice is made."""
ROUNDS = 12
"""Of Newton's method."""
LEAST_DAYS = 4
"""Days that must be scored: one day, however many pairs, is one news."""
LEAST = 50
"""Times that a kind must have come about in the days learned from, and in those scored, for anything to be said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """A probability with what speaks for trusting it."""

    kind: str
    horizon: int
    """Days."""
    probability: float
    as_before: float
    """The baseline's answer for the pair."""
    skill: float
    """1 - Brier score / baseline's, over all pairs in the days scored; above 0 is better than the baseline."""
    log_skill: float
    """The same of the log loss."""
    scored: int
    """Number of (pair, day) that this rests on."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Forecast:
    """One kind and horizon, learned and scored, with the last day's answers for all pairs."""

    kind: str
    horizon: int
    pairs: tuple[tuple[str, str], ...]
    probability: Floats
    as_before: Floats
    skill: float
    log_skill: float
    scored: int
    reliability: tuple[tuple[float, float, int], ...]
    """Per tenth of probability: mean foreseen, share that came about, number."""


def outlook(events: pa.Table, pair: tuple[str, str], *, until: str | None = None) -> list[Outlook]:
    """What may come between two states, for every kind and horizon in which the regression beats the baseline.

    `events` between all states, as `tally` wants them. Empty where the events are too few to tell.
    """
    found = []
    for forecast in forecasts(cleaned(events, until=until)):
        wanted = (min(pair), max(pair))
        if wanted in forecast.pairs and forecast.skill > 0 and forecast.log_skill > 0:
            index = forecast.pairs.index(wanted)
            found.append(
                Outlook(
                    kind=forecast.kind,
                    horizon=forecast.horizon,
                    probability=float(forecast.probability[index]),
                    as_before=float(forecast.as_before[index]),
                    skill=forecast.skill,
                    log_skill=forecast.log_skill,
                    scored=forecast.scored,
                )
            )
    return found


def forecasts(
    events: pa.Table, *, kinds: Sequence[str] = KINDS, horizons: Sequence[int] = HORIZONS
) -> list[Forecast]:
    """Learns and scores every kind and horizon for which there are acts and days enough."""
    events = cleaned(events)
    if not events.num_rows:
        return []
    day = events["day"].to_numpy().astype("datetime64[D]").astype(int)
    day = day - day.min()
    countries, one, other = sides(events)
    codes, pair = np.unique(
        np.minimum(one, other) * len(countries) + np.maximum(one, other), return_inverse=True
    )
    pairs = tuple((countries[code // len(countries)], countries[code % len(countries)]) for code in codes)
    shape = (int(day.max()) + 1, len(pairs))
    every = _counts(day, pair, np.ones(len(day), bool), shape)
    found = []
    for kind in kinds:
        done = _counts(day, pair, of_kind(events, kind), shape)
        parts = _parts(done, every)
        for horizon in horizons:
            forecast = _forecast(kind, horizon, pairs, done, parts)
            if forecast:
                found.append(forecast)
    return found


def of_kind(events: pa.Table, kind: str) -> NDArray[np.bool_]:
    """Which acts are of a kind, by category and mode, or by CAMEO code where there is no category."""
    blank = [None] * events.num_rows
    columns = [
        events[n].to_pylist() if n in events.column_names else blank for n in ("event", "mode", "cameo")
    ]
    known = categories().codes
    answers: dict[tuple[str | None, str | None, str | None], bool] = {}
    keys = list(zip(*columns, strict=True))
    for event, mode, cameo in set(keys):
        code = known.get(cameo or "")
        category = event or (code.event if code else None)
        manner = mode or (code.mode if code else None)
        is_one = category in _CATEGORIES[kind] and manner not in _NOT_FACE_TO_FACE
        answers[event, mode, cameo] = is_one or (kind == "sanction" and cameo in _SANCTION_CODES)
    found = np.array([answers[key] for key in keys], bool)
    return found & _high(events) if kind == HIGH else found


def _high(events: pa.Table) -> NDArray[np.bool_]:
    """Whether an act is one of leaders or ministers; nowhere where the table does not say who acted."""
    if not {"actor_offices", "recipient_offices"} <= set(events.column_names):
        return np.zeros(events.num_rows, bool)
    known: dict[tuple[str, tuple[str, ...]], tuple[bool, bool]] = {}
    named: list[tuple[bool, bool]] = []
    for side in ("actor", "recipient"):
        rows = zip(events[side].to_pylist(), events[f"{side}_offices"].to_pylist(), strict=True)
        for key in [(country, tuple(offices or ())) for country, offices in rows]:
            if key not in known:
                known[key] = (any(is_high(office, key[0]) for office in key[1]), "state" in key[1])
            named.append(known[key])
    (high_one, state_one), (high_other, state_other) = np.array(named, bool).reshape(2, -1, 2).swapaxes(1, 2)
    result: NDArray[np.bool_] = (high_one & (high_other | state_other)) | (state_one & high_other)
    return result


def _counts(
    day: NDArray[np.int64], pair: NDArray[np.intp], chosen: NDArray[np.bool_], shape: tuple[int, int]
) -> Floats:
    flat = np.bincount(day[chosen] * shape[1] + pair[chosen], minlength=shape[0] * shape[1])
    return flat.reshape(shape).astype(float)


def _parts(done: Floats, every: Floats) -> list[NDArray[np.float32]]:
    """What the regression sees at the end of each day: for each part days x pairs."""
    days = np.arange(1, len(done) + 1)[:, None]
    so_far = np.cumsum(done > 0, axis=0) / days
    parts = [np.log(so_far + 1 / days), *(np.log1p(_fading(done, half)) for half in HALVES)]
    parts += [np.log1p(_fading(every, half)) for half in HALVES]
    parts.append(np.broadcast_to(np.log(so_far.mean(axis=1, keepdims=True) + 1e-6), done.shape))
    parts += [np.log1p(_fading(counts, half)) for counts in (done, every) for half in WIDER]
    return [part.astype(np.float32) for part in parts]


def _fading(counts: Floats, half: float) -> Floats:
    kept, total = 0.5 ** (1 / half), np.zeros(counts.shape[1])
    result = np.empty_like(counts)
    for day, row in enumerate(counts):
        total = kept * total + row
        result[day] = total
    return result


def _forecast(
    kind: str,
    horizon: int,
    pairs: tuple[tuple[str, str], ...],
    done: Floats,
    parts: list[NDArray[np.float32]],
) -> Forecast | None:
    total = len(done)
    cut = int(total * (1 - SCORED))
    learned = np.arange(4 * STEP, cut - horizon, STEP)
    scored = np.arange(cut, total - horizon, STEP)
    if not len(learned) or len(scored) < LEAST_DAYS:
        return None
    ahead, before = _ahead(done, horizon), _before(done, horizon)
    want = ahead[scored].ravel()
    if min(ahead[learned].sum(), want.sum()) < LEAST:
        return None

    def seen(days: NDArray[np.int64]) -> Floats:
        return np.stack([np.log(before[days] / (1 - before[days])), *(part[days] for part in parts)], axis=-1)

    rule = _rule(seen(learned), ahead[learned], learned, horizon)
    given, plain = rule.answer(seen(scored)).ravel(), before[scored].ravel()
    return Forecast(
        kind=kind,
        horizon=horizon,
        pairs=pairs,
        probability=rule.answer(seen(np.array([total - 1])))[0],
        as_before=before[-1],
        skill=1 - float(np.mean((given - want) ** 2) / np.mean((plain - want) ** 2)),
        log_skill=1 - _log_loss(given, want) / _log_loss(plain, want),
        scored=len(want),
        reliability=_reliability(given, want),
    )


def _ahead(done: Floats, horizon: int) -> Floats:
    """Whether it comes about in the `horizon` days after each day."""
    total = np.vstack([np.zeros((1, done.shape[1])), np.cumsum(done, axis=0)])
    end = np.minimum(np.arange(1, len(done) + 1) + horizon, len(done))
    result: Floats = (total[end] - total[1:] > 0).astype(float)
    return result


def _before(done: Floats, horizon: int) -> Floats:
    """Share of the spans of that length up to each day in which it came about (half a case added to either side)."""
    came = _ahead(done, horizon)
    shifted = np.vstack([np.zeros((horizon, done.shape[1])), came])[: len(done)]
    spans = np.maximum(np.arange(len(done)) - horizon + 1, 0)[:, None]
    result: Floats = (np.cumsum(shifted, axis=0) + 0.5) / (spans + 1.0)
    return result


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Rule:
    """A logistic regression on the first so many parts, each brought to mean 0 and deviation 1."""

    middle: Floats
    spread: Floats
    weights: Floats
    """The first is the constant."""

    def answer(self, parts: Floats) -> Floats:
        """Probabilities, of the shape of the parts but for their last axis."""
        standard = (parts[..., : len(self.middle)] - self.middle) / self.spread
        result: Floats = 1 / (1 + np.exp(-np.clip(self.weights[0] + standard @ self.weights[1:], -30, 30)))
        return result


def _rule(parts: Floats, ahead: Floats, days: NDArray[np.int64], horizon: int) -> _Rule:
    """Learned from all days given, its parts and ridge chosen on the last of them. `parts` and `ahead` are of those days."""
    cut = len(days) - max(round(len(days) * TRIED_ON), 1)
    # What lies ahead of an earlier day must be over before the days tried begin.
    earlier = int(np.searchsorted(days, days[cut] - horizon))
    narrow = parts.shape[-1] - 2 * len(WIDER)
    choices = [(width, ridge) for width in (narrow, parts.shape[-1]) for ridge in RIDGES]
    if not ahead[:earlier].any():
        return _fitted(parts, ahead, choices[0])
    loss = [
        _log_loss(
            _fitted(parts[:earlier], ahead[:earlier], choice).answer(parts[cut:]).ravel(), ahead[cut:].ravel()
        )
        for choice in choices
    ]
    return _fitted(parts, ahead, choices[int(np.argmin(loss))])


def _fitted(parts: Floats, ahead: Floats, choice: tuple[int, float]) -> _Rule:
    """By Newton's method, with a ridge penalty on all weights but the constant."""
    width, ridge = choice
    seen, truth = parts[..., :width].reshape(-1, width), ahead.ravel()
    middle, spread = seen.mean(axis=0), seen.std(axis=0) + 1e-9
    design = np.column_stack([np.ones(len(seen)), (seen - middle) / spread])
    penalty = np.array([1e-6] + [ridge] * width)
    weights = np.zeros(width + 1)
    for _ in range(ROUNDS):
        given = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (truth - given) - penalty * weights
        bend = (design * (given * (1 - given))[:, None]).T @ design + np.diag(penalty)
        weights = weights + np.linalg.solve(bend, slope)
    return _Rule(middle=middle, spread=spread, weights=weights)


def _log_loss(given: Floats, truth: Floats) -> float:
    safe = np.clip(given, 1e-6, 1 - 1e-6)
    return float(-np.mean(truth * np.log(safe) + (1 - truth) * np.log(1 - safe)))


def _reliability(given: Floats, truth: Floats) -> tuple[tuple[float, float, int], ...]:
    tenth = np.minimum((given * 10).astype(int), 9)
    return tuple(
        (float(given[tenth == t].mean()), float(truth[tenth == t].mean()), int((tenth == t).sum()))
        for t in range(10)
        if (tenth == t).any()
    )
