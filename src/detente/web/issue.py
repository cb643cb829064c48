"""`/issue/taiwan`: one matter across all pairs, and each power's positions on it in time."""

from __future__ import annotations

import pyarrow as pa

from detente.errors import UnknownError
from detente.knowledge.issues import issue_name, issues
from detente.record.matters import held_on, named_by_month, pairs_on, positions_on
from detente.record.scope import Scope
from detente.relations.wording import sentence_case
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
        held = held_on(record, identity, scope, asked.stances, SHOWN)
        shown = {*held.newest, *(latest for _, _, latest in held.powers)}
        rows = positions_on(record, identity, scope, among=sorted(shown)).to_pylist()
        months = named_by_month(record, identity, scope)
    by_id = {row["id"]: row for row in rows}

    def every() -> pa.Table:
        with site.record.borrow(asked.as_of) as record:
            return sure(positions_on(record, identity, scope), asked.stances)

    known = next((issue for issue in issues() if issue.id == identity), None)
    if known is None and not months.num_rows and not held.told:
        raise UnknownError(f"no issue is called {identity!r}; `detente issues` lists those of the record")
    return View(
        title=sentence_case(issue_name(identity)),
        template="issue.html",
        facts={
            "issue": identity,
            "words": list(known.words) if known else [],
            "pairs": pairs.to_pylist(),
            "powers": [
                {"state": state, "times": times, "latest": by_id[latest]}
                for state, times, latest in held.powers
            ],
            "positions": [by_id[one] for one in held.newest],
            "stances_less_sure": held.told - held.sure,
            "positions_more": max(0, held.sure - SHOWN),
            "months": months.to_pylist(),
        },
        tables={"positions": every, "pairs": lambda: pairs, "months": lambda: months},
        python=f'import detente\n\ndetente.open("{site.record.path.name}").issue("{identity}")',
        sql=f"SELECT a.published_day, p.stance, p.what, p.quote FROM positions p JOIN articles a ON a.id = p.article\n"
        f"WHERE p.issue = '{identity.replace(chr(39), chr(39) * 2)}' ORDER BY 1 DESC;",
    )
