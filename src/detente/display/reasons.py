"""A row of the record in words: what it says in a line, and how its sentence was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from detente.display.moments import moment
from detente.display.names import party_name, state_name
from detente.knowledge.categories import categories

Row = Mapping[str, Any]
TOWARD = {"demands": " of {}", "offers": " to {}", "warns": " {}", "accuses": " {}"}
"""How the addressee of a stance is joined to it."""
ROLES = ("actor", "recipient", "participant", "companion", "holder", "addressee")


def headline(row: Row, kind: str, roles: Sequence[Row]) -> str:
    """What a report, encounter or position says: "criticism: United States → China"."""

    def cast(role: str) -> str:
        return ", ".join(dict.fromkeys(r["name"] or r["text"] for r in roles if r["role"] == role))

    if kind == "report":
        deed = categories().name(row["event"], row["mode"])
        by, to = cast("actor"), cast("recipient")
        # What several did together stands with each of them on both sides.
        return f"{deed}: {by or 'not named'}{f' → {to}' if to and to != by else ''}"
    if kind == "encounter":
        return f"{row['form']}: {cast('participant') or 'not named'}"
    to = cast("addressee")
    toward = TOWARD.get(row["stance"], " (toward {})").format(to) if to else ""
    return f"{cast('holder') or 'not named'} {row['stance']}{toward}: {row['what']}"


def who(role: Row) -> str:
    """What words were taken for: "actor: Antony Blinken, secretary of state, United States, government"."""
    party = party_name(role["country"], role["sector"]) if role["country"] or role["sector"] else ""
    known = [role["name"], role["office"], party if party != role["name"] else ""]
    told = ", ".join(dict.fromkeys(part for part in known if part)) or "nobody known"
    return f"{role['role']}: {told}"


def as_read(row: Row, kind: str) -> list[tuple[str, str]]:
    """How the sentence was read, as names and words; what was not told is left out."""
    told: list[tuple[str, str | None]] = {"report": _report, "encounter": _encounter, "position": _position}[
        kind
    ](row)
    told += [
        ("status", (row.get("status") or "").replace("_", " ")),
        ("according to", row.get("said_by")),
        ("when", _when(row)),
        ("where", _where(row)),
        ("confidence", f"{row['confidence']:.2f}" if row["confidence"] is not None else None),
        ("judged by a person", row.get("judged")),
    ]
    return [(name, value) for name, value in told if value]


def _report(row: Row) -> list[tuple[str, str | None]]:
    known = categories().by_event
    category = known.get((row["event"], row["mode"] or "")) or known.get((row["event"], ""))
    return [
        ("category", " ".join(p for p in (row["event"], row["mode"]) if p)),
        ("meaning", category.meaning if category else None),
        ("CAMEO", row["cameo"]),
        ("score", f"{row['score']:+g}" if row["score"] is not None else None),
        ("contexts", ", ".join(row["contexts"] or ())),
        ("deciding word", row["trigger"]),
        ("denied", "yes" if row["negated"] else None),
        ("background", "yes: told of the past" if row["historical"] else None),
    ]


def _encounter(row: Row) -> list[tuple[str, str | None]]:
    agenda = ", ".join(row["agenda"] or ())
    return [("form", row["form"]), ("venue", row["venue"]), ("host", row["host"]), ("agenda", agenda)]


def _position(row: Row) -> list[tuple[str, str | None]]:
    return [("stance", row["stance"]), ("issue", row["issue"]), ("what", row["what"])]


def _where(row: Row) -> str:
    """ "Jerusalem, Israel"; a state stands for itself."""
    country = state_name(row["place_country"]) if row.get("place_country") else ""
    return ", ".join(dict.fromkeys(part for part in (row.get("place"), country) if part))


def _when(row: Row) -> str | None:
    """ "Sunday": 18 Jun 2023, to the day."""
    if not row.get("when_text"):
        return None
    value = moment(row["when"]) if str(row["when"] or "")[:1].isdigit() else "no day of the calendar"
    until = f" to {moment(row['until'])}" if row.get("until") else ""
    return f"“{row['when_text']}”: {value}{until} (to the {row['precision']})"
