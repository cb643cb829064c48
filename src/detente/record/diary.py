"""Encounters, one row a happening however many articles tell it: what a diary of a pair, a person or the world holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from detente.record.deriving import in_words
from detente.record.scope import Scope, answer, dated
from detente.record.store import Record

_QUESTION = """
WITH told AS MATERIALIZED (
  SELECT e.*, coalesce(h.happening, e.id) AS happening, coalesce(e.day, a.published_day) AS told_day, a.published_day,
    a.published, a.outlet, a.agency, a.sample, coalesce(a.agency, a.outlet, a.id) AS source,
    (SELECT count(*) FROM roles x WHERE x."of" = e.id AND x.role = 'participant') AS present
  FROM encounters e JOIN articles a ON a.id = e.article
  LEFT JOIN happenings h ON h."of" = e.id AND h.kind = 'encounter'
  WHERE e.judged IS DISTINCT FROM 'rejected' {narrowed}
),
ranked AS (
  SELECT *, row_number() OVER (PARTITION BY happening ORDER BY status IN ('happened', 'ongoing') DESC,
    length(coalesce("when", '')) >= 10 DESC, present + 2 * (place IS NOT NULL)::INTEGER DESC, published_day, id) AS place_in
  FROM told
),
counted AS (
  SELECT happening, count(*) AS tellings, count(DISTINCT article) AS articles, count(DISTINCT source) AS sources,
    CASE WHEN bool_or(status IN ('happened', 'ongoing')) THEN arg_max(status, status IN ('happened', 'ongoing'))
      ELSE arg_max(status, coalesce(published_day, DATE '0001-01-01')) END AS standing,
    list_distinct(flatten(list(coalesce(agenda, [])))) AS matters
  FROM told GROUP BY happening
)
SELECT * FROM (SELECT c.happening AS id, r.told_day AS day, r."when", r.until, r.form, c.standing AS status,
  {participants}, r.host, r.venue, r.place, r.place_country, r.lat, r.lon, c.matters AS agenda,
  c.tellings, c.articles, c.sources, r.confidence, r.quote, r.id AS telling, r.article, r.outlet, r.agency, r.published
FROM ranked r JOIN counted c ON c.happening = r.happening WHERE r.place_in = 1) WHERE {where}
ORDER BY day DESC NULLS LAST, id LIMIT ?
"""
# Of two, all that is counted lies in `pairs`; what a page shows besides is read for its rows alone.
_OF_TWO = """
WITH told AS (
  SELECT "of", article, happening, day, status, confidence, published_day, agency, outlet, issues, fullness,
    coalesce(agency, outlet, article) AS source
  FROM pairs WHERE a = ? AND b = ? AND kind = 'encounter' {narrowed}
),
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
_PARTICIPANTS = ", ".join(
    f"""(SELECT list(coalesce({what}, '') ORDER BY x.rank) FROM roles x
    WHERE x."of" = r.id AND x.role = 'participant') AS {name}"""
    for name, what in (
        ("participants", "x.name, x.text"),
        ("participant_offices", "x.office"),
        ("participant_countries", "x.country"),
    )
)


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
    if len(scope.states) == 2 and not scope.person:
        return _of_two(record, scope, limit, where, values)
    narrowed: list[str] = []
    asked: list[Any] = []
    if len(scope.states) == 2:
        narrowed.append('AND e.id IN (SELECT "of" FROM pairs WHERE a = ? AND b = ? AND kind = ?)')
        asked += [*sorted(scope.states), "encounter"]
    for state in scope.states[: len(scope.states) % 2]:
        narrowed.append('AND e.id IN (SELECT x."of" FROM roles x WHERE x.country = ?)')
        asked.append(state)
    if scope.person:
        narrowed.append("AND e.id IN (SELECT x.\"of\" FROM roles x WHERE x.kind = 'person' AND x.name = ?)")
        asked.append(scope.person)
    day = "coalesce(e.day, a.published_day)"
    for sign, given in ((">=", scope.since), ("<=", scope.until)):
        if given:
            narrowed.append(f"AND {day} {sign} CAST(? AS DATE)")
            asked.append(given)
    question = _QUESTION.format(narrowed=" ".join(narrowed), participants=_PARTICIPANTS, where=where)
    return record.connection.sql(question, params=[*asked, *values, limit]).to_arrow_table()


def _of_two(record: Record, scope: Scope, limit: int | None, where: str, values: Sequence[Any]) -> pa.Table:
    days, asked = dated(scope, "day")
    question = _OF_TWO.format(narrowed="".join(f" AND {day}" for day in days), where=where)
    page = answer(record, question, [*sorted(scope.states), *asked, *values, limit])
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
    question = _QUESTION.format(narrowed=narrowed, participants=_PARTICIPANTS, where="true")
    rows = record.connection.sql(question, params=[happenings, None]).to_arrow_table().to_pylist()
    found: list[dict[str, Any]] = sorted(rows, key=lambda row: (str(row["when"] or row["day"]), row["id"]))
    return found
