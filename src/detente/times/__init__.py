"""Takes text and its publication time, gives every time expression and what it stands for, never guesses a missing anchor."""

from detente.times.expressions import find

__all__ = ["find"]
