"""Which tellings are of one encounter, and what they make together."""

from __future__ import annotations

from dataclasses import replace
from functools import cmp_to_key

from detente.diplomacy.cast import distinct, same, states_of
from detente.types import Actor, Encounter, EncounterStage, Stage, Status, When, Where

FACE_TO_FACE = frozenset({"talks", "meeting"})
HELD = frozenset({"happened", "ongoing"})
CALLED_OFF = frozenset({"postponed", "cancelled"})
AHEAD = frozenset({"planned", "possible"})
CERTAINTY: tuple[Status, ...] = (
    "happened", "ongoing", "cancelled", "postponed", "planned", "refused", "denied", "possible", "called_for", "hypothetical",
)  # fmt: skip
ORDER: tuple[EncounterStage, ...] = (
    "agreed", "planned", "confirmed", "moved", "postponed", "cancelled", "refused", "held", "extended", "cut short",
)  # fmt: skip


def is_same(a: Encounter, b: Encounter) -> bool:
    """Whether two tellings can be of one encounter: alike in form, day, company, and in how it stands."""
    alike = a.form == b.form or {a.form, b.form} <= FACE_TO_FACE
    if not alike or not _days_agree(a.when, b.when) or not _can_follow(a, b):
        return False
    if a.form != b.form and is_programme(a) != is_programme(b):
        # Two days of talks in a capital, and the meeting with a minister that opens them.
        return False
    if a.form == "visit":
        shared = any(same(x, y) for x in guests(a) for y in guests(b))
        return shared and (a.host is None or b.host is None or a.host.country == b.host.country)
    return _same_company(a, b)


def is_about(known: Encounter, told: Encounter) -> bool:
    """Whether "they discussed trade", without a day or a place, says what an encounter just told was about."""
    bare = told.when is None and told.where is None and told.form in FACE_TO_FACE
    held = {known.status, told.status} <= HELD and known.form in {*FACE_TO_FACE, "call", "meal"}
    pair = _names(told)
    return bare and held and (_same_company(known, told) or (len(pair) > 1 and pair == _names(known)))


def is_programme(encounter: Encounter) -> bool:
    """Talks whose only guests are one state's, in their host's country: "opened two days of talks in Beijing"."""
    host = encounter.host
    if host is None or encounter.form != "talks":
        return False
    people = [p for p in encounter.participants if p.kind in {"person", "unnamed"}]
    return host.kind == "state" and host.country not in states_of(people)


def _can_follow(a: Encounter, b: Encounter) -> bool:
    """Whether one fate can follow on the other: what was put off may be held later, what may be is not what will be."""
    if a.status == b.status:
        return True
    both = {a.status, b.status}
    if both & {"possible", "refused", "denied", "called_for", "hypothetical"}:
        return False
    if both & CALLED_OFF:
        return "planned" in both or both <= CALLED_OFF or _came_later(a, b)
    return a.form == "visit" or not (both & {"planned"}) or _known_day(a, b)


def _came_later(a: Encounter, b: Encounter) -> bool:
    """Whether one was put off before the other took place; without the days, they are two."""
    off, held = (a, b) if a.status in CALLED_OFF else (b, a)
    told = next((s.when for s in off.history if s.stage in CALLED_OFF), None)
    if told is None or held.when is None or not told.value or not held.when.value:
        return False
    return told.value[:10] < held.when.value[:10] and a.form in {"visit", "summit"}


def _known_day(a: Encounter, b: Encounter) -> bool:
    return a.when is not None and b.when is not None and a.when.value == b.when.value


def guests(encounter: Encounter) -> list[Actor]:
    """The persons who travel."""
    return [x for x in encounter.participants if x.kind == "person" or (x.kind == "unnamed" and x.country)]


def _same_company(a: Encounter, b: Encounter) -> bool:
    """Whether two lists can be one company: persons shared, and no state on one side only."""
    people_a, people_b = _names(a), _names(b)
    if states_of(a.participants) != states_of(b.participants):
        # Of a summit each sentence names a few.
        return a.form == "summit" and bool(_bodies(a) & _bodies(b))
    return people_a <= people_b or people_b <= people_a


