"""Turns: when a pair went from one level to another, and how sure that is.

Each day the last two weeks are weighed against the four before them. Two accounts of what the two weeks show compete: the
level is as it was, or it was displaced. Under the first, the signed root mass of two weeks scatters about the earlier one
as it has scattered from window to window so far (Student, the scale learned on the way as in `filtering`); under the
second it may lie anywhere within a few such scales. With a turn a year expected beforehand, Bayes' rule gives the
probability of a turn. A turn is also asked to show in the series: its 90% band of the day, as then known, must exclude
the earlier level. Why not a change-point posterior over run lengths: docs/decisions/relations.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lgamma, log, pi
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.relations.filtering import Floats
from detente.relations.series import Panel
from detente.relations.tallies import Block

SPAN = 14
"""Days weighed: long enough for a weekly rhythm to even out, short enough to be of use."""
BEFORE = 2
"""Earlier windows of `SPAN` days that they are weighed against."""
RATE = 1 / 365
"""Turns expected a day, beforehand."""
DISPLACEMENT = 4.0
"""How far a turn moves the level, as a standard deviation in scales of the usual scatter."""
COVERED, TOLD = 0.5, 20.0
"""Silence means that nothing was done where, in four weeks, the two countries' dealings with others are told of at least
this much of the usual, and in at least so many events; elsewhere it is a gap."""
PRIOR_SCALE, PRIOR_WEIGHT, PRIOR_WINDOWS = 3.0, 12.0, 0.5
"""Before anything was seen: variance of a window, how many windows that is worth, and those a level of 0 is worth."""
MEMORY = 0.75
"""What is left after a window of what was learned about the scatter."""
CAP = 9.0
"""A squared surprise counts at most so many variances when the scatter is learned: a turn is no scatter."""
BAND = NormalDist().inv_cdf(0.95)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A change of level."""

    pair: tuple[str, str]
    known: str
    """Day from which it could be told."""
    until: str
    """Last day on which the two weeks before it still stood apart from the four before them."""
    began: str
    """Day of the two weeks from which on their events lie farthest beyond the earlier level."""
    direction: Literal["warmer", "cooler"]
    probability: float
    """The highest within two weeks of `known`."""
    before: float
    """Mean of the filtered series in the four weeks before."""
    after: float
    """The filtered series on the day it was known."""


def turns(panel: Panel, *, at_least: float = 0.5) -> list[Turn]:
    """The turns of all pairs of a panel, by pair and day; `at_least` is the probability asked for (0 to 1)."""
    probability, sign = probabilities(panel.tallied, panel.curve)
    earlier = _earlier(panel)
    found: list[Turn] = []
    for direction, name in ((1, "warmer"), (-1, "cooler")):
        reach = BAND * np.sqrt(panel.forward.variance)
        beyond = direction * (panel.forward.mean - earlier) > reach
        shown = (probability >= at_least) & (sign == direction) & _lately(beyond)
        for index in np.flatnonzero(shown.any(axis=0)):
            for first, last in _spells(np.flatnonzero(shown[:, index])):
                found.append(_turn(panel, int(index), first, last, direction, name, probability, earlier))  # type: ignore[arg-type]
    return sorted(found, key=lambda turn: (turn.pair, turn.known))


def probabilities(block: Block, curve: str = "balance") -> tuple[Floats, Floats]:
    """Probability that each day's last two weeks stand at another level, and the sign of the move; days x pairs."""
    window = _windows(block, curve)
    days, pairs = window.shape
    probability, sign = np.zeros((days, pairs)), np.zeros((days, pairs))
    scale, weight = np.full((days, pairs), PRIOR_SCALE), np.full((days, pairs), PRIOR_WEIGHT)
    for day in range(SPAN, days):
        # A turn is a turn from something: the record must reach back over the earlier windows.
        past = window[[d for d in range(day - SPAN, day - SPAN * (BEFORE + 1), -SPAN) if d >= 0]]
        there = np.isfinite(past)
        number = there.sum(axis=0) + PRIOR_WINDOWS
        level = np.where(there, past, 0).sum(axis=0) / number
        now = np.isfinite(window[day])
        move = np.where(now, window[day] - level, 0)
        spread = 1 + 1 / number
        known, worth = scale[day - SPAN], weight[day - SPAN]
        z = move / np.sqrt(known * spread)
        odds = np.exp(np.minimum(_log_factor(z, worth), 50)) * (RATE * SPAN * (day >= SPAN * (BEFORE + 1)))
        probability[day], sign[day] = np.where(now, odds / (1 + odds), 0), np.sign(move)
        weight[day] = np.where(now, MEMORY * (worth - PRIOR_WEIGHT) + PRIOR_WEIGHT + 1, worth)
        surprise = np.minimum(move * move / spread, CAP * known)
        scale[day] = np.where(now, known + (surprise - known) / weight[day], known)
    return probability, sign


