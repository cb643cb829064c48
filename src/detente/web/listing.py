"""`/events`: what happened, of all or of a pair, a state or a person, with filters."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from detente.display.names import state_name
from detente.record.listing import every, totals
from detente.record.meant import scope_of
from detente.record.scope import Scope
from detente.web.asked import Asked
from detente.web.pair import events_part
from detente.web.site import Site
from detente.web.view import View


def events_view(site: Site, asked: Asked) -> View:
    """A page of events. `about` names a pair, a state or a person. Raises `UsageError`."""
    about = asked.given.get("about", ("",))[-1]
    scope = scope_of(about) if about else Scope()
    wish = asked.wish(scope)
    among = site.told(scope, asked.as_of)
    with site.record.borrow(asked.as_of) as record:
        facts: dict[str, Any] = {
            "about": about,
            "totals": totals(record, wish, among=among),
            **events_part(record, asked, scope, among),
        }

    def whole() -> pa.Table:
        with site.record.borrow(asked.as_of) as record:
            return every(record, wish)

    named = " and ".join(map(state_name, scope.states)) or scope.person
    return View(
        title=f"Events: {named}" if named else "Events",
        template="events.html",
        facts=facts | {"_pair": "-".join(scope.states) if len(scope.states) == 2 else None},
        tables={"events": whole},
        python=f'import detente\n\ndetente.open("{site.record.path.name}").events({about!r})',
        sql="SELECT * FROM reports ORDER BY day DESC NULLS LAST;",
    )
