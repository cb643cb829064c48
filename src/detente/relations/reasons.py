"""Why a pair moved: the events that account for the difference between two days, as known on the later one.

Given the weights that the filter ended with, the smoothed mean is a linear function of what the days showed. The weight
of each day in a difference follows from the posterior covariance V, for with noise R the mean is V R^-1 y + prior: the
weights of f'x are R^-1 V f, and V f is what the smoother makes of the pseudo-observations R f (docs/relations.md). A
day's observation is a sum over its events (each has the share of its score in the mass of its side), so the parts of a
move add up to it, but for what the prior holds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from detente.errors import UsageError
from detente.knowledge.dynamics import Dynamics
from detente.knowledge.scales import Scale
from detente.relations.filtering import Floats
from detente.relations.series import Panel
from detente.relations.tallies import cleaned, scored

FAR = 1e7
"""Relative noise that stands for no observation at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A change of one pair's mean between two days, by what was seen up to the later one."""

    since: str
    until: str
    size: float
    """Positive is warmer."""
    explained: float
    """Sum of the parts of all events; the rest of `size` is the prior's."""


def weights(panel: Panel, index: int, since: int, until: int) -> Floats:
    """How much each day's observation counts in mean[until] - mean[since], given all days up to `until`.

    0 for days without an observation and for those after `until`.
    """
    noise = np.minimum(panel.forward.noise[:, index].astype(float), FAR)
    noise[until + 1 :] = FAR
    contrast = np.zeros(len(noise))
    contrast[until] += 1
    contrast[since] -= 1
    result: Floats = np.where(noise < FAR, _posterior(contrast * noise, noise, panel.dynamics) / noise, 0.0)
    return result


def reasons(
    panel: Panel, index: int, events: pa.Table, scale: Scale, since: str, until: str
) -> tuple[Move, pa.Table]:
    """The events of a pair that account for its move between two days, those that did most first.

    `events` as for `tally`. Gives them with the columns `score`, `part` (of the move, in its units) and `share` (part
    / size of the move: negative where an event worked against it). Raises `UsageError` for days outside the series.
    """
    start, end = (int((np.datetime64(day, "D") - panel.first).astype(int)) for day in (since, until))
    if not 0 <= start < end < len(panel.seen):
        raise UsageError(f"{since} to {until} does not lie within the series")
    weight = weights(panel, index, start, end)
    own = of_pair(cleaned(events), panel.pairs[index], panel.directed)
    day = (own["day"].to_numpy().astype("datetime64[D]") - panel.first).astype(int)
    inside = (day >= 0) & (day < len(weight))
    own, day = own.filter(pa.array(inside)), day[inside]
    score = scored(own, scale)
    part = weight[day] * _in_day(panel, index, score, day)
    # The weights of the observations and of the prior mean sum to nothing: a constant series does not move.
    size = float(weight @ (np.nan_to_num(panel.seen[:, index]) - panel.dynamics.prior_mean))
    table = own.append_column("score", pa.array(score)) if "score" not in own.column_names else own
    table = table.append_column("part", pa.array(part))
    table = table.append_column("share", pa.array(part / size if size else np.zeros(len(part))))
    order = np.argsort(-part * np.sign(size or 1), kind="stable")
    return Move(since=since, until=until, size=size, explained=float(part.sum())), table.take(pa.array(order))


def _in_day(panel: Panel, index: int, score: Floats, day: Floats) -> Floats:
    """Each event's part of its day's observation."""
    block, use = panel.tallied, {"balance": (1, -1), "cooperation": (1, 0), "conflict": (0, 1)}[panel.curve]
    warm, cold = block.cooperation[day, index], block.conflict[day, index]
    root = np.sqrt(block.feed[day, 0])
    mass = np.where(score > 0, warm, cold)
    sign = np.where(score > 0, use[0], use[1])
    result: Floats = np.where(mass > 0, sign * np.abs(score) / np.sqrt(np.maximum(mass, 1e-9)) / root, 0.0)
    return result


def of_pair(events: pa.Table, pair: tuple[str, str], directed: bool) -> pa.Table:
    """The rows of what the first did toward the second; undirected, of what either did toward the other."""
    one, other = pair
    actor, recipient = events["actor"], events["recipient"]
    mask = pc.and_(pc.equal(actor, one), pc.equal(recipient, other))
    if not directed:
        mask = pc.or_(mask, pc.and_(pc.equal(actor, other), pc.equal(recipient, one)))
    return events.filter(mask)


def _posterior(seen: Floats, noise: Floats, p: Dynamics) -> Floats:
    """Smoothed means of one pair for given noise and a prior mean of zero: the linear part of the model."""
    # In plain numbers: matrices of two by two cost more to make than to multiply.
    keep, level, swing = p.persistence, p.level_noise, p.deviation_noise
    x = y = 0.0
    a, b, c = p.prior_variance / p.prior_scale, 0.0, swing / (1 - keep**2)
    run: list[tuple[float, float, float, float, float]] = []
    for value, error in zip(seen.tolist(), noise.tolist(), strict=True):
        y *= keep
        a, b, c = a + level, keep * b, keep * keep * c + swing
        one, other = a + b, b + c
        gained = 1 / (one + other + error)
        surprise = (value - x - y) * gained
        x, y = x + one * surprise, y + other * surprise
        a, b, c = a - one * one * gained, b - one * other * gained, c - other * other * gained
        run.append((x, y, a, b, c))
    result = np.empty(len(run))
    for day in range(len(run) - 1, -1, -1):
        own_x, own_y, a, b, c = run[day]
        if day == len(run) - 1:
            x, y = own_x, own_y
        else:
            # The foreseen covariance of the next day, inverted, takes the smoothed surprise back to this one.
            fa, fb, fc = a + level, keep * b, keep * keep * c + swing
            determinant = fa * fc - fb * fb
            dx, dy = x - own_x, y - keep * own_y
            u, v = (fc * dx - fb * dy) / determinant, (fa * dy - fb * dx) / determinant
            x, y = own_x + a * u + keep * b * v, own_y + b * u + keep * c * v
        result[day] = x + y
    return result
