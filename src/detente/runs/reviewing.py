"""Doing what a person decided about a row that waited, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from detente.errors import UsageError
from detente.record import corrections
from detente.record.judging import judge, unjudge
from detente.record.queue import Action, Waiting, beside
from detente.record.store import Record
from detente.runs.linking import relink

SINGLE: dict[Action, Literal["accept", "reject", "change"]] = {
    "accept": "accept",
    "reject": "reject",
    "edit": "change",
}


def decide(
    record: Record,
    one: Waiting,
    action: Action,
    *,
    by: str,
    why: str | None = None,
    values: Mapping[str, Any] | None = None,
    other: str | None = None,
) -> tuple[str, ...]:
    """Does it; gives the identifiers of the corrections (co_) and judgements (ju_) made, by which it is taken back.

    `values` are the new values by field, to edit; `other` is the row to merge with or to split from (to split a row
    without naming one parts it from all that stand beside it). Raises `UsageError` for what cannot be done.
    """
    if action not in one.actions:
        raise UsageError(f"{action} does not apply to {one.id}; what does: {', '.join(one.actions)}")
    if one.kind == "event":
        a, b = one.told
        return join_or_part(record, a.id, [b.id], same=action == "accept", by=by, why=why)
    if action in SINGLE:
        made = corrections.correct(record, one.id, SINGLE[action], by=by, why=why, values=values)
        return tuple(correction.id for correction in made)
    if action == "merge" and not other:
        raise UsageError("name the row to merge with")
    others = [other] if other else list(beside(record, one.told[0]))
    return join_or_part(record, one.id, others, same=action == "merge", by=by, why=why)


def join_or_part(
    record: Record, row: str, others: Sequence[str], *, same: bool, by: str, why: str | None = None
) -> tuple[str, ...]:
    """Judges a row to be one happening with each of the others, or with none, and regroups them."""
    made = tuple(judge(record, row, other, same=same, by=by, why=why) for other in others)
    relink(record, [row, *others])
    return made


def take_back(record: Record, identities: Sequence[str]) -> tuple[str, ...]:
    """Takes corrections (co_) and judgements (ju_) back, the last first; gives the rows that stand as before.

    Raises `UsageError` for one that does not hold.
    """
    rows: list[str] = []
    for identity in reversed(identities):
        if identity.startswith("ju_"):
            judgement = unjudge(record, identity)
            relink(record, [judgement.a, judgement.b])
            rows += [judgement.a, judgement.b]
        else:
            rows.append(corrections.undo(record, identity).of)
    return tuple(dict.fromkeys(rows))
