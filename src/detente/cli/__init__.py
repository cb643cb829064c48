"""The command line: parses, calls one function, shows; it decides nothing about diplomacy."""

from detente.cli.app import main

__all__ = ["main"]
