"""`/event/ev_...` and `/encounter/me_...`: one happening as all its sources have it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from detente.display.maps import place_svg
from detente.display.names import state_name
from detente.exports.bibliography import bibtex_text
from detente.exports.calendar import Appointment, appointments, calendar_text
from detente.exports.linked_data import linked_data_text
from detente.knowledge.categories import categories
from detente.record import Record
from detente.record.diary import parts_of
from detente.record.told import sources as article_heads
from detente.relations.titles import title_of
from detente.relations.wording import sentence_case
from detente.runs.event import Account, Voice, account_of
from detente.types import Actor, Article, Encounter, Report, When, Where
from detente.web.asked import Asked
from detente.web.feeds import stamp
from detente.web.site import Site
from detente.web.view import View

Row = dict[str, Any]


def happening_view(site: Site, asked: Asked, identity: str, kind: str) -> View | str:
    """The happening's page, or where it is: an encounter asked for as an event, an identifier that led on."""
    with site.record.borrow(asked.as_of) as record:
        account = account_of(record, identity)
        right = "encounter" if account.id.startswith("me_") else "event"
        if (account.id, right) != (identity, kind):
            return asked.link(path=f"/{right}/{account.id}", format=asked.format)
        around = _around(record, account) if right == "encounter" else {}
        heads = {a.id: a for a in article_heads(record, sorted({v.article.id for v in account.voices}))}
    articles = [heads[one] for one in dict.fromkeys(v.article.id for v in account.voices)]
    facts = common_facts(account) | around
    facts |= encounter_facts(account) if right == "encounter" else event_facts(account)
    meetings = [_appointment(account, voice) for voice in account.voices if isinstance(voice.told, Encounter)]
    writers: dict[str, Any] = {"bib": lambda: bibtex_text(articles)}
    if meetings:
        writers["jsonld"] = lambda: linked_data_text(meetings)
        coming = appointments(meetings, since="0001-01-01")
        if coming:
            writers["ics"] = lambda: calendar_text(coming, stamp=stamp())
    return View(
        title=facts["name"],
        template=f"{right}.html",
        facts=facts,
        tables={"tellings": lambda: pa.Table.from_pylist(facts["tellings"])},
        writers=writers,
        python=f'import detente\n\ndetente.open("{site.record.path.name}").event("{account.id}")',
        sql=f'SELECT h."of", coalesce(r.quote, e.quote) AS quote FROM happenings h\nLEFT JOIN reports r ON r.id = h."of" '
        f"LEFT JOIN encounters e ON e.id = h.\"of\" WHERE h.happening = '{account.id}';",
    )


def common_facts(account: Account) -> Row:
    """What events and encounters have alike: where it stands, how often it is told, its life, what is in dispute."""
    tellings = _sentences(account)
    return {
        "id": account.id,
        "status": account.status,
        "totals": {
            "tellings": len(tellings),
            "articles": len(account.source_of),
            "outlets": len(account.outlets),
            "sources": len(account.sources),
        },
        "claimed_by": list(account.claimed_by),
        "history": [
            {
                "stage": step.stage,
                "day": step.day,
                "when": step.when.value if step.when else None,
                "until": step.when.until if step.when else None,
                "quote": step.voice.article.text[step.start : step.end],
                "telling": step.voice.told.id,
                **head(step.voice.article),
            }
            for step in account.history
        ],
        "disagreements": [
            {
                "about": one.about,
                "of": one.of,
                "answers": [
                    {
                        "value": a.value,
                        "tellings": [{"telling": v.told.id, **head(v.article)} for v in a.voices],
                    }
                    for a in one.answers
                ],
            }
            for one in account.disagreements
        ],
        "tellings": [
            {
                "telling": voice.told.id,
                "source": account.source_of[voice.article.id],
                "status": voice.told.status,
                "confidence": voice.told.confidence,
                "said_by": _said_by(voice.told),
                "quote": voice.told.quote,
                **head(voice.article),
            }
            for voice in tellings
        ],
    }


