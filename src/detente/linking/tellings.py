"""Reports and encounters reduced to what they are compared by when asking whether they tell of one happening."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Literal

from detente.linking.terms import Rarity, Terms, terms_of
from detente.types import Actor, Encounter, Report, Status, When

BEFORE, AFTER = 2, 14
"""Days before publication in which undated news happened, and days after it in which what is planned will."""
CALLED_FORMS = {"visit": "visit", "phone": "call"}
"""Modes of CONSULT as forms of encounters; people of other modes meet."""
FRIENDLY = frozenset({"AGREE", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
LATE = 15
"""Days after which an undated mention ("two weeks after soldiers died in the valley") is hardly of the same thing."""
PUT_OFF = 30
"""Days after its cancelling or postponing was printed for which an encounter that no word dates was planned."""
PAST = 200
"""Days in which background that no word dates is looked for."""
CALLED_OFF: frozenset[Status] = frozenset({"postponed", "cancelled", "refused"})
AHEAD: frozenset[Status] = frozenset({"planned", "possible", "called_for"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One telling of something that happened, may happen or did not."""

    id: str
    article: str
    sentence: int
    """Where its sentence begins in the article."""
    kind: Literal["act", "encounter"]
    """A report of people who consult is the telling of an encounter, whether or not the coder made one of it."""
    what: str
    """The category of an act, `ENCOUNTER` for an encounter."""
    form: str | None
    """The mode of an act, the form of an encounter."""
    doers: frozenset[str]
    """Powers that act: a country, else the name of a body. Of an encounter: all who meet."""
    done_to: frozenset[str]
    people: frozenset[tuple[str, str]]
    """(power, name of a person acting for it)."""
    first: date | None
    """First and last day on which it can have been; None where nothing tells."""
    last: date | None
    dated: bool
    """Whether words of its own date it, rather than the day of publication."""
    printed: date | None
    """The day of publication."""
    place: str | None
    place_country: str | None
    trigger: str
    terms: Terms
    status: Status
    negated: bool

    @property
    def powers(self) -> frozenset[str]:
        return self.doers | self.done_to

    @property
    def pairs(self) -> tuple[str, ...]:
        """The pairs of its powers: what it is looked up by in the whole of its window."""
        return tuple("-".join(pair) for pair in combinations(sorted(self.powers), 2))

    @property
    def alone(self) -> tuple[str, ...]:
        """Each power with the sort of act, for tellings that name one side only.

        Looked up on its own days alone, lest all that a great power did for weeks be compared with it; what has no day at
        all is compared with its like.
        """
        if self.first is None and self.printed is not None:
            return ()
        days = "" if self.first else " undated"
        sort = "met" if self.kind == "encounter" else "with" if self.what in FRIENDLY else "against"
        return tuple(f"{power} {sort}{days}" for power in sorted(self.powers))

    @property
    def window(self) -> tuple[date | None, date | None]:
        """Days between which its like are looked for: wider than its own where only its publication dates it.

        Background without a day ("since India expelled a diplomat") is looked for in the `PAST` days before it was printed.
        """
        if self.first is None or self.last is None:
            return (shifted(self.printed, -PAST), self.printed) if self.printed else (None, None)
        if self.dated:
            return self.first, self.last
        return shifted(self.first, -LATE), shifted(self.last, LATE)


def telling_of_report(report: Report, article: str, published: str | None, rarity: Rarity) -> Telling:
    """A report of an article published then (ISO 8601)."""
    day = _day(published)
    first, last, dated = days_of(report.when, day, report.status, background=report.historical)
    where, met = report.where, report.event == "CONSULT"
    form = CALLED_FORMS.get(report.mode or "", "meeting") if met else report.mode
    doers, done_to = powers_of(report.actors), powers_of(report.recipients)
    return Telling(
        id=report.id, article=article, sentence=report.start,
        kind="encounter" if met else "act", what="ENCOUNTER" if met else report.event, form=form,
        doers=doers | done_to if met else doers, done_to=frozenset() if met else done_to,
        people=_people((*report.actors, *report.recipients)),
        first=first, last=last, dated=dated, printed=day,
        place=where.name if where else None, place_country=where.country if where else None,
        trigger=report.trigger.text.casefold(), terms=terms_of(report.quote, rarity),
        status=report.status, negated=report.negated,
    )  # fmt: skip


