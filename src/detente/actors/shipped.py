"""The tables of this room with the knowledge that comes with the package."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from detente.actors.lexicon import ActorTables, build
from detente.actors.names import fold
from detente.knowledge.bodies import bodies
from detente.knowledge.cities import cities
from detente.knowledge.given_names import given_names
from detente.knowledge.holders import holders, offices, titles
from detente.knowledge.overlay import Overlay, bodies_over, laid_over
from detente.knowledge.regions import regions
from detente.knowledge.sectors import sector_nouns
from detente.knowledge.states import metonyms, states


@cache
def shipped_tables(overlay: Overlay = Overlay()) -> ActorTables:  # noqa: B008 - frozen, and empty
    """Indexes the shipped knowledge, with a user's own laid over it, once in a process."""
    tables = build(
        states(),
        metonyms(),
        bodies_over(bodies(), overlay.bodies),
        sector_nouns(),
        offices(),
        titles(),
        laid_over(holders(), overlay.holders),
        given_names(),
        _places(),
    )
    # Up to when all the world's offices are known, not the one that the user added.
    return replace(tables, known_until=max(h.since for h in holders()))


def _places() -> dict[str, str]:
    """Countries of provinces and of cities of 100,000 people; of two namesakes the larger city counts.

    Cities that bear a person's name (Hamilton, Marion) are left out below 200,000.
    """
    large = sorted((c for c in cities() if c.population >= 100_000), key=lambda c: c.population)
    names = {fold(row.name) for row in given_names()} | {fold(h.person).split()[-1] for h in holders()}
    found = {
        fold(c.name): c.country
        for c in large
        if len(c.name) > 3 and (c.population >= 200_000 or fold(c.name) not in names)
    }
    also = {
        fold(alias): c.country
        for c in large
        if c.population >= 300_000
        for alias in c.aliases
        if len(alias) > 5 and fold(alias) not in names
    }
    divided = {fold(name): r.country for r in regions() if r.country for name in (r.name, *r.aliases)}
    return also | divided | found
