"""Events with all that exports need of them: whole reports, their articles, and which of them are one happening."""

from __future__ import annotations

from detente.record import queries
from detente.record.links import happening_of
from detente.record.queries import Scope
from detente.record.recall import articles, encounters, reports
from detente.record.store import Record
from detente.types import Article, Encounter, Report


def told_reports(record: Record, scope: Scope) -> list[tuple[Report, Article, str | None]]:
    """The reports of a scope that nobody rejected, each with its article and its happening, by identifier."""
    identities = queries.events(record, scope)["id"].to_pylist()
    recalled = reports(record, identities)
    by_id = {a.id: a for a in articles(record, sorted({article for article, _ in recalled}))}
    home = happening_of(record, "report", identities)
    return [(report, by_id[article], home.get(report.id)) for article, report in recalled]


def told_encounters(record: Record, scope: Scope) -> list[tuple[Encounter, Article, str | None]]:
    """The encounters of a scope that nobody rejected, as `told_reports`."""
    identities = queries.encounters(record, scope)["id"].to_pylist()
    recalled = encounters(record, identities)
    by_id = {a.id: a for a in articles(record, sorted({article for article, _ in recalled}))}
    home = happening_of(record, "encounter", identities)
    return [(encounter, by_id[article], home.get(encounter.id)) for article, encounter in recalled]
