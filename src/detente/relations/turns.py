"""Turns: when a pair went from one level to another, and how sure that is.

Three turns in two years are expected beforehand. Bayes' rule and the two signs of `signs` (of turns, one in five is held to show in the
balance alone, the others in acts of coercion) give the probability of one each day. A turn is told at 0.5 and more,
where the series' 90% band of one of the last two weeks' days, as then known, also excludes the earlier level. An episode is one
turn: it lasts until the evidence has been away for two weeks, and within it another is told only where the evidence
fell twentyfold and rose twentyfold again. Why not a change-point posterior over run lengths: docs/decisions/relations.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import log
from statistics import NormalDist
from typing import Literal, cast

import numpy as np
from numpy.typing import NDArray

from detente.relations.filtering import Floats
from detente.relations.series import Panel
from detente.relations.signs import SPAN, coerced, displaced, trailing
from detente.relations.tallies import Block

RATE = 1.5 / 365
"""Turns expected a day, beforehand."""
BY_BALANCE, BY_COERCION = 0.2, 0.8
"""Shares of turns held to show in the one sign and the other, beforehand."""
LEVEL, BACK = 28, 7
"""The earlier level is the series' mean over so many days, up to so many days ago."""
ANEW = log(20)
"""By how much log odds must fall in an episode, and then rise, for another turn to be told in it."""
BAND = NormalDist().inv_cdf(0.95)


Direction = Literal["warmer", "cooler"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A change of level."""

    pair: tuple[str, str]
    known: str
    """Day from which it could be told."""
    until: str
    """Last day on which the evidence still told it."""
    began: str
    """Day of the two weeks from which on their events lie farthest beyond the earlier level."""
    direction: Direction
    probability: float
    """The highest within two weeks of `known`."""
    before: float
    """Mean of the filtered series in the four weeks before the last one."""
    after: float
    """The filtered series on the day it was known."""


def turns(panel: Panel, *, at_least: float = 0.5) -> list[Turn]:
    """The turns of all pairs of a panel, by pair and day; `at_least` is the probability asked for (0 to 1)."""
    earlier = _earlier(panel)
    reach = BAND * np.sqrt(panel.forward.variance)
    # A rise of the curve of conflict is a turn for the worse.
    warm = -1 if panel.curve == "conflict" else 1
    asked = log(at_least / (1 - at_least)) if 0 < at_least < 1 else 0.0
    found: list[Turn] = []
    warmer, cooler = log_odds(panel.tallied, panel.curve)
    for name, direction, odds in (("warmer", warm, warmer), ("cooler", -warm, cooler)):
        beyond = direction * (panel.forward.mean - earlier) > reach
        shown = (odds >= asked) & (trailing(beyond.astype(float), SPAN) > 0)
        for index in map(int, np.flatnonzero(shown.any(axis=0))):
            for first, last in _episodes(shown[:, index], odds[:, index]):
                found.append(
                    _turn(panel, index, (first, last), (direction, cast(Direction, name)), odds, earlier)
                )
    return sorted(found, key=lambda turn: (turn.pair, turn.known))


def log_odds(block: Block, curve: str = "balance") -> tuple[Floats, Floats]:
    """Log odds, each day, that the pair turned warmer, and that it turned cooler; days x pairs, -inf where nothing says so."""
    moved = displaced(block, curve)
    prior = log(RATE * SPAN)
    nothing = np.full(moved.shape, -np.inf)
    warmer = np.where(moved > 0, moved + log(BY_BALANCE), nothing)
    cooler = np.where(moved < 0, log(BY_BALANCE) - moved, nothing)
    if curve != "cooperation":
        forced = coerced(block)
        cooler = np.logaddexp(cooler, np.where(forced > 0, forced + log(BY_COERCION), nothing))
    return prior + warmer, prior + cooler


def _earlier(panel: Panel) -> Floats:
    """Mean of the filtered series over the four weeks before the last one."""
    mean = panel.forward.mean.astype(float)
    total = np.vstack([np.zeros((1, mean.shape[1])), np.cumsum(mean, axis=0)])
    end = np.maximum(np.arange(1, len(mean) + 1) - BACK, 1)
    start = np.maximum(end - LEVEL, 0)
    result: Floats = (total[end] - total[start]) / (end - start)[:, None]
    return result


def _episodes(shown: NDArray[np.bool_], odds: Floats) -> Iterator[tuple[int, int]]:
    """First and last day of each turn: a new one after `SPAN` days without, or where the odds rose anew."""
    first = last = -1
    highest = lowest = 0.0
    fell = False
    for day in map(int, np.flatnonzero(shown)):
        now = float(odds[day])
        if first >= 0:
            lowest = min(lowest, float(odds[last + 1 : day + 1].min()))
            fell = fell or highest - lowest >= ANEW
        if first < 0 or day - last > SPAN or (fell and now - lowest >= ANEW and day - first >= SPAN):
            if first >= 0:
                yield first, last
            first, highest, fell = day, now, False
        if now >= highest:
            highest, lowest = now, now
        last = day
    if first >= 0:
        yield first, last


def _turn(
    panel: Panel,
    index: int,
    days: tuple[int, int],
    toward: tuple[int, Direction],
    odds: Floats,
    earlier: Floats,
) -> Turn:
    (first, last), (direction, name) = days, toward
    level = float(earlier[first, index])
    own = direction * (panel.seen[max(first - SPAN + 1, 0) : first + 1, index] - level)
    # The day from which on what was seen lies farthest beyond the earlier level, all in all (a backward CUSUM).
    onward = np.cumsum(np.nan_to_num(own)[::-1])[::-1]
    began = max(first - SPAN + 1, 0) + int(onward.argmax())
    highest = float(odds[first : min(last, first + SPAN) + 1, index].max())
    return Turn(
        pair=panel.pairs[index],
        known=str(panel.first + first),
        until=str(panel.first + last),
        began=str(panel.first + min(began, first)),
        direction=name,
        probability=float(1 / (1 + np.exp(-highest))),
        before=level,
        after=float(panel.forward.mean[first, index]),
    )
