"""An Atom feed (RFC 4287) of events: what a feed reader shows as new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from detente.knowledge.categories import categories

Row = Mapping[str, Any]


def atom_text(rows: Iterable[Row], *, title: str, address: str, updated: str) -> str:
    """A feed of happenings, the columns as `record.listing.happenings` gives them.

    `address` is the page's own, with its host; `updated` the time of the newest (ISO 8601 with zone). An entry's
    identifier is the happening's, so that a reader shows an event once however many articles tell it later.
    """
    base = "/".join(address.split("/", 3)[:3])
    entries = "".join(_entry(row, base, updated) for row in rows)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>{_told(title)}</title><id>{_told(address)}</id><link href={quoteattr(_plain(address))}/>"
        f"<updated>{updated}</updated><author><name>Détente</name></author>\n{entries}</feed>\n"
    )


def _entry(row: Row, base: str, updated: str) -> str:
    deed = categories().name(row["event"], row["mode"])
    by, to = (", ".join(dict.fromkeys(row[side] or ())) for side in ("actors", "recipients"))
    title = f"{deed[:1].upper()}{deed[1:]}: {by or 'not named'}{f' → {to}' if to and to != by else ''}"
    day = str(row["published"] or row["day"] or updated[:10])
    kind = "encounter" if row["id"].startswith("me_") else "event"
    link = quoteattr(f"{base}/{kind}/{row['id']}")
    return (
        f"<entry><title>{_told(title)}</title><id>urn:detente:{_told(row['id'])}</id>"
        f"<link href={link}/><updated>{day}T00:00:00Z</updated>"
        f"<summary>{_told(row['quote'])} ({_told(row['outlet'] or 'outlet unknown')})</summary></entry>\n"
    )


def _told(text: str) -> str:
    return escape(_plain(text))


def _plain(text: str) -> str:
    """The text without the control characters that no XML may hold."""
    return "".join(
        c
        for c in text
        if (c >= " " and c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff") or c in "\n\t"
    )
