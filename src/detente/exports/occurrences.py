"""What happened once, for layouts of one row an event: the most certain of its reports, and how many told it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from detente.types import Actor, Article, Report

TOOK_PLACE = ("happened", "ongoing")
SYMMETRIC = frozenset({"040", "041", "044", "046", "057"})
"""CAMEO codes of acts that both sides do alike; ICEWS writes them once in each direction."""

REVERSED = {"042": "043", "043": "042"}
"""A visit made is a visit hosted; ICEWS writes both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A report with its article, and the happening to which linking gave it."""

    report: Report
    article: Article
    happening: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """An event: the most certain report of it stands for all."""

    id: str
    report: Report
    article: Article
    day: str | None
    """ISO 8601 prefix, as precise as is known; None for background without a date of its own."""
    reports: int
    articles: tuple[Article, ...]
    """All that tell it, by identifier."""

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets, or agencies, that tell it; each once."""
        return tuple(sorted({a.outlet or a.agency or "" for a in self.articles} - {""}))


def occurrences(told: Iterable[Told], *, by_report: bool = False) -> list[Occurrence]:
    """Events by day and identifier; with `by_report` one a report."""
    groups: dict[str, list[Told]] = {}
    for one in told:
        happening = None if by_report else one.happening
        groups.setdefault(happening or one.report.id, []).append(one)
    found = [_occurrence(identity, group) for identity, group in groups.items()]
    return sorted(found, key=lambda o: (o.day or "", o.id))


def _occurrence(identity: str, group: Sequence[Told]) -> Occurrence:
    best = min(group, key=lambda t: (-_certainty(t.report), t.report.id))
    articles = {t.article.id: t.article for t in group}
    return Occurrence(
        id=identity, report=best.report, article=best.article, day=_day(best.report, best.article),
        reports=len(group), articles=tuple(articles[name] for name in sorted(articles)),
    )  # fmt: skip


def _certainty(report: Report) -> float:
    # What took place is told later, and better known, than what was planned; so a report of it stands for the event.
    return report.confidence + (10.0 if took_place(report) else 0.0) + (1.0 if report.when else 0.0)


def took_place(report: Report) -> bool:
    """Whether a report vouches that the act was done: layouts without a column for status can hold no other."""
    return report.status in TOOK_PLACE and not report.negated


def of_what_took_place(found: Iterable[Occurrence]) -> tuple[list[Occurrence], Counter[str]]:
    """Those that took place, and by status how many did not."""
    kept: list[Occurrence] = []
    others: Counter[str] = Counter()
    for one in found:
        if took_place(one.report):
            kept.append(one)
        else:
            others["negated" if one.report.negated else one.report.status] += 1
    return kept, others


def _day(report: Report, article: Article) -> str | None:
    value = report.when.value if report.when else None
    if value:
        return date_prefix(value)
    if report.historical:
        # Background happened at some time before; the day of the story would be a false one.
        return None
    return date_prefix(article.published) if article.published else None


def date_prefix(value: str) -> str | None:
    """The day, month or year that a TIMEX3 value tells ("2023-W24" -> "2023"); None for what is no date ("PAST_REF")."""
    for length in (10, 7, 4):
        part = value[:length]
        try:
            date.fromisoformat(part + "-01-01"[: 10 - length] if length != 7 else part + "-01")
        except ValueError:
            continue
        if len(part) == length:
            return part
    return None


def moment(value: str | None) -> str | None:
    """A day with its hour where that is told, else `date_prefix`."""
    if value and "T" in value:
        try:
            datetime.fromisoformat(value)
        except ValueError:
            return date_prefix(value)
        return value
    return date_prefix(value) if value else None


def whole_day(day: str | None) -> str | None:
    """The day, if it is known to the day."""
    return day if day and len(day) == 10 else None


Side = tuple[Actor, Actor | None, str]
"""Actor, recipient, CAMEO code."""


def dyads(report: Report, *, both_ways: bool) -> Iterator[Side]:
    """The pairs of a report with compound actors, each with its CAMEO code.

    Those who meet without anyone being the recipient pair among themselves. `both_ways`: acts that both sides do
    alike, and visits, stand once in each direction. An act without recipient has None in its place.
    """
    symmetric = report.cameo in SYMMETRIC or report.event == "CONSULT"
    if report.recipients:
        pairs = [(a, b) for a in report.actors for b in report.recipients]
    elif symmetric and len(report.actors) > 1:
        pairs = [(a, b) for n, a in enumerate(report.actors) for b in report.actors[n + 1 :]]
    else:
        yield from ((a, None, report.cameo) for a in report.actors)
        return
    for a, b in pairs:
        yield a, b, report.cameo
        if both_ways and (report.cameo in SYMMETRIC or report.cameo in REVERSED):
            yield b, a, REVERSED.get(report.cameo, report.cameo)


def number_of(identity: str) -> int:
    """A number in the place of an identifier, for layouts that have numbers: the same in every export, below 2**53."""
    return int.from_bytes(sha256(identity.encode()).digest()[:7]) >> 3


def name_of_actor(actor: Actor | None) -> str:
    """The name, or the words of the text; empty for none."""
    return (actor.name or actor.text) if actor else ""
