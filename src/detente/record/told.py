"""Events with all that exports need of them: whole reports, their articles, and which of them are one happening."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from detente.record import queries
from detente.record.deriving import in_words
from detente.record.links import happening_of
from detente.record.recall import AT_ONCE, encounters, reports
from detente.record.scope import Scope
from detente.record.store import Record
from detente.types import Article, Encounter, Report


def told_reports(record: Record, scope: Scope) -> list[tuple[Report, Article, str | None]]:
    """The reports of a scope that nobody rejected, each with its article and its happening, by identifier."""
    identities = queries.events(record, scope)["id"].to_pylist()
    recalled = reports(record, identities)
    by_id = {a.id: a for a in sources(record, sorted({article for article, _ in recalled}))}
    home = happening_of(record, identities)
    return [(report, by_id[article], home.get(report.id)) for article, report in recalled]


def told_encounters(record: Record, scope: Scope) -> list[tuple[Encounter, Article, str | None]]:
    """The encounters of a scope that nobody rejected, with what became of each, as `told_reports`."""
    identities = queries.encounters(record, scope)["id"].to_pylist()
    recalled = encounters(record, identities)
    by_id = {a.id: a for a in sources(record, sorted({article for article, _ in recalled}))}
    home = happening_of(record, identities)
    return [(encounter, by_id[article], home.get(encounter.id)) for article, encounter in recalled]


def sources(record: Record, identities: Sequence[str]) -> list[Article]:
    """The articles of these identifiers as a footnote names them: their texts stay in the record and are empty here."""
    names = ("id", "title", "published", "published_by", "agency", "byline", "outlet", "language", "url")
    # Few are looked up in the index, many are read with the table.
    few = len(identities) <= AT_ONCE
    wanted = in_words(identities) if few else "IN (SELECT unnest(?::VARCHAR[]))"
    rows = record.connection.execute(
        f"SELECT {', '.join(names)} FROM articles WHERE id {wanted} ORDER BY id",
        [] if few else [list(identities)],
    ).fetchall()
    return [Article(text="", **dict(zip(names, row, strict=True))) for row in rows]


def issues_named(record: Record, scope: Scope) -> dict[str, Counter[str]]:
    """How often each article names each issue, by article, over all articles in the time of a scope."""
    table = queries.issues(record, Scope(since=scope.since, until=scope.until))
    found: dict[str, Counter[str]] = {}
    for article, issue in zip(table["article"].to_pylist(), table["issue"].to_pylist(), strict=True):
        found.setdefault(article, Counter())[issue] += 1
    return found
