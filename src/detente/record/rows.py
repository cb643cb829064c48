"""From readings to rows: one function a table, columns in the order of schema.sql."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from detente.types import FIRST_MONTH, Actor, Article, Reading, When, Where

Row = tuple[Any, ...]
Rows = dict[str, list[Row]]
_WEEK = re.compile(r"(\d{4})-W(\d{2})(-WE)?", re.ASCII)


def rows_of(reading: Reading, *, sample: bool) -> Rows:
    """All rows of one reading, by table."""
    article = reading.article.id
    return {
        "articles": [_article(reading.article, reading.detente, sample)],
        "reports": list(_reports(reading, article)),
        "encounters": list(_encounters(reading, article)),
        "stages": list(_stages(reading, article)),
        "journeys": [
            (e.id, article, *_where(e.origin)[:2], e.purpose)
            for e in reading.encounters
            if e.origin is not None or e.purpose is not None
        ],
        "roles": list(_roles(reading, article)),
        "issues": [(article, i.issue, i.text, i.start, i.end, list(i.between)) for i in reading.issues],
        "positions": list(_positions(reading, article)),
        "assessments": [
            (
                article,
                list(a.about),
                a.direction,
                a.text,
                a.start,
                a.end,
                _who(a.said_by),
                a.degree,
                a.holder,
                a.scope,
            )
            for a in reading.assessments
        ],
        "learned": [
            (
                article,
                t.person,
                t.office,
                t.country,
                first_day(t.since),
                t.sentence,
                t.start,
                t.end,
                t.quote,
                t.confidence,
            )
            for t in reading.learned
        ],
        "claims": list(_claims(reading, article)),
        "candidates": [
            (article, c.text, c.cue, list(c.between), c.start, c.end, c.quote) for c in reading.candidates
        ],
        "problems": [(article, reading.article.source, p.kind, p.message) for p in reading.problems],
    }


def first_day(value: str | None) -> str | None:
    """The first day that a date of TIMEX3 can mean, None for anything else.

    >>> [first_day(value) for value in ("2023-06", "2023-W24", "2023-SP", "199X")]
    ['2023-06-01', '2023-06-12', '2023-03-01', None]
    """
    if not value:
        return None
    if (month := FIRST_MONTH.get(value[5:])) is not None:
        value = f"{value[:4]}-{month:02}"
    if (week := _WEEK.fullmatch(value)) is not None:
        return _day_of_week(int(week[1]), int(week[2]), 6 if week[3] else 1)
    parts = [*value[:10].split("-"), "01", "01"][:3]
    if not all(part.isascii() and part.isdecimal() for part in parts) or len(parts[0]) != 4:
        return None
    try:
        return date(*(int(part) for part in parts)).isoformat()
    except ValueError:
        # 31 February: the words stay in "when", the DATE column has no place for them.
        return None


def _day_of_week(year: int, week: int, day: int) -> str | None:
    try:
        return date.fromisocalendar(year, week, day).isoformat()
    except ValueError:
        return None


def _article(a: Article, version: str, sample: bool) -> Row:
    dateline = (a.dateline.place, a.dateline.country) if a.dateline else (None, None)
    return (
        a.id, a.title, a.subtitle, a.text, a.published, a.published_by, first_day(a.published), *dateline,
        a.agency, a.byline, a.outlet, a.language, list(a.captions), a.url, a.source, a.retrieved, sample, version,
    )  # fmt: skip


def _reports(reading: Reading, article: str) -> Iterator[Row]:
    for r in reading.reports:
        yield (
            r.id, article, r.sentence, r.event, r.mode, list(r.contexts), r.cameo, r.quad, r.score,
            r.status, r.negated, r.historical, _who(r.said_by), *_when(r.when), *_where(r.where),
            r.trigger.text, r.trigger.start, r.trigger.end, r.start, r.end, r.quote, r.confidence,
        )  # fmt: skip


def _encounters(reading: Reading, article: str) -> Iterator[Row]:
    for e in reading.encounters:
        yield (
            e.id, article, e.form, e.status, _who(e.host), e.venue, *_when(e.when), *_where(e.where),
            e.part_of, list(e.agenda), list(e.reports), e.start, e.end, e.quote, e.confidence,
        )  # fmt: skip


def _stages(reading: Reading, article: str) -> Iterator[Row]:
    for e in reading.encounters:
        for rank, s in enumerate(e.history):
            yield (e.id, rank, article, s.stage, *_when(s.when), s.start, s.end)


def _roles(reading: Reading, article: str) -> Iterator[Row]:
    for report in reading.reports:
        yield from _cast(report.id, article, "actor", report.actors)
        yield from _cast(report.id, article, "recipient", report.recipients)
    for encounter in reading.encounters:
        yield from _cast(encounter.id, article, "participant", encounter.participants)
        yield from _cast(encounter.id, article, "companion", encounter.delegation)
    for number, position in enumerate(reading.positions):
        identity = position_id(article, number)
        yield from _cast(identity, article, "holder", (position.holder,))
        if position.addressee:
            yield from _cast(identity, article, "addressee", (position.addressee,))
    for claim in reading.claims:
        yield from _cast(claim.id, article, "claimant", claim.who)
        yield from _cast(claim.id, article, "partner", claim.partners)


def _cast(identity: str, article: str, role: str, actors: tuple[Actor, ...]) -> Iterator[Row]:
    for rank, a in enumerate(actors):
        yield (
            identity, role, rank, article, a.text, a.start, a.end,
            a.kind, a.country, a.sector, a.name, a.office, a.confidence,
        )  # fmt: skip


def _positions(reading: Reading, article: str) -> Iterator[Row]:
    for number, p in enumerate(reading.positions):
        yield (
            position_id(article, number), article, p.issue, p.stance, p.what, _who(p.said_by),
            p.start, p.end, p.quote, p.confidence,
        )  # fmt: skip


def _claims(reading: Reading, article: str) -> Iterator[Row]:
    for c in reading.claims:
        place = (c.where.name, c.where.country) if c.where else (None, None)
        yield (
            c.id, article, c.kind, c.form, c.peers, c.office, c.country, *place, c.number,
            c.period.text if c.period else None, c.since, c.until, c.years, c.bound, c.encounter, _who(c.said_by),
            c.start, c.end, c.quote, c.confidence,
        )  # fmt: skip


def position_id(article: str, number: int) -> str:
    """Identifier of an article's position, by its order in the text."""
    return f"po_{article.removeprefix('ar_')}_{number}"


def _who(actor: Actor | None) -> str | None:
    return (actor.name or actor.text) if actor else None


def _when(when: When | None) -> Row:
    if when is None:
        return (None, None, None, None, None)
    return (when.value, when.until, when.precision, when.text, first_day(when.value))


def _where(where: Where | None) -> Row:
    return (where.name, where.country, where.lat, where.lon) if where else (None, None, None, None)
