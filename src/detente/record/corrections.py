"""What people correct: judgements on rows that are only ever added and undone, and the rows as they then stand.

A row as the machine read it is set aside the first time that somebody corrects it. How it stands is that original with
all corrections that still hold, in the order in which they were made: undoing one, or reading the article anew with
another coder, gives the same row whatever came between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from uuid import uuid4

import msgspec

from detente.errors import RecordError, UsageError
from detente.record.adding import Source, article_of, insert_added, remove_added, row_of
from detente.record.fields import TABLES, columns_of, kind_of, named_fields, roles_of
from detente.record.standing import Act as Act
from detente.record.standing import Correction as Correction
from detente.record.standing import Taken as Taken
from detente.record.standing import as_kept, asked, field_of, insert, originals, stand
from detente.record.standing import corrections as corrections
from detente.record.store import Record
from detente.record.transaction import transaction


def correct(
    record: Record,
    of: str,
    act: Literal["accept", "reject", "change"],
    *,
    by: str,
    why: str | None = None,
    values: Mapping[str, Any] | None = None,
) -> tuple[Correction, ...]:
    """Accepts or rejects a row, or changes its fields to these values (each a correction of its own).

    Raises `UsageError` for an unknown row, field or value, `RecordError` where the record cannot be written.
    """
    kind = kind_of(of)
    whole = as_kept(record, [of]).get(of)
    if whole is None:
        raise UsageError(f"no {kind} {of!r} in {record.path}; `detente show` lists them with `--format csv`")
    if (act == "change") != bool(values):
        raise UsageError(
            "name the field and its new value, such as status=planned"
            if act == "change"
            else f"to {act} a row takes no values; change it instead"
        )
    said = {"of": of, "act": act, "by": by, "why": why, **anchor(whole[0])}
    found = []
    # The category first, which sets mode and CAMEO code: a mode that is given beside it holds over what it sets.
    named = sorted(
        named_fields(kind, values or {}).items(), key=lambda change: change[0] != TABLES[kind].what
    )
    changes: list[tuple[str | None, Any]] = list(named) or [(None, None)]
    made = datetime.now(UTC)
    for number, (field, value) in enumerate(changes):
        new = was = None
        if field is not None:
            columns_of(kind, field, value)
            new, was = msgspec.json.encode(value).decode(), field_of(of, field, whole)
        # One after the other, for they are made good in the order of their times.
        at = (made + timedelta(microseconds=number)).isoformat(timespec="microseconds")
        found.append(Correction(id=new_id(), field=field, now=new, was=was, made=at, **said))
    add_corrections(record, found)
    return tuple(found)


def add_row(
    record: Record,
    kind: str,
    values: Mapping[str, Any],
    source: Source,
    *,
    by: str,
    why: str | None = None,
) -> Correction:
    """Adds a report, encounter or position by hand. Raises `UsageError` for a bad source, field or value."""
    article, quote, is_new = article_of(record, source)
    row, roles = row_of(kind, values, article, quote, by)
    content = {"row": row, "roles": roles} | ({"article": article} if is_new else {})
    made = Correction(
        id=new_id(), of=row["id"], act="add", now=msgspec.json.encode(content).decode(), by=by, why=why, made=now(),
        **anchor(row),
    )  # fmt: skip
    add_corrections(record, [made])
    return made


def undo(record: Record, identity: str) -> Correction:
    """Takes a correction back; the row stands again as without it, and one that was added by hand is gone.

    Raises `UsageError` where there is none to undo.
    """
    known = [c for c in corrections(record) if c.id == identity and not c.undone]
    if not known:
        raise UsageError(f"no correction {identity!r} that still holds; `detente corrections` lists them")
    undone = now()
    with transaction(record) as connection:
        connection.execute("UPDATE corrections SET undone = ? WHERE id = ?", [undone, identity])
        if known[0].act == "add":
            remove_added(record, known[0].of)
        else:
            stand(record, [known[0].of])
    return replace(known[0], undone=undone)


def take(record: Record, given: Sequence[Correction]) -> Taken:
    """Adds a colleague's corrections; those that are known already stay as they are, an undoing is taken over.

    A row is found by its identifier, else by article, span and category. Raises `RecordError` where this record
    holds none of the rows: the file then belongs to another one.
    """
    known = {c.id: c for c in corrections(record)}
    same = [one for one in given if one.id in known]
    for one in same:
        if one.undone and not known[one.id].undone:
            undo(record, one.id)
    fresh, missing = _fresh(record, [one for one in given if one.id not in known])
    if given and not fresh and not same:
        raise RecordError(
            f"{record.path} holds none of the {len(given)} corrected rows; the file belongs to another record"
        )
    add_corrections(record, fresh)
    return Taken(added=len(fresh), known=len(same), missing=tuple(missing))


def _fresh(record: Record, given: Sequence[Correction]) -> tuple[list[Correction], list[str]]:
    """Those that can be added, each with the identifier of its row here, and the others' identifiers."""
    articles = {
        row["id"] for row in asked(record, "SELECT id FROM articles WHERE id IN (SELECT unnest(?::VARCHAR[]))",
                                   [one.article for one in given if one.act == "add"])
    }  # fmt: skip
    added = {
        one.of
        for one in given
        if one.act == "add" and (one.article in articles or "article" in msgspec.json.decode(one.now or "{}"))
    }
    homes = found_rows(record, [one for one in given if one.act != "add"])
    fresh, missing = [], []
    for one in given:
        of = one.of if one.of in added else homes.get(one.id)
        if of is None:
            missing.append(one.id)
        else:
            fresh.append(replace(one, of=of))
    return fresh, missing


