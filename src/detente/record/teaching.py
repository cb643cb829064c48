"""What people judged, as examples: of reports in the format of `training/events.py`, of other rows as plain pairs.

Of a report the sentence, with an actor and a recipient marked, and the category that a person let stand or gave; NONE
where the person rejected it. Only what stands in the sentence can be marked: a report without a recipient, or one whose
parties are named elsewhere, gives no example.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from detente.record.differing import values_of
from detente.record.fields import kind_of
from detente.record.standing import Correction, Row, Whole, corrections, originals, stood
from detente.record.store import Record

NONE = "NONE"
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A sentence with two of its spans marked, and what a person says joins them: a line of a gold file."""

    id: str
    text: str
    source: str
    target: str
    marked: str
    """The text with the spans between <s></s> and <t></t>."""
    event: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An encounter or a position as the machine read it, and as a person left it."""

    id: str
    kind: str
    text: str
    judged: str
    """accepted, rejected, corrected or added."""
    machine: dict[str, Any] | None
    """Value by field; None where a person added it."""
    person: dict[str, Any] | None
    """Value by field; None where a person rejected it."""
    by: str
    made: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """All that the judgements of a record teach."""

    marked: tuple[Marked, ...]
    others: tuple[Judged, ...]
    unmarked: int
    """Judged reports that give no example."""


def lessons_of(record: Record) -> Lessons:
    """The examples, in the order in which rows were last judged."""
    last = {one.of: one for one in corrections(record) if not one.undone}
    read, left = originals(record, list(last)), stood(record, list(last))
    marked: list[Marked] = []
    others: list[Judged] = []
    unmarked = 0
    for of, one in sorted(last.items(), key=lambda item: (item[1].made, item[0])):
        if of not in left:
            continue
        if kind_of(of) == "report":
            examples = list(_examples(one, read[of], left[of]))
            marked += examples
            unmarked += not examples
        else:
            others.append(_judged(one, read[of], left[of]))
    return Lessons(marked=tuple(marked), others=tuple(others), unmarked=unmarked)


def _examples(one: Correction, read: Whole, left: Whole) -> Iterator[Marked]:
    rejected = left[0]["judged"] == "rejected"
    row, roles = read if rejected else left
    for source in _spans(row, roles, "actor"):
        for target in _spans(row, roles, "recipient"):
            if source[1] <= target[0] or target[1] <= source[0]:
                text = row["quote"]
                yield Marked(
                    id=f"{one.of}:{source[0]}:{target[0]}", text=text, source=text[slice(*source)],
                    target=text[slice(*target)], marked=_with_marks(text, source, target),
                    event=NONE if rejected else row["event"], by=one.by,
                )  # fmt: skip


def _spans(row: Row, roles: list[Row], role: str) -> list[Span]:
    """Where those in a role stand in the sentence, each place once; one that covers it whole stands nowhere."""
    at, length = row["start"], len(row["quote"])
    spans = {(r["start"] - at, r["end"] - at) for r in roles if r["role"] == role}
    return sorted(s for s in spans if 0 <= s[0] < s[1] <= length and s != (0, length))


def _with_marks(text: str, source: Span, target: Span) -> str:
    # From the right, so that offsets to the left hold; where one span ends and the other begins, the end comes first.
    marks = [(source[0], 1, "<s>"), (source[1], 0, "</s>"), (target[0], 1, "<t>"), (target[1], 0, "</t>")]
    for at, _, mark in sorted(marks, reverse=True):
        text = text[:at] + mark + text[at:]
    return text


def _judged(one: Correction, read: Whole, left: Whole) -> Judged:
    kind = kind_of(one.of)
    added = bool(left[0].get("added_by"))
    judged = "added" if added and left[0]["judged"] is None else left[0]["judged"]
    return Judged(
        id=one.of, kind=kind, text=left[0]["quote"], judged=judged or "accepted",
        machine=None if added else values_of(kind, read),
        person=None if judged == "rejected" else values_of(kind, left), by=one.by, made=one.made,
    )  # fmt: skip
