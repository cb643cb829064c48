"""Lists of what happened, one row a happening, a page at a time: newest first, filtered, with what else could be chosen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from detente.errors import UsageError
from detente.record.deriving import SOURCES, TOLD, in_words
from detente.record.scope import Scope
from detente.record.store import Record

LONGEST_PAGE = 200
"""Rows of a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which happenings are wanted. Empty fields do not narrow."""

    scope: Scope = field(default_factory=Scope)
    categories: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    """`background` stands for what articles mention of the past; without it that is left out."""
    sources: tuple[str, ...] = ()
    """Outlets or agencies."""
    least: float = 0.0
    """The least confidence, 0 to 1."""


_OF_TWO = """
SELECT "of" AS id, article, happening, day, event, mode, status, confidence, published_day, coalesce(agency, outlet, article) AS source,
  outlet, agency, issues
FROM pairs WHERE a = ? AND b = ? AND kind = 'report'
"""
_TABLES = {table: table for table in SOURCES}
_ROWS = """
SELECT happening AS id, min(day) AS day, arg_max(event, confidence) AS event, arg_max(mode, confidence) AS mode,
  CASE WHEN bool_or(status = 'happened') THEN 'happened' WHEN bool_or(status = 'ongoing') THEN 'ongoing'
    ELSE arg_max(status, coalesce(published_day, DATE '0001-01-01')) END AS status,
  max(confidence) AS confidence, count(*) AS reports, count(DISTINCT article) AS articles,
  count(DISTINCT source) AS sources, arg_max(id, confidence) AS report, arg_max(article, confidence) AS article,
  arg_max(outlet, confidence) AS outlet, arg_max(published_day, confidence) AS published, arg_max(issues, confidence) AS issues
FROM told WHERE {wanted} GROUP BY happening
"""
_NEWEST = "ORDER BY coalesce(day, DATE '0001-01-01') DESC, id"
_EVERY = f"WITH shown AS ({{rows}}) SELECT * FROM shown {_NEWEST}"
# Which happenings stand on the page is found first, by their days alone; only these are summed up.
_PAGE = f"""
WITH days AS (SELECT happening AS id, min(day) AS day FROM told WHERE {{wanted}} GROUP BY happening),
chosen AS (SELECT id FROM days WHERE {{after}} {_NEWEST} LIMIT ?),
shown AS ({{rows}}) SELECT * FROM shown {_NEWEST}
"""
_WHOLE = """
WITH {few} who AS (SELECT x."of", {cast} FROM {roles} x WHERE x."of" IN (SELECT report FROM page) AND x.role IN ('actor', 'recipient')
  GROUP BY x."of")
SELECT p.id, p.day, p.event, p.mode, p.status, p.confidence, p.reports, p.articles, p.sources, r.quote, r."when", p.report, p.article,
  p.outlet, p.published, p.issues, w.actors, w.recipients, w.actor_states, w.recipient_states
