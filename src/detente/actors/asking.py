"""Which rows of the tables of people and offices a story was read by, so that it is read again only where these change."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from detente.actors.lexicon import ActorTables

Key = TypeVar("Key", bound=Hashable)
Row = TypeVar("Row")


class _Noting(Mapping[Key, Row]):
    """A table that takes down for which keys it is asked; for all of them where it is gone through."""

    __slots__ = ("_asked", "_rows")

    def __init__(self, rows: Mapping[Key, Row], asked: set[Hashable]) -> None:
        self._rows, self._asked = rows, asked

    def __getitem__(self, key: Key) -> Row:
        self._asked.add(key)
        return self._rows[key]

    def get(self, key: Key, default: Row | None = None) -> Row | None:  # type: ignore[override]
        self._asked.add(key)
        return self._rows.get(key, default)

    def __contains__(self, key: object) -> bool:
        self._asked.add(key)
        return key in self._rows

    def __iter__(self) -> Iterator[Key]:
        self._asked.update(self._rows)
        return iter(self._rows)

    def __len__(self) -> int:
        self._asked.update(self._rows)
        return len(self._rows)


def noting(tables: ActorTables, asked: set[Hashable]) -> ActorTables:
    """The same tables, which add to `asked` the names and the offices whose rows they are asked for."""
    return replace(tables, people=_Noting(tables.people, asked), holders=_Noting(tables.holders, asked))


def changed(before: ActorTables, after: ActorTables) -> set[Hashable]:
    """The names and the offices that have other rows after learning than before.

    Nothing else differs between tables and the same tables with what was learned: a row counts as learned only where
    it is found under one of these.
    """
    found: set[Hashable] = {
        name for name, rows in after.people.items() if before.people.get(name) is not rows
    }
    found.update(office for office, rows in after.holders.items() if before.holders.get(office) is not rows)
    return found
