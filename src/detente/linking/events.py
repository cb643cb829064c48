"""Whether two tellings tell of one happening: a short table of named features, and the groups that follow from it.

Each feature gives a number, 0 where it cannot tell and 1 at most; its weight says whether it speaks for or against, and the
weighted sum becomes a score between 0 and 1 (a logistic regression, fitted with signs held fast).
What can never be one happening (other powers, days apart, other acts) is vetoed before anything is weighed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from detente.linking.grouping import Pair, pair_of
from detente.linking.tellings import CALLED_OFF, LATE, Telling
from detente.linking.terms import likeness

LEAST = 0.45
"""The least mean score of the tellings of one happening."""
LINKED = 0.3
"""The least score of a pair that is worth remembering."""
APART = -1.0
"""What stands against two groups being one for each pair of theirs that one sentence tells as two."""
BIAS = -1.8
NEAR = 1
"""Days by which two dated tellings of one happening may differ: time zones, and reporters who count from the wire."""
MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE", "ENCOUNTER"})
AKIN: Mapping[str, frozenset[str]] = {
    "AGREE": frozenset({"COOPERATE", "CONCEDE", "RETREAT", "SUPPORT", "AID"}),
    "COOPERATE": frozenset({"CONCEDE", "SUPPORT", "AID", "RETREAT"}),
    "RETREAT": frozenset({"CONCEDE", "SUPPORT", "REJECT"}),
    "AID": frozenset({"SUPPORT", "MOBILIZE"}),
    "ACCUSE": frozenset({"PROTEST", "REJECT"}),
    "ASSAULT": frozenset({"COERCE", "MOBILIZE"}),
    "SANCTION": frozenset({"COERCE", "REQUEST"}),
    "THREATEN": frozenset({"MOBILIZE"}),
    "REQUEST": frozenset({"PROTEST"}),
}
"""Categories under which outlets' words for one act may fall ("agreed to free" and "freed", "expelled" and "told to go")."""
TALKING = frozenset({"meeting", "talks", "summit"})
"""Forms that outlets use for one sitting; a visit and a dinner are encounters of their own."""
SPOKEN = frozenset({"talks", "call"})
"""Who "last spoke on Monday" may have done so by telephone: one thing where both are dated to one day."""
PROGRAMME = 6
"""The most days between the first and last of one programme of talks."""


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
    return (
        not (agreed and _days_agree(a, b))
        or apart(a, b)
        or (a.kind == "encounter" and bool(_strangers(a, b) or _sits_within(a, b) or _sits_within(b, a)))
    )


def apart(a: Telling, b: Telling) -> bool:
    """Whether one sentence tells them as two: the coder makes two acts, or two encounters, only of what are two."""
    one_sentence = a.article == b.article and a.sentence == b.sentence
    return one_sentence and a.kind == b.kind and a.id[:3] == b.id[:3]


def _strangers(a: Telling, b: Telling) -> frozenset[str]:
    """Powers for which both name people, but nobody in common."""
    both = {power for power, _ in a.people} & {power for power, _ in b.people}
    shared = {one[0] for one in a.people for other in b.people if same_person(one, other)}
    return frozenset(both - shared)


def _sits_within(part: Telling, whole: Telling) -> bool:
    """Whether one is a sitting of a programme of talks of several days, with somebody whom those do not name.

    Two days of talks in a capital, and its president's receiving the guest on the second, are two encounters.
    """
    if not (part.dated and whole.dated and whole.first and whole.last and part.first == part.last):
        return False
    several = 0 < (whole.last - whole.first).days <= PROGRAMME and whole.form == "talks" != part.form
    return several and {power for power, _ in whole.people} < {power for power, _ in part.people}


def _acts_agree(a: Telling, b: Telling) -> bool:
    if a.kind == "encounter":
        if {a.form, b.form} == SPOKEN:
            return _exact(a) and _exact(b) and a.first == b.first
        return a.form == b.form or {a.form, b.form} <= TALKING
    return a.what == b.what or b.what in AKIN.get(a.what, ()) or a.what in AKIN.get(b.what, ())


def _done_agree(a: Telling, b: Telling) -> bool:
    """What one tells as done and another as not done is no one act; an encounter lives through all of these."""
    undone_a, undone_b = a.negated or a.status in CALLED_OFF, b.negated or b.status in CALLED_OFF
    # To reject is itself not to do something: there the status says nothing of what was done.
    return a.kind == "encounter" or "REJECT" in (a.what, b.what) or undone_a == undone_b


