"""`/person/Wang Yi`: offices over time, encounters, words."""

from __future__ import annotations

from typing import Any

import msgspec

from detente.errors import UnknownError
from detente.knowledge import lookup
from detente.knowledge.holders import holders
from detente.knowledge.lookup import Wanted
from detente.record.diary import encounters_once
from detente.record.persons import appearances, called, said
from detente.record.scope import Scope
from detente.web.asked import Asked
from detente.web.pair import diary_part, sure
from detente.web.site import Site
from detente.web.view import View

QUOTED = 40
"""Sentences that are shown."""


def person_view(site: Site, asked: Asked, name: str) -> View | str:
    """A person as the tables and the record know them. Raises `UnknownError` where neither does."""
    scope = Scope(person=name, since=asked.since, until=asked.until)
    with site.record.borrow(asked.as_of) as record:
        told = appearances(record, name, scope).to_pylist()
        met = encounters_once(record, scope)
        quotes = said(record, name, scope)
        others = called(record, name, 2) if not told else []
    stays = [h for h in lookup.found(holders(), Wanted(words=name)) if name in (h.person, *h.aliases)]
    if not told and len(others) == 1:
        return asked.link(path=f"/person/{others[0][0]}", format=asked.format)
    if not told and not stays:
        raise UnknownError(f"neither the record nor the tables know a person called {name!r}")
    now = site.now(asked.as_of)
    facts: dict[str, Any] = {
        "name": name,
        "now": now,
        "stays": [
            msgspec.to_builtins(h) for h in sorted(stays, key=lambda h: (h.since, h.office), reverse=True)
        ],
        "told": told,
        **diary_part(met.to_pylist(), now, asked.surely),
        "quotes": quotes.slice(0, QUOTED).to_pylist(),
        "quotes_more": max(0, quotes.num_rows - QUOTED),
    }
    return View(
        title=name,
        template="person.html",
        facts=facts,
        tables={"encounters": lambda: sure(met, asked.surely), "quotations": lambda: quotes},
        python=f'import detente\n\ndetente.open("{site.record.path.name}").person({name!r})',
        sql='SELECT e.day, e.form, e.status, e.quote FROM encounters e JOIN roles x ON x."of" = e.id\n'
        f"WHERE x.name = '{name.replace(chr(39), chr(39) * 2)}' ORDER BY e.day DESC;",
    )
