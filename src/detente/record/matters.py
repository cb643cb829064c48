"""One issue across all states: between whom it stands, who holds what, how often it is named."""

from __future__ import annotations

import pyarrow as pa

from detente.record.scope import Scope, dated, each, named, standing
from detente.record.store import Record


def pairs_on(record: Record, issue: str, scope: Scope, limit: int = 60) -> pa.Table:
    """The pairs between which an issue is named, most often first.

    Columns: a, b (a < b), articles, sources (independent), first, last (days of publication).
    """
    where, values = dated(scope, "p.published_day")
    return record.connection.sql(
        f"""WITH named AS (
              SELECT i.article, unnest(i.between_states) AS state, p.published_day, coalesce(p.agency, p.outlet, p.id) AS source
              FROM issues i JOIN articles p ON p.id = i.article WHERE i.issue = ? {"".join(f" AND {w}" for w in where)})
            SELECT x.state AS a, y.state AS b, count(DISTINCT x.article) AS articles, count(DISTINCT x.source) AS sources,
              min(x.published_day) AS first, max(x.published_day) AS last
            FROM (SELECT DISTINCT * FROM named) x JOIN (SELECT DISTINCT article, state FROM named) y
              ON x.article = y.article AND x.state < y.state
            GROUP BY x.state, y.state ORDER BY articles DESC, a, b LIMIT ?""",
        params=[issue, *values, limit],
    ).to_arrow_table()


def positions_on(record: Record, issue: str, scope: Scope, limit: int | None = None) -> pa.Table:
    """Positions on an issue, newest first.

    Columns: id, holder, holder_countries (parallel, "" for none), addressee, addressee_countries, stance, what, said_by,
    article, day, quote, confidence, outlet, agency, published.
    """
    where, values = dated(scope, "a.published_day")
    return record.connection.sql(
        f"""SELECT p.id, {named("p", "holder")} AS holder, {each("p", "holder", "country")} AS holder_countries,
              {named("p", "addressee")} AS addressee, {each("p", "addressee", "country")} AS addressee_countries,
              p.stance, p.what, p.said_by, p.article, a.published_day AS day, p.quote, p.confidence, a.outlet, a.agency, a.published
            FROM positions p JOIN articles a ON a.id = p.article
            WHERE p.issue = ? AND {standing("p")} {"".join(f" AND {w}" for w in where)}
            ORDER BY day DESC NULLS LAST, p.article, p.start LIMIT ?""",
        params=[issue, *values, limit],
    ).to_arrow_table()


def named_by_month(record: Record, issue: str, scope: Scope) -> pa.Table:
    """In how many articles of each month an issue is named. Columns: month (2023-06), articles."""
    where, values = dated(scope, "a.published_day")
    return record.connection.sql(
        f"""SELECT strftime(a.published_day, '%Y-%m') AS month, count(DISTINCT a.id) AS articles
            FROM issues i JOIN articles a ON a.id = i.article
            WHERE i.issue = ? AND a.published_day IS NOT NULL {"".join(f" AND {w}" for w in where)}
            GROUP BY month ORDER BY month""",
        params=[issue, *values],
    ).to_arrow_table()