def _log_factor(z: Floats, freedom: Floats) -> Floats:
    """Log Bayes factor of a displaced level against an unchanged one, for a standardised move."""
    constant = np.vectorize(lambda v: lgamma((v + 1) / 2) - lgamma(v / 2) - 0.5 * log(v * pi))
    values, inverse = np.unique(freedom, return_inverse=True)
    same = constant(values)[inverse] - 0.5 * (freedom + 1) * np.log1p(z * z / freedom)
    wide = 1 + DISPLACEMENT**2
    result: Floats = -0.5 * (z * z / wide + log(2 * pi * wide)) - same
    return result


def _windows(block: Block, curve: str) -> Floats:
    """Signed root of the mass of the two weeks up to each day, at the usual volume of the record."""
    cooperation, conflict, events = (_trailing(x) for x in (block.cooperation, block.conflict, block.events))
    roots = {"cooperation": np.sqrt(cooperation), "conflict": np.sqrt(conflict)}
    value = roots[curve] if curve in roots else roots["cooperation"] - roots["conflict"]
    covered = (block.coverage >= COVERED) & (block.told >= TOLD)
    return np.where((events > 0) | covered, value / np.sqrt(block.feed), np.nan)


def _trailing(values: Floats) -> Floats:
    total = np.vstack([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
    end = np.arange(1, len(values) + 1)
    result: Floats = np.maximum(total[end] - total[np.maximum(end - SPAN, 0)], 0)
    return result


def _earlier(panel: Panel) -> Floats:
    """Mean of the filtered series in the four weeks before the two that end on each day."""
    mean = panel.forward.mean.astype(float)
    total = np.vstack([np.zeros((1, mean.shape[1])), np.cumsum(mean, axis=0)])
    end = np.maximum(np.arange(1, len(mean) + 1) - SPAN, 1)
    start = np.maximum(end - SPAN * BEFORE, 0)
    result: Floats = (total[end] - total[start]) / (end - start)[:, None]
    return result


def _lately(beyond: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether it was so on any of the last two weeks' days."""
    result: NDArray[np.bool_] = _trailing(beyond.astype(float)) > 0
    return result


def _spells(days: NDArray[np.intp]) -> list[tuple[int, int]]:
    """First and last day of each run; runs with less than `SPAN` days between them are one."""
    spells: list[tuple[int, int]] = []
    for day in map(int, days):
        if spells and day - spells[-1][1] <= SPAN:
            spells[-1] = (spells[-1][0], day)
        else:
            spells.append((day, day))
    return spells


def _turn(
    panel: Panel,
    index: int,
    first: int,
    last: int,
    direction: int,
    name: Literal["warmer", "cooler"],
    probability: Floats,
    earlier: Floats,
) -> Turn:
    level = float(earlier[first, index])
    own = direction * (panel.seen[max(first - SPAN + 1, 0) : first + 1, index] - level)
    # The day from which on what was seen lies farthest beyond the earlier level, all in all (a backward CUSUM).
    onward = np.cumsum(np.nan_to_num(own)[::-1])[::-1]
    began = max(first - SPAN + 1, 0) + int(onward.argmax())
    return Turn(
        pair=panel.pairs[index],
        known=str(panel.first + first),
        until=str(panel.first + last),
        began=str(panel.first + min(began, first)),
        direction=name,
        probability=float(probability[first : min(last, first + SPAN) + 1, index].max()),
        before=level,
        after=float(panel.forward.mean[first, index]),
    )
