"""FollowTheMoney entities, one JSON object a line, as `ftm` and Aleph read them; written plainly, without that library."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import msgspec

from detente.exports.calendar import Appointment
from detente.exports.countries import name_of
from detente.exports.occurrences import Occurrence, moment, name_of_actor
from detente.knowledge.states import state_by_code
from detente.types import Actor, Article, Where

Entity = dict[str, Any]
SCHEMATA = {"person": "Person", "state": "PublicBody", "igo": "PublicBody"}
"""By kind of actor; groups and those without a name are organizations."""

LANGUAGES = {"en": "eng"}


def ftm_text(events: Iterable[Occurrence], encounters: Iterable[Appointment]) -> str:
    """Events, encounters, and the people, bodies and articles that they point to; each entity once, by identifier."""
    found: dict[str, Entity] = {}
    for event in events:
        _add(found, _of_event(event))
    for encounter in encounters:
        _add(found, _of_encounter(encounter))
    encoder = msgspec.json.Encoder()
    return "".join(encoder.encode(found[identity]).decode() + "\n" for identity in sorted(found))


def _add(found: dict[str, Entity], entities: Iterable[Entity]) -> None:
    for entity in entities:
        known = found.setdefault(entity["id"], entity)
        # An encounter told twice is one entity with what both tell.
        for name, values in entity["properties"].items():
            held = known["properties"].setdefault(name, [])
            held += [value for value in values if value not in held]


def _of_event(event: Occurrence) -> list[Entity]:
    report, everyone = event.report, [*event.report.actors, *event.report.recipients]
    words = f"{report.event.title()}: {', '.join(dict.fromkeys(map(name_of_actor, everyone)))}"
    # FollowTheMoney has no place for what was only planned or denied: it stands in the notes.
    properties = {
        "name": [words], "date": [event.day], "summary": [report.quote], "location": _place(report.where, None),
        "involved": [_actor_id(a) for a in everyone], "country": _countries(everyone),
        "keywords": [report.event, report.mode, *report.contexts], "notes": [f"status: {_status(report.status, report.negated)}"],
        "proof": [_id(a.id) for a in event.articles], "sourceUrl": [a.url for a in event.articles],
        "publisher": list(event.outlets),
    }  # fmt: skip
    return [_entity(event.id, "Event", properties), *map(_actor, everyone), *map(_article, event.articles)]


def _of_encounter(one: Appointment) -> list[Entity]:
    encounter, when, everyone = one.encounter, one.encounter.when, list(one.encounter.participants)
    words = f"{encounter.form.capitalize()}: {', '.join(dict.fromkeys(map(name_of_actor, everyone)))}"
    properties = {
        "name": [words], "startDate": [moment(when.value) if when else None], "endDate": [moment(when.until) if when else None],
        "summary": [encounter.quote], "location": _place(encounter.where, encounter.venue),
        "involved": [_actor_id(a) for a in everyone], "country": _countries(everyone),
        "keywords": [encounter.form, *encounter.agenda], "notes": [f"status: {_status(encounter.status, False)}"],
        "proof": [_id(one.article.id)], "sourceUrl": [one.article.url], "publisher": [one.article.outlet or one.article.agency],
    }  # fmt: skip
    return [_entity(encounter.id, "Event", properties), *map(_actor, everyone), _article(one.article)]


def _status(status: str, negated: bool) -> str:
    return f"{status.replace('_', ' ')}{', negated' if negated else ''}"


def _actor(actor: Actor) -> Entity:
    person = actor.kind == "person"
    countries = _countries([actor])
    properties = {
        "name": [name_of_actor(actor)], "country": countries, "position": [actor.office] if person else [],
    }  # fmt: skip
    return _entity(_actor_id(actor), SCHEMATA.get(actor.kind, "Organization"), properties)


def _actor_id(actor: Actor) -> str:
    words = f"{actor.kind} {actor.country or ''} {name_of_actor(actor).casefold()}"
    return f"ac-{sha256(words.encode()).hexdigest()[:16]}"


def _article(article: Article) -> Entity:
    properties = {
        "title": [article.title], "publishedAt": [article.published], "sourceUrl": [article.url],
        "author": [article.byline], "publisher": [article.outlet or article.agency],
        "language": [LANGUAGES.get(article.language or "")],
    }  # fmt: skip
    return _entity(article.id, "Article", properties)


def _countries(actors: Iterable[Actor]) -> list[str]:
    states = [state_by_code().get(a.country or "") for a in actors]
    return list(dict.fromkeys(state.iso2.lower() for state in states if state and state.iso2))


def _place(where: Where | None, venue: str | None) -> list[str]:
    parts = [venue, where.name if where else None, name_of(where.country) if where else None]
    words = ", ".join(dict.fromkeys(filter(None, parts)))
    return [words] if words else []


def _id(identity: str) -> str:
    """FollowTheMoney allows no underscore in what points to an entity."""
    return identity.replace("_", "-")


def _entity(identity: str, schema: str, properties: dict[str, Any]) -> Entity:
    filled = {name: [v for v in dict.fromkeys(values) if v] for name, values in properties.items()}
    return {
        "id": _id(identity),
        "schema": schema,
        "properties": {name: values for name, values in filled.items() if values},
    }
