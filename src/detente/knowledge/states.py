"""States, dependencies, disputed and former ones: names, codes, capitals; seats of power that stand for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from detente.knowledge.tables import read_csv


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state or territory, present or former."""

    code: str
    """ISO 3166-1 alpha-3; ISO 3166-3 or Correlates of War for states that are no more; XKX for Kosovo."""
    name: str
    aliases: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    """Nouns for its people, singular, and irregular plurals."""
    capital: str | None = None
    iso2: str | None = None
    fips: str | None = None
    """FIPS 10-4, which GDELT uses."""
    cow: int | None = None
    """Number of the Correlates of War project."""
    gw: int | None = None
    """Number of Gleditsch and Ward."""
    since: str | None = field(default=None, metadata={"column": "from"})
    until: str | None = field(default=None, metadata={"column": "to"})
    """Years as an independent state; None in `until` for those of today."""
    part_of: str | None = None
    """The sovereign of a dependency."""
    successor: str | None = None
    """The state that took the place of a former one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metonym:
    """A building, street or city whose name stands for a power: "the Kremlin", "Foggy Bottom"."""

    phrase: str
    country: str
    """ISO 3166-1 alpha-3, or the name of a body."""
    sector: str = "GOV"
    name: str | None = None
    """What it stands for in particular ("State Department")."""
    firm: bool = True
    """Whether the phrase alone speaks for the power; otherwise only as one who acts or speaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A state's uninterrupted stay in a body. Dates are ISO 8601 prefixes."""

    body: str
    country: str
    since: str = field(metadata={"column": "from"})
    until: str | None = field(default=None, metadata={"column": "to"})
    source: str


@cache
def states() -> tuple[State, ...]:
    """The states that come with the package, by code."""
    return read_states(files("detente.knowledge").joinpath("states.csv"))


@cache
def metonyms() -> tuple[Metonym, ...]:
    """The seats of power that come with the package."""
    return read_metonyms(files("detente.knowledge").joinpath("metonyms.csv"))


@cache
def memberships() -> tuple[Membership, ...]:
    """Who is or was in which body."""
    return read_memberships(files("detente.knowledge").joinpath("memberships.csv"))


def read_states(file: Traversable) -> tuple[State, ...]:
    """The states of a table. Raises `KnowledgeError` with line and column of every fault."""
    return read_csv(file, State, unique=("code",), check=_state_fault)


def read_metonyms(file: Traversable) -> tuple[Metonym, ...]:
    """The metonyms of a table. Raises `KnowledgeError` with line and column of every fault."""
    return read_csv(file, Metonym, unique=("phrase",))


def read_memberships(file: Traversable) -> tuple[Membership, ...]:
    """The memberships of a table. Raises `KnowledgeError` with line and column of every fault."""
    return read_csv(file, Membership, unique=("body", "country", "since"), check=_membership_fault)


@cache
def state_by_code() -> Mapping[str, State]:
    """The packaged states by their code."""
    return {state.code: state for state in states()}


@cache
def states_by_word() -> Mapping[str, str]:
    """Code of the state that a name, alias or code stands for; the words in case-folded form."""
    words: dict[str, str] = {}
    for state in sorted(states(), key=lambda s: s.until is not None):
        for word in (state.code, state.name, *state.aliases):
            words.setdefault(word.casefold(), state.code)
    return words


def _state_fault(state: State) -> str | None:
    if not re.fullmatch(r"[A-Z]{3}", state.code):
        return f"code: {state.code!r} must be three capital letters"
    for name in ("since", "until"):
        value = getattr(state, name)
        if value is not None and not re.fullmatch(r"\d{3,4}", value):
            return f"{name}: {value!r} is not a year"
    return None


def _membership_fault(row: Membership) -> str | None:
    if not re.fullmatch(r"[A-Z]{3}", row.country):
        return f"country: {row.country!r} must be three capital letters (ISO 3166-1 alpha-3)"
    for name in ("since", "until"):
        value = getattr(row, name)
        if value is not None and not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value):
            return f"{name}: {value!r} is no date; write 2004, 2004-05 or 2004-05-01"
    return None


def members_of(body: str, day: str | None = None) -> tuple[str, ...]:
    """Codes of the states in a body on a day (ISO prefix; None: those still in it), in alphabetical order.

    Empty for a body of which the table has no members.
    """
    inside = [row for row in memberships() if row.body == body and _is_in(row, day)]
    return tuple(sorted({row.country for row in inside}))


def _is_in(row: Membership, day: str | None) -> bool:
    if day is None:
        return row.until is None
    begun = day[: len(row.since)] >= row.since[: len(day)]
    return begun and (row.until is None or day[: len(row.until)] <= row.until[: len(day)])
