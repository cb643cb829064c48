"""When somebody held office, for words like "since Biden took office"."""

from __future__ import annotations

from collections.abc import Callable

from detente.actors.lexicon import ActorTables
from detente.actors.names import fold
from detente.knowledge.holders import Holder
from detente.knowledge.spans import first_day, last_day


def tenures(
    tables: ActorTables, day: str | None
) -> Callable[[str, str | None], tuple[str, str | None] | None]:
    """Answers the stay in office that a name, with or without a title, means on a day.

    Without a title an office of the first rank: heads of state, of government, of bodies. Of several stays the last
    one begun; None for a name of several people, and for a stay whose first day is not known.
    """

    def stay(name: str, title: str | None) -> tuple[str, str | None] | None:
        rows = [h for h in tables.people.get(fold(name), ()) if _fits(h, title, tables)]
        begun = [h for h in rows if day is None or first_day(h.since) <= day]
        if not begun or len({(h.person, h.country) for h in begun}) > 1:
            return None
        last = max(begun, key=lambda h: (first_day(h.since), h.office))
        if len(last.since) < 10:
            return None
        return last.since, last_day(last.until) if last.until else None

    return stay


def _fits(row: Holder, title: str | None, tables: ActorTables) -> bool:
    if title is None:
        return row.office in tables.offices and tables.offices[row.office].rank == 1
    plain = title.lower()
    meant = tables.titles.get(plain, ()) or tables.titles.get(plain.replace("-", " "), ())
    return any(office == row.office and own in {None, row.country} for office, own in meant)
