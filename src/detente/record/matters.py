"""One issue across all states: between whom it stands, who holds what, how often it is named."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from detente.record.deriving import in_words
from detente.record.scope import Scope, answer, dated, each, named, standing, states
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


def named_between(record: Record, scope: Scope) -> pa.Table:
    """Which issues articles name between two states. Columns: issue, article, day (of publication)."""
    where, values = dated(scope, "published_day")
    return answer(
        record,
        f"""SELECT event AS issue, article, published_day AS day FROM pairs
        WHERE a = ? AND b = ? AND kind = 'issue' {"".join(f" AND {w}" for w in where)}""",
        [*sorted(scope.states), *values],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stances:
    """Where two states stand on what is between them, as far as an agenda tells it."""

    ends: pa.Table
    """The first and the last position of each side on each issue: id, holder (list of names), holder_states, issue, stance, what,
    article, day, start."""
    times: dict[tuple[str, str], int]
    """How many positions a side has on an issue, by issue and side."""


def stances(record: Record, scope: Scope, least: float = 0.0) -> Stances:
    """The positions that one of two states holds in sentences that name both, of at least that confidence, summed up."""
    where, values = dated(scope, "published_day")
    place = '(published_day, article, length("of"), "of")'
    rows = answer(
        record,
        f"""SELECT issues[1] AS issue, mode AS side, count(*) AS times,
            arg_min("of", {place}) AS first, arg_max("of", {place}) AS last,
            arg_min(article, {place}) AS first_in, arg_max(article, {place}) AS last_in
            FROM pairs WHERE a = ? AND b = ? AND kind = 'position' AND mode IS NOT NULL AND issues[1] IS NOT NULL
            AND published_day IS NOT NULL AND coalesce(confidence, 1) >= ? {"".join(f" AND {w}" for w in where)}
            GROUP BY issue, side""",
        [*sorted(scope.states), least, *values],
    ).to_pylist()
    ends = {row[end] for row in rows for end in ("first", "last")}
    articles = in_words(sorted({row[end] for row in rows for end in ("first_in", "last_in")}))
    table = answer(
        record,
        f"""WITH few_roles AS MATERIALIZED (SELECT * FROM roles WHERE article {articles}),
            few AS MATERIALIZED (SELECT * FROM positions WHERE id {in_words(sorted(ends))}),
            few_articles AS MATERIALIZED (SELECT id, published_day FROM articles WHERE id {articles})
            SELECT p.id, {named("p", "holder", "few_roles")} AS holder, {states("p", "holder", "few_roles")} AS holder_states,
            p.issue, p.stance, p.what, p.article, a.published_day AS day, p.start
            FROM few p JOIN few_articles a ON a.id = p.article""",
        [],
    )
    return Stances(ends=table, times={(row["issue"], row["side"]): row["times"] for row in rows})
