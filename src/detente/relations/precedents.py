"""Whether a claimed first, count or rank is borne out by what else is known.

Newspapers round: "the first in five years" is said of four years and eight months as of five and a half; "in four" is not. So a gap
agrees with N years when it is no shorter than N less half a year (a fifth of N, where that is less) and shorter
than N and seven months; "nearly" allows less, "more than" allows more. A visit clearly within that time contradicts the claim;
so does a gap clearly longer, for then the number is wrong. The encounter that the claim is made of does not count
against it.

A list is taken as complete for the offices and years it covers. The record is not: it can contradict a claim, or
bear it out by holding the encounter that the claim counts from, and otherwise cannot tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from detente.knowledge.states import state_by_code
from detente.relations.comparing import Known, day_of, in_list, in_record, is_peer, needed
from detente.relations.questions import Question
from detente.relations.ranks import GENERIC, seniority
from detente.relations.visits import Precedent, Reference, first_day, last_day

Verdict = Literal["borne out", "contradicted", "cannot tell"]
_BARE_DATE = re.compile(
    r"since (?:(?:early|mid|late|the (?:start|end) of)[ -])?(?:\w+\.? )?(?:\d{1,2},? )?(?:of )?(?:\d{4}|last \w+)$",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What became of a claim."""

    question: Question
    verdict: Verdict
    reason: str
    """One sentence."""
    evidence: tuple[Precedent, ...] = ()
    missing: str | None = None
    """What would have to be known, where it cannot be told."""


def judge(question: Question, held: Sequence[Precedent], listed: Reference | None) -> Finding:
    """The verdict on a claim: by the list where it covers the matter, else by the record."""
    if question.until is None or first_day(question.until) is None:
        return _open(question, "the article has no date to count from")
    if question.period is not None and question.since is None and question.years is None:
        return _open(question, f"the day that “{question.period}” means is not known")
    if question.form == "visit" and question.place_country is None:
        return _open(question, "the state visited is not known")
    by_list = _by(question, in_list(question, listed)) if listed is not None else None
    if by_list is not None and by_list.verdict != "cannot tell":
        return by_list
    by_record = _by(question, in_record(question, held))
    if by_record.verdict != "cannot tell" or by_list is None:
        return by_record
    return by_list


def _open(question: Question, missing: str) -> Finding:
    return Finding(question=question, verdict="cannot tell", reason=_sentence(missing), missing=missing)


def _by(question: Question, known: Known) -> Finding:
    rule = {"first": _first, "since": _first, "count": _count, "highest": _highest}[question.kind]
    return rule(question, known)


# the rules


def _first(question: Question, known: Known) -> Finding:
    last = max(known.earlier, key=lambda v: v.end, default=None)
    if question.years is not None:
        return _after_years(question, known, last)
    if question.since is None:
        return _ever(question, known, last)
    edge = last_day(question.since) or question.since
    within = [v for v in known.earlier if v.start > edge]
    if within:
        return _contradicted(question, within, f"{_say(within[-1], known)}, {question.period}")
    if _is_bare_date(question) and last is not None and last.end < (first_day(question.since) or ""):
        if known.complete_from is not None:
            return _contradicted(
                question, [last], f"{_say(last, known)}, and none {_plainly(question.since)}"
            )
        return _lacking(question, known)
    if last is not None and last.end >= (first_day(question.since) or ""):
        return _borne_out(
            question, [last], f"the one before it was {_when(last)} ({_named(last)}), none came between"
        )
    return _settled_by_absence(question, known, first_day(question.since) or question.since)


def _after_years(question: Question, known: Known, last: Precedent | None) -> Finding:
    years, bound = question.years or 0.0, question.bound or "about"
    low, high = span_said(years, bound)
    if last is None:
        begin = day_of(question.until) - timedelta(days=round((years + 1) * 365.25))
        if (
            known.complete_from is not None
            and known.complete_from <= begin.isoformat()
            and not _is_open(question)
        ):
            return _contradicted(
                question, [], f"{known.name} has none at all before it, back to {known.complete_from[:4]}"
            )
        return _settled_by_absence(question, known, begin.isoformat())
    gap = (day_of(question.until) - day_of(last.end)).days / 365.25
    told = f"{_say(last, known)}, {_length(gap)} before"
    if gap < low:
        within = [v for v in known.earlier if (day_of(question.until) - day_of(v.end)).days / 365.25 < low]
        return _contradicted(question, within, told)
    if gap < high:
        return _borne_out(
            question, [last], f"the one before it was {_when(last)} ({_named(last)}), {_length(gap)} earlier"
        )
    if known.complete_from is None:
        return _lacking(question, known)
    return _contradicted(
        question,
        [last],
        f"the last before it was {_when(last)} ({_named(last)}), {_length(gap)} earlier, not {_said(question)}",
    )


def span_said(years: float, bound: str) -> tuple[float, float]:
    """The shortest and the longest gap, in years, that newspapers call so many years."""
    slack = min(0.5, years / 5)
    if bound == "over":
        return years - slack / 5, years * 1.5 + 1
    if bound == "under":
        return years - max(slack, years * 0.15), years + slack / 5
    # "A decade", "25 years": the longer the time, the rounder the number.
    return years - max(slack, years * 0.05), years + 0.6 + max(0.0, years - 10) * 0.1


