"""Which fields of a row a person may correct, what values they take, and the columns that hold them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from detente.errors import UsageError
from detente.knowledge.categories import categories
from detente.knowledge.issues import issues
from detente.knowledge.states import state_by_code
from detente.knowledge.verbs import coding_tables
from detente.record.rows import first_day
from detente.types import EncounterForm, Stance, Status

Values = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One kind of row."""

    name: str
    what: str
    """The column that says what it is: category, form or stance."""
    columns: Mapping[str, str]
    """Column by field."""
    roles: Mapping[str, str]
    """Role by field."""


TABLES = {
    "report": Table(
        name="reports",
        what="event",
        columns={
            **{
                name: name
                for name in ("event", "mode", "cameo", "status", "negated", "historical", "said_by")
            },
            "day": "day",
            "place": "place",
            "place_country": "place_country",
            "contexts": "contexts",
        },
        roles={"actors": "actor", "recipients": "recipient"},
    ),
    "encounter": Table(
        name="encounters",
        what="form",
        columns={
            name: name
            for name in (
                "form",
                "status",
                "day",
                "until",
                "venue",
                "place",
                "place_country",
                "host",
                "agenda",
            )
        },
        roles={"participants": "participant"},
    ),
    "position": Table(
        name="positions",
        what="stance",
        columns={name: name for name in ("issue", "stance", "what", "said_by")},
        roles={"holder": "holder", "addressee": "addressee"},
    ),
}
PREFIXES = {"rp": "report", "en": "encounter", "po": "position"}
ALIASES = {"when": "day", "where": "place"}
"""Fields as `detente code` names them, where the record has a narrower one."""
ACTOR = ("text", "kind", "country", "sector", "name", "office")


def kind_of(identity: str) -> str:
    """report, encounter or position, by the identifier's prefix. Raises `UsageError`."""
    kind = PREFIXES.get(identity.partition("_")[0])
    if kind is None:
        raise UsageError(f"{identity!r} is no report (rp_), encounter (en_) or position (po_)")
    return kind


def named_fields(kind: str, values: Mapping[str, Any]) -> Values:
    """Values under the names that fields have here ("when" is "day"). Raises `UsageError` for an unknown field."""
    named = {ALIASES.get(field, field): value for field, value in values.items()}
    for field, value in named.items():
        columns_of(kind, field, value)
    return named


def columns_of(kind: str, field: str, value: Any) -> Values:
    """The columns that a field's new value sets. Raises `UsageError` for an unknown field or a value it cannot take."""
    table = TABLES[kind]
    if field in table.roles:
        _cast(field, value)
        return {}
    if field not in table.columns:
        known = ", ".join([*table.columns, *table.roles])
        raise UsageError(f"a {kind} has no field {field!r}; known are {known}")
    check = CHECKS.get(field)
    if check is not None:
        check(field, value)
    if field == "event":
        known_ones = categories()
        return {
            "event": value, "mode": None, "quad": known_ones.quad(value), "score": known_ones.score(value, None),
            "cameo": known_ones.root(value),
        }  # fmt: skip
    if field == "day":
        precision = {4: "year", 7: "month", 10: "day"}[len(value)]
        return {"when": value, "day": first_day(value), "precision": precision}
    return {table.columns[field]: value}


def roles_of(kind: str, field: str, value: Any) -> tuple[str, list[Values]] | None:
    """The role that a field fills, and who is to stand in it; None for a plain column."""
    role = TABLES[kind].roles.get(field)
    return (role, _cast(field, value)) if role else None


def _cast(field: str, value: Any) -> list[Values]:
    """Actors from codes ("CHN"), names, or objects with `name`, `country`, `sector`, `office`, `kind`."""
    given = value if isinstance(value, list) else [value]
    return [_actor(field, one) for one in given if one is not None]


def _actor(field: str, one: Any) -> Values:
    if isinstance(one, str):
        state = state_by_code().get(one)
        if state is not None:
            told = {"name": state.name, "country": state.code, "sector": "GOV", "kind": "state"}
        else:
            told = {"name": one, "kind": "person"}
    elif isinstance(one, dict) and one.keys() <= set(ACTOR) and one.get("name"):
        told = one
    else:
        raise UsageError(f"{field}: expected codes, names or objects with {', '.join(ACTOR)}, not {one!r}")
    if told.get("country") and told["country"] not in state_by_code():
        raise UsageError(f"{field}: no state has the code {told['country']!r}; codes are ISO 3166 alpha-3")
    return {name: told.get(name) for name in ACTOR} | {
        "text": told.get("text") or told["name"],
        "kind": told.get("kind") or "unnamed",
    }


def _one_of(known: tuple[str, ...]) -> Callable[[str, Any], None]:
    def check(field: str, value: Any) -> None:
        if value not in known:
            raise UsageError(f"{field}: {value!r} is none of {', '.join(known)}")

    return check


def _truth(field: str, value: Any) -> None:
    if not isinstance(value, bool):
        raise UsageError(f"{field}: expected true or false, not {value!r}")


def _day(field: str, value: Any) -> None:
    parts = value.split("-") if isinstance(value, str) else []
    try:
        date(*(int(part) for part in [*parts, "1", "1"][:3]))
    except (ValueError, TypeError):
        parts = []
    if not parts or len(value) not in {4, 7, 10}:
        raise UsageError(f"{field}: {value!r} is no day; write 2023-06-18, 2023-06 or 2023")


def _event(field: str, value: Any) -> None:
    categories().quad(value)


def _contexts(field: str, value: Any) -> None:
    coded = {context for code in categories().codes.values() for context in code.contexts}
    cued = {context for contexts in coding_tables().contexts.values() for context in contexts}
    _each_of(field, value, coded | cued, "context")


def _mode(field: str, value: Any) -> None:
    modes = {mode for _, mode in categories().by_event if mode}
    if value is not None and value not in modes:
        raise UsageError(f"{field}: {value!r} is none of {', '.join(sorted(modes))}")


def _issues(field: str, value: Any) -> None:
    _each_of(field, value, {issue.id for issue in issues()}, "issue")


def _each_of(field: str, value: Any, known: Collection[str], noun: str) -> None:
    if not isinstance(value, list):
        raise UsageError(f"{field}: expected a list, not {value!r}")
    for one in value:
        if one not in known:
            raise UsageError(f"{field}: no {noun} is called {one!r}")


def _state(field: str, value: Any) -> None:
    if value is not None and value not in state_by_code():
        raise UsageError(f"{field}: no state has the code {value!r}; codes are ISO 3166 alpha-3")


def _issue(field: str, value: Any) -> None:
    if value is not None and value not in {issue.id for issue in issues()}:
        raise UsageError(f"{field}: no issue is called {value!r}; they stand in knowledge/issues.toml")


CHECKS: dict[str, Callable[[str, Any], None]] = {
    "event": _event,
    "status": _one_of(get_args(Status)),
    "form": _one_of(get_args(EncounterForm)),
    "stance": _one_of(get_args(Stance)),
    "negated": _truth,
    "historical": _truth,
    "day": _day,
    "until": _day,
    "place_country": _state,
    "issue": _issue,
    "mode": _mode,
    "agenda": _issues,
    "contexts": _contexts,
}
