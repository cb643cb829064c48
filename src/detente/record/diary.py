"""Encounters, one row a happening however many articles tell it: what a diary of a pair, a person or the world holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from detente.record.deriving import fullness, in_words
from detente.record.scope import Scope, answer, dated
from detente.record.store import Record

# Of two, all that is counted lies in `pairs`.
_OF_TWO = """
  SELECT "of", article, happening, day, status, confidence, published_day, agency, outlet, issues, fullness,
    coalesce(agency, outlet, article) AS source
  FROM pairs WHERE a = ? AND b = ? AND kind = 'encounter' {narrowed}
"""
_OF_ALL = f"""
  SELECT e.id AS "of", e.article, coalesce(h.happening, e.id) AS happening, coalesce(e.day, a.published_day) AS day, e.status,
    e.confidence, a.published_day, a.agency, a.outlet, e.agenda AS issues, {fullness("e", "f")} AS fullness,
    coalesce(a.agency, a.outlet, a.id) AS source
  FROM {{encounters}} e JOIN {{articles}} a ON a.id = e.article
  LEFT JOIN {{happenings}} h ON h."of" = e.id AND h.kind = 'encounter'
  LEFT JOIN (SELECT "of", count(*) AS present FROM {{roles}} WHERE role = 'participant' GROUP BY "of") f ON f."of" = e.id
  WHERE e.judged IS DISTINCT FROM 'rejected' {{narrowed}}
"""
_TABLES = {name: name for name in ("encounters", "articles", "happenings", "roles")}
_FEW_TABLES = {name: f"few_{name}" for name in _TABLES}
# Which encounters there are is found by what is counted of them; what is shown besides is read for these rows alone.
_COUNTED = "count(*) AS tellings, count(DISTINCT article) AS articles, count(DISTINCT source) AS sources,"
_ONCE = """
WITH {few} told AS ({told}),
shown AS (
  SELECT happening AS id, arg_min(struct_pack(day, telling := "of", article, confidence), place) AS fullest, {counted}
    CASE WHEN bool_or(held) THEN arg_max(status, held) ELSE arg_max(status, coalesce(published_day, DATE '0001-01-01')) END AS status,
    list_distinct(flatten(list(coalesce(issues, [])))) AS agenda
  FROM (SELECT *, status IN ('happened', 'ongoing') AS held,
    (-fullness, coalesce(published_day, DATE '9999-12-31'), "of") AS place FROM told)
  GROUP BY happening
)
SELECT {columns} FROM (SELECT fullest.*, * EXCLUDE (fullest) FROM shown)
WHERE {where} ORDER BY day DESC NULLS LAST, id LIMIT ?
"""
_DETAILS = """
WITH {few} cast_of AS (
  SELECT "of", list(coalesce(name, text) ORDER BY rank) AS participants,
    list(coalesce(office, '') ORDER BY rank) AS participant_offices,
    list(coalesce(country, '') ORDER BY rank) AS participant_countries
  FROM {roles} WHERE role = 'participant' GROUP BY "of"
)
SELECT s.id, s.day, e."when", e.until, e.form, s.status, w.participants, w.participant_offices, w.participant_countries, e.host,
  e.venue, e.place, e.place_country, e.lat, e.lon, s.agenda, s.tellings, s.articles, s.sources, e.confidence, e.quote, s.telling,
  s.article, a.outlet, a.agency, a.published
