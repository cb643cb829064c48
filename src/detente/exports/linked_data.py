"""Encounters as schema.org events in JSON-LD, with the articles that tell them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from detente.exports.calendar import Appointment
from detente.exports.countries import name_of
from detente.exports.occurrences import moment
from detente.types import Actor, Article, Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a power stands on an issue, with the article that tells it."""

    id: str
    holder: str
    stance: str
    what: str
    issue: str | None
    quote: str
    article: Article


STATUS = {
    "planned": "EventScheduled",
    "ongoing": "EventScheduled",
    "happened": "EventScheduled",
    "postponed": "EventPostponed",
    "cancelled": "EventCancelled",
    "refused": "EventCancelled",
}
"""schema.org has no status for what is only possible, called for, denied or imagined; those are left out."""


def linked_data_text(told: Iterable[Appointment], positions: Iterable[Position] = ()) -> str:
    """One JSON-LD document: a graph of events, one an encounter, of positions, and of the articles that tell them."""
    groups: dict[str, list[Appointment]] = {}
    for one in told:
        if one.encounter.status in STATUS:
            groups.setdefault(one.happening or one.encounter.id, []).append(one)
    articles = {one.article.id: one.article for group in groups.values() for one in group}
    stances = list(positions)
    articles |= {stance.article.id: stance.article for stance in stances}
    graph = [event_object(identity, group) for identity, group in sorted(groups.items())]
    graph += [position_object(stance) for stance in sorted(stances, key=lambda stance: stance.id)]
    graph += [article_object(articles[identity]) for identity in sorted(articles)]
    document = {"@context": "https://schema.org", "@graph": graph}
    return msgspec.json.format(msgspec.json.encode(document), indent=1).decode() + "\n"


def event_object(identity: str, group: list[Appointment]) -> dict[str, Any]:
    """An encounter as the article published last tells it, `subjectOf` all that tell it."""
    best = max(group, key=lambda one: (one.article.published or "", one.encounter.confidence))
    encounter, when = best.encounter, best.encounter.when
    moved = [
        s.when.value
        for s in encounter.history
        if s.stage in ("planned", "confirmed") and s.when and s.when.value
    ]
    names = list(dict.fromkeys(a.name or a.text for a in encounter.participants))
    start = moment(when.value) if when else None
    every = {
        "@type": "Event", "@id": f"urn:detente:{identity}", "name": f"{encounter.form.capitalize()}: {', '.join(names)}",
        "startDate": start, "endDate": moment(when.until) if when else None,
        "previousStartDate": next((value for value in moved if value and value != start), None),
        "eventStatus": f"https://schema.org/{STATUS[encounter.status]}", "location": _place(encounter.where, encounter.venue),
        "attendee": [_party(a) for a in encounter.participants], "organizer": _party(encounter.host) if encounter.host else None,
        "about": list(encounter.agenda), "description": encounter.quote,
        "subjectOf": [{"@id": i} for i in sorted({_article_id(one.article) for one in group})],
    }  # fmt: skip
    return _filled(every)


def position_object(stance: Position) -> dict[str, Any]:
    """Where a power stands, as a Claim: its words, whose it is, on which issue, and the article that tells it."""
    every = {
        "@type": "Claim", "@id": f"urn:detente:{stance.id}", "name": " ".join((stance.holder, stance.stance, stance.what)),
        "text": stance.quote, "author": {"name": stance.holder} if stance.holder else None,
        "about": stance.issue, "appearance": {"@id": _article_id(stance.article)},
    }  # fmt: skip
    return _filled(every)


def article_object(article: Article) -> dict[str, Any]:
    """A NewsArticle; its text stays in the record."""
    publisher = article.outlet or article.agency
    every = {
        "@type": "NewsArticle", "@id": _article_id(article), "headline": article.title, "url": article.url,
        "datePublished": article.published, "inLanguage": article.language,
        "author": {"@type": "Person", "name": article.byline} if article.byline else None,
        "publisher": {"@type": "Organization", "name": publisher} if publisher else None,
    }  # fmt: skip
    return _filled(every)


def _article_id(article: Article) -> str:
    return article.url or f"urn:detente:{article.id}"


def _party(actor: Actor) -> dict[str, Any]:
    kind = {"person": "Person", "state": "Country"}.get(actor.kind, "Organization")
    every = {
        "@type": kind,
        "name": actor.name or actor.text,
        "jobTitle": actor.office if kind == "Person" else None,
    }
    if kind == "Person" and actor.country:
        every["affiliation"] = {
            "@type": "Country",
            "name": name_of(actor.country),
            "identifier": actor.country,
        }  # type: ignore[assignment]
    return _filled(every)


def _place(where: Where | None, venue: str | None) -> dict[str, Any] | None:
    if where is None:
        return {"@type": "Place", "name": venue} if venue else None
    known = where.lat is not None and where.lon is not None
    return _filled(
        {
            "@type": "Place", "name": ", ".join(dict.fromkeys(filter(None, (venue, where.name)))),
            "address": {"@type": "PostalAddress", "addressCountry": where.country} if where.country else None,
            "geo": {"@type": "GeoCoordinates", "latitude": where.lat, "longitude": where.lon} if known else None,
        }
    )  # fmt: skip


def _filled(every: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in every.items() if value not in (None, "", [])}