FROM page p JOIN {reports} r ON r.id = p.report LEFT JOIN who w ON w."of" = p.report
ORDER BY coalesce(p.day, DATE '0001-01-01') DESC, p.id
"""


def told(record: Record, scope: Scope) -> pa.Table:
    """The reports of those whom a scope names, over all days, for the other questions here: gathered once, asked often.

    Columns: id, article, happening, day, event, mode, status ("background" and "denied" among them), confidence,
    published_day, source, outlet, agency, issues (named in its sentence).
    """
    if len(scope.states) == 2:
        return _ask(record, _OF_TWO, sorted(scope.states))
    whose, values = whom(scope)
    narrowed = f"AND r.id IN ({whose})" if whose else ""
    named = f"AND q.id IN ({whose})" if whose else ""
    return _ask(record, TOLD.format(narrowed=narrowed, named=named, **_TABLES), [*values, *values])


def happenings(
    record: Record, wish: Wish, *, after: str | None = None, limit: int = 50, among: pa.Table | None = None
) -> pa.Table:
    """The happenings that are wished for, newest first, each as its surest report has it.

    `after` is where the page before ended (`cursor_of` its last row); `among` the reports of the scope, where they are
    gathered already (a single page of all that the record holds is found without gathering them). Columns: id, day (of the earliest telling; where it is said to have happened and the day told is well
    after its article, that of the article), event, mode, status, confidence (the highest), reports, articles, sources
    (independent: agencies, else outlets), quote, when (as the surest tells it, perhaps a year alone), report (identifier of the surest), article, outlet, published (of that
    report), issues (named in its sentence), actors, recipients, actor_states, recipient_states. Raises `UsageError` for a
    cursor that is none.
    """
    wanted, chosen = _wanted(wish)
    past, place = behind(after)
    if among is None and not (wish.scope.states or wish.scope.person):
        among = _told_on_page(record, (wanted, chosen), (past, place), limit)
    rows = _ROWS.format(wanted=f"{wanted} AND happening IN (SELECT id FROM chosen)")
    question = _PAGE.format(wanted=wanted, after=past, rows=rows)
    values = [*chosen, *place, min(limit, LONGEST_PAGE), *chosen]
    return _whole(record, _among(record, wish, among, question, values))


def _told_on_page(
    record: Record, wanted: tuple[str, list[Any]], past: tuple[str, list[Any]], limit: int
) -> pa.Table:
    """Of all the reports that there are, those of the happenings on one page: found by their days alone, then looked up.

    A third of the time that it takes to gather all of them.
    """
    told_by = TOLD.format(narrowed="", named="", **_TABLES)
    days = _ask(
        record,
        f"""WITH told AS ({told_by}) SELECT id FROM (SELECT happening AS id, min(day) AS day FROM told WHERE {wanted[0]}
        GROUP BY happening) WHERE {past[0]} {_NEWEST} LIMIT ?""",
        [*wanted[1], *past[1], min(limit, LONGEST_PAGE)],
    )
    happenings = days["id"].to_pylist()
    rows = record.connection.execute(
        f"""SELECT "of" FROM happenings WHERE happening {in_words(happenings)} AND kind = 'report'"""
    ).fetchall()
    reports = in_words([*happenings, *(report for (report,) in rows)])
    rows = record.connection.execute(f"SELECT DISTINCT article FROM reports WHERE id {reports}").fetchall()
    articles = in_words([article for (article,) in rows])
    # Materialized, for a condition that a join adds would keep DuckDB from asking the indexes.
    few = {
        "reports": f"SELECT * FROM reports WHERE id {reports}",
        "articles": f"SELECT id, published_day, agency, outlet FROM articles WHERE id {articles}",
        "happenings": f'SELECT * FROM happenings WHERE "of" {reports}',
        "issues": f"SELECT * FROM issues WHERE article {articles}",
    }
    tables = ", ".join(f"few_{name} AS MATERIALIZED ({question})" for name, question in few.items())
    told_by = TOLD.format(narrowed="", named="", **(_TABLES | {name: f"few_{name}" for name in few}))
    return _ask(record, f"WITH {tables} {told_by}", [])


def every(record: Record, wish: Wish, *, among: pa.Table | None = None) -> pa.Table:
    """All happenings that are wished for, with the columns of `happenings`."""
    wanted, chosen = _wanted(wish)
    question = _EVERY.format(rows=_ROWS.format(wanted=wanted))
    return _whole(record, _among(record, wish, among, question, chosen))


def _whole(record: Record, page: pa.Table) -> pa.Table:
    """The rows of a page with the words of their reports, and who stands in these."""
    names = {"reports": "reports", "roles": "roles", "few": ""}
    if page.num_rows <= LONGEST_PAGE:
        # Few are looked up in the indexes, many are read with the tables.
        reports, articles = (in_words(sorted(set(page[name].to_pylist()))) for name in ("report", "article"))
        few = f"""few_reports AS MATERIALIZED (SELECT id, quote, "when" FROM reports WHERE id {reports}),
        few_roles AS MATERIALIZED (SELECT * FROM roles WHERE article {articles}),"""
        names = {"reports": "few_reports", "roles": "few_roles", "few": few}
    record.connection.register("page", page)
    try:
        return _ask(record, _WHOLE.format(cast=_CAST, **names), [])
    finally:
        record.connection.unregister("page")


def cursor_of(row: dict[str, Any]) -> str:
    """Where a page ends that ends with this row of `happenings`."""
    return f"{row['day'] or '0001-01-01'}.{row['id']}"


def totals(record: Record, wish: Wish, *, among: pa.Table | None = None) -> dict[str, int]:
    """How many events, reports, articles and independent sources there are of what is wished for."""
    wanted, chosen = _wanted(wish)
    counted = "count(DISTINCT happening) AS events, count(*) AS reports, count(DISTINCT article) AS articles"
    question = f"SELECT {counted}, count(DISTINCT source) AS sources FROM told WHERE {wanted}"
    return dict(_among(record, wish, among, question, chosen).to_pylist()[0])


def choices(
    record: Record, wish: Wish, most: int = 40, *, among: pa.Table | None = None
) -> dict[str, list[tuple[str, int]]]:
    """What could be chosen besides: the values of each filter with their events, given the other filters.

    Keys: category, issue, status, source.
    """
    parts = _parts(wish)
    asked, chosen = [], []
    for kind, value in _VALUES.items():
        others = [part for name, part in parts.items() if name != kind]
        where = " AND ".join(text for text, _ in others) or "true"
        asked.append(
            f"SELECT '{kind}' AS kind, value, count(DISTINCT happening) AS events "
            f"FROM (SELECT happening, {value} AS value FROM told WHERE {where}) WHERE value IS NOT NULL GROUP BY value"
        )
        chosen += [given for _, gifts in others for given in gifts]
    question = f"{' UNION ALL '.join(asked)} ORDER BY kind, events DESC, value"
    found: dict[str, list[tuple[str, int]]] = {kind: [] for kind in _VALUES}
    for row in _among(record, wish, among, question, chosen).to_pylist():
        if len(found[row["kind"]]) < most:
            found[row["kind"]].append((row["value"], row["events"]))
    return found


_VALUES = {
    "category": "event",
    "issue": "unnest(issues)",
    "status": "status",
    "source": "coalesce(agency, outlet)",
}
_CAST = ", ".join(
    f"list({what} ORDER BY x.rank) FILTER (x.role = '{role}'{also}) AS {name}"
    for name, role, what, also in (
        ("actors", "actor", "coalesce(x.name, x.text)", ""),
        ("recipients", "recipient", "coalesce(x.name, x.text)", ""),
        ("actor_states", "actor", "x.country", " AND x.country IS NOT NULL"),
        ("recipient_states", "recipient", "x.country", " AND x.country IS NOT NULL"),
    )
)


def _among(record: Record, wish: Wish, among: pa.Table | None, question: str, values: list[Any]) -> pa.Table:
    """A question to the reports of a wish's scope, under the name `told`."""
    gathered = told(record, wish.scope) if among is None else among
    record.connection.register("told", gathered)
    try:
        return _ask(record, question, values)
    finally:
        record.connection.unregister("told")


