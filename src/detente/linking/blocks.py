"""Within which of the linked items groups are sought, so that one more item touches few of them however many there are.

Two groups are only merged where some pair across them is alike enough, so groups can be sought apart in each *component*: what
hangs together by such pairs. Where news is dense, chains of them run through a whole record. A component of more than
`most` items is therefore cut at the least likeness at which the piece around an item is small enough. To which block an item
belongs follows from the links alone, not from the order in which they were found, and is seen from its surroundings.
(The pieces are clusters of single linkage, each grown as in Prim 1957.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from math import nextafter

from detente.linking.grouping import Pair

MOST = 256
"""Items of one block: more than the tellings of nearly any one happening."""
SURE = 0.9
"""Links so strong are never cut: hundreds of outlets may print one text."""
BY_HAND = 2.0
"""Stands for the likeness of two that a person has joined."""

Links = Sequence[tuple[float, str]]
"""The likeness of others to an item, with their identifiers, the likest first."""
Near = Callable[[str, Iterable[str]], Links]
"""Gives the links of an item; the second argument names those that will probably be asked about next."""
Pairs = dict[Pair, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Items among which groups are sought."""

    members: tuple[str, ...]
    """Sorted."""
    level: float
    """The least likeness of links that hold it together: above it where the component was cut, `least` elsewhere."""
    surroundings: frozenset[str]
    """Items that hang together by links of less than `level`, members among them, and are more than may be one block."""


def strongest_first(links: Mapping[str, float]) -> Links:
    """Links as they are asked for here, from likeness by identifier."""
    return sorted(((likeness, other) for other, likeness in links.items()), key=lambda one: (-one[0], one[1]))


def block_of(item: str, near: Near, least: float, most: int = MOST) -> Block:
    """The block to which an item belongs; links of less than `least` count for nothing."""
    reached: dict[str, Links] = {}
    # What each item reached is linked with next, and where in its links that stands: few wait at a time.
    ahead: list[tuple[float, str, str, int]] = [(-BY_HAND, item, "", 0)]
    lowest, cut = SURE, 0
    while ahead and (len(reached) <= most or (not cut and -ahead[0][0] >= SURE)):
        negative, here, source, place = heappop(ahead)
        _put_next(ahead, reached, source, place + 1, least)
        if here in reached:
            continue
        if -negative < lowest:
            # All that hangs together by stronger links has been reached by now.
            lowest, cut = -negative, len(reached)
        reached[here] = near(here, (other for links in reached.values() for _, other in links))
        _put_next(ahead, reached, here, 0, least)
    if len(reached) <= most:
        return Block(members=tuple(sorted(reached)), level=least, surroundings=frozenset())
    if not cut:
        return Block(members=tuple(sorted(reached)), level=SURE, surroundings=frozenset())
    level = nextafter(lowest, BY_HAND)
    return Block(members=tuple(sorted(list(reached)[:cut])), level=level, surroundings=frozenset(reached))


def _put_next(
    ahead: list[tuple[float, str, str, int]],
    reached: Mapping[str, Links],
    source: str,
    place: int,
    least: float,
) -> None:
    links = reached.get(source, ())
    while place < len(links) and links[place][1] in reached:
        place += 1
    if place < len(links) and links[place][0] >= least:
        heappush(ahead, (-links[place][0], links[place][1], source, place))


def blocks_touched(
    fresh: Iterable[str], found: Mapping[Pair, float], known: Near, least: float, most: int = MOST
) -> list[tuple[tuple[str, ...], Pairs]]:
    """The members of blocks that may be others than they were now that `found` links were added, with all links inside each.

    `known` gives the links of before; of each found link at least one end is fresh.
    """
    added: dict[str, dict[str, float]] = {}
    for (a, b), likeness in found.items():
        added.setdefault(a, {})[b] = added.setdefault(b, {})[a] = likeness

    merged: dict[str, Links] = {}

    def now(item: str, ahead: Iterable[str]) -> Links:
        before = known(item, ahead)
        if item in added and item not in merged:
            both = {other: likeness for likeness, other in before} | added[item]
            merged[item] = strongest_first(both)
        return merged.get(item, before)

    touched = _touched(set(fresh), added, known, least, most)
    blocks: list[tuple[tuple[str, ...], Pairs]] = []
    placed: set[str] = set()
    for item in sorted(touched):
        if item not in placed:
            members = block_of(item, now, least, most).members
            placed |= set(members)
            blocks.append((members, _inside(members, now)))
    return blocks


def _touched(
    fresh: set[str], added: Mapping[str, Mapping[str, float]], known: Near, least: float, most: int
) -> set[str]:
    """The fresh items, and all members of the blocks of before that a new link holds together with others."""
    strongest = {item: max(added.get(item, {}).values(), default=0.0) for item in fresh | added.keys()}
    touched = set(fresh)
    seen: dict[str, float] = {}
    at_least: dict[str, float] = {}
    # The strongest first: what they show of the surroundings spares a look from most of the others.
    order = sorted(strongest, key=lambda item: (-strongest[item], item))
    for item in order:
        known(item, order)
        likeness = BY_HAND if item in fresh else strongest[item]
        # A weaker link than those that hold a block together is cut as others like it were.
        if likeness < max(least, seen.get(item, 0.0), at_least.get(item, 0.0)):
            continue
        if item not in seen:
            block = block_of(item, known, least, most)
            seen |= dict.fromkeys(block.members, block.level)
            for other in block.surroundings:
                at_least[other] = max(block.level, at_least.get(other, 0.0))
            if likeness >= block.level:
                touched |= set(block.members)
    return touched


def _inside(members: tuple[str, ...], near: Near) -> Pairs:
    here = set(members)
    return {
        (item, other): likeness
        for item in members
        for likeness, other in near(item, members)
        if item < other and other in here
    }
