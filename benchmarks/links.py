"""Who does what to whom next: temporal link prediction on the ICEWS benchmark files, single step, time-aware filtered.

    python benchmarks/links.py ICEWS/icews14.csv.gz
    python benchmarks/links.py ICEWS/icews18.csv.gz

Two models, both readable. `recurrency` is the baseline of Gastinger et al. (IJCAI 2024), written from its description: an object's
share in what the subject did by this relation, older events counting less, filled up by the relation's objects overall (decay and
weight chosen for each relation on the validation days). `mixture` says the probability of an object is a weighted mean of its shares in
what the subject did by this relation, in all between the subject and others in either direction, and in the relation's objects,
each with three memories. The weights are those likeliest on the validation days (expectation-maximisation), a relation's
own as far as it has answers enough.

The split is the files' own (ICEWS14: 74,845, 8,514 and 7,371 events; ICEWS18: 373,018, 45,995 and 49,545), which is the one published. Every event is
asked both ways (who is the object, who is the subject); all events of earlier days are known; other right answers of
the same day are left out; ties count half.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import itertools
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

HALVES = np.array([2.0, 15.0, 120.0])
"""Days in which the weight of an event is halved, of the three memories."""
DECAYS = np.array([0.003, 0.03, 0.1, 0.3, 1.0])
"""Of the recurrency baseline: an event's weight is halved in 1 / decay days. At 1 the latest day outweighs all before it."""
TRIED = [(decay, small) for decay in range(len(DECAYS)) for small in (1e-5, 1e-3, 1e-2, 0.1, 0.5)]
"""Decay (which of them) and weight of the relation's objects overall, chosen for each relation on the validation days."""
MEMORIES = np.concatenate([HALVES, 1 / DECAYS])
OWN, THEIRS = slice(0, len(HALVES)), slice(len(HALVES), None)
"""Which memories are the mixture's, which the baseline's."""
DRAWN = 100.0
"""Answers of its own at which a relation's weights are drawn half way to those of all relations."""
SPLITS = ("train", "valid", "test")
PARTS = ("subject and relation", "subject", "relation")


@dataclass(frozen=True, slots=True)
class Events:
    """Events in both directions by day; relations of the other direction are numbered on."""

    day: np.ndarray
    subject: np.ndarray
    relation: np.ndarray
    target: np.ndarray
    split: np.ndarray
    entities: int
    relations: int

    def days(self) -> Iterator[slice]:
        """The events of each day."""
        bounds = np.flatnonzero(np.diff(self.day, prepend=-1, append=-1))
        yield from (slice(a, b) for a, b in itertools.pairwise(bounds))


