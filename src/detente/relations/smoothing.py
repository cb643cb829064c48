"""The model run backward: where a pair stood on a day, judged by all that came before and after it.

Rauch, Tung and Striebel 1965, written out for the two states (level, deviation) and vectorised over pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.knowledge.dynamics import Dynamics
from detente.relations.filtering import Filtered, Reckoning, reckoning


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Smoothed:
    """What is known by hindsight: arrays days x pairs."""

    mean: NDArray[np.float32]
    """Of level + deviation."""
    variance: NDArray[np.float32]
    level: NDArray[np.float32]


def smoothed(forward: Filtered, dynamics: Dynamics) -> Smoothed:
    """The backward pass over what `filtered` gave for the same dynamics."""
    p = dynamics
    days = len(forward.mean)
    mean, variance, level = (np.empty_like(forward.mean) for _ in range(3))
    if not days:
        return Smoothed(mean=mean, variance=variance, level=level)
    n = reckoning(forward.mean.shape[1])
    m1, m2, a, b, c, scale = _last(forward, n)
    mean[-1], variance[-1], level[-1] = m1 + m2, scale * (a + 2 * b + c), m1
    for day in range(days - 2, -1, -1):
        f1 = n.day(forward.level, day)
        f2 = n.day(forward.mean, day) - f1
        fa, fb, fc = (n.day(part, day) for part in forward.covariance)
        # Foreseen covariance of the next day, and the gain of the smoother, both 2 x 2.
        pa, pb, pc = fa + p.level_noise, p.persistence * fb, p.persistence**2 * fc + p.deviation_noise
        determinant = pa * pc - pb * pb
        x, y, z = pc / determinant, -pb / determinant, pa / determinant
        g11, g12 = fa * x + p.persistence * fb * y, fa * y + p.persistence * fb * z
        g21, g22 = fb * x + p.persistence * fc * y, fb * y + p.persistence * fc * z
        d1, d2 = m1 - f1, m2 - p.persistence * f2
        da, db, dc = a - pa, b - pb, c - pc
        m1, m2 = f1 + g11 * d1 + g12 * d2, f2 + g21 * d1 + g22 * d2
        a = fa + g11 * g11 * da + 2 * g11 * g12 * db + g12 * g12 * dc
        b = fb + g11 * g21 * da + (g11 * g22 + g12 * g21) * db + g12 * g22 * dc
        c = fc + g21 * g21 * da + 2 * g21 * g22 * db + g22 * g22 * dc
        scale = 1 / ((1 - p.memory) / n.day(forward.scale, day) + p.memory / scale)
        mean[day], level[day] = m1 + m2, m1
        variance[day] = scale * n.most(a + 2 * b + c, 1e-9)
    return Smoothed(mean=mean, variance=variance, level=level)


def _last(forward: Filtered, n: Reckoning) -> tuple[Any, ...]:
    level, mean = n.day(forward.level, -1), n.day(forward.mean, -1)
    covariance = (n.day(part, -1) for part in forward.covariance)
    return (level, mean - level, *covariance, n.day(forward.scale, -1))
