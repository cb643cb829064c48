"""What other programs take: a calendar of encounters ahead, a feed of events, a chart as a picture."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from detente.display.curve import curve_svg, since_told
from detente.errors import UsageError
from detente.exports.atom import atom_text
from detente.exports.calendar import Appointment, appointments, calendar_text
from detente.record.listing import Wish, happenings
from detente.record.scope import Scope
from detente.record.told import told_encounters
from detente.relations.account import Account, series_table, turns_table
from detente.web.asked import Asked
from detente.web.site import Site

ENTRIES = 50


def calendar_of(site: Site, asked: Asked, scope: Scope) -> str:
    """Encounters of a scope that are not over on the day of the record's newest article."""
    now = asked.since or site.now(asked.as_of) or "0001-01-01"
    narrowed = Scope(states=scope.states, person=scope.person, since=now, until=asked.until)
    with site.record.borrow(asked.as_of) as record:
        told = [
            Appointment(encounter=e, article=a, happening=h)
            for e, a, h in told_encounters(record, narrowed)
            if e.confidence is None or e.confidence >= asked.surely
        ]
    return calendar_text(appointments(told, since=now), stamp=stamp())


def stamp() -> str:
    """Now, as calendars write it (UTC)."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"


def feed_of(site: Site, asked: Asked, wish: Wish, title: str, base: str) -> str:
    """The newest events that are wished for. `base` is the server's own address."""
    with site.record.borrow(asked.as_of) as record:
        rows: list[dict[str, Any]] = happenings(record, wish, limit=ENTRIES).to_pylist()
    newest = max((str(row["published"]) for row in rows if row["published"]), default="1970-01-01")
    return atom_text(rows, title=title, address=base + asked.link(), updated=f"{newest}T00:00:00Z")


def picture(told: Account, label: str, window: tuple[str, str] | None) -> str:
    """The curve as a picture of its own."""
    turns = turns_table(told).to_pylist()
    series = since_told(series_table(told.series).to_pylist(), window[0] if window else None)
    return curve_svg(series, turns, label=label, window=window, alone=True)


def pixels(svg: str) -> bytes:
    """A picture as PNG. Raises `UsageError` where the extra for charts is not installed."""
    try:
        from vl_convert import svg_to_png
    except ImportError:
        raise UsageError(
            "a PNG needs the extra for charts: `pip install 'detente[charts]'`; .svg needs nothing"
        ) from None
    drawn: bytes = svg_to_png(svg, scale=2)
    return drawn
