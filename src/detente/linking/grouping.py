"""Groups of like items: average linkage over scored pairs, with pairs that a person has joined or parted.

The result depends on the set of pairs alone, not on their order. Pairs without a score count as nothing alike.
(Sokal and Michener 1958; must-link and cannot-link as in Wagstaff et al. 2001.)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import heapify, heappop, heappush

Pair = tuple[str, str]
"""Two identifiers, the smaller first."""


def pair_of(a: str, b: str) -> Pair:
    """The pair of two identifiers."""
    return (a, b) if a <= b else (b, a)


def groups_of(
    items: Iterable[str],
    scores: Mapping[Pair, float],
    least: float,
    *,
    joined: Iterable[Pair] = (),
    parted: Iterable[Pair] = (),
) -> list[tuple[str, ...]]:
    """The items in groups whose mean likeness is at least `least`; each group sorted, groups by first member.

    `joined` pairs always end together, `parted` pairs never do unless joined through others by hand.
    """
    clusters = _start(sorted(set(items)), joined)
    sums, apart = _between(clusters, scores, parted)
    waiting = [entry for name in clusters for entry in _near(name, clusters, sums, least) if entry[1] == name]
    heapify(waiting)
    while waiting:
        entry = heappop(waiting)
        _, a, b = entry
        # What was put down before one of the two grew is stale; its present likeness has been put down since.
        if (
            a not in clusters
            or b not in clusters
            or b in apart[a]
            or entry[0] != -_mean(a, b, clusters, sums)
        ):
            continue
        _merge(a, b, clusters, sums, apart)
        for entry in _near(a, clusters, sums, least):
            heappush(waiting, entry)
    return sorted(tuple(sorted(members)) for members in clusters.values())


def _start(items: list[str], joined: Iterable[Pair]) -> dict[str, list[str]]:
    """One cluster an item, but one for all that a person has joined."""
    leader = {item: item for item in items}

    def root(item: str) -> str:
        while leader[item] != item:
            item = leader[item]
        return item

    for a, b in sorted(joined):
        if a in leader and b in leader:
            first, second = sorted((root(a), root(b)))
            leader[second] = first
    clusters: dict[str, list[str]] = {}
    for item in items:
        clusters.setdefault(root(item), []).append(item)
    return clusters


Sums = dict[str, dict[str, float]]


def _between(
    clusters: Mapping[str, list[str]], scores: Mapping[Pair, float], parted: Iterable[Pair]
) -> tuple[Sums, dict[str, set[str]]]:
    home = {item: name for name, members in clusters.items() for item in members}
    sums: Sums = {name: {} for name in clusters}
    for (a, b), score in sorted(scores.items()):
        if a in home and b in home and home[a] != home[b]:
            for x, y in ((home[a], home[b]), (home[b], home[a])):
                sums[x][y] = sums[x].get(y, 0.0) + score
    apart: dict[str, set[str]] = {name: set() for name in clusters}
    for a, b in parted:
        if a in home and b in home and home[a] != home[b]:
            apart[home[a]].add(home[b])
            apart[home[b]].add(home[a])
    return sums, apart


def _mean(a: str, b: str, clusters: Mapping[str, list[str]], sums: Sums) -> float:
    return sums[a][b] / (len(clusters[a]) * len(clusters[b]))


def _near(
    name: str, clusters: Mapping[str, list[str]], sums: Sums, least: float
) -> list[tuple[float, str, str]]:
    """What is alike enough to be merged with a cluster: likeness (negative, so that the greatest comes first), then the
    two names in their order."""
    found = [(-_mean(name, other, clusters, sums), *pair_of(name, other)) for other in sums[name]]
    return [entry for entry in found if -entry[0] >= least]


def _merge(a: str, b: str, clusters: dict[str, list[str]], sums: Sums, apart: dict[str, set[str]]) -> None:
    clusters[a] += clusters.pop(b)
    for other, total in sums.pop(b).items():
        del sums[other][b]
        if other != a:
            sums[a][other] = sums[other][a] = sums[a].get(other, 0.0) + total
    for other in apart.pop(b):
        apart[other].discard(b)
        if other != a:
            apart[other].add(a)
            apart[a].add(other)


def components_of(pairs: Iterable[Pair]) -> list[tuple[str, ...]]:
    """Items joined by any chain of pairs; each component sorted, components by first member."""
    near: dict[str, set[str]] = {}
    for a, b in pairs:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    seen: set[str] = set()
    found = []
    for item in sorted(near):
        if item in seen:
            continue
        ahead, members = [item], set()
        while ahead:
            here = ahead.pop()
            if here not in members:
                members.add(here)
                ahead += near[here] - members
        seen |= members
        found.append(tuple(sorted(members)))
    return found