def event_facts(account: Account) -> Row:
    """What an event is: who did what to whom, as its surest report has it."""
    reports = [voice.told for voice in account.voices if isinstance(voice.told, Report)]
    best = max(reports, key=lambda report: report.confidence)
    deed, by, to = categories().name(best.event, best.mode), _names(best.actors), _names(best.recipients)
    return {
        "name": f"{sentence_case(deed)}: {by}{f' → {to}' if best.recipients and to != by else ''}",
        "event": best.event,
        "mode": best.mode,
        "cameo": best.cameo,
        "score": best.score,
        "contexts": list(best.contexts),
        "actors": [person(actor, "actor") for actor in best.actors],
        "recipients": [person(actor, "recipient") for actor in best.recipients],
        "when": best.when.value if best.when else None,
        "until": best.when.until if best.when else None,
        "place": best.where.name if best.where else None,
        "place_country": best.where.country if best.where else None,
        "confidence": best.confidence,
    }


def encounter_facts(account: Account) -> Row:
    """What an encounter is, put together from all its tellings; the fullest leads."""
    told = [voice.told for voice in account.voices if isinstance(voice.told, Encounter)]
    best = max(
        told, key=lambda one: (one.status == "happened", _is_to_the_day(one.when), len(one.participants))
    )
    places = [one.where for one in (best, *told) if one.where is not None]
    known = next((where for where in places if where.lat is not None), places[0] if places else None)
    days = [one.when for one in (best, *told) if one.when is not None and one.when.value]
    dated = next((when for when in days if _is_to_the_day(when)), days[0] if days else best.when)
    people = [person(actor, "participant") for one in (best, *told) for actor in one.participants]
    people += [person(actor, "came along") for one in told for actor in one.delegation]
    return {
        "name": title_of(best),
        "form": best.form,
        "participants": list({row["name"]: row for row in reversed(people)}.values())[::-1],
        "host": best.host.name if best.host else None,
        "venue": next((one.venue for one in (best, *told) if one.venue), None),
        "place": known.name if known else None,
        "place_country": known.country if known else None,
        "lat": known.lat if known else None,
        "lon": known.lon if known else None,
        "when": dated.value if dated else None,
        "until": dated.until if dated else None,
        "agenda": list(dict.fromkeys(issue for one in told for issue in one.agenda)),
        "_map": _map_of(known),
    }


def _map_of(where: Where | None) -> str | None:
    """A map of a place whose coordinates are known; a country's middle is no place."""
    if where is None or where.lat is None or where.lon is None or where.precision == "country":
        return None
    if where.country and where.name == state_name(where.country):
        # The record does not keep how precise a place is; the capital stands in the tables for the whole.
        return None
    return place_svg(where.lat, where.lon, where.name)


def person(actor: Actor, part: str) -> Row:
    """Somebody who has part in something, with the office held then."""
    return {
        "name": actor.name or actor.text,
        "text": actor.text,
        "kind": actor.kind,
        "office": actor.office,
        "country": actor.country,
        "part": part,
    }


def head(article: Article) -> Row:
    """By what a telling's article is known."""
    return {
        "article": article.id,
        "outlet": article.outlet,
        "agency": article.agency,
        "published": article.published,
        "title": article.title,
    }


def _around(record: Record, account: Account) -> Row:
    """What an encounter is part of, and what is part of it."""
    within, parts = parts_of(record, account.id)
    return {"within": within, "parts": parts}


def _appointment(account: Account, voice: Voice) -> Appointment:
    assert isinstance(voice.told, Encounter)
    return Appointment(encounter=voice.told, article=voice.article, happening=account.id)


def _is_to_the_day(when: When | None) -> bool:
    return when is not None and len(when.value or "") >= 10


def _said_by(told: Report | Encounter) -> str | None:
    by = told.said_by if isinstance(told, Report) else None
    return (by.name or by.text) if by else None


def _names(actors: Iterable[Actor]) -> str:
    return ", ".join(dict.fromkeys(actor.name or actor.text for actor in actors)) or "nobody named"


def _sentences(account: Account) -> list[Voice]:
    """One telling a sentence: an encounter and the report of it stand in the same words."""
    found = {(voice.article.id, voice.told.start): voice for voice in reversed(account.voices)}
    return list(reversed(found.values()))
