"""`/`: the world today as the record has it."""

from __future__ import annotations

import pyarrow as pa

from detente.record import queries
from detente.record.diary import encounters_once
from detente.record.listing import Wish, every, happenings, totals
from detente.record.scope import Scope
from detente.relations.meetings import is_ahead, is_told
from detente.web.asked import Asked
from detente.web.feeds import calendar_of, feed_of
from detente.web.site import Site
from detente.web.view import View

NEWEST = 20


def home_view(site: Site, asked: Asked) -> View:
    """Encounters ahead, who moved, what is newest, and how much the record holds."""
    scope = Scope()
    now = site.now(asked.as_of)
    with site.record.borrow(asked.as_of) as record:
        met = encounters_once(record, scope, 400).to_pylist()
        newest = happenings(record, Wish(), limit=NEWEST).to_pylist()
        counted = totals(record, Wish())
        held = queries.counts(record)
    ahead = [row for row in met if is_told(row) and is_ahead(row, now or "")]
    ahead.sort(key=lambda row: (str(row["when"] or row["day"] or "9999"), row["id"]))

    def all_events() -> pa.Table:
        with site.record.borrow(asked.as_of) as record:
            return every(record, Wish())

    return View(
        title="The world as this record has it",
        template="home.html",
        facts={
            "now": now,
            "totals": counted,
            "held": held,
            "ahead": ahead[:12],
            "movers": site.movers(asked.as_of).to_pylist() if held["articles"] else [],
            "events": newest,
            "busiest": site.busiest(asked.as_of)[:12],
        },
        tables={"events": all_events},
        writers={
            "ics": lambda: calendar_of(site, asked, scope),
            "atom": lambda: feed_of(site, asked, Wish(), "The world as this record has it", asked.base),
        },
        python=f'import detente\n\nrecord = detente.open("{site.record.path.name}")',
        sql="SELECT day, event, mode, quote FROM reports ORDER BY day DESC NULLS LAST LIMIT 20;",
    )
