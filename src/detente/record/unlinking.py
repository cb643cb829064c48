"""Taking articles out of linking, so that the next linking compares them anew with all that they touch."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from detente.record.waiting import wait


def unlink(connection: duckdb.DuckDBPyConnection, articles: Sequence[str]) -> None:
    """Forgets by what these articles and their tellings are found and what they are like; in a transaction.

    To which happening a telling belongs stays until it is linked anew, so that old identifiers lead on. An article
    without a story is one that waits to be linked: a run that is killed in between is finished by the next one.
    """
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE untied AS SELECT id FROM (
             SELECT unnest(?::VARCHAR[]) AS id
             UNION ALL SELECT id FROM reports WHERE article IN (SELECT unnest(?::VARCHAR[]))
             UNION ALL SELECT id FROM encounters WHERE article IN (SELECT unnest(?::VARCHAR[])))""",
        [list(articles)] * 3,
    )
    connection.execute('DELETE FROM found_by WHERE "of" IN (SELECT id FROM untied)')
    connection.execute("DELETE FROM links WHERE a IN (SELECT id FROM untied) OR b IN (SELECT id FROM untied)")
    connection.execute("""DELETE FROM happenings WHERE kind = 'story' AND "of" IN (SELECT id FROM untied)""")
    wait(connection, articles)


def told_beside(connection: duckdb.DuckDBPyConnection, articles: Sequence[str]) -> list[str]:
    """The other articles that tell of a happening of which these tell."""
    rows = connection.execute(
        """WITH told AS (SELECT id, article FROM reports UNION ALL SELECT id, article FROM encounters),
        homes AS (SELECT h.happening, t.article FROM happenings h JOIN told t ON t.id = h."of" WHERE h.kind <> 'story')
        SELECT DISTINCT article FROM homes WHERE article NOT IN (SELECT unnest(?::VARCHAR[])) AND happening IN
          (SELECT happening FROM homes WHERE article IN (SELECT unnest(?::VARCHAR[]))) ORDER BY article""",
        [list(articles)] * 2,
    ).fetchall()
    return [row[0] for row in rows]
