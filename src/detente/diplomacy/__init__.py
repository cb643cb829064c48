"""Diplomacy: takes the sentences and actors of one article, gives encounters, issues, positions, assessments and claims, never a row of the record."""

from detente.diplomacy.acts import Told
from detente.diplomacy.acts import read as read_acts
from detente.diplomacy.lexicon import EncounterTables
from detente.diplomacy.lexicon import build as build_encounters
from detente.diplomacy.substance import DiplomacyTables, Found, Substance, build, read

__all__ = [
    "DiplomacyTables",
    "EncounterTables",
    "Found",
    "Substance",
    "Told",
    "build",
    "build_encounters",
    "read",
    "read_acts",
]
