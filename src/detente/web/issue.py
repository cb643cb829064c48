"""`/issue/taiwan`: one matter across all pairs, and each power's positions on it in time."""

from __future__ import annotations

from typing import Any

from detente.errors import UnknownError
from detente.knowledge.issues import issues
from detente.record.matters import named_by_month, pairs_on, positions_on
from detente.record.scope import Scope
from detente.relations.wording import issue_name, sentence_case
from detente.web.asked import Asked
from detente.web.pair import sure
from detente.web.site import Site
from detente.web.view import View

SHOWN = 60
"""Positions that are shown."""


def issue_view(site: Site, asked: Asked, identity: str) -> View:
    """An issue. Raises `UnknownError` for one that is in no table and in no article."""
    scope = Scope(since=asked.since, until=asked.until)
    with site.record.borrow(asked.as_of) as record:
        pairs = pairs_on(record, identity, scope)
        told = positions_on(record, identity, scope)
        held = sure(told, asked.stances)
        months = named_by_month(record, identity, scope)
    known = next((issue for issue in issues() if issue.id == identity), None)
    if known is None and not months.num_rows and not told.num_rows:
        raise UnknownError(f"no issue is called {identity!r}; `detente issues` lists those of the record")
    return View(
        title=sentence_case(issue_name(identity)),
        template="issue.html",
        facts={
            "issue": identity,
            "words": list(known.words) if known else [],
            "pairs": pairs.to_pylist(),
            "powers": _powers(held.to_pylist()),
            "positions": held.slice(0, SHOWN).to_pylist(),
            "stances_less_sure": told.num_rows - held.num_rows,
            "positions_more": max(0, held.num_rows - SHOWN),
            "months": months.to_pylist(),
        },
        tables={"positions": lambda: held, "pairs": lambda: pairs, "months": lambda: months},
        python=f'import detente\n\ndetente.open("{site.record.path.name}").issue("{identity}")',
        sql=f"SELECT a.published_day, p.stance, p.what, p.quote FROM positions p JOIN articles a ON a.id = p.article\n"
        f"WHERE p.issue = '{identity.replace(chr(39), chr(39) * 2)}' ORDER BY 1 DESC;",
    )


def _powers(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The latest position of each state that holds one, those with most positions first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        for state in dict.fromkeys(code for code in row["holder_countries"] or () if code):
            found.setdefault(state, []).append(row)
    order = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return [{"state": state, "times": len(held), "latest": held[0]} for state, held in order]
