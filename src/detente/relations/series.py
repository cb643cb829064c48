"""How warm or cool a pair is, day by day: the model of `filtering` and `smoothing` run over tallies.

What is observed is the signed root intensity of a day on which anything was seen, sqrt(cooperation) - sqrt(conflict),
each mass at the usual volume of the record (feeds grow and shrink, which
is no news of a pair). The root makes a mass of any size vary by about the same amount (it is the
variance-stabilising transformation of a compound Poisson sum), so that one war does not drown ten years. Cooperation and
conflict are curves of their own as well. Where nothing was seen there is a gap, and the band widens.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from detente.errors import UsageError
from detente.knowledge.dynamics import CURVES, Dynamics, dynamics
from detente.relations.filtering import Filtered, Floats, filtered
from detente.relations.smoothing import Smoothed, smoothed
from detente.relations.tallies import Block, Tallies

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Estimate:
    """Mean and standard deviation by day."""

    mean: Array
    deviation: Array

    def band(self, probability: float) -> tuple[Array, Array]:
        """Lower and upper end of the central band that holds the value with this probability (0 to 1)."""
        reach = np.float32(NormalDist().inv_cdf(0.5 + probability / 2))
        return self.mean - reach * self.deviation, self.mean + reach * self.deviation


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TensionSeries:
    """One pair's curve. Positive is warm; tension is high where it is low. Units: root of a day's mass of scores."""

    pair: tuple[str, str]
    directed: bool
    """True: what the first does toward the second. False: what passes between them."""
    curve: str
    """`balance` (cooperation against conflict), `cooperation` or `conflict`."""
    days: NDArray[np.datetime64]
    filtered: Estimate
    """What could be known on the day."""
    smoothed: Estimate
    """What is known by hindsight."""
    level: Array
    """The slow part of the smoothed mean, toward which deviations decay."""
    seen: Array
    """The day's own observation; NaN where nothing was seen."""
    events: Array
    """Number of events of the day."""
    coverage: Array
    """How much the rest of the two countries' dealings is told of in four weeks; 1 is usual for them."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Panel:
    """The curves of a block of pairs: arrays days x pairs."""

    curve: str
    dynamics: Dynamics
    pairs: tuple[tuple[str, str], ...]
    first: np.datetime64
    directed: bool
    seen: Floats
    sources: Floats
    tallied: Block
    forward: Filtered
    backward: Smoothed


def observations(block: Block, curve: str) -> Floats:
    """What the days show, NaN where they show nothing. Raises `UsageError` for a curve that does not exist."""
    if curve not in CURVES:
        raise UsageError(f"no curve is called {curve!r}; there are {', '.join(CURVES)}")
    signed = {"balance": (1, -1), "cooperation": (1, 0), "conflict": (0, 1)}[curve]
    value = (signed[0] * np.sqrt(block.cooperation) + signed[1] * np.sqrt(block.conflict)) / np.sqrt(
        block.feed
    )
    return np.where(block.events > 0, value, np.nan)


def panels(
    tallies: Tallies, *, curve: str = "balance", parameters: Dynamics | None = None, width: int = 2000
) -> Iterator[Panel]:
    """The curves of all pairs, `width` pairs at a time (a block of ten years takes some 1.5 GB at 2000)."""
    used = parameters or dynamics()[curve]
    for low in range(0, len(tallies.pairs), width):
        yield _panel(tallies, low, min(low + width, len(tallies.pairs)), curve, used)


def tension(
    tallies: Tallies, pair: tuple[str, str], *, curve: str = "balance", parameters: Dynamics | None = None
) -> TensionSeries:
    """One pair's series. Raises `UsageError` for a pair of which nothing was tallied."""
    wanted = pair if tallies.directed else (min(pair), max(pair))
    if wanted not in tallies.pairs:
        between = " toward ".join(wanted) if tallies.directed else " and ".join(wanted)
        raise UsageError(f"no event between {between} in that time")
    index = tallies.pairs.index(wanted)
    return series_of(tallies, _panel(tallies, index, index + 1, curve, parameters or dynamics()[curve]), 0)


def series_of(tallies: Tallies, panel: Panel, index: int) -> TensionSeries:
    """One pair of a panel as a series."""
    forward, backward = panel.forward, panel.backward
    return TensionSeries(
        pair=panel.pairs[index],
        directed=tallies.directed,
        curve=panel.curve,
        days=tallies.first + np.arange(tallies.days),
        filtered=Estimate(mean=forward.mean[:, index], deviation=np.sqrt(forward.variance[:, index])),
        smoothed=Estimate(mean=backward.mean[:, index], deviation=np.sqrt(backward.variance[:, index])),
        level=backward.level[:, index],
        seen=panel.seen[:, index].astype(np.float32),
        events=panel.tallied.events[:, index].astype(np.float32),
        coverage=panel.tallied.coverage[:, index].astype(np.float32),
    )


def _panel(tallies: Tallies, low: int, high: int, curve: str, used: Dynamics) -> Panel:
    block = tallies.block(low, high)
    seen = observations(block, curve)
    forward = filtered(seen, block.sources, used)
    return Panel(
        curve=curve,
        dynamics=used,
        pairs=tallies.pairs[low:high],
        first=tallies.first,
        directed=tallies.directed,
        seen=seen,
        sources=block.sources,
        tallied=block,
        forward=forward,
        backward=smoothed(forward, used),
    )
