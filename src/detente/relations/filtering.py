"""The state-space model of a relation, filtered forward and smoothed backward, for many pairs at once.

On day t a pair stands at x = level + deviation. The level walks at random and slowly; the deviation decays toward zero.
What the day's events show is y = x + noise. All variances are relative to a scale that is learned for each pair on
the way (conjugate inverse gamma with forgetting: West and Harrison 1997, chapters 4.5 and 10.8), so that loud and
quiet pairs share one set of parameters. Noise has Student tails: a day far from what was expected weighs less (the
weight of the t density's score, as in Masreliez 1975 and Harvey 2013). Docs: docs/relations.md.

Arrays are days x pairs; NaN in `seen` is a day on which nothing was observed, which only widens the band.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import lgamma, log, pi
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.knowledge.dynamics import Dynamics

Floats = NDArray[np.float64]
LEAST_SCALE = 0.05
"""A curve that is zero day after day (conflict, between friends) teaches no scale below this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """With what a day is reckoned: arrays over pairs or, for one pair alone, plain numbers, which are ten times as fast."""

    day: Callable[[NDArray[Any], int], Any]
    """The values of a day of an array days x pairs, in double precision."""
    where: Callable[[Any, Any, Any], Any]
    most: Callable[[Any, Any], Any]
    least: Callable[[Any, Any], Any]
    finite: Callable[[Any], Any]


def reckoning(pairs: int) -> Reckoning:
    """How so many pairs are reckoned."""
    return _NUMBERS if pairs == 1 else _ARRAYS


_ARRAYS = Reckoning(
    day=lambda array, day: array[day].astype(float), where=np.where, most=np.maximum, least=np.minimum, finite=np.isfinite
)  # fmt: skip
_NUMBERS = Reckoning(
    day=lambda array, day: float(array[day, 0]), where=lambda condition, yes, no: yes if condition else no,
    most=max, least=min, finite=lambda value: value - value == 0,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Filtered:
    """What could be known each day: arrays days x pairs."""

    mean: NDArray[np.float32]
    """Of level + deviation."""
    variance: NDArray[np.float32]
    expected: NDArray[np.float32]
    """Mean of the observation foreseen from the days before."""
    expected_variance: NDArray[np.float32]
    """Squared scale of its Student distribution with `Dynamics.tail` degrees of freedom."""
    level: NDArray[np.float32]
    covariance: tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]
    """Of (level, deviation): variance of the level, covariance, variance of the deviation; relative to `scale`."""
    scale: NDArray[np.float32]
    noise: NDArray[np.float32]
    """Relative variance of the noise that each observation was in the end given; infinite on days without."""


def filtered(seen: Floats, sources: Floats, dynamics: Dynamics) -> Filtered:
    """Runs the model forward over days x pairs.

    `seen` is the day's observation, NaN where there is none; `sources` the mean number of independent
    sources behind its events (less than 1 reads as 1).
    """
    days, pairs = seen.shape
    stored = [np.empty((days, pairs), np.float32) for _ in range(10)]
    mean, variance, expected, foreseen, level, v_level, v_cross, v_deviation, scales, noises = stored
    p, n = dynamics, reckoning(pairs)
    one = 1.0 if pairs == 1 else np.ones(pairs)
    m1, m2 = one * float(p.prior_mean), one * 0.0
    scale, weight = one * float(p.prior_scale), one * float(p.prior_weight)
    stationary = p.deviation_noise / (1 - p.persistence**2)
    a, b, c = one * (p.prior_variance / p.prior_scale), one * 0.0, one * stationary
    for day in range(days):
        m2 = m2 * p.persistence
        a = a + p.level_noise
        b = b * p.persistence
        c = c * p.persistence**2 + p.deviation_noise
        now = n.day(seen, day)
        there = n.finite(now)
        noise = p.floor + (1 - p.floor) / n.most(n.day(sources, day), 1.0)
        error = n.where(there, now - m1 - m2, 0.0)
        of_state = a + 2 * b + c
        total = of_state + noise
        squared = error * error / (scale * total)
        expected[day], foreseen[day] = m1 + m2, scale * total
        robust = (p.tail + 1) / (p.tail + squared)
        noise = n.where(there, noise / n.least(robust, 1.0), np.inf)
        gained = 1 / (of_state + noise)
        g1, g2 = a + b, b + c
        m1 = m1 + g1 * gained * error
        m2 = m2 + g2 * gained * error
        a = a - g1 * g1 * gained
        b = b - g1 * g2 * gained
        c = c - g2 * g2 * gained
        weight = n.where(there, p.memory * (weight - p.prior_weight) + p.prior_weight + 1, weight)
        learned = n.most(scale * (1 + (robust * squared - 1) / weight), LEAST_SCALE)
        scale = n.where(there, learned, scale)
        mean[day], variance[day], level[day] = m1 + m2, scale * (a + 2 * b + c), m1
        v_level[day], v_cross[day], v_deviation[day], scales[day], noises[day] = a, b, c, scale, noise
    return Filtered(
        mean=mean,
        variance=variance,
        expected=expected,
        expected_variance=foreseen,
        level=level,
        covariance=(v_level, v_cross, v_deviation),
        scale=scales,
        noise=noises,
    )


def log_score(seen: Floats, forward: Filtered, dynamics: Dynamics) -> Floats:
    """Log density of each day's observation given all earlier days; NaN on days without."""
    tail = dynamics.tail
    constant = lgamma((tail + 1) / 2) - lgamma(tail / 2) - 0.5 * log(tail * pi)
    squared = (seen - forward.expected) ** 2 / forward.expected_variance
    result: Floats = (
        constant - 0.5 * np.log(forward.expected_variance) - 0.5 * (tail + 1) * np.log1p(squared / tail)
    )
    return result
