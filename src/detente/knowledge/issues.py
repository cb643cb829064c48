"""The taxonomy of issues: `issues.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from detente.knowledge.tables import read_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A matter that stands between powers."""

    id: str
    group: str
    context: str
    """PLOVER context."""
    words: tuple[str, ...]
    """Phrases that betray it in a text."""
    pairs: tuple[str, ...] = ()
    """Pairs of states between which it is standing, "CHN-USA" with the codes in order."""


def read_issues(file: Traversable) -> tuple[Issue, ...]:
    """The issues of a taxonomy file. Raises `KnowledgeError` with the line of every fault."""
    return read_toml(file, "issue", Issue, unique=("id",), check=_fault)


@cache
def issues() -> tuple[Issue, ...]:
    """The issues that come with the package."""
    return read_issues(files("detente.knowledge").joinpath("issues.toml"))


def _fault(issue: Issue) -> str | None:
    if not re.fullmatch(r"[a-z0-9'-]+", issue.id):
        return f"id: {issue.id!r} must be written in lower-case letters, digits and hyphens"
    if not issue.words:
        return "words: an issue without words can never be found"
    for pair in issue.pairs:
        if not re.fullmatch(r"[A-Z]{3}-[A-Z]{3}", pair) or pair[:3] >= pair[4:]:
            return f"pairs: {pair!r} must be two codes in alphabetical order, such as CHN-USA"
    return None
