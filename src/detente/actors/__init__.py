"""Actors: takes analysed sentences, gives every mention of who acts, resolved to state, sector, person and office, and reads no verbs."""

from detente.actors.asking import changed
from detente.actors.learning import with_learned
from detente.actors.lexicon import ActorTables, build
from detente.actors.phrases import actor_of_phrase
from detente.actors.resolution import Actors, resolve
from detente.actors.shipped import shipped_tables
from detente.actors.tenure import tenures

__all__ = [
    "ActorTables",
    "Actors",
    "actor_of_phrase",
    "build",
    "changed",
    "resolve",
    "shipped_tables",
    "tenures",
    "with_learned",
]
