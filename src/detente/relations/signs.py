"""Signs that a pair has turned: by how much each day's evidence speaks for a new level rather than for the old.

Two signs are weighed each day, as log Bayes factors. *Displaced*: the balance of the last two weeks against that of the
four before. *Coerced*: on how many days of the last four, seven and fourteen one of the two took to sanctions, expulsions,
seizures, troops or force (PLOVER's material conflict) against the rate so far of that pair, for which such an act may be rare
or daily. The balance moves with every burst of visits and talks; coercion is what states do when words are over.
Docs: docs/relations.md, "Turns".
"""

from __future__ import annotations

from math import lgamma, log, pi

import numpy as np

from detente.relations.filtering import Floats
from detente.relations.tallies import Block

SPAN = 14
"""Days weighed: long enough for a weekly rhythm to even out, short enough to be of use."""
BEFORE = 2
"""Earlier windows of `SPAN` days that they are weighed against."""
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
SPANS = (4, 7, 14)
"""Days over which acts of coercion are counted: a turn may have begun on any of them, all held equally likely."""
HALF = 90.0
"""Days in which the weight of an act of coercion is halved in the rate so far."""
PRIOR_ACTS, PRIOR_DAYS = 0.5, 30.0
"""What a pair's rate is held to be before anything was seen: so many acts in so many days."""
WIDE = 0.5
"""After a turn the rate may be anything: it is worth so many acts only, with a mean of at least as many a span."""


def displaced(block: Block, curve: str = "balance") -> Floats:
    """Log Bayes factor for a displaced balance, with the sign of the move; days x pairs, 0 where it speaks for none."""
    window = _windows(block, curve)
    days, pairs = window.shape
    evidence = np.zeros((days, pairs))
    scale, weight = np.full((days, pairs), PRIOR_SCALE), np.full((days, pairs), PRIOR_WEIGHT)
    # Each day rests on those `SPAN` before it and no others, so that many days can be taken in one step.
    for start in range(SPAN, days, SPAN):
        step = slice(start, min(start + SPAN, days))
        long = step.stop - start
        earlier = [start - SPAN * back for back in range(1, BEFORE + 1) if start >= SPAN * back]
        past = np.stack([window[first : first + long] for first in earlier])
        there = np.isfinite(past)
        number = there.sum(axis=0) + PRIOR_WINDOWS
        level = np.where(there, past, 0).sum(axis=0) / number
        now = np.isfinite(window[step])
        move = np.where(now, window[step] - level, 0)
        spread = 1 + 1 / number
        known, worth = scale[start - SPAN :][:long], weight[start - SPAN :][:long]
        # A turn is a turn from something: the record must reach back over the earlier windows.
        if start >= SPAN * (BEFORE + 1):
            factor = _log_factor(move / np.sqrt(known * spread), worth)
            evidence[step] = np.where(now, np.sign(move) * np.maximum(factor, 0), 0)
        weight[step] = np.where(now, MEMORY * (worth - PRIOR_WEIGHT) + PRIOR_WEIGHT + 1, worth)
        surprise = np.minimum(move * move / spread, CAP * known)
        scale[step] = np.where(now, known + (surprise - known) / weight[step], known)
    return evidence


def coerced(block: Block) -> Floats:
    """Log Bayes factor for more coercion than so far; days x pairs, 0 where it speaks for none."""
    acts, volume = block.coercion, np.broadcast_to(block.feed, block.coercion.shape)
    rate, worth = _fading(acts) + PRIOR_ACTS, _fading(volume) + PRIOR_DAYS
    factors = [_log_more(acts, volume, rate, worth, span) for span in SPANS]
    anything = np.max(factors, axis=0) > 0
    result: Floats = np.where(anything, np.logaddexp.reduce(factors, axis=0) - log(len(SPANS)), 0)
    return result


def _log_more(acts: Floats, volume: Floats, rate: Floats, worth: Floats, span: int) -> Floats:
    """Of one span: both accounts say how many acts to expect, each as a negative binomial (a Poisson of unsure rate)."""
    result = np.zeros(acts.shape)
    number, exposure = trailing(acts, span), trailing(volume, span)
    a, b = np.zeros(acts.shape), np.ones(acts.shape)
    a[span:], b[span:] = rate[:-span], worth[:-span]
    more = number > a / b * exposure
    more[: SPAN * (BEFORE + 1)] = False
    n, k, a, b = exposure[more], number[more], a[more], b[more]
    mean = np.maximum(a / b, WIDE / span)
    wide = np.full(len(k), WIDE)
    result[more] = np.maximum(_log_count(k, n, wide, wide / mean) - _log_count(k, n, a, b), 0)
    return result


def _log_count(number: Floats, exposure: Floats, a: Floats, b: Floats) -> Floats:
    """Log probability of a count under a rate that is Gamma(a, b), but for what does not depend on a and b."""
    rising = np.zeros(len(number))
    for step in range(int(number.max(initial=0))):
        rising += np.where(step < number, np.log(a + step), 0)
    result: Floats = rising + a * np.log(b / (b + exposure)) - number * np.log(b + exposure)
    return result


def _fading(values: Floats) -> Floats:
    kept, total = 0.5 ** (1 / HALF), np.zeros(values.shape[1])
    result = np.empty(values.shape)
    for day, row in enumerate(values):
        total = kept * total + row
        result[day] = total
    return result


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
    cooperation, conflict, events = (
        trailing(x, SPAN) for x in (block.cooperation, block.conflict, block.events)
    )
    roots = {"cooperation": np.sqrt(cooperation), "conflict": -np.sqrt(conflict)}
    value = roots[curve] if curve in roots else roots["cooperation"] + roots["conflict"]
    covered = (block.coverage >= COVERED) & (block.told >= TOLD)
    return np.where((events > 0) | covered, value / np.sqrt(block.feed), np.nan)


def trailing(values: Floats, days: int) -> Floats:
    """Sum over the last so many days."""
    total = np.vstack([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
    end = np.arange(1, len(values) + 1)
    result: Floats = np.maximum(total[end] - total[np.maximum(end - days, 0)], 0)
    return result
