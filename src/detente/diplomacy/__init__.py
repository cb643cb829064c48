"""Diplomacy: takes the sentences and actors of one article, gives encounters, issues, positions, assessments and claims, never a row of the record."""

from detente.diplomacy.substance import DiplomacyTables, Found, Substance, build, read

__all__ = ["DiplomacyTables", "Found", "Substance", "build", "read"]
