"""What the table `pairs` holds, as a question to the tables that it is derived from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

SOURCES = ("articles", "reports", "encounters", "positions", "issues", "assessments", "roles", "happenings")
"""The tables that `pairs` is derived from."""

# What is said to have happened and bears a day well after its article bears a misread one ("the Agenda 2030").
_DAY = """CASE WHEN r.status IN ('happened', 'ongoing') AND r.day > a.published_day + 7 THEN a.published_day
  ELSE coalesce(r.day, a.published_day) END"""
TOLD = f"""
SELECT r.id, r.article, coalesce(h.happening, r.id) AS happening, {_DAY} AS day, r.event, r.mode,
  CASE WHEN r.historical THEN 'background' WHEN r.negated THEN 'denied' ELSE r.status END AS status,
  coalesce(r.confidence, 0) AS confidence, a.published_day, coalesce(a.agency, a.outlet, a.id) AS source, a.outlet, a.agency,
  n.issues
FROM {{reports}} r JOIN {{articles}} a ON a.id = r.article
LEFT JOIN {{happenings}} h ON h."of" = r.id AND h.kind = 'report'
LEFT JOIN (SELECT q.id, list_sort(list_distinct(list(i.issue))) AS issues
  FROM {{reports}} q JOIN {{issues}} i ON i.article = q.article AND i.start < q."end" AND i."end" > q.start
  WHERE true {{named}} GROUP BY q.id) n ON n.id = r.id
WHERE r.judged IS DISTINCT FROM 'rejected' {{narrowed}}
"""
"""Reports as they are listed: each with its happening, its day and the issues named in its sentence."""

OF_POWERS = "(sector IS NULL OR sector NOT IN ('REB', 'UAF'))"
"""Roles of those who stand for their state; not of those who fight on their own account: who backs them backs no state."""

# Two who act together stand for a pair only where nobody is acted on: against a third they are partners.
_PAIRS = """
WITH members AS (SELECT DISTINCT "of", role, country FROM {roles} WHERE country IS NOT NULL AND {of_powers}),
ends AS (
  SELECT DISTINCT x."of", x.country AS a, y.country AS b FROM members x JOIN members y ON x."of" = y."of" AND x.country < y.country
  WHERE x.role <> y.role OR NOT starts_with(x."of", 'rp_')
    OR x."of" NOT IN (SELECT z."of" FROM {roles} z WHERE z.role = 'recipient')
),
holders AS (SELECT "of", list(DISTINCT country) AS states FROM {roles} WHERE role = 'holder' AND country IS NOT NULL GROUP BY "of"),
fullness AS (SELECT "of", count(*) AS present FROM {roles} WHERE role = 'participant' GROUP BY "of"),
told AS ({told})
SELECT e.a, e.b, 'report' AS kind, t.id AS "of", t.article, t.happening, t.day, t.event, t.mode, t.status, t.confidence,
  t.published_day, t.outlet, t.agency, t.issues, NULL AS fullness
FROM told t JOIN ends e ON e."of" = t.id
UNION ALL
SELECT e.a, e.b, 'encounter', n.id, n.article, coalesce(h.happening, n.id), coalesce(n.day, a.published_day), n.form, NULL, n.status,
  n.confidence, a.published_day, a.outlet, a.agency, n.agenda,
  {fullest}
FROM {encounters} n JOIN {articles} a ON a.id = n.article JOIN ends e ON e."of" = n.id
LEFT JOIN {happenings} h ON h."of" = n.id AND h.kind = 'encounter' LEFT JOIN fullness f ON f."of" = n.id
WHERE n.judged IS DISTINCT FROM 'rejected'
UNION ALL
SELECT e.a, e.b, 'position', p.id, p.article, NULL, a.published_day, p.stance,
  CASE WHEN list_contains(o.states, e.a) = list_contains(o.states, e.b) THEN NULL WHEN list_contains(o.states, e.a) THEN e.a ELSE e.b END,
  NULL, p.confidence, a.published_day, a.outlet, a.agency, [p.issue], NULL
FROM {positions} p JOIN {articles} a ON a.id = p.article JOIN ends e ON e."of" = p.id LEFT JOIN holders o ON o."of" = p.id
WHERE p.judged IS DISTINCT FROM 'rejected'
"""
_MATTERS = """
UNION ALL
SELECT x.state, y.state, x.kind, x.article, x.article, NULL, a.published_day, x.event, NULL, NULL, NULL, a.published_day,
  a.outlet, a.agency, NULL, NULL
FROM (SELECT DISTINCT 'issue' AS kind, article, issue AS event, unnest(between_states) AS state FROM {issues}
  UNION SELECT DISTINCT 'assessment', article, NULL, unnest(about) FROM {assessments}) x
JOIN (SELECT DISTINCT 'issue' AS kind, article, issue AS event, unnest(between_states) AS state FROM {issues}
  UNION SELECT DISTINCT 'assessment', article, NULL, unnest(about) FROM {assessments}) y ON x.article = y.article AND x.kind = y.kind AND x.event IS NOT DISTINCT FROM y.event AND x.state < y.state
JOIN {articles} a ON a.id = x.article
"""


def derive(tables: Mapping[str, str] | None = None, *, matters: bool = True) -> str:
    """The question that gives all rows of `pairs`, asked of the record's tables or of others in the places of some.

    Without `matters` those of reports, encounters and positions alone.
    """
    names = {name: name for name in SOURCES} | dict(tables or {})
    whole = f"{_PAIRS}{_MATTERS}" if matters else _PAIRS
    told = TOLD.format(named="", narrowed="", **names)
    return whole.format(of_powers=OF_POWERS, told=told, fullest=fullness("n", "f"), **names)


def fullness(encounter: str, counted: str) -> str:
    """How fully an encounter is told, of which `counted` has how many are `present`: held before planned, the day known, who and where."""
    return f"""1000 * CAST({encounter}.status IN ('happened', 'ongoing') AS INTEGER)
    + 100 * CAST(length(coalesce({encounter}."when", '')) >= 10 AS INTEGER)
    + least(coalesce({counted}.present, 0), 90) + 2 * CAST({encounter}.place IS NOT NULL AS INTEGER)"""


def in_words(identities: Sequence[str]) -> str:
    """`IN (...)` with these identifiers spelled out, which is what DuckDB looks up in an index."""
    listed = ", ".join("'" + one.replace("'", "''") + "'" for one in identities)
    return f"IN ({listed or 'NULL'})"
