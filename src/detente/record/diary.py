"""Encounters, one row a happening however many articles tell it: what a diary of a pair, a person or the world holds."""

from __future__ import annotations

from collections.abc import Sequence
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
  FROM encounters e JOIN articles a ON a.id = e.article LEFT JOIN happenings h ON h."of" = e.id AND h.kind = 'encounter'
  LEFT JOIN (SELECT "of", count(*) AS present FROM roles WHERE role = 'participant' GROUP BY "of") f ON f."of" = e.id
  WHERE e.judged IS DISTINCT FROM 'rejected' {{narrowed}}
"""
# Which encounters there are is found by what is counted of them; what is shown besides is read for these rows alone.
_ONCE = """
WITH told AS ({told}),
shown AS (
  SELECT happening AS id, arg_min(struct_pack(day, telling := "of", article, confidence), place) AS fullest, count(*) AS tellings, count(DISTINCT article) AS articles,
    count(DISTINCT source) AS sources,
    CASE WHEN bool_or(held) THEN arg_max(status, held) ELSE arg_max(status, coalesce(published_day, DATE '0001-01-01')) END AS status,
    list_distinct(flatten(list(coalesce(issues, [])))) AS agenda
  FROM (SELECT *, status IN ('happened', 'ongoing') AS held,
    (-fullness, coalesce(published_day, DATE '9999-12-31'), "of") AS place FROM told)
  GROUP BY happening
)
SELECT * FROM (SELECT fullest.*, * EXCLUDE (fullest) FROM shown)
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


def encounters_once(
    record: Record, scope: Scope, limit: int | None = None, *, where: str = "true", values: Sequence[Any] = ()
) -> pa.Table:
    """Encounters of a scope, each once, newest first, as its fullest telling has it.

    Of two states: encounters in which both take part. `where` is one more condition on the columns, in SQL of ours, with
    its values. Columns: id (of the happening), day, when, until, form, status
    (held if any telling says so, else as the last printed has it), participants, participant_offices,
    participant_countries (parallel lists, "" for none), host, venue, place, place_country, lat, lon, agenda (of all
    tellings), tellings, articles, sources (independent: agencies, else outlets), confidence, quote, telling (identifier of
    the fullest), article, outlet, agency, published (of that telling).
    """
    told, asked = _told(scope)
    return _once(record, told, [*asked, *values, limit], where)


def _told(scope: Scope) -> tuple[str, list[Any]]:
    """The tellings of encounters of a scope, as a question, and its values."""
    if len(scope.states) == 2 and not scope.person:
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
    return _OF_ALL.format(narrowed="".join(f" AND {one}" for one in narrowed)), asked


def _once(record: Record, told: str, values: Sequence[Any], where: str = "true") -> pa.Table:
    page = answer(record, _ONCE.format(told=told, where=where), values)
    names = {"roles": "roles", "encounters": "encounters", "articles": "articles", "few": ""}
    if page.num_rows <= FEW:
        # Materialized, for a condition that a join adds would keep DuckDB from asking the indexes.
        these = in_words(sorted(set(page["article"].to_pylist())))
        names = {
            "roles": "few_roles",
            "encounters": "few_encounters",
            "articles": "few_articles",
            "few": f"""few_roles AS MATERIALIZED (SELECT * FROM roles WHERE article {these}),
            few_encounters AS MATERIALIZED (SELECT * FROM encounters WHERE article {these}),
            few_articles AS MATERIALIZED (SELECT id, outlet, agency, published FROM articles WHERE id {these}),""",
        }
    record.connection.register("page", page)
    try:
        return answer(record, _DETAILS.format(**names), [])
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
    narrowed = 'AND e.id IN (SELECT "of" FROM happenings WHERE happening IN (SELECT unnest(?::VARCHAR[])))'
    rows = _once(record, _OF_ALL.format(narrowed=narrowed), [happenings, None]).to_pylist()
    found: list[dict[str, Any]] = sorted(rows, key=lambda row: (str(row["when"] or row["day"]), row["id"]))
    return found