def restand(record: Record, articles: Sequence[str]) -> tuple[str, ...]:
    """Puts the corrections of newly read articles onto their new rows; gives those whose row is no longer there."""
    rows = set(articles)
    given = [one for one in corrections(record) if one.article in rows and one.act != "add"]
    homes = found_rows(record, given)
    with transaction(record) as connection:
        for one in given:
            of = homes.get(one.id)
            if of is not None and of != one.of:
                connection.execute('UPDATE corrections SET "of" = ? WHERE id = ?', [of, one.id])
        stand(record, list(homes.values()))
    return tuple(one.id for one in given if one.id not in homes)


def agreeing(record: Record) -> tuple[Correction, ...]:
    """Corrections that the machine by now agrees with: its own reading has the corrected value."""
    changed = [
        one for one in corrections(record) if not one.undone and one.act == "change" and one.field is not None
    ]
    read = originals(record, [one.of for one in changed])
    return tuple(one for one in changed if one.of in read and agrees(one, read[one.of]))


def agrees(one: Correction, original: tuple[dict[str, Any], list[dict[str, Any]]]) -> bool:
    """Whether a machine's reading has the value that a person gave: what the change makes of it is what it is."""
    if one.field is None or one.now is None:
        return False
    value = msgspec.json.decode(one.now)
    if one.field in TABLES[kind_of(one.of)].roles:
        return field_of(one.of, one.field, original) == field_of(
            one.of, one.field, ({}, _as_roles(one, value))
        )
    columns = columns_of(kind_of(one.of), one.field, value)
    main = "when" if one.field == "day" else TABLES[kind_of(one.of)].columns[one.field]
    return bool(original[0].get(main) == columns[main])


def _as_roles(one: Correction, value: Any) -> list[dict[str, Any]]:
    """Those whom a correction puts into a role, as rows."""
    changed = roles_of(kind_of(one.of), one.field or "", value)
    role, cast = changed if changed else ("", [])
    return [{"role": role, "rank": rank, **actor} for rank, actor in enumerate(cast)]


def anchor(row: Mapping[str, Any]) -> dict[str, Any]:
    """By what a row is found in another reading."""
    what = TABLES[kind_of(row["id"])].what
    return {"article": row["article"], "start": row["start"], "end": row["end"], "what": row[what]}


def found_rows(record: Record, given: Sequence[Correction]) -> dict[str, str]:
    """The row that each correction is about, by the correction's identifier; those without one are left out.

    By identifier where that row stands on the span, else the only one of its kind on the same span.
    """
    found: dict[str, str] = {}
    for kind, table in TABLES.items():
        own = [one for one in given if kind_of(one.of) == kind]
        if not own:
            continue
        rows = asked(
            record,
            f'SELECT id, article, start, "end", "{table.what}" AS what FROM {table.name} '
            "WHERE article IN (SELECT unnest(?::VARCHAR[])) ORDER BY id",
            list(dict.fromkeys(one.article for one in own)),
        )
        by_article: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            by_article.setdefault(row["article"], []).append(row)
        for one in own:
            of = _one_of(one, by_article.get(one.article, ()))
            if of is not None:
                found[one.id] = of
    return found


def _one_of(one: Correction, rows: Sequence[Mapping[str, Any]]) -> str | None:
    # A row that was added by hand is nobody else's; the words around it may stand elsewhere in a colleague's record.
    if "_hand_" in one.of:
        return one.of if any(row["id"] == one.of for row in rows) else None
    near = [row for row in rows if row["start"] < one.end and row["end"] > one.start]
    if any(row["id"] == one.of for row in near):
        return one.of
    alike = [row["id"] for row in near if row["what"] == one.what]
    return alike[0] if len(alike) == 1 else None


def now() -> str:
    """This moment, ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def new_id() -> str:
    """An identifier for a correction."""
    return f"co_{uuid4().hex[:16]}"


def add_corrections(record: Record, found: Sequence[Correction]) -> None:
    """Writes new corrections, the rows that they add, and the rows as they then stand, in one transaction."""
    if not found:
        return
    with transaction(record) as connection:
        insert(connection, "corrections", (asdict(one) for one in found))
        for one in found:
            if one.act == "add" and not one.undone:
                insert_added(record, one)
        stand(record, [one.of for one in found])
