"""About whom and when a question to the record is, and the pieces of SQL that questions share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from detente.record.store import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """About whom and when a question is. Empty fields do not narrow it."""

    states: tuple[str, ...] = ()
    """No, one or two ISO alpha-3 codes."""
    person: str | None = None
    since: str | None = None
    """First day, ISO 8601."""
    until: str | None = None
    """Last day, ISO 8601."""


EVENT_DAY = "coalesce(r.day, a.published_day)"
SOURCE = "a.outlet, a.agency, a.published, a.published_by, a.url, a.title, a.sample"


def standing(table: str) -> str:
    """What a person has rejected is kept and not shown."""
    return f"{table}.judged IS DISTINCT FROM 'rejected'"


def named(table: str, role: str, roles: str = "roles") -> str:
    """The names, or else the words, of those in a role, in their order."""
    return (
        f"(SELECT list(coalesce(x.name, x.text) ORDER BY x.rank) FROM {roles} x "
        f"WHERE x.\"of\" = {table}.id AND x.role = '{role}')"
    )


def each(table: str, role: str, field: str) -> str:
    """One field of those in a role, parallel to `named`; "" for none."""
    return (
        f"(SELECT list(coalesce(x.{field}, '') ORDER BY x.rank) FROM roles x "
        f"WHERE x.\"of\" = {table}.id AND x.role = '{role}')"
    )


def states(table: str, role: str, roles: str = "roles") -> str:
    """The codes of the states in a role, each once."""
    return (
        f"(SELECT list(DISTINCT x.country ORDER BY x.country) FROM {roles} x "
        f"WHERE x.\"of\" = {table}.id AND x.role = '{role}' AND x.country IS NOT NULL)"
    )


def paragraph(table: str) -> str:
    """The paragraph of the article in which a row stands."""
    return (
        f"trim(coalesce(list_last(string_split(left(a.text, {table}.start), chr(10) || chr(10))), '') || "
        f"split_part(substr(a.text, {table}.start + 1), chr(10) || chr(10), 1))"
    )


def dated(scope: Scope, day: str) -> tuple[list[str], list[Any]]:
    """The conditions that a scope sets on a day, and their values."""
    where: list[str] = []
    values: list[Any] = []
    if scope.since:
        where.append(f"{day} >= CAST(? AS DATE)")
        values.append(scope.since)
    if scope.until:
        where.append(f"{day} <= CAST(? AS DATE)")
        values.append(scope.until)
    return where, values


def conditions(scope: Scope, day: str, *, kind: str, table: str) -> tuple[str, list[Any]]:
    """What a scope asks of rows with roles; `kind` is report (of two, one acts on the other or both alone), encounter or
    position (both stand in it)."""
    where, values = dated(scope, day)
    if len(scope.states) == 2:
        where.append(f'{table}.id IN (SELECT "of" FROM pairs WHERE a = ? AND b = ? AND kind = ?)')
        values += [*sorted(scope.states), kind]
    elif scope.states:
        where.append(f'EXISTS (SELECT 1 FROM roles x WHERE x."of" = {table}.id AND x.country = ?)')
        values.append(scope.states[0])
    if scope.person:
        where.append(f'EXISTS (SELECT 1 FROM roles x WHERE x."of" = {table}.id AND x.name ILIKE ?)')
        values.append(f"%{scope.person}%")
    return " AND ".join(where) or "true", values


def answer(record: Record, question: str, values: Sequence[Any]) -> pa.Table:
    """The answer to a question in SQL with these values."""
    return record.connection.sql(question, params=list(values)).to_arrow_table()