def _names(encounter: Encounter) -> set[str]:
    return {x.name for x in encounter.participants if x.kind == "person" and x.name}


def _bodies(encounter: Encounter) -> set[str]:
    return {x.name for x in encounter.participants if x.kind == "igo" and x.name}


def _days_agree(a: When | None, b: When | None) -> bool:
    if a is None or b is None or a.value is None or b.value is None:
        return True
    if len(a.value) > 10 and len(b.value) > 10 and a.value != b.value:
        # In the morning and in the evening: two meetings of one day.
        return False
    first, second = a.value[:10], b.value[:10]
    if first.startswith(second) or second.startswith(first):
        return True
    return _within(first, b) or _within(second, a)


def _within(day: str, span: When) -> bool:
    return span.until is not None and len(day) == 10 and (span.value or "")[:10] <= day <= span.until[:10]


def merged(a: Encounter, b: Encounter) -> Encounter:
    """What two tellings of one encounter say together."""
    return replace(
        a,
        participants=distinct(_named_first(a.participants, b.participants)),
        host=a.host or b.host,
        venue=a.venue or b.venue,
        where=_sharper_place(a, b),
        when=_sharper(a.when, b.when),
        status=min(a.status, b.status, key=CERTAINTY.index),
        agenda=tuple(dict.fromkeys((*a.agenda, *b.agenda))),
        reports=tuple(dict.fromkeys((*a.reports, *b.reports))),
        confidence=max(a.confidence, b.confidence),
        history=ordered((*a.history, *b.history)),
        delegation=distinct([*a.delegation, *b.delegation]),
        origin=a.origin or b.origin,
        purpose=a.purpose or b.purpose,
    )


def retold(known: Encounter, told: Encounter) -> Encounter:
    """The encounter with what a sentence adds that only points at it: "the talks opened on Saturday", "hosted by X"."""
    whole = merged(known, replace(told, when=None, status=known.status))
    first, again = known.when, told.when
    if (
        first is None
        or again is None
        or again.precision != "day"
        or (again.value or "") >= (first.value or "")
    ):
        return replace(whole, when=first or again)
    last = first.until or (first.value or "")[:10]
    return replace(whole, when=replace(again, until=last if len(last) == 10 else None))


def _sharper_place(a: Encounter, b: Encounter) -> Where | None:
    if a.where is None or b.where is None:
        return a.where or b.where
    return b.where if a.where.precision == "country" and b.where.precision != "country" else a.where


def _sharper(a: When | None, b: When | None) -> When | None:
    if a is None or b is None:
        return a or b
    return a if len(a.value or "") >= len(b.value or "") or (a.until and a.precision == "day") else b


def ordered(stages: tuple[Stage, ...]) -> tuple[Stage, ...]:
    """The stages in the order of time where their days are told, else in the order in which such things come."""
    kept: list[Stage] = []
    for stage in sorted(stages, key=lambda s: s.when is None):
        value = stage.when.value if stage.when is not None else None
        twins = [k for k in kept if k.stage == stage.stage]
        # An undated telling adds nothing to a dated one.
        if not any(value is None or (k.when is not None and k.when.value == value) for k in twins):
            kept.append(stage)
    return tuple(sorted(kept, key=cmp_to_key(_compare)))


def _compare(a: Stage, b: Stage) -> int:
    first = (a.when.value if a.when else None) or ""
    second = (b.when.value if b.when else None) or ""
    # Of what is planned, the day is the one that it is planned for, not the day of the plan.
    told = first[:1].isdecimal() and second[:1].isdecimal() and "planned" not in {a.stage, b.stage}
    if told and not first.startswith(second) and not second.startswith(first):
        return -1 if first < second else 1
    return ORDER.index(a.stage) - ORDER.index(b.stage)


def _named_first(a: tuple[Actor, ...], b: tuple[Actor, ...]) -> list[Actor]:
    people = [x for x in (*a, *b) if x.kind == "person"]
    countries = {p.country for p in people}
    return people + [x for x in (*a, *b) if x.kind != "person" and (x.country not in countries or not people)]
