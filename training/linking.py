"""Weights of linking: a logistic regression over pairs of tellings of the gold set's development half.

    python -m training.linking [--strength 3]

Prints, for each feature of `detente.linking.events`, its weight there and the fitted one. The fit starts from the weights
at hand and is drawn back to them (ridge, Hoerl and Kennard 1970): some hundred pairs are too few to start from nothing. No
weight may change its sign. The test half is not looked at. The rounded table is then written into `events.py` by hand.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
from benchmarks.linking import GOLD, Trace, gold_files, gold_tellings, homes_of
from numpy.typing import NDArray

from detente.linking.copies import copies, shingles_of
from detente.linking.events import BIAS, FEATURES, Ties, vetoed
from detente.linking.grouping import pair_of
from detente.linking.stories import LEAST, linked, opening_of
from detente.linking.tellings import Telling, taken_up, telling_of_encounter, telling_of_report
from detente.reading import Reader, Story, open_reader
from detente.types import Actor, Reading, Span

Array = NDArray[np.float64]
STEPS, RATE = 20_000, 0.01


def main() -> None:
    """Fits and prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--strength", type=float, default=3.0, help="How strongly weights are drawn back.")
    given = parser.parse_args()
    features, same = pairs_of(GOLD)
    before = np.array([weight for _, weight, _ in FEATURES])
    weights, bias = fitted(features, same, before, given.strength)
    print(f"{len(same)} pairs, {int(same.sum())} of one event")
    for (name, weight, _), new, used in zip(FEATURES, weights, np.abs(features).sum(0), strict=True):
        print(f"{name:12} {weight:5.1f} -> {new:5.2f}   (in {used:.0f})")
    print(f"{'bias':12} {BIAS:5.1f} -> {bias:5.2f}")


def pairs_of(folder: Path) -> tuple[Array, Array]:
    """Features of each pair of gold tellings that nothing vetoes, and whether both tell of one event."""
    files = [file for file in gold_files(folder) if file["id"].startswith("dev")]
    reader = open_reader()
    readings = _read([article for file in files for article in file["articles"]], reader)
    tellings, traces = _tellings(readings, reader)
    event_of: dict[str, set[str]] = {}
    told = gold_tellings(files)
    for item, homes in homes_of(told, traces).items():
        for home in homes:
            event_of.setdefault(home, set()).add(told[item].event)
    # A telling in the quotes of two events says nothing of either.
    known = [t for t in tellings if len(event_of.get(t.id, ())) == 1]
    ties = _ties(readings, reader)
    rows, same = [], []
    for a, b in combinations(known, 2):
        if not vetoed(a, b):
            rows.append([feature(a, b, ties(a, b)) for _, _, feature in FEATURES])
            same.append(float(event_of[a.id] == event_of[b.id]))
    return np.array(rows), np.array(same)


def fitted(features: Array, same: Array, before: Array, strength: float) -> tuple[Array, float]:
    """Weights and bias of greatest penalised likelihood, signs held, by projected gradient steps."""
    weights, bias, signs = before.copy(), BIAS, np.sign(before)
    for _ in range(STEPS):
        missed = 1 / (1 + np.exp(-(features @ weights + bias))) - same
        weights = weights - RATE * (features.T @ missed + strength * (weights - before))
        weights = np.where(weights * signs > 0, weights, 0.0)
        bias -= RATE * float(missed.sum())
    return weights, bias


def _read(articles: Sequence[Mapping[str, str]], reader: Reader) -> list[Reading]:
    names = ("id", "text", "title", "published", "outlet")
    stories = [Story(**{name: article[name] for name in names}) for article in articles]
    return reader.read([replace(reader.story(story), id=str(story.id)) for story in stories])


def _tellings(readings: Sequence[Reading], reader: Reader) -> tuple[list[Telling], list[Trace]]:
    tellings: list[Telling] = []
    traces: list[Trace] = []
    for reading in readings:
        article, taken = reading.article, taken_up(reading.reports, reading.encounters)
        spans = {report.id: report.trigger for report in reading.reports}
        for report in reading.reports:
            traces.append(_trace(article.id, report.trigger, report.event, taken.get(report.id, report.id)))
            if report.id not in taken:
                tellings.append(telling_of_report(report, article.id, article.published, reader.rarity))
        for one in reading.encounters:
            inside = [p for p in one.participants if one.start <= p.start and p.end <= one.end]
            nowhere = Span(text="", start=one.start, end=one.start)
            first = sorted(inside, key=lambda p: p.start)[:1]
            marks: Sequence[Span | Actor] = [spans[report] for report in one.reports] or first or [nowhere]
            traces += [_trace(article.id, mark, "ENCOUNTER", one.id) for mark in marks]
            tellings.append(telling_of_encounter(one, article.id, article.published, reader.rarity))
    return tellings, traces


def _trace(article: str, mark: Span | Actor, category: str, home: str) -> Trace:
    return Trace(article=article, start=mark.start, end=mark.end, category=category, home=home)


class _ties:
    def __init__(self, readings: Sequence[Reading], reader: Reader) -> None:
        articles = [reading.article for reading in readings]
        self._alike = linked([opening_of(article, reader.rarity) for article in articles], [])
        self._copied = copies([shingles_of(article.id, article.text) for article in articles], [])

    def __call__(self, a: Telling, b: Telling) -> Ties:
        pair = pair_of(a.article, b.article)
        return Ties(
            same_article=a.article == b.article,
            same_story=self._alike.get(pair, 0.0) >= LEAST,
            copied=pair in self._copied,
        )


if __name__ == "__main__":
    main()
