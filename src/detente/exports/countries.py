"""Countries as other data sets write them: English names, CAMEO codes, FIPS codes, actors with their country in brackets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from detente.knowledge.bodies import bodies
from detente.knowledge.holders import Holder, holders
from detente.knowledge.states import state_by_code, states, states_by_word

NAMED_OTHERWISE = {
    "moldova, republic of": "MDA",
    "the former yugoslav republic of macedonia": "MKD",
    "palestinian territory, occupied": "PSE",
}
"""Names of ICEWS that newspapers do not use, in lower case."""

CAMEO_CODES = {"ROU": "ROM", "TLS": "TMP"}
"""ISO codes for which CAMEO keeps one that ISO gave up; all others are ISO's."""

_BRACKETED = re.compile(r"\(([^()]+)\)$")


@cache
def state_named(name: str) -> str | None:
    """ISO code of a country by its English name; None for what is no country ("NA", "Africa")."""
    word = name.strip().casefold()
    return states_by_word().get(word) or NAMED_OTHERWISE.get(word)


def name_of(code: str | None) -> str:
    """English name of a country; empty for none, the code itself for one that is not known."""
    if not code:
        return ""
    state = state_by_code().get(code)
    return state.name if state else code


def cameo_code(code: str | None) -> str:
    """CAMEO's code of a country; empty for none."""
    return CAMEO_CODES.get(code, code) if code else ""


def from_cameo(code: str) -> str | None:
    """ISO code of a country by CAMEO's; None for regions and whatever else CAMEO writes in its place."""
    iso = {cameo: iso for iso, cameo in CAMEO_CODES.items()}.get(code, code)
    return iso if iso in state_by_code() else None


def fips_code(code: str | None) -> str:
    """FIPS 10-4 code of a country; empty for none."""
    state = state_by_code().get(code or "")
    return (state.fips if state else None) or ""


def from_fips(code: str) -> str | None:
    """ISO code of a country by its FIPS 10-4 code."""
    return _by_fips().get(code)


def cow_number(code: str | None) -> str:
    """Number of a country in the Correlates of War project; empty for none."""
    state = state_by_code().get(code or "")
    return str(state.cow) if state and state.cow is not None else ""


def state_of_actor(name: str, day: str | None) -> str | None:
    """ISO code of the country of an actor of ICEWS.

    Countries by name, others by the country in brackets ("Citizen (India)"), people by the office that they hold
    on that day or held or will hold at another, bodies of one country by the table of bodies; None for the rest.
    """
    bracketed = _BRACKETED.search(name)
    found = state_named(bracketed[1] if bracketed else name)
    if found or bracketed:
        return found
    word = name.casefold()
    return _of_person(_by_person().get(word, ()), day) or _by_body().get(word)


def _of_person(rows: tuple[Holder, ...], day: str | None) -> str | None:
    if day:
        then = {r.country for r in rows if r.since <= day and (r.until is None or day <= r.until)}
        if len(then) == 1:
            return _state_or_none(then.pop())
    ever = {r.country for r in rows}
    return _state_or_none(ever.pop()) if len(ever) == 1 else None


def _state_or_none(country: str) -> str | None:
    return country if country in state_by_code() else None


@cache
def _by_fips() -> Mapping[str, str]:
    return {state.fips: state.code for state in states() if state.fips and state.until is None}


@cache
def _by_person() -> Mapping[str, tuple[Holder, ...]]:
    found: dict[str, tuple[Holder, ...]] = {}
    for row in holders():
        for name in {row.person.casefold(), *(alias.casefold() for alias in row.aliases)}:
            found[name] = (*found.get(name, ()), row)
    return found


@cache
def _by_body() -> Mapping[str, str]:
    return {
        name.casefold(): body.country
        for body in bodies()
        if body.country and body.country in state_by_code()
        for name in (body.name, *body.aliases)
    }
