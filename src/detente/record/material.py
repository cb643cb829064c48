"""What a brief is made of: every table of the record about two states, as rows."""

from __future__ import annotations

from typing import Any

from detente.record import queries
from detente.record.scope import Scope
from detente.record.store import Record


def material(record: Record, scope: Scope) -> dict[str, list[dict[str, Any]]]:
    """Rows by table: articles, encounters, events, issues, positions, assessments, claims (columns of `queries`)."""
    asked = (
        ("articles", queries.articles),
        ("encounters", queries.encounters),
        ("events", queries.events),
        ("issues", queries.issues),
        ("positions", queries.positions),
        ("assessments", queries.assessments),
        ("claims", queries.claims),
    )
    return {name: question(record, scope).to_pylist() for name, question in asked}
