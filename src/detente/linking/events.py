"""Whether two tellings tell of one happening: a short table of named features, and the groups that follow from it.

Each feature gives a number, 1 at most and below 0 where it speaks against (0: it cannot tell); the weighted sum becomes a score between 0 and 1.
What can never be one happening (other powers, days apart, other acts) is vetoed before anything is weighed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from detente.linking.grouping import Pair, components_of, groups_of, pair_of
from detente.linking.tellings import CALLED_OFF, Telling
from detente.linking.terms import likeness

LEAST = 0.5
"""The least mean score of the tellings of one happening."""
LINKED = 0.3
"""The least score of a pair that is worth remembering."""
BIAS = -2.4
NEAR = 1
"""Days by which two dated tellings of one happening may differ: time zones, and reporters who count from the wire."""
MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE", "ENCOUNTER"})
AKIN = (
    frozenset({"AGREE", "COOPERATE"}), frozenset({"AGREE", "CONCEDE"}), frozenset({"CONCEDE", "RETREAT"}),
    frozenset({"ASSAULT", "COERCE"}), frozenset({"COERCE", "SANCTION"}), frozenset({"ACCUSE", "REJECT"}),
    frozenset({"SUPPORT", "AID"}), frozenset({"AGREE", "AID"}), frozenset({"MOBILIZE", "THREATEN"}),
    frozenset({"REQUEST", "ACCUSE"}), frozenset({"ACCUSE", "PROTEST"}), frozenset({"AGREE", "SUPPORT"}),
)  # fmt: skip
"""Categories that outlets use for one act in other words ("agreed to free" and "freed")."""
TALKING = frozenset({"meeting", "talks", "summit"})
"""Forms that outlets use for one sitting; a visit and a dinner are encounters of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """What is known of the articles of two tellings."""

    same_article: bool
    same_story: bool
    copied: bool


Feature = Callable[[Telling, Telling, Ties], float]


def score(a: Telling, b: Telling, ties: Ties) -> float:
    """How likely two tellings tell of one happening, 0 to 1; 0 where something vetoes it."""
    if vetoed(a, b):
        return 0.0
    total = BIAS + math.fsum(weight * feature(a, b, ties) for _, weight, feature in FEATURES)
    return 1 / (1 + math.exp(-total))


def spoke(a: Telling, b: Telling, ties: Ties) -> dict[str, float]:
    """Which features spoke for (above 0) and against (below 0) two tellings being one, in log-odds."""
    values = {name: round(weight * feature(a, b, ties), 2) for name, weight, feature in FEATURES}
    return {name: value for name, value in values.items() if value}


def vetoed(a: Telling, b: Telling) -> bool:
    """Whether two tellings cannot be one happening, whatever else agrees."""
    agreed = a.kind == b.kind and _acts_agree(a, b) and _done_agree(a, b) and _powers_agree(a, b)
    return not (agreed and _days_agree(a, b))


def _acts_agree(a: Telling, b: Telling) -> bool:
    if a.kind == "encounter":
        return a.form == b.form or {a.form, b.form} <= TALKING
    return a.what == b.what or frozenset({a.what, b.what}) in AKIN


def _done_agree(a: Telling, b: Telling) -> bool:
    """What one tells as done and another as not done is no one act; an encounter lives through all of these."""
    undone_a, undone_b = a.negated or a.status in CALLED_OFF, b.negated or b.status in CALLED_OFF
    return a.kind == "encounter" or undone_a == undone_b


def _powers_agree(a: Telling, b: Telling) -> bool:
    if a.kind == "encounter":
        fewer = min(len(a.powers), len(b.powers))
        return len(a.powers & b.powers) >= min(2, fewer)
    same_way = _meets(a.doers, b.doers) and _meets(a.done_to, b.done_to)
    turned = _meets(a.doers, b.done_to) and _meets(a.done_to, b.doers)
    return same_way or (a.what in MUTUAL and turned and bool(a.powers & b.powers))


def _meets(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a & b) or not a or not b


def _days_agree(a: Telling, b: Telling) -> bool:
    if a.first is None or b.first is None or a.last is None or b.last is None:
        return True
    gap = max((a.first - b.last).days, (b.first - a.last).days)
    return gap <= NEAR


def _day(a: Telling, b: Telling, ties: Ties) -> float:
    """Same day 1, overlapping spans less the longer they are, next day against; undated ones by publication."""
    if a.first is None or b.first is None or a.last is None or b.last is None:
        return 0.0
    gap = max((a.first - b.last).days, (b.first - a.last).days)
    if gap > 0:
        return -0.6
    longest = max((a.last - a.first).days, (b.last - b.first).days)
    both = a.dated and b.dated
    return 1.0 if both and longest == 0 else 0.5 if longest <= 3 else 0.2 if longest <= 31 else 0.0


