"""`/encounters` and `/positions`: all of them, or those of a pair, a state or a person, a page at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa

from detente.display.names import state_name
from detente.record import queries
from detente.record.diary import encounters_once
from detente.record.listing import Wish, cursor_of
from detente.record.meant import scope_of
from detente.record.paging import encounters_page, positions_page
from detente.record.scope import Scope
from detente.record.store import Record
from detente.web.asked import Asked
from detente.web.pair import sure
from detente.web.site import Site
from detente.web.view import View

Page = Callable[[Record, Wish, str | None, int], pa.Table]
Whole = Callable[[Record, Scope], pa.Table]


def encounters_view(site: Site, asked: Asked) -> View:
    """A page of encounters, newest first. `about` names a pair, a state or a person. Raises `UsageError`."""

    def page(record: Record, wish: Wish, after: str | None, limit: int) -> pa.Table:
        among = site.tellings(wish.scope, asked.as_of)
        return encounters_page(record, wish, after, limit, among=among)

    return _view(site, asked, "encounters", (page, encounters_once), asked.surely)


def positions_view(site: Site, asked: Asked) -> View:
    """A page of positions, newest first, as `encounters_view`."""
    return _view(site, asked, "positions", (positions_page, queries.positions), asked.stances)


def _view(site: Site, asked: Asked, kind: str, ways: tuple[Page, Whole], least: float) -> View:
    page, whole = ways
    about = asked.given.get("about", ("",))[-1]
    scope = scope_of(about) if about else Scope()
    wish = Wish(
        scope=asked.wish(scope).scope, issues=asked.issues, statuses=asked.statuses, sources=asked.sources, least=least
    )  # fmt: skip
    with site.record.borrow(asked.as_of) as record:
        rows: list[dict[str, Any]] = page(record, wish, asked.after, asked.limit).to_pylist()
    full = len(rows) == asked.limit
    following = cursor_of(rows[-1]) if full else None

    def every() -> pa.Table:
        with site.record.borrow(asked.as_of) as record:
            return sure(whole(record, wish.scope), least)

    named = " and ".join(map(state_name, scope.states)) or scope.person
    title = kind.capitalize()
    return View(
        title=f"{title}: {named}" if named else title,
        template=f"{kind}.html",
        facts={
            "about": about,
            kind: rows,
            "least": least,
            "next": asked.link(after=following) if following else None,
            "_pair": "-".join(scope.states) if len(scope.states) == 2 else None,
        },
        tables={kind: every},
        sql=f"SELECT * FROM {kind} ORDER BY article, start;",
    )
