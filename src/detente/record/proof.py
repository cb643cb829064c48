"""What a row of the record rests on: its sentence where it stands in its article, who plays which part in it, who told it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from detente.errors import UnknownError, UsageError
from detente.record.corrections import Correction, corrections
from detente.record.fields import TABLES, kind_of
from detente.record.links import happening_of
from detente.record.queries import article
from detente.record.store import Record
from detente.types import Article

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One row with its evidence."""

    id: str
    kind: str
    """report, encounter or position."""
    row: Row
    """As the table has it."""
    roles: tuple[Row, ...]
    article: Article
    paragraph: tuple[int, int]
    """Offsets of the paragraph in which the sentence stands."""
    happening: str | None
    """The event or encounter that it tells of."""
    beside: tuple[tuple[str, str], ...]
    """Other rows that rest on the same words: identifier and what they are."""
    corrections: tuple[Correction, ...]
    """What people said of it, undone ones too."""


def proof(record: Record, identity: str) -> Proof:
    """The evidence of a report, encounter or position. Raises `UnknownError` where there is none of that identifier."""
    try:
        kind = kind_of(identity)
    except UsageError:
        raise UnknownError(f"{identity!r} is no report (rp_), encounter (en_) or position (po_)") from None
    rows = _rows(record, f'SELECT * FROM "{TABLES[kind].name}" WHERE id = ?', [identity])
    if not rows:
        raise UnknownError(
            f"no {kind} {identity!r} in {record.path}; it may have been read anew and got another name"
        )
    row = rows[0]
    roles = _rows(record, 'SELECT * FROM roles WHERE "of" = ? ORDER BY start, rank', [identity])
    whole = article(record, row["article"])
    return Proof(
        id=identity,
        kind=kind,
        row=row,
        roles=tuple(roles),
        article=whole,
        paragraph=paragraph_around(whole.text, row["start"], row["end"]),
        happening=happening_of(record, [identity]).get(identity),
        beside=_beside(record, row),
        corrections=tuple(one for one in corrections(record) if one.of == identity),
    )


def paragraph_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The paragraph, or paragraphs, that hold a stretch of a text; offsets outside of it are brought inside."""
    start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
    first = text.rfind("\n\n", 0, start)
    last = text.find("\n\n", end)
    return (0 if first < 0 else first + 2), (len(text) if last < 0 else last)


def _beside(record: Record, row: Row) -> tuple[tuple[str, str], ...]:
    found = record.connection.execute(
        """SELECT id, what FROM (
          SELECT id, article, start, lower(event) AS what, judged FROM reports
          UNION ALL SELECT id, article, start, form, judged FROM encounters
          UNION ALL SELECT id, article, start, stance, judged FROM positions)
        WHERE article = ? AND start = ? AND id <> ? AND judged IS DISTINCT FROM 'rejected' ORDER BY id""",
        [row["article"], row["start"], row["id"]],
    ).fetchall()
    return tuple(found)


def _rows(record: Record, question: str, values: Sequence[Any]) -> list[Row]:
    answer = record.connection.execute(question, list(values))
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