def _ever(question: Question, known: Known, last: Precedent | None) -> Finding:
    if last is not None:
        return _contradicted(
            question, [known.earlier[0], *([last] if last is not known.earlier[0] else [])], _say(last, known)
        )
    return _settled_by_absence(question, known, None)


def _count(question: Question, known: Known) -> Finding:
    begin = first_day(question.since) if question.since else None
    counted = [v for v in (*known.earlier, *known.itself) if begin is None or v.end >= begin]
    counted.sort(key=lambda v: v.start)
    fewest, most = _journeys(counted), len(counted)
    number = question.number or 0
    if question.kind == "count" and fewest <= number <= most:
        return _borne_out(question, counted, f"{known.name} holds {most if most == number else number}")
    if fewest > number:
        return _contradicted(question, counted, f"{known.name} holds {fewest}, not {number}")
    covered = known.complete_from is not None and (begin is None or known.complete_from <= begin)
    if covered and known.itself:
        return _contradicted(question, counted, f"{known.name} holds only {most}, not {number}")
    return _lacking(question, known, begin)


def _journeys(visits: Sequence[Precedent]) -> int:
    """How many journeys the visits make at the least: two stops within a week can be one."""
    number, last = 0, date.min
    for visit in visits:
        number += day_of(visit.start) - last > timedelta(days=7) if last != date.min else 1
        last = day_of(visit.end)
    return number


def _highest(question: Question, known: Known) -> Finding:
    person = question.people[0] if question.people else None
    own = seniority(person.office) if person is not None else None
    if own is None:
        return _open(question, "the traveller's office, and so rank, is not known")
    begin = question.since and (last_day(question.since) or question.since)
    if question.years is not None:
        low, _ = span_said(question.years, question.bound or "about")
        begin = (day_of(question.until) - timedelta(days=round(low * 365.25))).isoformat()
    rivals = [
        v
        for v in known.earlier
        if (begin is None or v.start > begin)
        and any(
            (rank := seniority(p.office)) is not None and rank <= own
            for p in v.people
            if is_peer(question, p)
        )
    ]
    if rivals:
        return _contradicted(question, rivals, f"{_say(rivals[-1], known)}, of no lower rank")
    return _settled_by_absence(question, known, begin)


def _settled_by_absence(question: Question, known: Known, begin: str | None) -> Finding:
    """Nothing speaks against the claim: enough only where nothing can be missing."""
    covers = known.complete_from is not None and (begin is None or known.complete_from <= begin)
    reaches = known.complete_to is not None and known.complete_to >= (question.until or "")[:7]
    if covers and reaches:
        return _borne_out(
            question,
            list(known.itself),
            f"{known.name}, which begins in {(known.complete_from or '')[:4]}, has none other in that time",
        )
    return _lacking(question, known, begin)


def _lacking(question: Question, known: Known, begin: str | None = None) -> Finding:
    if known.name == "the record":
        return _open(
            question, "the record holds nothing that settles it, and no list of visits that would was given"
        )
    if known.complete_from is None:
        if question.form != "visit":
            return _open(question, "a list of visits does not tell who met whom")
        return _open(question, f"the list does not cover {_wanted(question)}")
    return _open(
        question, f"the list covers {known.complete_from} to {known.complete_to}, not all of that time"
    )


def _wanted(question: Question) -> str:
    """The travellers that a list would have to cover, in words."""
    if question.peers is not None and (question.country is None or question.office in GENERIC):
        state = state_by_code().get(question.country or "")
        return f"every {question.peers}" + (
            f" of {state.name}" if state and state.name not in question.peers else ""
        )
    named = [
        f"every {office} of {state.name if (state := state_by_code().get(country)) else country}"
        for office, country in needed(question)
        if office
    ]
    return " and ".join(named) or "the journeys of " + (
        ", ".join(p.name for p in question.people) or "these people"
    )


def _contradicted(question: Question, evidence: Sequence[Precedent], why: str) -> Finding:
    return Finding(question=question, verdict="contradicted", reason=_sentence(why), evidence=tuple(evidence))


def _borne_out(question: Question, evidence: Sequence[Precedent], why: str) -> Finding:
    return Finding(question=question, verdict="borne out", reason=_sentence(why), evidence=tuple(evidence))


# words and days


def _sentence(clause: str) -> str:
    return f"{clause[:1].upper()}{clause[1:]}."


def _is_bare_date(question: Question) -> bool:
    """Whether the period names nothing but a date, and so the day of the one before: "since October 2018"."""
    words = question.period or ""
    return question.kind == "since" or _BARE_DATE.fullmatch(words) is not None


def _is_open(question: Question) -> bool:
    return question.bound == "over"


def _when(visit: Precedent) -> str:
    return f"on {visit.start}" if visit.start == visit.end else f"from {visit.start} to {visit.end}"


def _named(visit: Precedent) -> str:
    return ", ".join(person.name for person in visit.people[:3])


def _say(visit: Precedent, known: Known) -> str:
    return f"{known.name} has one {_when(visit)} ({_named(visit)})"


def _length(years: float) -> str:
    whole, months = int(years), round((years - int(years)) * 12)
    if months == 12:
        whole, months = whole + 1, 0
    parts = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in ((whole, "year"), (months, "month")) if n]
    return " and ".join(parts) or "less than a month"


def _said(question: Question) -> str:
    return f"“{question.period}”"


def _plainly(prefix: str) -> str:
    return f"in {prefix}" if len(prefix) < 10 else f"on {prefix}"
