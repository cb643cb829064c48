"""Who may stand in a role of a row: those who stand there now, and the others whom its article names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from detente.record.fields import ACTOR, TABLES
from detente.record.queue import Told
from detente.record.standing import asked
from detente.record.store import Record

MOST = 24
"""Others of an article that are offered for a role; a long article names more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who may stand in a role."""

    actor: dict[str, Any]
    """text, kind, country, sector, name, office: as `corrections.correct` takes it."""
    stands: bool
    """Whether the row has them in that role now."""


def candidates(record: Record, told: Told) -> dict[str, tuple[Candidate, ...]]:
    """By field: those in the role, in their order, and then the others of the article, the most often named first."""
    fields = TABLES[told.kind].roles
    question = 'SELECT * FROM roles WHERE article IN (SELECT unnest(?::VARCHAR[])) ORDER BY "of", role, rank'
    rows = asked(record, question, [told.article])
    often: dict[tuple[Any, ...], int] = {}
    known: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        actor = actor_of(row)
        if row["name"] or row["of"] == told.id:
            known.setdefault(_who(actor), actor)
            often[_who(actor)] = often.get(_who(actor), 0) + 1
    found = {}
    for field, role in fields.items():
        now = [actor_of(row) for row in rows if row["of"] == told.id and row["role"] == role]
        there = {_who(actor) for actor in now}
        others = sorted((who for who in known if who not in there), key=lambda who: (-often[who], str(who)))
        found[field] = (
            *(Candidate(actor=actor, stands=True) for actor in now),
            *(Candidate(actor=known[who], stands=False) for who in others[:MOST]),
        )
    return found


def actor_of(row: dict[str, Any]) -> dict[str, Any]:
    """Who stands in a role, as a correction names them."""
    return {name: row[name] for name in ACTOR} | {"name": row["name"] or row["text"]}


def _who(actor: dict[str, Any]) -> tuple[Any, ...]:
    return actor["name"], actor["country"], actor["sector"], actor["office"]
