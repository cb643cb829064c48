"""Encounters to come as iCalendar (RFC 5545), for the calendar of whoever must be there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from detente.types import Article, Encounter

STATUS = {
    "planned": "CONFIRMED",
    "ongoing": "CONFIRMED",
    "possible": "TENTATIVE",
    "called_for": "TENTATIVE",
    "postponed": "TENTATIVE",
    "cancelled": "CANCELLED",
    "refused": "CANCELLED",
}
"""Those that a calendar can hold: what has taken place, and what was only imagined, is no appointment."""

_FOLD = 75
"""Octets a line, without its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """An encounter with its article and the happening to which linking gave it."""

    encounter: Encounter
    article: Article
    happening: str | None = None


def appointments(told: Iterable[Appointment], *, since: str) -> list[Appointment]:
    """Of each happening what was told last, if a calendar can hold it: it begins on a known day and is not over before `since`.

    A meeting that a later article reports as held, or as cancelled, is told by that article.
    """
    latest: dict[str, Appointment] = {}
    for one in sorted(told, key=lambda t: (t.article.published or "", t.encounter.confidence)):
        latest[one.happening or one.encounter.id] = one
    coming = [
        one
        for one in latest.values()
        if one.encounter.status in STATUS and _first_day(one) and (_last_day(one) or "") >= since
    ]
    return sorted(coming, key=lambda one: (_first_day(one) or "", one.encounter.id))


def calendar_text(coming: Iterable[Appointment], *, stamp: str) -> str:
    """A calendar. `stamp`: when it was made, UTC (`20230619T080000Z`).

    People are no invitees, so there is no ATTENDEE: participants stand in the summary and the description. The
    identifier stays when a day moves, and SEQUENCE rises with what became of the encounter.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Detente//Encounters//EN", "CALSCALE:GREGORIAN"]
    for one in coming:
        lines += _event(one, stamp)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _event(one: Appointment, stamp: str) -> Iterator[str]:
    encounter, article = one.encounter, one.article
    first, last = _first_day(one), _last_day(one)
    yield from ("BEGIN:VEVENT", f"UID:{one.happening or encounter.id}@detente", f"DTSTAMP:{stamp}")
    hour = _hour(encounter)
    if hour:
        yield f"DTSTART:{hour}"
    elif first and last:
        yield f"DTSTART;VALUE=DATE:{first.replace('-', '')}"
        # The end is the first day on which it is over.
        over = date.fromisoformat(last) + timedelta(1)
        yield f"DTEND;VALUE=DATE:{over.isoformat().replace('-', '')}"
    names = ", ".join(dict.fromkeys(a.name or a.text for a in encounter.participants))
    yield f"SUMMARY:{_escaped(': '.join(filter(None, (encounter.form.capitalize(), names))))}"
    yield f"STATUS:{STATUS[encounter.status]}"
    yield f"SEQUENCE:{max(len(encounter.history) - 1, 0)}"
    place = ", ".join(
        dict.fromkeys(filter(None, (encounter.venue, encounter.where.name if encounter.where else None)))
    )
    if place:
        yield f"LOCATION:{_escaped(place)}"
    if encounter.where and encounter.where.lat is not None and encounter.where.lon is not None:
        yield f"GEO:{encounter.where.lat:g};{encounter.where.lon:g}"
    if encounter.agenda:
        yield f"CATEGORIES:{','.join(map(_escaped, encounter.agenda))}"
    source = ", ".join(filter(None, (article.outlet or article.agency, (article.published or "")[:10])))
    said = f"{encounter.quote} ({source})" if source else encounter.quote
    status = encounter.status.replace("_", " ")
    yield f"DESCRIPTION:{_escaped(f'{status}: {said}')}"
    if article.url:
        yield f"URL:{article.url}"
    yield from (f"X-DETENTE-STATUS:{encounter.status}", "TRANSP:TRANSPARENT", "END:VEVENT")


def _first_day(one: Appointment) -> str | None:
    when = one.encounter.when
    return _whole(when.value) if when else None


def _last_day(one: Appointment) -> str | None:
    when = one.encounter.when
    return (_whole(when.until) or _whole(when.value)) if when else None


def _whole(value: str | None) -> str | None:
    """The day of a date that is known to the day: a calendar has no place for "in July"."""
    try:
        return date.fromisoformat((value or "")[:10]).isoformat() if value and len(value) >= 10 else None
    except ValueError:
        return None


def _hour(encounter: Encounter) -> str | None:
    value = encounter.when.value if encounter.when else None
    if not value or "T" not in value or (encounter.when and encounter.when.until):
        return None
    try:
        # Without a zone it is the place's own time, which RFC 5545 calls floating.
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return moment.strftime("%Y%m%dT%H%M%S")
    return (moment - (moment.utcoffset() or timedelta())).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    plain = " ".join(text.split())
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> Iterator[str]:
    """Lines of at most 75 octets, the later ones after a blank; no character is cut in two."""
    part = ""
    for character in line:
        if len((part + character).encode()) > _FOLD:
            yield part
            part = " "
        part += character
    yield part
