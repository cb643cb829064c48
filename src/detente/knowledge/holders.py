"""People and the offices they held: the files of `holders/`, the offices themselves, and their titles."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from detente.errors import KnowledgeError
from detente.knowledge.tables import read_csv

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office, and what its holders are called in any country ("foreign minister")."""

    office: str
    sector: str
    """PLOVER."""
    rank: int
    """1 head of state, government or body, 2 minister, 3 other."""
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """What an office is called in one country ("secretary of state")."""

    office: str
    country: str
    """ISO 3166-1 alpha-3, or the name of a body."""
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A person's uninterrupted stay in an office. Dates are ISO 8601 prefixes, `until` inclusive."""

    person: str
    aliases: tuple[str, ...] = ()
    office: str
    country: str
    """ISO 3166-1 alpha-3, or the name of a body."""
    since: str = field(metadata={"column": "from"})
    until: str | None = field(default=None, metadata={"column": "to"})
    """None while in office."""
    source: str


@cache
def offices() -> tuple[Office, ...]:
    """The vocabulary of offices."""
    return read_csv(_folder().joinpath("offices.csv"), Office, unique=("office",))


@cache
def titles() -> tuple[Title, ...]:
    """Customary titles; the first of an office and country is the one that is shown."""
    return read_csv(_folder().joinpath("titles.csv"), Title, unique=("office", "country", "title"))


@cache
def holders() -> tuple[Holder, ...]:
    """All people and offices that come with the package, file by file."""
    return read_all(_regions())


def read_all(tables: Sequence[Traversable]) -> tuple[Holder, ...]:
    """The rows of several files. Raises one `KnowledgeError` with the faults of all of them."""
    rows: list[Holder] = []
    faults: list[str] = []
    for file in tables:
        try:
            rows += read_holders(file)
        except KnowledgeError as error:
            faults.append(str(error))
    if faults:
        raise KnowledgeError("\n".join(faults))
    return tuple(rows)


def read_holders(file: Traversable) -> tuple[Holder, ...]:
    """The rows of one file. Raises `KnowledgeError` with file, line and column of every fault."""
    return read_csv(file, Holder, unique=("person", "office", "country", "since"), check=_fault)


def is_office(name: str) -> bool:
    """Whether the vocabulary has this office; "ambassador to" is completed by a state's name."""
    known = {row.office for row in offices()}
    return name in known or (name.startswith("ambassador to ") and len(name) > len("ambassador to "))


def _fault(row: Holder) -> str | None:
    if not is_office(row.office) or row.office == "ambassador to":
        return f"office: {row.office!r} is not in offices.csv"
    if not (re.fullmatch(r"[A-Z]{3}", row.country) or len(row.country) > 2):
        return f"country: {row.country!r} is neither a code of three capital letters nor a body's name"
    if not _DATE.fullmatch(row.since):
        return f"since: {row.since!r} is no date; write 2021, 2021-01 or 2021-01-26"
    if row.until is not None and not _DATE.fullmatch(row.until):
        return f"until: {row.until!r} is no date; write 2021, 2021-01 or 2021-01-26, or leave it empty"
    if row.until is not None and row.until < row.since[: len(row.until)]:
        return f"until: {row.until} lies before {row.since}"
    return None


def _folder() -> Traversable:
    return files("detente.knowledge")


def _regions() -> tuple[Traversable, ...]:
    found = [f for f in _folder().joinpath("holders").iterdir() if f.name.endswith(".csv")]
    return tuple(sorted(found, key=lambda f: f.name))


def _check(paths: Sequence[str]) -> int:
    try:
        rows = read_all([Path(path) for path in paths] or _regions())
    except KnowledgeError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(rows)} rows, no fault")
    return 0


if __name__ == "__main__":
    sys.exit(_check(sys.argv[1:]))
