"""The version of Détente, stamped on every reading."""

__version__ = "0.1.0"