def _powers_agree(a: Telling, b: Telling) -> bool:
    if a.kind == "encounter":
        fewer = min(len(a.powers), len(b.powers))
        return len(a.powers & b.powers) >= min(2, fewer)
    same_way = _meets(a.doers, b.doers) and _meets(a.done_to, b.done_to)
    turned = _meets(a.doers, b.done_to) and _meets(a.done_to, b.doers)
    return bool(a.powers & b.powers) and (same_way or ({a.what, b.what} <= MUTUAL and turned))


def _meets(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a & b) or not a or not b


def gap(a: Telling, b: Telling) -> int | None:
    """Days between the spans of two tellings, 0 where they overlap, None where one has no span."""
    if a.first is None or b.first is None or a.last is None or b.last is None:
        return None
    return max(0, (a.first - b.last).days, (b.first - a.last).days)


def _days_agree(a: Telling, b: Telling) -> bool:
    days = gap(a, b)
    if days is None:
        if len(a.powers & b.powers) < 2 and (a.first or b.first or a.printed or b.printed):
            return False
        return not (_before(a, b) or _before(b, a))
    # Where only one power is common to both, it is on its own days that the one is looked up for the other.
    strict = (a.dated and b.dated) or len(a.powers & b.powers) < 2
    return days <= (NEAR if strict else LATE)


def _before(a: Telling, b: Telling) -> bool:
    """Whether all days of one lie before those in which the other is looked for."""
    last, first = a.window[1], b.window[0]
    return last is not None and first is not None and (first - last).days > NEAR


def _same_day(a: Telling, b: Telling, ties: Ties) -> float:
    """Both dated by their own words to one and the same day."""
    return 1.0 if _exact(a) and _exact(b) and a.first == b.first else 0.0


def _exact(telling: Telling) -> bool:
    """Whether its own words name one day."""
    return telling.dated and telling.first is not None and telling.first == telling.last


def _overlap(a: Telling, b: Telling, ties: Ties) -> float:
    """Spans that overlap say the less the longer they are."""
    if (
        gap(a, b) != 0
        or _same_day(a, b, ties)
        or a.first is None
        or b.first is None
        or not a.last
        or not b.last
    ):
        return 0.0
    longest = max((a.last - a.first).days, (b.last - b.first).days)
    return 1.0 if longest <= 3 else 0.6 if longest <= 31 else 0.2


def _next_day(a: Telling, b: Telling, ties: Ties) -> float:
    return 1.0 if a.dated and b.dated and (gap(a, b) or 0) > 0 else 0.0


def _late(a: Telling, b: Telling, ties: Ties) -> float:
    """An undated telling that was published days from the other: 1 for a month."""
    return min(1.0, 0.2 + (gap(a, b) or 0) / LATE) if gap(a, b) and not (a.dated and b.dated) else 0.0


def _undated(a: Telling, b: Telling, ties: Ties) -> float:
    """Nothing tells when one of them was: then like words must show that it is not another act of the same powers."""
    return 1.0 if gap(a, b) is None else 0.0


def _powers(a: Telling, b: Telling, ties: Ties) -> float:
    """1 for the same powers, -1 for others; to leave one side out ("was struck") says less than to name another."""
    shared, every = len(a.powers & b.powers), len(a.powers | b.powers)
    if a.kind == "act" and not (a.doers and b.doers and a.done_to and b.done_to) and a.doers == b.doers:
        return 0.5
    return 2 * shared / every - 1 if every else 0.0


def _people(a: Telling, b: Telling, ties: Ties) -> float:
    """Of the powers for which people are named at all, the share for which both name one and the same."""
    shared = {one[0] for one in a.people for other in b.people if same_person(one, other)}
    named = {power for power, _ in (*a.people, *b.people)}
    return len(shared) / len(named) if named else 0.0


def _others(a: Telling, b: Telling, ties: Ties) -> float:
    """Both name people for the same power, but other people."""
    return 1.0 if _strangers(a, b) else 0.0


def same_person(a: tuple[str, str], b: tuple[str, str]) -> bool:
    """Whether two (power, name) are one person: the words of one name are among those of the other."""
    ours, theirs = set(a[1].casefold().split()), set(b[1].casefold().split())
    return a[0] == b[0] and (ours <= theirs or theirs <= ours)


