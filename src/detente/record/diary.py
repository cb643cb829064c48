"""Encounters, one row a happening however many articles tell it: what a diary of a pair, a person or the world holds."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from detente.record.scope import Scope
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
SELECT c.happening AS id, r.told_day AS day, r."when", r.until, r.form, c.standing AS status,
  {participants}, r.host, r.venue, r.place, r.place_country, r.lat, r.lon, c.matters AS agenda,
  c.tellings, c.articles, c.sources, r.confidence, r.quote, r.id AS telling, r.article, r.outlet, r.agency, r.published
FROM ranked r JOIN counted c ON c.happening = r.happening WHERE r.place_in = 1
ORDER BY r.told_day DESC NULLS LAST, c.happening LIMIT ?
"""
_PARTICIPANTS = ", ".join(
    f"""(SELECT list(coalesce({what}, '') ORDER BY x.rank) FROM roles x
    WHERE x."of" = r.id AND x.role = 'participant') AS {name}"""
    for name, what in (
        ("participants", "x.name, x.text"),
        ("participant_offices", "x.office"),
        ("participant_countries", "x.country"),
    )
)


def encounters_once(record: Record, scope: Scope, limit: int | None = None) -> pa.Table:
    """Encounters of a scope, each once, newest first, as its fullest telling has it.

    Of two states: encounters in which both take part. Columns: id (of the happening), day, when, until, form, status
    (held if any telling says so, else as the last printed has it), participants, participant_offices,
    participant_countries (parallel lists, "" for none), host, venue, place, place_country, lat, lon, agenda (of all
    tellings), tellings, articles, sources (independent: agencies, else outlets), confidence, quote, telling (identifier of
    the fullest), article, outlet, agency, published (of that telling).
    """
    narrowed, values = [], []
    for state in scope.states:
        narrowed.append('AND e.id IN (SELECT x."of" FROM roles x WHERE x.country = ?)')
        values.append(state)
    if scope.person:
        narrowed.append("AND e.id IN (SELECT x.\"of\" FROM roles x WHERE x.kind = 'person' AND x.name = ?)")
        values.append(scope.person)
    day = "coalesce(e.day, a.published_day)"
    for sign, given in ((">=", scope.since), ("<=", scope.until)):
        if given:
            narrowed.append(f"AND {day} {sign} CAST(? AS DATE)")
            values.append(given)
    question = _QUESTION.format(narrowed=" ".join(narrowed), participants=_PARTICIPANTS)
    asked: list[Any] = [*values, limit]
    return record.connection.sql(question, params=asked).to_arrow_table()
