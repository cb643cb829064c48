"""The parameters of the model by maximum posterior over many pairs together, the closed-form likelihood as the guide.

Pooling is the empirical Bayes of the model: what all pairs share is estimated once, and gives each pair the prior from
which its own level and scale are learned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import log
from typing import Any

import numpy as np

from detente.knowledge.dynamics import Dynamics
from detente.relations.filtering import Floats, filtered, log_score

STEPS: dict[str, float] = {
    "level_noise": 0.5,
    "deviation_noise": 0.3,
    "persistence": 0.3,
    "tail": 0.3,
    "memory": 0.3,
    "prior_mean": 0.25,
    "prior_variance": 0.4,
    "prior_scale": 0.25,
    "prior_weight": 0.5,
}
"""First step of each parameter on its own scale: log for variances and counts, logit for shares, plain for the mean."""
SHARES = ("persistence", "memory")
PRIORS: dict[str, tuple[float, float]] = {
    "level_noise": (log(0.002), 1.5),
    "deviation_noise": (log(0.1), 1.5),
    "persistence": (1.4, 1.0),
    "tail": (log(6), 0.7),
    "memory": (3.5, 1.0),
    "prior_mean": (0.0, 3.0),
    "prior_variance": (log(2), 1.0),
    "prior_scale": (log(2), 1.0),
    "prior_weight": (log(6), 0.8),
}
"""Normal priors on those scales: mean and standard deviation. Weak beside the likelihood of a hundred pairs."""


def fit(
    panels: Sequence[tuple[Floats, Floats]], start: Dynamics, *, warm_up: int = 30, rounds: int = 6
) -> Dynamics:
    """The parameters under which the panels (observations, sources; days x pairs) are likeliest.

    Climbs one parameter at a time from `start`, halving the steps. The first `warm_up` days are not scored. `floor`
    stays as it is: how much of the noise is shared by all sources cannot be told where each event has one.
    """
    best, known = posterior(panels, start, warm_up), start
    for turn in range(rounds):
        for name, step in STEPS.items():
            for sign in (1, -1):
                while True:
                    moved = _moved(known, name, sign * step / 2**turn)
                    value = posterior(panels, moved, warm_up)
                    if value <= best + 0.01:
                        break
                    best, known = value, moved
    return known


def posterior(panels: Sequence[tuple[Floats, Floats]], dynamics: Dynamics, warm_up: int = 0) -> float:
    """Log likelihood of the panels plus log prior of the parameters."""
    likelihood = sum(
        float(np.nansum(log_score(panel[0], filtered(*panel, dynamics), dynamics)[warm_up:]))
        for panel in panels
    )
    prior = sum(-0.5 * ((_free(dynamics, name) - m) / s) ** 2 for name, (m, s) in PRIORS.items())
    return likelihood + prior


def _free(dynamics: Dynamics, name: str) -> float:
    value = float(getattr(dynamics, name))
    if name == "prior_mean":
        return value
    return log(value / (1 - value)) if name in SHARES else log(value)


def _moved(dynamics: Dynamics, name: str, by: float) -> Dynamics:
    free = _free(dynamics, name) + by
    if name == "prior_mean":
        return replace(dynamics, prior_mean=free)
    value = 1 / (1 + np.exp(-free)) if name in SHARES else np.exp(free)
    changed: dict[str, Any] = {name: float(value)}
    return replace(dynamics, **changed)
