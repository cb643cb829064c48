"""Doing what a person decided about a row that waited, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from detente.errors import UsageError
from detente.linking.terms import Rarity
from detente.record import corrections
from detente.record.adding import Source
from detente.record.judging import Judgement, judge, take, unjudge
from detente.record.queue import Action, Waiting, beside, tellings
from detente.record.store import Record
from detente.record.transaction import transaction
from detente.record.unlinking import unlink
from detente.runs.linking import link_new, relink

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


def add_by_hand(
    record: Record,
    kind: str,
    values: Mapping[str, Any],
    found_in: Sequence[Source],
    rarity: Rarity,
    *,
    by: str,
    why: str | None = None,
) -> tuple[str, ...]:
    """Adds a report, encounter or position from its source, or an event: a report from each of several sources, joined.

    What is added is linked with what tells of the same; gives the identifiers of the corrections and judgements made,
    the rows' corrections first. Raises `UsageError` for a bad kind, source, field or value; then nothing is added.
    """  # fmt: skip
    if kind != "event" and len(found_in) != 1:
        raise UsageError(f"a {kind} has one source; `detente add event` takes several")
    own = "report" if kind == "event" else kind
    made: list[corrections.Correction] = []
    try:
        for source in found_in:
            made.append(corrections.add_row(record, own, values, source, by=by, why=why))
    except UsageError:
        for one in reversed(made):
            corrections.undo(record, one.id)
        raise
    judged = [judge(record, made[0].of, one.of, same=True, by=by, why=why) for one in made[1:]]
    if own != "position":
        link_anew(record, [one.article for one in made], rarity)
    return (*(one.id for one in made), *judged)


def link_anew(record: Record, articles: Sequence[str], rarity: Rarity) -> None:
    """Links articles that have got other tellings, and whatever waits besides."""
    with transaction(record) as connection:
        unlink(connection, list(dict.fromkeys(articles)))
    for _ in link_new(record, rarity):
        pass


def take_back(record: Record, identities: Sequence[str]) -> tuple[str, ...]:
    """Takes corrections (co_) and judgements (ju_) back, the last first; gives the rows that stand as before.

    A row that was added by hand is gone, and what it was linked with is grouped without it. Raises `UsageError` for
    one that does not hold.
    """
    rows: list[str] = []
    for identity in reversed(identities):
        if identity.startswith("ju_"):
            judgement = unjudge(record, identity)
            relink(record, _there(record, [judgement.a, judgement.b]))
            rows += [judgement.a, judgement.b]
            continue
        before = {told.id: beside(record, told) for told in tellings(record, _of(record, identity))}
        undone = corrections.undo(record, identity)
        if undone.act == "add" and before.get(undone.of):
            relink(record, before[undone.of])
        rows.append(undone.of)
    return tuple(dict.fromkeys(rows))


def _of(record: Record, identity: str) -> list[str]:
    return [one.of for one in corrections.corrections(record) if one.id == identity]


def _there(record: Record, rows: Sequence[str]) -> list[str]:
    return [told.id for told in tellings(record, rows)]


def take_judgements(record: Record, given: Sequence[Judgement]) -> corrections.Taken:
    """Takes in a colleague's judgements on which rows are one happening, and regroups these rows."""
    taken = take(record, given)
    rows = {row for one in given if one.id not in taken.missing for row in (one.a, one.b)}
    if rows:
        relink(record, sorted(rows))
    return taken