FROM page s JOIN {encounters} e ON e.id = s.telling JOIN {articles} a ON a.id = s.article LEFT JOIN cast_of w ON w."of" = s.telling
ORDER BY s.day DESC NULLS LAST, s.id
"""
FEW = 400
"""Rows that are looked up one by one; more are read with the whole tables."""


def tellings_of(record: Record, scope: Scope) -> pa.Table | None:
    """The tellings of encounters of a scope over all days, for `encounters_once`: gathered once, asked often.

    None of two states, of whom all that is counted is kept already.
    """
    if _is_of_two(scope):
        return None
    told, asked = _told(Scope(states=scope.states, person=scope.person))
    return answer(record, told, asked)


def encounters_once(
    record: Record,
    scope: Scope,
    limit: int | None = None,
    *,
    where: str = "true",
    values: Sequence[Any] = (),
    among: pa.Table | None = None,
) -> pa.Table:
    """Encounters of a scope, each once, newest first, as its fullest telling has it.

    Of two states: encounters in which both take part. `where` is one more condition on the columns, in SQL of ours, with
    its values; `among` the tellings of the scope, where they are gathered already. Columns: id (of the happening), day, when, until, form, status
    (held if any telling says so, else as the last printed has it), participants, participant_offices,
    participant_countries (parallel lists, "" for none), host, venue, place, place_country, lat, lon, agenda (of all
    tellings), tellings, articles, sources (independent: agencies, else outlets), confidence, quote, telling (identifier of
    the fullest), article, outlet, agency, published (of that telling).
    """
    if among is not None:
        page = _of_gathered(record, among, scope, (where, values, limit))
        return _whole(record, page, _few(record, page["telling"].to_pylist()) if page.num_rows <= FEW else "")
    told, asked = _told(scope)
    if limit is None or limit > FEW or _is_of_two(scope):
        page = answer(record, _once(told, where), [*asked, *values, limit])
        return _whole(record, page, _few(record, page["telling"].to_pylist()) if page.num_rows <= FEW else "")
    # Of many, those on the page are found first, without what is counted of each.
    chosen = answer(record, _once(told, where, columns="id", counted=""), [*asked, *values, limit])
    happenings = chosen["id"].to_pylist()
    few = _few(record, [*happenings, *_tellings(record, happenings)])
    told, asked = _told(scope, _FEW_TABLES, happenings)
    return _whole(record, answer(record, _once(told, few=few), [*asked, limit]), few)


def _of_gathered(
    record: Record, tellings: pa.Table, scope: Scope, asked: tuple[str, Sequence[Any], int | None]
) -> pa.Table:
    """Which encounters there are among tellings that are gathered already, in the days of the scope."""
    where, values, limit = asked
    days, given = dated(scope, "day")
    record.connection.register("gathered", tellings)
    try:
        told = f"SELECT * FROM gathered WHERE {' AND '.join(days) or 'true'}"
        return answer(record, _once(told, where), [*given, *values, limit])
    finally:
        record.connection.unregister("gathered")


def _is_of_two(scope: Scope) -> bool:
    return len(scope.states) == 2 and not scope.person


def _told(
    scope: Scope, sources: Mapping[str, str] = _TABLES, among: Sequence[str] | None = None
) -> tuple[str, list[Any]]:
    """The tellings of encounters of a scope, as a question to these tables, and its values; `among` these happenings alone."""
    if _is_of_two(scope):
        days, asked = dated(scope, "day")
        return _OF_TWO.format(narrowed="".join(f" AND {day}" for day in days)), [
            *sorted(scope.states),
            *asked,
        ]
    narrowed, asked = dated(scope, "coalesce(e.day, a.published_day)")
    if len(scope.states) == 2:
        narrowed.append('e.id IN (SELECT "of" FROM pairs WHERE a = ? AND b = ? AND kind = ?)')
        asked += [*sorted(scope.states), "encounter"]
    for state in scope.states[: len(scope.states) % 2]:
        narrowed.append('e.id IN (SELECT x."of" FROM roles x WHERE x.country = ?)')
        asked.append(state)
    if scope.person:
        narrowed.append("e.id IN (SELECT x.\"of\" FROM roles x WHERE x.kind = 'person' AND x.name = ?)")
        asked.append(scope.person)
    if among is not None:
        narrowed.append(f"coalesce(h.happening, e.id) {in_words(among)}")
    return _OF_ALL.format(narrowed="".join(f" AND {one}" for one in narrowed), **sources), asked


def _once(
    told: str, where: str = "true", *, few: str = "", columns: str = "*", counted: str = _COUNTED
) -> str:
    return _ONCE.format(told=told, where=where, few=few, columns=columns, counted=counted)


def _tellings(record: Record, happenings: Sequence[str]) -> list[str]:
    rows = record.connection.execute(
        f"""SELECT "of" FROM happenings WHERE happening {in_words(happenings)} AND kind = 'encounter'"""
    ).fetchall()
    return [telling for (telling,) in rows]


def _few(record: Record, tellings: Sequence[str]) -> str:
    """What the tables hold of these encounters, as the tables that `_FEW_TABLES` names.

    Materialized, for a condition that a join adds would keep DuckDB from asking the indexes.
    """
    these = in_words(tellings)
    rows = record.connection.execute(f"SELECT DISTINCT article FROM encounters WHERE id {these}").fetchall()
    articles = in_words([article for (article,) in rows])
    return f"""few_encounters AS MATERIALIZED (SELECT * FROM encounters WHERE id {these}),
    few_articles AS MATERIALIZED (SELECT id, outlet, agency, published, published_day FROM articles WHERE id {articles}),
    few_happenings AS MATERIALIZED (SELECT * FROM happenings WHERE "of" {these}),
    few_roles AS MATERIALIZED (SELECT * FROM roles WHERE article {articles}),"""


def _whole(record: Record, page: pa.Table, few: str) -> pa.Table:
    """The rows of a page with what else is shown of them."""
    record.connection.register("page", page)
    try:
        return answer(record, _DETAILS.format(few=few, **(_FEW_TABLES if few else _TABLES)), [])
    finally:
        record.connection.unregister("page")


def parts_of(record: Record, happening: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The larger encounters that one is part of, and those that are part of it, as rows of `encounters_once`."""
    home = """(SELECT any_value(h.happening) FROM happenings h WHERE h."of" = {} AND h.kind = 'encounter')"""
    pairs = record.connection.execute(
        f"""SELECT DISTINCT {home.format("e.id")} AS part, {home.format("e.part_of")} AS whole FROM encounters e
        WHERE e.part_of IS NOT NULL AND (e.id IN (SELECT "of" FROM happenings WHERE happening = ?)
          OR e.part_of IN (SELECT "of" FROM happenings WHERE happening = ?))""",
        [happening, happening],
    ).fetchall()
    within = sorted({whole for part, whole in pairs if part == happening and whole not in (None, happening)})
    parts = sorted({part for part, whole in pairs if whole == happening and part not in (None, happening)})
    return encounters_called(record, within), encounters_called(record, parts)


def encounters_called(record: Record, happenings: list[str]) -> list[dict[str, Any]]:
    """Encounters by the identifiers of their happenings, the earliest first."""
    if not happenings:
        return []
    few = _few(record, [*happenings, *_tellings(record, happenings)])
    told, _ = _told(Scope(), _FEW_TABLES, happenings)
    rows = _whole(record, answer(record, _once(told, few=few), [None]), few).to_pylist()
    found: list[dict[str, Any]] = sorted(rows, key=lambda row: (str(row["when"] or row["day"]), row["id"]))
    return found
