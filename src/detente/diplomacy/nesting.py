"""Each encounter set into the larger one that it belongs to: talks into a visit, a sideline meeting into a summit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.diplomacy.cast import attending, same, states_of
from detente.diplomacy.joining import CALLED_OFF, is_programme
from detente.types import Encounter

TOOK_PLACE = frozenset({"happened", "ongoing"})


def nested(encounters: tuple[Encounter, ...]) -> tuple[Encounter, ...]:
    """The encounters with `part_of`: same guest, the host's own people, no other day."""
    wholes = [e for e in encounters if e.form in {"visit", "summit"}]
    programmes = [e for e in encounters if e.form == "talks" and is_programme(e)]
    # The programme told in the news itself dates its parts better than a visit that is only mentioned.
    frames = sorted(
        programmes + wholes, key=lambda e: (e.when is None or len(e.when.value or "") < 10, e.start)
    )
    found: list[Encounter] = []
    for encounter in encounters:
        fitting = [f for f in frames if _is_whole(f, encounter)]
        whole = next(iter(fitting), None)
        found.append(_inheriting(encounter, whole) if whole is not None else encounter)
    return tuple(_gathering(_spanning(e, found), found) for e in found)


def _gathering(summit: Encounter, others: Sequence[Encounter]) -> Encounter:
    """A summit with those of whom the story tells that they met there: on its days, in its country."""
    if summit.form != "summit" or summit.status not in TOOK_PLACE or summit.when is None:
        return summit
    host = summit.where.country if summit.where is not None else None
    came = [
        p
        for other in others
        if other.form in {"meeting", "meal", "talks"} and other.status in TOOK_PLACE and other.when is not None
        and _within(other, summit) and (other.where is None or host is None or other.where.country == host)
        and len(other.when.value or "") >= 10
        for p in other.participants
    ]  # fmt: skip
    return replace(summit, participants=attending([*summit.participants, *came]))


def _spanning(visit: Encounter, parts: Sequence[Encounter]) -> Encounter:
    """A visit without days of its own has those of its programme."""
    if visit.form != "visit" or visit.when is not None or visit.status not in TOOK_PLACE:
        return visit
    inside = (p for p in parts if p.part_of == visit.id and is_programme(p) and p.when is not None)
    programme = next(inside, None)
    return replace(visit, when=programme.when) if programme is not None else visit


def _inheriting(encounter: Encounter, whole: Encounter) -> Encounter:
    """A part without a day or city of its own takes those of its whole, if it took place; the link is `part_of`."""
    if encounter.status not in TOOK_PLACE or whole.status not in TOOK_PLACE:
        return replace(encounter, part_of=whole.id)
    when = whole.when
    if when is not None and when.until is not None:
        # The news of a programme that has begun is of its first day; within a longer visit the day stays open.
        when = replace(when, until=None) if is_programme(whole) else None
    exact = when is not None and len(when.value or "") >= 10
    same_day = encounter.when is None or when is None or encounter.when.value == when.value
    vague = encounter.where is None or (encounter.where.precision == "venue" and whole.where is not None)
    city = vague and same_day and encounter.form != "call"
    return replace(
        encounter,
        part_of=whole.id,
        when=encounter.when or (when if exact else None),
        where=(whole.where or encounter.where) if city else encounter.where,
    )


def _is_whole(whole: Encounter, part: Encounter) -> bool:
    if whole.id == part.id or part.form in {"visit", "call"} or _rank(whole) <= _rank(part):
        return False
    if (whole.status in CALLED_OFF) != (part.status in CALLED_OFF) or not _within(part, whole):
        return False
    people = [p for p in whole.participants if p.kind in {"person", "unnamed"}]
    shared = any(same(g, p) for g in people for p in part.participants)
    if whole.form == "summit":
        return shared and (whole.start == part.start or _same_place(part, whole))
    hosts = (
        whole.host is None or whole.host.country in states_of(part.participants) or _same_place(part, whole)
    )
    return shared and hosts


def _rank(encounter: Encounter) -> int:
    """How much an encounter can hold: a visit a summit, a summit talks, a programme of talks a dinner."""
    ranks = {"visit": 4, "summit": 3, "talks": 2 if is_programme(encounter) else 1}
    return ranks.get(encounter.form, 0)


def _same_place(part: Encounter, whole: Encounter) -> bool:
    if part.where is None or whole.where is None:
        return part.where is None
    return part.where.country == whole.where.country


def _within(part: Encounter, whole: Encounter) -> bool:
    if part.when is None or whole.when is None or not part.when.value or not whole.when.value:
        return True
    first, last = whole.when.value[:10], (whole.when.until or whole.when.value)[:10]
    day = part.when.value[:10]
    if whole.when.until is None:
        return day[:7] == first[:7] and day >= first
    return first <= day <= last
