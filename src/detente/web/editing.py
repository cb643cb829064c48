"""The fields of a row as a form has them, and what a form that came back changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

import msgspec

from detente.errors import UsageError
from detente.knowledge.categories import categories
from detente.knowledge.issues import issues
from detente.knowledge.states import states_by_word
from detente.record.candidates import Candidate
from detente.record.fields import TABLES, named_fields
from detente.record.queue import Told
from detente.types import EncounterForm, Stance, Status
from detente.web.desk import Form, one

Field = dict[str, Any]
LABELS = {
    "event": "category", "day": "day", "until": "until", "place_country": "country of the place (code)",
    "said_by": "according to", "negated": "it is denied", "historical": "it is background, told of the past",
    "host": "host", "what": "what is wanted", "issue": "issue", "agenda": "agenda",
}  # fmt: skip
SHOWN = {
    "report": ("event", "mode", "status", "actors", "recipients", "day", "place", "place_country", "said_by", "negated", "historical"),
    "encounter": ("form", "status", "participants", "day", "until", "venue", "place", "place_country", "host", "agenda"),
    "position": ("holder", "stance", "addressee", "issue", "what", "said_by"),
}  # fmt: skip
TRUTHS = frozenset({"negated", "historical"})
LONGEST = 2000


def fields_of(told: Told, cast: Mapping[str, Sequence[Candidate]]) -> list[Field]:
    """What a form asks for, in its order: name, label, type, value, and the choices where there are such."""
    found = []
    for name in SHOWN[told.kind]:
        value = told.fields.get(name)
        field: Field = {
            "name": name,
            "label": LABELS.get(name, name.replace("_", " ")),
            "value": value,
            "type": "text",
        }
        if name in TABLES[told.kind].roles:
            field |= {"type": "cast", "candidates": [_candidate(one) for one in cast[name]], "more": ""}
        elif name in TRUTHS:
            field |= {"type": "truth"}
        elif name == "agenda":
            field |= {"type": "many", "choices": [issue.id for issue in issues()], "value": value or []}
        elif name in CHOICES:
            choices = CHOICES[name]()
            # A value of an older list stays what it is until somebody chooses another.
            if value is not None and value not in {choice for choice, _ in choices}:
                choices = [(value, ""), *choices]
            field |= {"type": "choice", "choices": choices}
        found.append(field)
    return found


def changed(told: Told, cast: Mapping[str, Sequence[Candidate]], form: Form) -> dict[str, Any]:
    """The new values by field, of those that a form changes. Raises `UsageError` for a value that is none."""
    values: dict[str, Any] = {}
    for name in SHOWN[told.kind]:
        if name in TABLES[told.kind].roles:
            new: Any = _cast(name, form)
            if new == [candidate.actor for candidate in cast[name] if candidate.stands]:
                continue
        elif name in TRUTHS:
            new = name in form
        elif name == "agenda":
            new = list(dict.fromkeys(form.get(name, [])))
        else:
            new = one(form, name)[:LONGEST] or None
        if new != told.fields.get(name) and not (new == [] and told.fields.get(name) is None):
            values[name] = new
    if told.kind == "report":
        _fit_mode(told, values)
    return named_fields(told.kind, values)


def _fit_mode(told: Told, values: dict[str, Any]) -> None:
    """A new category begins without a mode; a mode that it has too stays, one that was chosen beside it must be its own."""
    event, mode = values.get("event", told.fields["event"]), values.get("mode", told.fields["mode"])
    known = {m for e, m in categories().by_event if e == event and m}
    if "mode" in values and mode is not None and mode not in known:
        raise UsageError(
            f"mode: {mode!r} is no mode of {event}; {', '.join(sorted(known)) or 'it has none'}, or choose no mode"
        )
    if "event" in values:
        values.pop("mode", None)
        if mode in known:
            values["mode"] = mode


def differences(told: Told, values: Mapping[str, Any]) -> list[dict[str, str]]:
    """What would change, in words: the field, as it is, as it would be."""
    return [
        {
            "field": LABELS.get(name, name.replace("_", " ")),
            "was": _words(told.fields.get(name)),
            "now": _words(value),
        }
        for name, value in values.items()
    ]


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(one["name"] if isinstance(one, dict) else one) for one in value) or "nobody"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "not told" if value is None else str(value).replace("_", " ")


def _candidate(given: Candidate) -> dict[str, Any]:
    actor = given.actor
    known = [actor["office"], " ".join(p for p in (actor["country"], actor["sector"]) if p)]
    return {
        "value": msgspec.json.encode(actor, order="sorted").decode(),
        "name": actor["name"],
        "known": ", ".join(part for part in known if part),
        "stands": given.stands,
    }


def _cast(name: str, form: Form) -> list[dict[str, Any]]:
    """Those who were ticked, and those who were written in by commas: states by name or code, else persons."""
    found: list[Any] = []
    for given in form.get(name, []):
        try:
            found.append(msgspec.json.decode(given, type=dict[str, str | None]))
        except msgspec.DecodeError:
            raise UsageError(f"{name}: {given[:80]!r} is nobody; load the page again") from None
    words = states_by_word()
    for part in one(form, f"{name}_more")[:LONGEST].split(","):
        if part.strip():
            found.append(words.get(part.strip().casefold(), part.strip()))
    return found


def _categories() -> list[tuple[str, str]]:
    known = categories().by_event
    return [(event, known[event, ""].meaning) for event in categories().events()]


def _modes() -> list[tuple[str, str]]:
    return sorted({(mode, "") for _, mode in categories().by_event if mode})


CHOICES: dict[str, Any] = {
    "event": _categories,
    "mode": _modes,
    "status": lambda: [(status, "") for status in get_args(Status)],
    "form": lambda: [(form, "") for form in get_args(EncounterForm)],
    "stance": lambda: [(stance, "") for stance in get_args(Stance)],
    "issue": lambda: [(issue.id, "") for issue in issues()],
}
