"""Who does what to whom next: temporal link prediction on the ICEWS benchmark files, single step, time-aware filtered.

    python benchmarks/links.py ICEWS/icews14.csv.gz

Two models, both readable. `recurrency` is the baseline of Gastinger et al. (IJCAI 2024): what happened most recently comes
first, and where nothing did, what the relation's objects are overall (decay and weight chosen for each relation on
the validation days). `mixture` says the probability of an object is a weighted mean of its shares in
what the subject did by this relation, in all between the subject and others in either direction, and in the relation's objects,
each with three memories. The weights are those likeliest on the validation days (expectation-maximisation).

Every event is asked both ways (who is the object, who is the subject); all events of earlier days are known; other right answers of
the same day are left out; ties count half.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

HALVES = (2.0, 15.0, 120.0)
"""Days in which the weight of an event is halved, of the three memories."""
TRIED = [(decay, small) for decay in (0.01, 0.03, 0.1, 0.3) for small in (1e-5, 1e-3, 1e-2, 0.1, 0.5)]
"""Of the recurrency baseline, chosen for each relation on the validation days: the score of an event halves in 1 / decay
days; weight of the relation's objects overall."""


class Memory:
    """Counts that fade: kept inflated (an event of day t adds 2^(t/half)), so that shares need no touching of the past."""

    def __init__(self, half: float, entities: int) -> None:
        self.half = half
        self.entities = entities
        self.subject_relation: dict[tuple[int, int], dict[int, float]] = defaultdict(
            lambda: defaultdict(float)
        )
        self.subject: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        self.relation: dict[int, np.ndarray] = defaultdict(lambda: np.zeros(entities))

    def add(self, day: int, subject: int, relation: int, target: int) -> None:
        """One event, in one direction."""
        worth = 2.0 ** (day / self.half)
        self.subject_relation[subject, relation][target] += worth
        self.subject[subject][target] += worth
        self.relation[relation][target] += worth

    def shares(self, subject: int, relation: int) -> list[np.ndarray]:
        """The object's share in each of the three, all entities long; zeros where nothing is known."""
        found = [_dense(self.subject_relation.get((subject, relation)), self.entities)]
        found.append(_dense(self.subject.get(subject), self.entities))
        known = self.relation.get(relation)
        found.append(known / known.sum() if known is not None else np.zeros(self.entities))
        return found


def _dense(known: dict[int, float] | None, size: int) -> np.ndarray:
    result = np.zeros(size)
    if known:
        where = np.fromiter(known, int, len(known))
        values = np.fromiter(known.values(), float, len(known))
        result[where] = values / values.sum()
    return result


def read(path: Path) -> tuple[list[tuple[int, int, int, int, str]], int, int]:
    """Events (day, subject, relation, object, split) in both directions by day, number of entities and of relations."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    names = {
        name: i for i, name in enumerate(sorted({r["source"] for r in rows} | {r["target"] for r in rows}))
    }
    relations = {name: i for i, name in enumerate(sorted({r["relation"] for r in rows}))}
    first = min(date.fromisoformat(row["date"]) for row in rows)
    events = []
    for row in rows:
        day = (date.fromisoformat(row["date"]) - first).days
        one, other, kind = names[row["source"]], names[row["target"]], relations[row["relation"]]
        events += [
            (day, one, kind, other, row["split"]),
            (day, other, kind + len(relations), one, row["split"]),
        ]
    return sorted(events), len(names), len(relations)


def days_of(events: list[tuple[int, int, int, int, str]]) -> Iterator[list[tuple[int, int, int, int, str]]]:
    """The events of each day."""
    start = 0
    for end in range(1, len(events) + 1):
        if end == len(events) or events[end][0] != events[start][0]:
            yield events[start:end]
            start = end


def recurrency(past: dict[int, int], usual: np.ndarray, day: int, decay: float, small: float) -> np.ndarray:
    """Scores of the baseline: what came last comes first, filled up by the relation's objects overall."""
    score = small * usual
    if past:
        where = np.fromiter(past, int, len(past))
        score[where] += (1 - small) * 2.0 ** (decay * (np.fromiter(past.values(), float, len(past)) - day))
    return score


def likeliest(shares: np.ndarray, rounds: int = 50) -> np.ndarray:
    """Weights of the parts (columns) under which what came about is likeliest, by expectation-maximisation."""
    weights = np.full(shares.shape[1], 1 / shares.shape[1])
    for _ in range(rounds):
        blame = shares * weights + 1e-12
        weights = (blame / blame.sum(axis=1, keepdims=True)).mean(axis=0)
    return weights


def rank(score: np.ndarray, target: int, others: set[int]) -> float:
    """Place of the right answer among all but the day's other right ones; ties count half."""
    score = score.copy()
    own = score[target]
    score[list(others)] = -1.0
    score[target] = -1.0
    return 1 + float((score > own).sum()) + float((score == own).sum()) / 2


def measured(path: Path) -> dict[str, dict[str, float]]:
    """MRR and Hits of both models on the test days."""
    events, entities, _ = read(path)
    memories = [Memory(half, entities) for half in HALVES]
    last: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    overall: dict[int, np.ndarray] = defaultdict(lambda: np.zeros(entities))
    gained: dict[int, np.ndarray] = defaultdict(lambda: np.zeros(len(TRIED)))
    seen: list[list[float]] = []
    weights: np.ndarray | None = None
    ranks: dict[str, list[float]] = {"recurrency": [], "mixture": []}
    for today in days_of(events):
        asked = today[0][4]
        right: dict[tuple[int, int], set[int]] = defaultdict(set)
        for _, subject, relation, target, _ in today:
            right[subject, relation].add(target)
        for (subject, relation), targets in right.items():
            if asked == "train":
                break
            shares = [share for memory in memories for share in memory.shares(subject, relation)]
            past = last[subject, relation]
            usual = overall[relation] / max(overall[relation].sum(), 1)
            if asked == "test":
                if weights is None:
                    weights = likeliest(np.array(seen))
                mixed = sum(w * share for w, share in zip(weights, shares, strict=True))
                best = int(np.argmax(gained[relation])) if relation in gained else 0
                plain = recurrency(past, usual, today[0][0], *TRIED[best])
                for target in targets:
                    ranks["mixture"].append(rank(mixed, target, targets))
                    ranks["recurrency"].append(rank(plain, target, targets))
            else:
                seen += [[float(share[target]) for share in shares] for target in targets]
                for index, (decay, small) in enumerate(TRIED):
                    plain = recurrency(past, usual, today[0][0], decay, small)
                    gained[relation][index] += sum(1 / rank(plain, target, targets) for target in targets)
        for day, subject, relation, target, _ in today:
            for memory in memories:
                memory.add(day, subject, relation, target)
            last[subject, relation][target] = day
            overall[relation][target] += 1
    result = {name: _figures(np.array(values)) for name, values in ranks.items()}
    names = [
        f"{part}, {half:g} days"
        for half in HALVES
        for part in ("subject and relation", "subject", "relation")
    ]
    assert weights is not None
    return result | {"weights": {name: round(float(w), 3) for name, w in zip(names, weights, strict=True)}}


def _figures(ranks: np.ndarray) -> dict[str, float]:
    hits = {f"Hits@{k}": round(float((ranks <= k).mean()), 4) for k in (1, 3, 10)}
    return {"MRR": round(float((1 / ranks).mean()), 4), **hits, "asked": len(ranks)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("path", type=Path)
    print(json.dumps(measured(parser.parse_args().path), indent=1))
