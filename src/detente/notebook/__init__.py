"""A face: the record for people who write Python; answers as Arrow tables that a notebook shows. No logic of its own."""

from detente.notebook.answers import Answer, Page, Tension
from detente.notebook.opened import OpenRecord
from detente.notebook.pair import Pair

__all__ = ["Answer", "OpenRecord", "Page", "Pair", "Tension"]
