"""`/`: the world today as the record has it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from detente.record import queries
from detente.record.diary import encounters_once
from detente.record.listing import Wish, every, happenings, totals
from detente.record.scope import Scope
from detente.relations.meetings import ahead_order, is_ahead, is_told, is_unheard_of
from detente.web.asked import Asked
from detente.web.feeds import calendar_of, feed_of
from detente.web.pair import less_sure
from detente.web.site import Site
from detente.web.view import View

NEWEST = 20
AHEAD, UNHEARD = 12, 8
"""Encounters of each kind that are shown."""
LOOKING_BACK = 366
"""Days within which a plan was told, or its day lay, to be named here at all."""


def home_view(site: Site, asked: Asked) -> View:
    """Encounters ahead, who moved, what is newest, and how much the record holds."""
    scope = Scope()
    facts = site.record.remembered(("home", asked.as_of, asked.surely), lambda: _facts(site, asked))

    def all_events() -> pa.Table:
        with site.record.borrow(asked.as_of) as record:
            return every(record, asked.wish(scope))

    return View(
        title="The world as this record has it",
        template="home.html",
        facts=facts,
        tables={"events": all_events},
        writers={
            "ics": lambda: calendar_of(site, asked, scope),
            "atom": lambda: feed_of(
                site, asked, asked.wish(scope), "The world as this record has it", asked.base
            ),
        },
        python=f'import detente\n\nrecord = detente.open("{site.record.path.name}")',
        sql="SELECT day, event, mode, quote FROM reports ORDER BY day DESC NULLS LAST LIMIT 20;",
    )


def _facts(site: Site, asked: Asked) -> dict[str, Any]:
    """All that the page says; there is nothing to choose on it, so it is worked out once."""
    as_of, wish = asked.as_of, Wish(least=asked.surely)
    now = site.now(as_of)
    among = site.told(Scope(), as_of)
    lately = str(date.fromisoformat(now) - timedelta(LOOKING_BACK)) if now else None
    with site.record.borrow(as_of) as record:
        met = encounters_once(record, Scope(since=lately)).to_pylist()
        # What is foreseen for years ahead is no news; it stands under what is ahead.
        newest = happenings(
            record, replace(wish, scope=Scope(until=now)), limit=NEWEST, among=among
        ).to_pylist()
        counted = totals(record, wish, among=among)
        doubted = less_sure(record, wish, among)
        held = queries.counts(record)
    met = [row for row in met if is_told(row) and (row["confidence"] or 0.0) >= asked.surely]
    ahead = [row for row in met if is_ahead(row, now or "")]
    unheard = [row for row in met if is_unheard_of(row, now or "")]
    ahead.sort(key=ahead_order)
    return {
        "now": now,
        "totals": counted,
        "held": held,
        "least": asked.surely,
        "less_sure": doubted,
        "ahead": ahead[:AHEAD],
        "unheard": unheard[:UNHEARD],
        "movers": site.movers(as_of).to_pylist() if held["articles"] else [],
        "events": newest,
        "busiest": site.busiest(as_of)[:12],
        "_record": site.record.path.name,
    }