def whom(scope: Scope) -> tuple[str, list[Any]]:
    """Which reports are about whom a scope names: of two, what one does to the other or both do alone."""
    if len(scope.states) == 2:
        return (
            "SELECT \"of\" FROM pairs WHERE a = ? AND b = ? AND kind = 'report'",
            [*sorted(scope.states)],
        )
    if scope.states:
        return 'SELECT x."of" FROM roles x WHERE x.country = ?', [scope.states[0]]
    if scope.person:
        return "SELECT x.\"of\" FROM roles x WHERE x.kind = 'person' AND x.name = ?", [scope.person]
    return "", []


def _parts(wish: Wish) -> dict[str, tuple[str, list[Any]]]:
    """The conditions of a wish, by filter."""
    parts: dict[str, tuple[str, list[Any]]] = {}
    for name, sign, given in (("since", ">=", wish.scope.since), ("until", "<=", wish.scope.until)):
        if given:
            parts[name] = (f"day {sign} CAST(? AS DATE)", [given])
    if wish.categories:
        parts["category"] = ("event IN (SELECT unnest(?::VARCHAR[]))", [list(wish.categories)])
    if wish.issues:
        parts["issue"] = ("list_has_any(issues, ?::VARCHAR[])", [list(wish.issues)])
    if wish.statuses:
        parts["status"] = ("status IN (SELECT unnest(?::VARCHAR[]))", [list(wish.statuses)])
    else:
        parts["background"] = ("status <> 'background'", [])
    if wish.sources:
        wanted = list(wish.sources)
        parts["source"] = ("list_has_any([outlet, agency], ?::VARCHAR[])", [wanted])
    if wish.least:
        parts["least"] = ("confidence >= ?", [wish.least])
    return parts


def _wanted(wish: Wish) -> tuple[str, list[Any]]:
    parts = list(_parts(wish).values())
    return " AND ".join(text for text, _ in parts) or "true", [given for _, gifts in parts for given in gifts]


def behind(after: str | None) -> tuple[str, list[Any]]:
    """The condition that rows with `day` and `id` come after where a page ended. Raises `UsageError` for no such place."""
    if after is None:
        return "true", []
    found = re.fullmatch(r"(\d{4}-\d{2}-\d{2})\.([\w-]{1,80})", after, re.ASCII)
    if found is None:
        raise UsageError(f"after: {after!r} is not where a page ends; follow the link to the next page")
    day, identity = found.groups()
    place = "coalesce(day, DATE '0001-01-01')"
    return f"({place} < TRY_CAST(? AS DATE) OR ({place} = TRY_CAST(? AS DATE) AND id > ?))", [
        day,
        day,
        identity,
    ]


def _ask(record: Record, question: str, values: list[Any]) -> pa.Table:
    return record.connection.sql(question, params=values).to_arrow_table()
