"""How a row stands: as the machine read it or a person added it, with all corrections that still hold, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import duckdb
import msgspec

from detente.knowledge.categories import categories
from detente.record.fields import TABLES, columns_of, kind_of, roles_of
from detente.record.pairs import refresh_pairs
from detente.record.store import Record

Act = Literal["accept", "reject", "change", "add"]
STANDING = {"accept": "accepted", "reject": "rejected", "change": "corrected"}
Row = dict[str, Any]
Rows = list[Row]
Whole = tuple[Row, Rows]
"""A row, and the rows of those who stand in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One thing that a person said of one row."""

    id: str
    of: str
    """Identifier of a report, encounter or position."""
    act: Act
    field: str | None = None
    now: str | None = None
    """The new value, as JSON; of a row added by hand the row, who stands in it, and its article if that is new."""
    was: str | None = None
    """The value before, as JSON."""
    by: str
    why: str | None = None
    made: str
    """ISO 8601, UTC."""
    undone: str | None = None
    article: str
    start: int
    end: int
    what: str
    """Category, form or stance of the row: with the span, by what it is found in another reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a file of corrections."""

    added: int
    known: int
    missing: tuple[str, ...]
    """Corrections whose row this record does not hold."""


NAMES = ", ".join(f'"{name}"' for name in Correction.__slots__)


def corrections(record: Record, of: Iterable[str] | str | None = None) -> tuple[Correction, ...]:
    """All corrections, or those of some rows, undone ones too, in the order in which they were made."""
    wanted = [of] if isinstance(of, str) else list(of) if of is not None else None
    where, values = (
        ('WHERE "of" IN (SELECT unnest(?::VARCHAR[]))', [wanted]) if wanted is not None else ("", [])
    )
    answer = record.connection.execute(f"SELECT {NAMES} FROM corrections {where} ORDER BY made, id", values)
    return tuple(Correction(**dict(zip(Correction.__slots__, row, strict=True))) for row in answer.fetchall())


def stood(record: Record, rows: Sequence[str], until: str | None = None) -> dict[str, Whole]:
    """The rows as their originals and the corrections make them that held then (now, if not given), by identifier.

    Rows that the record does not hold are left out.
    """
    holding: dict[str, list[Correction]] = {}
    for one in corrections(record, rows):
        if held_until(one, until):
            holding.setdefault(one.of, []).append(one)
    return {of: corrected(whole, holding.get(of, ())) for of, whole in originals(record, rows).items()}


def corrected(original: Whole, holding: Sequence[Correction]) -> Whole:
    """A row and who stands in it, as these corrections make them."""
    row, roles = dict(original[0]), list(original[1])
    kind = kind_of(row["id"])
    for one in holding:
        if one.act == "change" and one.field is not None and one.now is not None:
            value = msgspec.json.decode(one.now)
            row |= columns_of(kind, one.field, value)
            if one.field == "mode":
                row["score"] = categories().score(row["event"], value)
            changed = roles_of(kind, one.field, value)
            if changed is not None:
                role, cast = changed
                roles = [r for r in roles if r["role"] != role] + cast_in(row, role, cast)
    last = [one for one in holding if one.act != "add"]
    return row | {"judged": STANDING[last[-1].act] if last else None}, roles


def cast_in(row: Row, role: str, cast: Sequence[Mapping[str, Any]]) -> Rows:
    """Those whom a person puts into a role: where the sentence has their words or name, else over the whole of it."""
    found = []
    for rank, actor in enumerate(cast):
        words = next((w for w in (actor["text"], actor["name"]) if w and w in row["quote"]), None)
        start = row["start"] + row["quote"].index(words) if words else row["start"]
        end = start + len(words) if words else row["end"]
        found.append(
            {"of": row["id"], "role": role, "rank": rank, "article": row["article"], "start": start, "end": end,
             "confidence": 1.0, **actor}
        )  # fmt: skip
    return found


def held_until(one: Correction, until: str | None) -> bool:
    """Whether a correction held then, or holds now."""
    if until is None:
        return not one.undone
    return one.made <= until and (not one.undone or one.undone > until)


def originals(record: Record, rows: Sequence[str]) -> dict[str, Whole]:
    """The rows as the machine read them, or as they were added, by identifier; unknown ones are left out."""
    kept = record.connection.execute(
        'SELECT "of", "row", roles FROM originals WHERE "of" IN (SELECT unnest(?::VARCHAR[]))', [list(rows)]
    ).fetchall()
    found: dict[str, Whole] = {
        of: (msgspec.json.decode(row), msgspec.json.decode(roles)) for of, row, roles in kept
    }
    return found | as_kept(record, [of for of in rows if of not in found])


def as_kept(record: Record, rows: Sequence[str]) -> dict[str, Whole]:
    """The rows as the tables hold them, with dates as text, by identifier; unknown ones are left out."""
    found: dict[str, Whole] = {}
    for kind, table in TABLES.items():
        own = [of for of in rows if kind_of(of) == kind]
        if own:
            question = f"SELECT * FROM {table.name} WHERE id IN (SELECT unnest(?::VARCHAR[]))"
            found |= {row["id"]: (row, []) for row in asked(record, question, own)}
    if found:
        question = 'SELECT * FROM roles WHERE "of" IN (SELECT unnest(?::VARCHAR[])) ORDER BY "of", role, rank'
        for role in asked(record, question, list(found)):
            found[role["of"]][1].append(role)
    return found


def asked(record: Record, question: str, identities: Sequence[str]) -> Rows:
    """The answer as plain rows, as JSON would give them back."""
    answer = record.connection.execute(question, [list(identities)])
    names = [column[0] for column in answer.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    plain: Rows = msgspec.json.decode(msgspec.json.encode(rows))
    return plain


def stand(record: Record, rows: Sequence[str]) -> None:
    """Writes the rows as their originals and the corrections that hold make them; to be called in a transaction."""
    connection = record.connection
    rows = list(dict.fromkeys(rows))
    known = {
        row[0] for row in connection.execute(
            'SELECT "of" FROM originals WHERE "of" IN (SELECT unnest(?::VARCHAR[]))', [rows]).fetchall()
    }  # fmt: skip
    for of, whole in as_kept(record, [of for of in rows if of not in known]).items():
        connection.execute(
            "INSERT INTO originals VALUES (?, ?, ?, ?)",
            [of, kind_of(of), *(msgspec.json.encode(part).decode() for part in whole)],
        )
    touched: set[str] = set()
    for of, (row, roles) in stood(record, rows).items():
        values = {name: value for name, value in row.items() if name != "id"}
        named = ", ".join(f'"{name}" = ?' for name in values)
        connection.execute(
            f"UPDATE {TABLES[kind_of(of)].name} SET {named} WHERE id = ?", [*values.values(), of]
        )
        connection.execute(
            'DELETE FROM roles WHERE article = ? AND "of" = ?',
            [row["article"], of],
        )
        insert(connection, "roles", roles)
        touched.add(row["article"])
    refresh_pairs(connection, sorted(touched))


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Adds rows whose keys name their columns."""
    for row in rows:
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" for _ in row)
        connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))


def field_of(of: str, field: str, whole: Whole) -> str:
    """A field's value as JSON: a column, or the names of those in a role."""
    row, roles = whole
    role = TABLES[kind_of(of)].roles.get(field)
    if role is None:
        return msgspec.json.encode(row.get(TABLES[kind_of(of)].columns[field])).decode()
    names = [r["name"] or r["text"] for r in sorted(roles, key=lambda r: r["rank"]) if r["role"] == role]
    return msgspec.json.encode(names).decode()
