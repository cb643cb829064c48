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

_BRACKETS = re.compile(r"\(([^()]+)\)$")


class Dyadic(NamedTuple):
    """One coded event between two countries."""

    day: str
    actor: str
    recipient: str
    cameo: str


def read_dyads(path: Path) -> Iterator[Dyadic]:
    """The events of one file between two different countries, in the order of the file."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            actor = country_of(row["source"], row["date"])
            recipient = country_of(row["target"], row["date"])
            if actor and recipient and actor != recipient:
                yield Dyadic(row["date"], actor, recipient, row["cameo"])


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
