"""What states did to each other, one row a happening and pair of states: what `relations` works on."""

from __future__ import annotations

import pyarrow as pa

from detente.record.deriving import OF_POWERS
from detente.record.store import Record

HAPPENED = f"""
WITH told AS (
  SELECT r.id, r.article, coalesce(h.happening, r.id) AS happening, coalesce(r.day, a.published_day) AS day,
         r.event, r.mode, r.cameo, r.score, r.quote, r.confidence, coalesce(a.agency, a.outlet, a.id) AS source,
         a.outlet, a.published, a.url
  FROM reports r JOIN articles a ON a.id = r.article
  LEFT JOIN happenings h ON h."of" = r.id AND h.kind = 'report'
  WHERE r.status IN ('happened', 'ongoing') AND NOT r.negated AND NOT r.historical
    AND (r.day IS NULL OR a.published_day IS NULL OR r.day BETWEEN a.published_day - 366 AND a.published_day + 7)
),
powers AS (FROM roles WHERE {OF_POWERS}),
ends AS (
  SELECT x."of", x.country AS actor, y.country AS recipient FROM powers x JOIN powers y ON x."of" = y."of"
  WHERE x.role = 'actor' AND y.role = 'recipient' AND x.country <> y.country
  UNION
  SELECT x."of", x.country, y.country FROM powers x JOIN powers y ON x."of" = y."of"
  WHERE x.role = 'actor' AND y.role = 'actor' AND x.country < y.country
    AND NOT EXISTS (SELECT 1 FROM roles z WHERE z."of" = x."of" AND z.role = 'recipient')
),
sides AS (
  SELECT "of", country, list(DISTINCT coalesce(office, kind)) AS offices FROM powers
  WHERE role IN ('actor', 'recipient') GROUP BY "of", country
)
SELECT t.happening AS id, min(t.day) AS day, e.actor, e.recipient,
       arg_max(t.event, t.confidence) AS event, arg_max(coalesce(t.mode, ''), t.confidence) AS mode,
       arg_max(coalesce(t.cameo, ''), t.confidence) AS cameo, count(DISTINCT t.source) AS sources,
       list(DISTINCT t.id ORDER BY t.id) AS reports, arg_max(t.quote, t.confidence) AS quote,
       arg_max(t.id, t.confidence) AS report,
       arg_max(coalesce(t.outlet, ''), t.confidence) AS outlet, min(t.published) AS published,
       list_sort(list_distinct(flatten(list(a.offices)))) AS actor_offices,
       list_sort(list_distinct(flatten(list(b.offices)))) AS recipient_offices
FROM told t JOIN ends e ON e."of" = t.id
JOIN sides a ON a."of" = t.id AND a.country = e.actor
JOIN sides b ON b."of" = t.id AND b.country = e.recipient
WHERE t.day IS NOT NULL
GROUP BY t.happening, e.actor, e.recipient
ORDER BY day, id, actor, recipient
"""


def dealings(record: Record) -> pa.Table:
    """Acts that took place between two states, each happening once however many reports tell it, oldest first.

    Rebels and other armed groups stand for no state. Denied, planned, feared and background acts are left out, and those whose day lies more than a year before the
    article or a week after it (memories and misread dates). Two states that act together and toward nobody ("the two
    leaders met") are the two ends of the act; three or more, each pair of them.
    Columns: id (of the happening, or of its only report), day (of the earliest telling), actor, recipient (ISO alpha-3),
    event, mode, cameo ("" for none), sources (independent: agencies, else outlets), reports (list), quote, report, outlet (of
    the telling that is surest), published (earliest), actor_offices, recipient_offices (lists: of the people who act, as
    told; "state" where the state itself is named, "person", "group" or "unnamed" for others).
    """
    return record.connection.sql(HAPPENED).to_arrow_table()
