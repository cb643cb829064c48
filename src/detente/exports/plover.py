"""PLOVER as JSON: one object a line, under the names that PLOVER's own records give to their fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from detente.exports.occurrences import Occurrence
from detente.types import Actor
from detente.version import __version__


def plover_text(events: Iterable[Occurrence]) -> str:
    """Events, one a line. Compound actors stay one event; what was planned, refused or denied says so in `status`."""
    encoder = msgspec.json.Encoder()
    return "".join(encoder.encode(plover_object(event)).decode() + "\n" for event in events)


def plover_object(event: Occurrence) -> dict[str, Any]:
    """One event. Fields that hold nothing are left out, as PLOVER's records leave them out."""
    report, article = event.report, event.article
    every = {
        "id": event.id, "date": event.day, "source": _actors(report.actors), "target": _actors(report.recipients),
        "event": report.event, "mode": report.mode, "context": list(report.contexts), "eventText": report.trigger.text,
        "eventLoc": _place(event), "text": report.quote, "language": article.language,
        "publication": article.outlet or article.agency, "url": article.url, "headline": article.title,
        "datePublished": article.published, "coder": "Detente", "version": __version__, "cameo": report.cameo,
        "quad": report.quad, "score": report.score, "status": report.status, "negated": report.negated,
        "historical": report.historical, "saidBy": _actors((report.said_by,) if report.said_by else ()),
        "confidence": report.confidence, "numReports": event.reports, "numArticles": len(event.articles),
        "articles": [{"id": a.id, "publication": a.outlet or a.agency, "url": a.url} for a in event.articles],
    }  # fmt: skip
    return {name: value for name, value in every.items() if value not in (None, "", [])}


def _actors(actors: Sequence[Actor]) -> list[dict[str, str]]:
    named = (
        {"actorText": a.text, "code": a.country, "sector": a.sector, "name": a.name, "title": a.office}
        for a in actors
    )
    return [{field: value for field, value in one.items() if value} for one in named]


def _place(event: Occurrence) -> dict[str, Any] | None:
    where = event.report.where
    if where is None:
        return None
    every = {"name": where.name, "code": where.country, "lat": where.lat, "lon": where.lon}
    return {field: value for field, value in every.items() if value is not None}
