"""What people did last: corrections and judgements, newest first, without all that were ever made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import Any

from detente.record.judging import Judgement
from detente.record.standing import NAMES, Correction
from detente.record.store import Record

JUDGED = 'id, kind, a, b, same, "by", why, made, undone'


def latest(record: Record, limit: int) -> tuple[Correction | Judgement, ...]:
    """The newest corrections and judgements, undone ones too, the newest first."""
    return _found(record, f"ORDER BY made DESC, id DESC LIMIT {int(limit)}", [])[:limit]


def deeds_called(record: Record, identities: Sequence[str]) -> tuple[Correction | Judgement, ...]:
    """Corrections and judgements by their identifiers, the newest first; unknown ones are left out."""
    return _found(
        record, "WHERE id IN (SELECT unnest(?::VARCHAR[])) ORDER BY made DESC, id", [list(identities)]
    )


def holding_on(record: Record, row: str) -> tuple[str, ...]:
    """The identifiers of the corrections and judgements on a row that hold: by them its state is known."""
    found = record.connection.execute(
        """SELECT id FROM corrections WHERE "of" = $1 AND undone IS NULL
        UNION ALL SELECT id FROM judgements WHERE (a = $1 OR b = $1) AND undone IS NULL ORDER BY id""",
        [row],
    )
    return tuple(one[0] for one in found.fetchall())


def _found(record: Record, rest: str, values: Sequence[Any]) -> tuple[Correction | Judgement, ...]:
    corrected = record.connection.execute(f"SELECT {NAMES} FROM corrections {rest}", values).fetchall()
    judged = record.connection.execute(f"SELECT {JUDGED} FROM judgements {rest}", values).fetchall()
    found: list[Correction | Judgement] = [
        Correction(**dict(zip(Correction.__slots__, row, strict=True))) for row in corrected
    ]
    for row in judged:
        told = dict(zip(Judgement.__slots__, row, strict=True))
        for name in ("made", "undone"):
            told[name] = _stamp(told[name])
        found.append(Judgement(**told))
    return tuple(sorted(found, key=lambda deed: (deed.made, deed.id), reverse=True))


def _stamp(moment: Any) -> str | None:
    return moment.replace(tzinfo=UTC).isoformat(timespec="microseconds") if moment is not None else None
