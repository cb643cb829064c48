"""Who the record hears from: outlets and agencies, how much each told, and who printed whose text."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from detente.record.store import Record


def outlets(record: Record) -> pa.Table:
    """Outlets by how much they tell.

    Columns: outlet (null for articles without one), articles, agency_articles (of them with an agency's line), copies (of
    them alike to an article of another outlet), reports, encounters, agencies (list), languages (list), first, last (days
    of publication), undated, guessed (articles without a day, with a guessed one), sample.
    """
    return record.connection.sql(
        """WITH copied AS (
             SELECT DISTINCT x.id FROM (SELECT a AS id, b AS other FROM links WHERE kind = 'copy'
               UNION ALL SELECT b, a FROM links WHERE kind = 'copy') x
             JOIN articles p ON p.id = x.id JOIN articles q ON q.id = x.other
             WHERE p.outlet IS DISTINCT FROM q.outlet),
           told AS (SELECT article, count(*) AS reports FROM reports WHERE judged IS DISTINCT FROM 'rejected' GROUP BY article),
           met AS (SELECT article, count(*) AS encounters FROM encounters WHERE judged IS DISTINCT FROM 'rejected' GROUP BY article)
           SELECT a.outlet, count(*) AS articles, count(a.agency) AS agency_articles, count(c.id) AS copies,
             coalesce(sum(t.reports), 0)::BIGINT AS reports, coalesce(sum(m.encounters), 0)::BIGINT AS encounters,
             coalesce(list(DISTINCT a.agency ORDER BY a.agency) FILTER (a.agency IS NOT NULL), []) AS agencies,
             coalesce(list(DISTINCT a.language ORDER BY a.language) FILTER (a.language IS NOT NULL), []) AS languages,
             min(a.published_day) AS first, max(a.published_day) AS last,
             count(*) FILTER (a.published_day IS NULL) AS undated,
             count(*) FILTER (a.published_by = 'guessed') AS guessed, bool_or(a.sample) AS sample
           FROM articles a LEFT JOIN copied c ON c.id = a.id LEFT JOIN told t ON t.article = a.id
           LEFT JOIN met m ON m.article = a.id
           GROUP BY a.outlet ORDER BY articles DESC, a.outlet NULLS LAST"""
    ).to_arrow_table()


def copies_of(record: Record, identity: str) -> list[dict[str, Any]]:
    """Articles that the machine found to be the same text as this one: id, outlet, agency, published, score."""
    answer = record.connection.execute(
        """SELECT a.id, a.outlet, a.agency, a.published, l.score
        FROM (SELECT b AS other, score FROM links WHERE kind = 'copy' AND a = ?
          UNION ALL SELECT a, score FROM links WHERE kind = 'copy' AND b = ?) l
        JOIN articles a ON a.id = l.other ORDER BY a.published, a.id""",
        [identity, identity],
    )
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def dated_by(record: Record) -> dict[str, int]:
    """How the days of the articles were found, by how often; "none" for articles without a day."""
    rows = record.connection.execute(
        "SELECT coalesce(published_by, 'none'), count(*) FROM articles GROUP BY ALL ORDER BY 2 DESC, 1"
    )
    return dict(rows.fetchall())
