"""What articles that have just been read add to the record: for alerts, and only about those articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from detente.record.deriving import in_words
from detente.record.diary import encounters_called, parts_of
from detente.record.scope import each, named, paragraph
from detente.record.store import Record

Row = dict[str, Any]
_SOURCE = "a.id AS article, a.title, a.outlet, a.agency, a.url, a.published, a.published_day"


def pairs_told(record: Record, articles: Sequence[str]) -> set[tuple[str, str]]:
    """The pairs of states (a < b) of which these articles tell that one acts toward the other."""
    rows = record.connection.execute(
        f"SELECT DISTINCT a, b FROM pairs WHERE kind = 'report' AND article {in_words(articles)}"
    ).fetchall()
    return {(a, b) for a, b in rows}


def encounters_told(record: Record, articles: Sequence[str]) -> list[Row]:
    """The encounters that these articles tell, each once, as rows of `diary.encounters_once`, the earliest first.

    Besides its columns: tellings (identifiers of all its tellings), wholes (identifiers of the larger encounters that it is
    part of), whole_tellings (of their tellings), published_day (of the newest telling), title and url (of the fullest).
    """
    told = dict[str, list[str]]()
    asked = """SELECT coalesce(h.happening, e.id), e.id FROM encounters e
        LEFT JOIN happenings h ON h."of" = e.id AND h.kind = 'encounter' WHERE {}"""
    touched = record.connection.execute(asked.format(f"e.article {in_words(articles)}")).fetchall()
    homes = sorted({home for home, _ in touched})
    for home, telling in record.connection.execute(
        asked.format(f"coalesce(h.happening, e.id) {in_words(homes)}")
    ).fetchall():
        told.setdefault(home, []).append(telling)
    rows = encounters_called(record, homes)
    sources = _sources(record, [row["telling"] for row in rows])
    newest = _newest(record, [telling for tellings in told.values() for telling in tellings])
    for row in rows:
        row |= {"tellings": sorted(told[row["id"]])} | sources[row["telling"]]
        row["published_day"] = max((newest[one] for one in row["tellings"] if newest.get(one)), default=None)
        within, _ = parts_of(record, row["id"])
        row["wholes"] = [whole["id"] for whole in within]
        of_wholes = record.connection.execute(
            f"""SELECT "of" FROM happenings WHERE happening {in_words(row["wholes"])} AND kind = 'encounter'"""
        ).fetchall()
        row["whole_tellings"] = sorted(telling for (telling,) in of_wholes)
    return rows


def acts_told(record: Record, articles: Sequence[str], categories: Sequence[str]) -> list[Row]:
    """The acts of these categories that these articles tell of two states, one row a report and pair.

    Columns: a, b (a < b), id (of the happening), report, event, mode, status (`background` and `denied` among them), confidence,
    day, actors, recipients (names), quote, tellings (reports of the happening), and the article's: article, title, outlet,
    agency, url, published, published_day.
    """
    rows = record.connection.sql(
        f"""SELECT p.a, p.b, p.happening AS id, p."of" AS report, p.event, p.mode, p.status, p.confidence, p.day,
          {named("r", "actor")} AS actors, {named("r", "recipient")} AS recipients, r.quote,
          (SELECT list(h."of" ORDER BY h."of") FROM happenings h
            WHERE h.happening = p.happening AND h.kind = 'report') AS tellings, {_SOURCE}
        FROM pairs p JOIN reports r ON r.id = p."of" JOIN articles a ON a.id = p.article
        WHERE p.kind = 'report' AND p.article {in_words(articles)} AND p.event {in_words(categories)}
        ORDER BY p.day, p.confidence DESC, p."of", p.a, p.b"""
    ).to_arrow_table()
    found: list[Row] = rows.to_pylist()
    return [row | {"tellings": sorted({row["report"], *(row["tellings"] or ())})} for row in found]


def issues_told(record: Record, articles: Sequence[str], issues: Sequence[str]) -> list[Row]:
    """Where these articles name these issues between two states: one row a mention and pair, in the order of the text.

    Columns: a, b (a < b), issue, text, quote (the paragraph), tellings (the articles of the same story), and the article's.
    """
    rows = record.connection.sql(
        f"""WITH named AS (SELECT i.*, unnest(i.between_states) AS one FROM issues i
          WHERE i.article {in_words(articles)} AND i.issue {in_words(issues)}),
        two AS (SELECT n.* EXCLUDE (one), n.one AS a, unnest(n.between_states) AS b FROM named n)
        SELECT i.a, i.b, i.issue, i.text, {paragraph("i")} AS quote,
          (SELECT list(o."of" ORDER BY o."of") FROM happenings h JOIN happenings o ON o.happening = h.happening
            AND o.kind = 'story' WHERE h."of" = i.article AND h.kind = 'story') AS tellings, {_SOURCE}
        FROM two i JOIN articles a ON a.id = i.article WHERE i.a < i.b ORDER BY a.id, i.start, i.a, i.b"""
    ).to_arrow_table()
    found: list[Row] = rows.to_pylist()
    return [row | {"tellings": sorted({row["article"], *(row["tellings"] or ())})} for row in found]


def reports_of(record: Record, happenings: Sequence[str]) -> dict[str, Row]:
    """The surest report of each of these happenings, with its quote and article."""
    rows = record.connection.sql(
        f"""SELECT coalesce(h.happening, r.id) AS id, r.id AS report, r.quote, {_SOURCE}
        FROM reports r JOIN articles a ON a.id = r.article
        LEFT JOIN happenings h ON h."of" = r.id AND h.kind = 'report'
        WHERE coalesce(h.happening, r.id) {in_words(happenings)} ORDER BY r.confidence, r.id DESC"""
    ).to_arrow_table()
    return {row["id"]: row for row in rows.to_pylist()}


def telling_of(record: Record, tellings: Sequence[str], statuses: Sequence[str]) -> Row | None:
    """Of these tellings of an encounter the newest that says one of these things of it, with its quote and article."""
    rows = record.connection.sql(
        f"""SELECT e.id AS telling, e.status, e.quote, {each("e", "participant", "country")} AS countries, {_SOURCE}
        FROM encounters e JOIN articles a ON a.id = e.article
        WHERE e.id {in_words(tellings)} AND e.status {in_words(statuses)} AND e.judged IS DISTINCT FROM 'rejected'
        ORDER BY a.published_day DESC NULLS LAST, e.confidence DESC, e.id LIMIT 1"""
    ).to_arrow_table()
    found: list[Row] = rows.to_pylist()
    return found[0] if found else None


def _sources(record: Record, tellings: Sequence[str]) -> Mapping[str, Row]:
    rows = record.connection.execute(
        f"""SELECT e.id, a.title, a.url FROM encounters e JOIN articles a ON a.id = e.article
        WHERE e.id {in_words(tellings)}"""
    ).fetchall()
    return {telling: {"title": title, "url": url} for telling, title, url in rows}


def _newest(record: Record, tellings: Sequence[str]) -> Mapping[str, Any]:
    rows = record.connection.execute(
        f"""SELECT e.id, a.published_day FROM encounters e JOIN articles a ON a.id = e.article
        WHERE e.id {in_words(tellings)}"""
    ).fetchall()
    return dict(rows)