def _powers(a: Telling, b: Telling, ties: Ties) -> float:
    shared, every = len(a.powers & b.powers), len(a.powers | b.powers)
    return 2 * shared / every - 1 if every else 0.0


def _pairs(a: Telling, b: Telling, ties: Ties) -> float:
    """Two powers in common say more than one."""
    return 1.0 if len(a.powers & b.powers) >= 2 else -0.5 if len(a.powers | b.powers) > 2 else 0.0


def _people(a: Telling, b: Telling, ties: Ties) -> float:
    """Same named people for, other people for the same power against."""
    if a.people & b.people:
        rest_a, rest_b = dict(a.people - b.people), dict(b.people - a.people)
        return -1.5 if rest_a.keys() & rest_b.keys() else 1.0
    ours, theirs = {power for power, _ in a.people}, {power for power, _ in b.people}
    return -2.5 if ours & theirs else 0.0


def _act(a: Telling, b: Telling, ties: Ties) -> float:
    if a.what != b.what:
        return -0.6
    if a.form and b.form:
        return 1.0 if a.form == b.form else 0.3 if {a.form, b.form} <= TALKING else -0.5
    return 0.4


def _trigger(a: Telling, b: Telling, ties: Ties) -> float:
    return 1.0 if a.trigger[:5] == b.trigger[:5] and a.kind == "report" else 0.0


def _words(a: Telling, b: Telling, ties: Ties) -> float:
    return min(1.0, 2 * likeness(a.terms, b.terms))


def _place(a: Telling, b: Telling, ties: Ties) -> float:
    if a.place and b.place and a.place == b.place:
        return 1.0
    if a.place_country and b.place_country:
        return -1.0 if a.place_country != b.place_country else 0.2
    return 0.0


def _standing(a: Telling, b: Telling, ties: Ties) -> float:
    """An encounter called off and one held are seldom the same; but it may be called off and held after all."""
    return -1.0 if (a.status in CALLED_OFF) != (b.status in CALLED_OFF) else 0.0


def _story(a: Telling, b: Telling, ties: Ties) -> float:
    return 1.0 if ties.same_story and not ties.same_article else 0.0


def _retold(a: Telling, b: Telling, ties: Ties) -> float:
    """An article that comes back to the same act says so in like words; otherwise its sentences tell of several."""
    return -1.0 if ties.same_article and likeness(a.terms, b.terms) < 0.4 else 0.0


def _copied(a: Telling, b: Telling, ties: Ties) -> float:
    return 1.0 if ties.copied and likeness(a.terms, b.terms) > 0.8 else 0.0


FEATURES: tuple[tuple[str, float, Feature], ...] = (
    ("day", 1.4, _day),
    ("powers", 0.8, _powers),
    ("pair", 0.6, _pairs),
    ("people", 1.6, _people),
    ("act", 0.9, _act),
    ("trigger", 0.6, _trigger),
    ("words", 2.2, _words),
    ("place", 0.8, _place),
    ("standing", 0.5, _standing),
    ("story", 0.8, _story),
    ("copied", 2.0, _copied),
    ("retold", 1.0, _retold),
)


def linked(
    fresh: Iterable[Telling], known: Iterable[Telling], ties_of: Callable[[Telling, Telling], Ties]
) -> dict[Pair, float]:
    """Pairs of a fresh telling and another (fresh or known) worth remembering, with their scores.

    `known` need hold only tellings that share a dyad with a fresh one.
    """
    new = list(fresh)
    everything = {telling.id: telling for telling in (*known, *new)}
    meeting: dict[tuple[str, str], list[str]] = {}
    for telling in everything.values():
        for dyad in telling.dyads:
            meeting.setdefault((telling.kind, dyad), []).append(telling.id)
    found: dict[Pair, float] = {}
    for telling in new:
        others = {other for dyad in telling.dyads for other in meeting[telling.kind, dyad]}
        for other in sorted(others - {telling.id}):
            pair = pair_of(telling.id, other)
            if pair not in found:
                likely = score(telling, everything[other], ties_of(telling, everything[other]))
                if likely >= LINKED:
                    found[pair] = likely
    return found


def happenings_of(
    items: Iterable[str],
    pairs: Mapping[Pair, float],
    *,
    joined: Iterable[Pair] = (),
    parted: Iterable[Pair] = (),
) -> list[tuple[str, ...]]:
    """The tellings at hand in groups of one happening each, from all remembered pairs and a person's judgements."""
    hand = tuple(joined)
    found = []
    touched = components_of((*pairs, *hand))
    alone = set(items) - {item for members in touched for item in members}
    for members in touched:
        inside = set(members)
        own = {pair: value for pair, value in pairs.items() if pair[0] in inside}
        found += groups_of(members, own, LEAST, joined=hand, parted=parted)
    return sorted([*found, *((item,) for item in alone)])