def _act(a: Telling, b: Telling, ties: Ties) -> float:
    """Another category, or another word for the same sitting."""
    if a.what != b.what:
        return -1.0
    return -0.5 if a.kind == "encounter" and a.form != b.form else 0.0


def _mode(a: Telling, b: Telling, ties: Ties) -> float:
    return 1.0 if a.kind == "act" and a.form and a.form == b.form else 0.0


def _trigger(a: Telling, b: Telling, ties: Ties) -> float:
    return 1.0 if a.trigger[:5] == b.trigger[:5] and a.kind == "act" else 0.0


def _words(a: Telling, b: Telling, ties: Ties) -> float:
    return min(1.0, 2 * likeness(a.terms, b.terms))


def _place(a: Telling, b: Telling, ties: Ties) -> float:
    return 1.0 if a.place and a.place == b.place else 0.0


def _elsewhere(a: Telling, b: Telling, ties: Ties) -> float:
    """In another country; or, for an encounter, in another town of the same one."""
    if a.place_country and b.place_country and a.place_country != b.place_country:
        return 1.0
    return 0.0


def _standing(a: Telling, b: Telling, ties: Ties) -> float:
    """An encounter called off and one held are seldom the same; but it may be called off and held after all."""
    return 1.0 if (a.status in CALLED_OFF) != (b.status in CALLED_OFF) else 0.0


def _story(a: Telling, b: Telling, ties: Ties) -> float:
    return 1.0 if ties.same_story and not ties.same_article else 0.0


def _retold(a: Telling, b: Telling, ties: Ties) -> float:
    """An article that comes back to the same act says so in like words; otherwise its sentences tell of several."""
    return 1.0 if ties.same_article and likeness(a.terms, b.terms) < 0.4 else 0.0


def _copied(a: Telling, b: Telling, ties: Ties) -> float:
    return 1.0 if ties.copied and likeness(a.terms, b.terms) > 0.8 else 0.0


FEATURES: tuple[tuple[str, float, Feature], ...] = (
    ("same day", 1.8, _same_day),
    ("overlap", 0.9, _overlap),
    ("next day", -1.2, _next_day),
    ("late", -0.8, _late),
    ("undated", -1.2, _undated),
    ("powers", 1.0, _powers),
    ("people", 1.4, _people),
    ("others", -3.2, _others),
    ("act", 1.6, _act),
    ("mode", 1.0, _mode),
    ("trigger", 1.0, _trigger),
    ("words", 1.9, _words),
    ("place", 0.4, _place),
    ("elsewhere", -1.6, _elsewhere),
    ("standing", -0.6, _standing),
    ("story", 0.4, _story),
    ("copied", 2.0, _copied),
    ("retold", -1.4, _retold),
)
"""Fitted by `python -m training.linking` on the development half of tests/gold/linking, and rounded."""


def acts_of(telling: Telling) -> tuple[str, ...]:
    """Its pairs of powers, each with the category of the act: what it is looked up by."""
    return tuple(f"{pair} {telling.what}" for pair in telling.pairs)


def akin_to(telling: Telling) -> tuple[str, ...]:
    """What all are looked up by whose acts can be its own, as outlets have words for them."""
    ours = AKIN.get(telling.what, frozenset())
    theirs = {what for what, akin in AKIN.items() if telling.what in akin}
    every = sorted({telling.what} | ours | theirs)
    return tuple(f"{pair} {what}" for pair in telling.pairs for what in every)


def linked(
    fresh: Iterable[Telling], known: Iterable[Telling], ties_of: Callable[[Telling, Telling], Ties]
) -> dict[Pair, float]:
    """Pairs of a fresh telling and another (fresh or known) worth remembering, with their scores.

    `known` need hold only tellings that share a key with a fresh one.
    """
    new = list(fresh)
    everything = {telling.id: telling for telling in (*known, *new)}
    meeting: dict[tuple[str, str], list[str]] = {}
    for telling in everything.values():
        for key in (*telling.pairs, *telling.alone):
            meeting.setdefault((telling.kind, key), []).append(telling.id)
    found: dict[Pair, float] = {}
    for telling in new:
        keys = (*telling.pairs, *telling.alone)
        others = {other for key in keys for other in meeting[telling.kind, key]}
        for other in sorted(others - {telling.id}):
            pair = pair_of(telling.id, other)
            if pair not in found:
                likely = score(telling, everything[other], ties_of(telling, everything[other]))
                if likely >= LINKED:
                    found[pair] = likely
                elif apart(telling, everything[other]):
                    found[pair] = APART
    return found
