"""Nouns back from their rows: what linking, exports and other readers of the record need whole again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detente.record.deriving import in_words
from detente.record.store import Record
from detente.types import Actor, Article, Encounter, Report, Span, Stage, When, Where

Rows = list[dict[str, Any]]
AT_ONCE = 100
"""Values that are looked up at a time."""


def articles(record: Record, identities: Sequence[str]) -> list[Article]:
    """The articles of these identifiers, with title, text and dates, sorted by identifier."""
    rows = _rows(record, "articles", "id", identities)
    fields = (
        "id",
        "text",
        "title",
        "published",
        "published_by",
        "agency",
        "byline",
        "outlet",
        "language",
        "url",
    )
    return [Article(**{name: row[name] for name in fields}) for row in rows]


def reports(record: Record, of: Sequence[str], *, by: str = "id") -> list[tuple[str, Report]]:
    """Reports with the article of each, sorted by identifier; `of` holds their identifiers, or their articles' (`by`)."""
    rows = _rows(record, "reports", _column(by), of)
    cast = _roles(record, rows)
    return [(row["article"], _report(row, cast.get(row["id"], {}))) for row in rows]


def encounters(record: Record, of: Sequence[str], *, by: str = "id") -> list[tuple[str, Encounter]]:
    """Encounters with the article of each, sorted by identifier, as `reports`. The host has its name alone."""
    rows = _rows(record, "encounters", _column(by), of)
    cast, stages = _roles(record, rows), _stages(record, rows)
    return [
        (row["article"], _encounter(row, cast.get(row["id"], {}), stages.get(row["id"], ()))) for row in rows
    ]


def _column(by: str) -> str:
    return {"id": "id", "article": "article"}[by]


def _rows(record: Record, table: str, column: str, values: Sequence[str]) -> Rows:
    """The rows that have one of these values, looked up some at a time: an index is asked for few rows only."""
    found: Rows = []
    wanted = sorted(set(values))
    names: list[str] = []
    for first in range(0, len(wanted), AT_ONCE):
        answer = record.connection.execute(
            f"SELECT * FROM {table} WHERE {column} {in_words(wanted[first : first + AT_ONCE])}"
        )
        names = [name for name, *_ in answer.description or ()]
        found += [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    return sorted(found, key=lambda row: row["id"]) if "id" in names else found


def _articles(rows: Rows) -> list[str]:
    return sorted({row["article"] for row in rows})


Cast = dict[str, list[Actor]]


def _roles(record: Record, of: Rows) -> dict[str, Cast]:
    found: dict[str, Cast] = {}
    known = {row["id"] for row in of}
    rows = [row for row in _rows(record, "roles", "article", _articles(of)) if row["of"] in known]
    for row in sorted(rows, key=lambda row: (row["of"], row["role"], row["rank"])):
        actor = Actor(
            text=row["text"], start=row["start"], end=row["end"], kind=row["kind"], country=row["country"],
            sector=row["sector"], name=row["name"], office=row["office"], confidence=row["confidence"],
        )  # fmt: skip
        found.setdefault(row["of"], {}).setdefault(row["role"], []).append(actor)
    return found


def _report(row: dict[str, Any], cast: Cast) -> Report:
    start, end = row["trigger_start"], row["trigger_end"]
    return Report(
        id=row["id"], event=row["event"], mode=row["mode"], contexts=tuple(row["contexts"] or ()),
        cameo=row["cameo"], quad=row["quad"], score=row["score"], actors=tuple(cast.get("actor", ())),
        recipients=tuple(cast.get("recipient", ())), status=row["status"], negated=row["negated"],
        historical=row["historical"], said_by=_named(row["said_by"], row), when=_when(row), where=_where(row),
        trigger=Span(text=row["trigger"], start=start, end=end), sentence=row["sentence"],
        start=row["start"], end=row["end"], quote=row["quote"], confidence=row["confidence"],
    )  # fmt: skip


def _stages(record: Record, of: Rows) -> dict[str, tuple[Stage, ...]]:
    found: dict[str, tuple[Stage, ...]] = {}
    known = {row["id"] for row in of}
    rows = [row for row in _rows(record, "stages", "article", _articles(of)) if row["of"] in known]
    for row in sorted(rows, key=lambda row: (row["of"], row["rank"])):
        stage = Stage(stage=row["stage"], when=_when(row), start=row["start"], end=row["end"])
        found[row["of"]] = (*found.get(row["of"], ()), stage)
    return found


def _encounter(row: dict[str, Any], cast: Cast, stages: tuple[Stage, ...] = ()) -> Encounter:
    return Encounter(
        id=row["id"], form=row["form"], status=row["status"], participants=tuple(cast.get("participant", ())),
        host=_named(row["host"], row), venue=row["venue"], where=_where(row), when=_when(row),
        part_of=row["part_of"], agenda=tuple(row["agenda"] or ()), reports=tuple(row["reports"] or ()),
        start=row["start"], end=row["end"], quote=row["quote"], confidence=row["confidence"],
        history=stages,
    )  # fmt: skip


def _named(name: str | None, row: dict[str, Any]) -> Actor | None:
    """An actor of whom the record keeps the name alone; it is placed at the start of its sentence."""
    if name is None:
        return None
    return Actor(text=name, start=row["start"], end=row["start"], kind="unnamed", name=name)


def _when(row: dict[str, Any]) -> When | None:
    words = row["when_text"] or row["when"]
    if words is None:
        return None
    return When(
        text=words, start=row["start"], end=row["end"], value=row["when"], until=row["until"],
        precision=row["precision"] or "day",
    )  # fmt: skip


def _where(row: dict[str, Any]) -> Where | None:
    if row["place"] is None:
        return None
    return Where(
        text=row["place"], start=row["start"], end=row["end"], name=row["place"],
        country=row["place_country"], lat=row["lat"], lon=row["lon"],
    )  # fmt: skip
