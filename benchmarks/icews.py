"""Coded events of ICEWS as dyads of countries, for measuring `relations`.

The benchmark files name actors ("Citizen (Ukraine)", "Barack Obama"); a country is read from the brackets, the name of a
state, a body of one, or the office that a person of that name held that day. Actors without a country are left out.
"""

from __future__ import annotations

import csv
import gzip
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from detente.knowledge.bodies import bodies
from detente.knowledge.holders import holders
from detente.knowledge.states import states
from detente.relations.ranks import seniority

OFFICES = {
    "head of government": "prime minister", "royal administration": "monarch", "foreign affairs": "foreign minister",
    "cabinet council of ministers advisors": "cabinet minister", "ministry": "cabinet minister", "government": "state",
    "defense security ministry": "defence minister", "finance economy commerce trade ministry": "finance minister",
}  # fmt: skip
"""What ICEWS calls a body of a government, and who speaks for it."""
_BRACKETS = re.compile(r"\(([^()]+)\)$")


class Dyadic(NamedTuple):
    """One coded event between two countries."""

    day: str
    actor: str
    recipient: str
    cameo: str
    actor_office: str
    recipient_office: str


def read_dyads(path: Path) -> Iterator[Dyadic]:
    """The events of one file between two different countries, in the order of the file."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            actor = country_of(row["source"], row["date"])
            recipient = country_of(row["target"], row["date"])
            if actor and recipient and actor != recipient:
                offices = (office_of(row[side], row["date"]) for side in ("source", "target"))
                yield Dyadic(row["date"], actor, recipient, row["cameo"], *offices)


def country_of(name: str, day: str) -> str | None:
    """The country that an ICEWS actor acts for, None where it cannot be told."""
    bracket = _BRACKETS.search(name)
    if bracket:
        return _named().get(_folded(bracket.group(1)))
    found = _named().get(_folded(name))
    if found:
        return found
    held = _people().get(_ends(name), ())
    now = {country for country, since, until in held if since[:4] <= day[:4] and (until or "9999") >= day[:4]}
    every = {country for country, _, _ in held}
    return next(iter(now)) if len(now) == 1 else next(iter(every)) if len(every) == 1 else None


def office_of(name: str, day: str) -> str:
    """The office that an ICEWS actor holds that day, "state" for a state itself, "group" for others."""
    bracket = _BRACKETS.search(name)
    if bracket:
        return OFFICES.get(_folded(name[: bracket.start()]), "group")
    if _folded(name) in _named():
        return "state"
    held = _in_office().get(_ends(name), ())
    now = [office for office, since, until in held if since[:7] <= day[:7] <= (until or "9999")[:7]]
    return next(iter(now), "person")


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split())


def _ends(name: str) -> tuple[str, str]:
    """First and last word: what stays of a name with and without patronymic."""
    words = _folded(name).split() or [""]
    return words[0], words[-1]


@cache
def _named() -> dict[str, str]:
    found: dict[str, str] = {}
    for body in bodies():
        if body.country:
            found |= {_folded(n): body.country for n in (body.name, *body.aliases)}
    for state in states():
        if not state.until:
            found |= {_folded(n): state.code for n in (state.name, *state.aliases)}
    return found


@cache
def _people() -> dict[tuple[str, str], tuple[tuple[str, str, str | None], ...]]:
    found: dict[tuple[str, str], list[tuple[str, str, str | None]]] = {}
    for holder in holders():
        if len(holder.country) == 3 and holder.country.isupper():
            for name in (holder.person, *holder.aliases):
                if " " in name:
                    found.setdefault(_ends(name), []).append((holder.country, holder.since, holder.until))
    return {name: tuple(rows) for name, rows in found.items()}


@cache
def _in_office() -> dict[tuple[str, str], list[tuple[str, str, str | None]]]:
    """The offices of each name, the highest first."""
    found: dict[tuple[str, str], list[tuple[str, str, str | None]]] = {}
    ranked = sorted(holders(), key=lambda holder: 9 if (rank := seniority(holder.office)) is None else rank)
    for holder in ranked:
        for name in (holder.person, *holder.aliases):
            if " " in name:
                found.setdefault(_ends(name), []).append((holder.office, holder.since, holder.until))
    return found