def telling_of_encounter(
    encounter: Encounter, article: str, published: str | None, rarity: Rarity
) -> Telling:
    """An encounter of an article published then (ISO 8601)."""
    day = _day(published)
    first, last, dated = days_of(encounter.when, day, encounter.status, background=False)
    if not dated and day is not None and encounter.status in CALLED_OFF:
        last = shifted(day, PUT_OFF)
    where = encounter.where
    return Telling(
        id=encounter.id, article=article, sentence=encounter.start, kind="encounter", what="ENCOUNTER", form=encounter.form,
        doers=powers_of(encounter.participants), done_to=frozenset(),
        people=_people(encounter.participants),
        first=first, last=last, dated=dated, printed=day,
        place=where.name if where else None, place_country=where.country if where else None,
        trigger=encounter.form, terms=terms_of(encounter.quote, rarity),
        status=encounter.status, negated=False,
    )  # fmt: skip


def taken_up(reports: Sequence[Report], encounters: Sequence[Encounter]) -> dict[str, str]:
    """The encounter whose happening each report of people who consult tells, for those that an encounter took up."""
    consulting = {report.id for report in reports if report.event == "CONSULT"}
    found: dict[str, str] = {}
    for encounter in sorted(encounters, key=lambda one: one.id):
        for report in encounter.reports:
            if report in consulting:
                found.setdefault(report, encounter.id)
    return found


def powers_of(actors: Sequence[Actor]) -> frozenset[str]:
    """A key for the power that each actor stands for: its country, else its own name.

    A person of no known country stands for no power: the next outlet may well say of which country the prisoner was.
    """
    return frozenset(key for actor in actors if (key := actor.country or _body(actor)))


def _body(actor: Actor) -> str | None:
    return None if actor.kind == "person" and actor.sector != "IGO" else actor.name


def _people(actors: Sequence[Actor]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (actor.country or actor.name, actor.name) for actor in actors if actor.kind == "person" and actor.name
    )


def days_of(
    when: When | None, published: date | None, status: Status, *, background: bool
) -> tuple[date | None, date | None, bool]:
    """First and last day of a happening, and whether it is dated by words of its own."""
    told = span_of(when)
    if told is not None:
        return (*told, True)
    if published is None or background:
        return None, None, False
    if status in AHEAD:
        return published, shifted(published, AFTER), False
    return shifted(published, -BEFORE), published, False


def shifted(day: date, by: int) -> date:
    """So many days later; the day itself at the ends of the calendar."""
    try:
        return day + timedelta(by)
    except OverflowError:
        return day


def span_of(when: When | None) -> tuple[date, date] | None:
    """First and last day that a time expression can mean; None where it names no day, month or year."""
    if when is None or not when.value or not when.value[:4].isdecimal():
        return None
    first = _ends(when.value)
    last = _ends(when.until) if when.until else first
    return (first[0], max(first[1], last[1])) if first and last else None


def _ends(value: str) -> tuple[date, date] | None:
    """First and last day of an ISO 8601 prefix or week ("2023-06", "2023-W24")."""
    try:
        if value[4:6] == "-W":
            monday = date.fromisocalendar(int(value[:4]), int(value[6:8]), 1)
            return monday, monday + timedelta(6)
        parts = [int(part) for part in value[:10].split("-")]
        if len(parts) == 3:
            day = date(parts[0], parts[1], parts[2])
            return day, day
        if len(parts) == 2:
            year, month = parts
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(parts[0], 1, 1), date(parts[0], 12, 31)
    except (ValueError, OverflowError):
        return None


def _day(published: str | None) -> date | None:
    ends = _ends(published[:10]) if published and len(published) >= 10 else None
    return ends[0] if ends else None