def read(path: Path) -> Events:
    """One file of a benchmark."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    names = {
        name: i for i, name in enumerate(sorted({r[side] for r in rows for side in ("source", "target")}))
    }
    kinds = {name: i for i, name in enumerate(sorted({r["relation"] for r in rows}))}
    day = np.array([date.fromisoformat(row["date"]).toordinal() for row in rows])
    one, other = (np.array([names[row[side]] for row in rows]) for side in ("source", "target"))
    kind = np.array([kinds[row["relation"]] for row in rows])
    split = np.array([SPLITS.index(row["split"]) for row in rows])
    twice = [(day, day), (one, other), (kind, kind + len(kinds)), (other, one), (split, split)]
    columns = [np.concatenate(pair) for pair in twice]
    columns[0] -= day.min()
    order = np.argsort(columns[0], kind="stable")
    return Events(*(column[order] for column in columns), entities=len(names), relations=2 * len(kinds))


class Counts:
    """How often each object was met in each group: fading, with all `MEMORIES`, and overall.

    Fading counts are kept inflated (an event of day t adds 2^(t/half)), so that shares need no touching of the past.
    """

    def __init__(self, groups: np.ndarray, objects: np.ndarray, number: int, entities: int) -> None:
        codes, self.place = np.unique(groups * entities + objects, return_inverse=True)
        self.objects = codes % entities
        self.start = np.searchsorted(codes // entities, np.arange(number + 1))
        self.fading = np.zeros((len(MEMORIES), len(codes)))
        self.overall = np.zeros(len(codes))

    def add(self, day: int, events: slice) -> None:
        """The events of a day."""
        met, often = np.unique(self.place[events], return_counts=True)
        self.fading[:, met] += often * 2.0 ** (day / MEMORIES)[:, None]
        self.overall[met] += often

    def of(self, group: int) -> slice:
        """Where the objects of a group are."""
        return slice(int(self.start[group]), int(self.start[group + 1]))

    def shares(self, where: slice, memories: slice) -> np.ndarray:
        """Of each object in the group, memories x objects; zeros where nothing is known."""
        values = self.fading[memories, where]
        return values / np.maximum(values.sum(axis=1, keepdims=True), 1e-300)


class Past:
    """All that is known of the earlier days, and what both models make of it."""

    def __init__(self, events: Events) -> None:
        e = events
        self.entities, self.relations = e.entities, e.relations
        pairs = e.subject * e.relations + e.relation
        sizes = (e.entities * e.relations, e.entities, e.relations)
        groups = zip((pairs, e.subject, e.relation), sizes, strict=True)
        self.parts = [Counts(group, e.target, size, e.entities) for group, size in groups]

    def add(self, day: int, events: slice) -> None:
        """The events of a day that is over."""
        for counts in self.parts:
            counts.add(day, events)

    def where(self, subject: int, relation: int) -> list[slice]:
        """The three groups that a question draws on."""
        keys = (subject * self.relations + relation, subject, relation)
        return [counts.of(key) for counts, key in zip(self.parts, keys, strict=True)]

    def shares_of(self, subject: int, relation: int, targets: np.ndarray) -> np.ndarray:
        """The nine shares of each target: targets x (memories by parts, as `HALVES` by `PARTS`)."""
        found = []
        for counts, where in zip(self.parts, self.where(subject, relation), strict=True):
            at = where.start + np.searchsorted(counts.objects[where], targets)
            total = counts.fading[OWN, where].sum(axis=1)
            found.append(counts.fading[OWN, at] / np.maximum(total, 1e-300)[:, None])
        return np.stack(found, axis=1).reshape(-1, len(targets)).T

    def mixture(self, subject: int, relation: int, weights: np.ndarray) -> np.ndarray:
        """Scores of all entities; `weights` memories x parts."""
        score = np.zeros(self.entities)
        for part, (counts, where) in enumerate(zip(self.parts, self.where(subject, relation), strict=True)):
            score[counts.objects[where]] += weights[:, part] @ counts.shares(where, OWN)
        return score

    def recurrency(self, subject: int, relation: int, tried: list[tuple[int, float]]) -> np.ndarray:
        """Scores of all entities, a row for each (decay, weight) of `tried`."""
        recent, _, usual = self.parts
        where, _, overall = self.where(subject, relation)
        counted = usual.overall[overall]
        decays, small = [decay for decay, _ in tried], np.array([[weight] for _, weight in tried])
        score = np.zeros((len(tried), self.entities))
        score[:, usual.objects[overall]] = small * counted / max(counted.sum(), 1)
        score[:, recent.objects[where]] += (1 - small) * recent.shares(where, THEIRS)[decays]
        return score


def likeliest(shares: np.ndarray, first: np.ndarray, worth: float = 0.0, rounds: int = 50) -> np.ndarray:
    """Weights of the parts (columns) under which what came about is likeliest, by expectation-maximisation.

    `first` is where it begins and, as a Dirichlet prior, counts as so many answers as `worth` says.
    """
    weights = first
    for _ in range(rounds):
        blame = shares * weights + 1e-12
        blame /= blame.sum(axis=1, keepdims=True)
        weights = (blame.sum(axis=0) + worth * first) / (len(shares) + worth)
    return weights


def by_relation(seen: dict[int, list[np.ndarray]], number: int) -> np.ndarray:
    """Weights for each relation, drawn toward those of all: relations x memories x parts."""
    every = np.concatenate([share for shares in seen.values() for share in shares])
    width = every.shape[1]
    common = likeliest(every, np.full(width, 1 / width))
    weights = np.tile(common, (number, 1))
    for relation, shares in seen.items():
        weights[relation] = likeliest(np.concatenate(shares), common, DRAWN)
    return weights.reshape(number, len(HALVES), len(PARTS))


def ranks_of(score: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Place of each right answer among all but the day's other right ones; ties count half. Rows are models."""
    own = score[:, targets]
    above = np.stack([(score > value[:, None]).sum(axis=1) for value in own.T], axis=1)
    equal = np.stack([(score == value[:, None]).sum(axis=1) for value in own.T], axis=1)
    among = own[:, None, :]
    above -= (among > own[:, :, None]).sum(axis=2)
    equal -= (among == own[:, :, None]).sum(axis=2)
    return 1 + above + equal / 2


def questions(events: Events, today: slice) -> Iterator[tuple[int, int, np.ndarray]]:
    """Subject, relation and right answers, for each of a day's questions."""
    keys = events.subject[today] * events.relations + events.relation[today]
    targets = events.target[today]
    order = np.lexsort((targets, keys))
    keys, targets = keys[order], targets[order]
    bounds = np.flatnonzero(np.diff(keys, prepend=-1, append=-1))
    for a, b in itertools.pairwise(bounds):
        yield *divmod(int(keys[a]), events.relations), np.unique(targets[a:b])


def measured(path: Path) -> dict[str, dict[str, float]]:
    """MRR and Hits of both models on the test days."""
    events = read(path)
    past = Past(events)
    gained: dict[int, np.ndarray] = defaultdict(lambda: np.zeros(len(TRIED)))
    seen: dict[int, list[np.ndarray]] = defaultdict(list)
    weights: np.ndarray | None = None
    ranks: dict[str, list[np.ndarray]] = {"recurrency": [], "mixture": []}
    for today in events.days():
        day, split = int(events.day[today.start]), SPLITS[events.split[today.start]]
        for subject, relation, targets in questions(events, today) if split != "train" else ():
            if split == "valid":
                seen[relation].append(past.shares_of(subject, relation, targets))
                tried = ranks_of(past.recurrency(subject, relation, TRIED), targets)
                gained[relation] += (1 / tried).sum(axis=1)
                continue
            if weights is None:
                weights = by_relation(seen, events.relations)
            best = int(np.argmax(gained[relation]))
            plain = past.recurrency(subject, relation, TRIED[best : best + 1])
            mixed = past.mixture(subject, relation, weights[relation])[None]
            ranks["recurrency"].append(ranks_of(plain, targets)[0])
            ranks["mixture"].append(ranks_of(mixed, targets)[0])
        past.add(day, today)
    assert weights is not None
    found = {name: _figures(np.concatenate(values)) for name, values in ranks.items()}
    names = [f"{part}, {half:g} days" for half in HALVES for part in PARTS]
    mean = weights.mean(axis=0).ravel().round(3).tolist()
    return found | {"weights, mean over relations": dict(zip(names, mean, strict=True))}


def _figures(ranks: np.ndarray) -> dict[str, float]:
    hits = {f"Hits@{k}": round(float((ranks <= k).mean()), 4) for k in (1, 3, 10)}
    return {"MRR": round(float((1 / ranks).mean()), 4), **hits, "asked": len(ranks)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("path", type=Path)
    print(json.dumps(measured(parser.parse_args().path), indent=1))
