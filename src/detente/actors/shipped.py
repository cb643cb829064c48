"""The tables of this room with the knowledge that comes with the package."""

from __future__ import annotations

from functools import cache

from detente.actors.lexicon import ActorTables, build
from detente.knowledge.bodies import bodies
from detente.knowledge.holders import holders, offices, titles
from detente.knowledge.sectors import sector_nouns
from detente.knowledge.states import metonyms, states


@cache
def shipped_tables() -> ActorTables:
    """Indexes the shipped knowledge once in a process."""
    return build(states(), metonyms(), bodies(), sector_nouns(), offices(), titles(), holders())
