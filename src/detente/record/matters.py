"""One issue across all states: between whom it stands, who holds what, how often it is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from detente.record.deriving import in_words
from detente.record.scope import Scope, answer, dated, named, standing, states
from detente.record.store import Record


def pairs_on(record: Record, issue: str, scope: Scope, limit: int = 60) -> pa.Table:
    """The pairs between which an issue is named, most often first.

    Columns: a, b (a < b), articles, sources (independent), first, last (days of publication).
    """
    where, values = dated(scope, "published_day")
    return answer(
        record,
        f"""SELECT a, b, count(DISTINCT article) AS articles, count(DISTINCT coalesce(agency, outlet, article)) AS sources,
              min(published_day) AS first, max(published_day) AS last
            FROM pairs WHERE kind = 'issue' AND event = ? {"".join(f" AND {w}" for w in where)}
            GROUP BY a, b ORDER BY articles DESC, a, b LIMIT ?""",
        [issue, *values, limit],
    )


def positions_on(
    record: Record,
    issue: str,
    scope: Scope,
    *,
    limit: int | None = None,
    among: Sequence[str] | None = None,
) -> pa.Table:
    """Positions on an issue, newest first; with `among`, of these identifiers alone.

    Columns: id, holder, holder_countries (parallel, "" for none), addressee, addressee_countries, stance, what, said_by,
    article, day, quote, confidence, outlet, agency, published.
    """
    where, values = dated(scope, "a.published_day")
    positions, articles, roles, few = "positions", "articles", "roles", ""
    if among is not None:
        these = in_words(among)
        rows = record.connection.execute(
            f"SELECT DISTINCT article FROM positions WHERE id {these}"
        ).fetchall()
        in_these = in_words([article for (article,) in rows])
        # Materialized, for a condition that a join adds would keep DuckDB from asking the indexes.
        few = f"""few AS MATERIALIZED (SELECT * FROM positions WHERE id {these}),
        few_articles AS MATERIALIZED (SELECT id, published_day, outlet, agency, published FROM articles WHERE id {in_these}),
        few_roles AS MATERIALIZED (SELECT * FROM roles WHERE article {in_these}),"""
        positions, articles, roles = "few", "few_articles", "few_roles"
    lists = ", ".join(
        f"""list(coalesce(name, text) ORDER BY rank) FILTER (role = '{role}') AS {role},
        list(coalesce(country, '') ORDER BY rank) FILTER (role = '{role}') AS {role}_countries"""
        for role in ("holder", "addressee")
    )
    return answer(
        record,
        f"""WITH {few} chosen AS MATERIALIZED (SELECT p.*, a.published_day AS day, a.outlet, a.agency, a.published
              FROM {positions} p JOIN {articles} a ON a.id = p.article
              WHERE p.issue = ? AND {standing("p")} {"".join(f" AND {w}" for w in where)} {_NEWEST} LIMIT ?),
            who AS (SELECT "of", {lists} FROM {roles} WHERE "of" IN (SELECT id FROM chosen) GROUP BY "of")
            SELECT p.id, w.holder, w.holder_countries, w.addressee, w.addressee_countries,
              p.stance, p.what, p.said_by, p.article, p.day, p.quote, p.confidence, p.outlet, p.agency, p.published
            FROM chosen p LEFT JOIN who w ON w."of" = p.id {_NEWEST}""",
        [issue, *values, limit],
    )


_NEWEST = "ORDER BY day DESC NULLS LAST, p.article, p.start, p.id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """How many positions are held on an issue, by whom, and which are the newest."""

    told: int
    """All that are told, however unsure."""
    sure: int
    """Those of at least the confidence that was asked for; so is all below."""
    powers: tuple[tuple[str, int, str], ...]
    """State, how many positions it holds, and the newest of them; those with most first."""
    newest: tuple[str, ...]


def held_on(record: Record, issue: str, scope: Scope, least: float, most: int) -> Held:
    """The positions on an issue, summed up, with the `most` newest of at least that confidence."""
    where, values = dated(scope, "a.published_day")
    told = f"""WITH told AS MATERIALIZED (SELECT p.id, (-date_diff('day', DATE '0001-01-01', coalesce(a.published_day, DATE '0001-01-01')),
        p.article, p.start, p.id) AS place, coalesce(p.confidence, 1) >= ? AS sure FROM positions p JOIN articles a ON a.id = p.article
        WHERE p.issue = ? AND {standing("p")} {"".join(f" AND {w}" for w in where)})"""
    asked = [least, issue, *values]
    counted = answer(
        record, f"{told} SELECT count(*) AS told, count(*) FILTER (sure) AS sure FROM told", asked
    )
    powers = answer(
        record,
        f"""{told} SELECT x.country AS state, count(DISTINCT t.id) AS times, arg_min(t.id, t.place) AS latest
        FROM told t JOIN roles x ON x."of" = t.id AND x.role = 'holder' AND x.country IS NOT NULL
        WHERE t.sure GROUP BY x.country ORDER BY times DESC, state""",
        asked,
    ).to_pylist()
    newest = answer(record, f"{told} SELECT id FROM told WHERE sure ORDER BY place LIMIT ?", [*asked, most])
    [row] = counted.to_pylist()
    return Held(
        told=row["told"],
        sure=row["sure"],
        powers=tuple((one["state"], one["times"], one["latest"]) for one in powers),
        newest=tuple(newest["id"].to_pylist()),
    )


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


def unsure_stances(record: Record, scope: Scope, least: float) -> int:
    """How many positions `stances` leaves out for being less certain than that."""
    where, values = dated(scope, "published_day")
    [row] = answer(
        record,
        f"""SELECT count(*) AS times FROM pairs
        WHERE a = ? AND b = ? AND kind = 'position' AND mode IS NOT NULL AND issues[1] IS NOT NULL
        AND published_day IS NOT NULL AND confidence < ? {"".join(f" AND {w}" for w in where)}""",
        [*sorted(scope.states), least, *values],
    ).to_pylist()
    return int(row["times"])


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
