"""One person in the record: as what they appear, and what they are quoted with."""

from __future__ import annotations

import pyarrow as pa

from detente.record.scope import Scope, dated
from detente.record.store import Record


def appearances(record: Record, name: str, scope: Scope) -> pa.Table:
    """As what a person is told of: offices with the time over which articles give them.

    Columns: office (null for none told), country, first, last (days of publication), articles.
    """
    where, values = dated(scope, "a.published_day")
    return record.connection.sql(
        f"""SELECT x.office, x.country, min(a.published_day) AS first, max(a.published_day) AS last,
              count(DISTINCT x.article) AS articles
            FROM roles x JOIN articles a ON a.id = x.article
            WHERE x.kind = 'person' AND x.name = ? {"".join(f" AND {w}" for w in where)}
            GROUP BY x.office, x.country ORDER BY last DESC NULLS LAST, articles DESC""",
        params=[name, *values],
    ).to_arrow_table()


def said(record: Record, name: str, scope: Scope, limit: int | None = None) -> pa.Table:
    """Sentences that articles give as a person's words, or that state their position, newest first.

    Columns: id (of a report or position), kind, what (category or stance), issue, quote, day, article, outlet, agency,
    published. A sentence stands once.
    """
    where, values = dated(scope, "a.published_day")
    return record.connection.sql(
        f"""WITH told AS (
              SELECT id, 'report' AS kind, lower(event) AS what, NULL AS issue, quote, article, start FROM reports
              WHERE said_by = ? AND judged IS DISTINCT FROM 'rejected'
              UNION ALL
              SELECT p.id, 'position', p.stance, p.issue, p.quote, p.article, p.start FROM positions p
              WHERE p.judged IS DISTINCT FROM 'rejected' AND (p.said_by = ? OR p.id IN
                (SELECT "of" FROM roles WHERE role = 'holder' AND kind = 'person' AND name = ?)))
            SELECT t.id, t.kind, t.what, t.issue, t.quote, a.published_day AS day, t.article, a.outlet, a.agency, a.published
            FROM (SELECT *, row_number() OVER (PARTITION BY article, start ORDER BY kind DESC, id) AS place FROM told) t
            JOIN articles a ON a.id = t.article WHERE t.place = 1 {"".join(f" AND {w}" for w in where)}
            ORDER BY day DESC NULLS LAST, t.article, t.start LIMIT ?""",
        params=[name, name, name, *values, limit],
    ).to_arrow_table()


def called(record: Record, words: str, limit: int = 20) -> list[tuple[str, int]]:
    """People of the record whose name holds these words, with the number of articles that tell of them."""
    rows = record.connection.execute(
        """SELECT name, count(DISTINCT article) AS articles FROM roles
        WHERE kind = 'person' AND name IS NOT NULL AND contains(lower(name), lower(?)) GROUP BY name
        ORDER BY articles DESC, name LIMIT ?""",
        [words, limit],
    )
    return rows.fetchall()
