"""The taxonomy of issues: `issues.toml`, and what an editor adds to it in a file of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from detente.knowledge.states import state_by_code
from detente.knowledge.tables import read_toml

CONTEXTS = frozenset(
    [
        "asylum",
        "cbrn",
        "corruption",
        "crime",
        "cyber",
        "democracy",
        "diplomatic",
        "disasters",
        "economic",
        "election",
        "environment",
        "executive",
        "gender",
        "health",
        "human_rights",
        "human_security",
        "humanitarian",
        "illegal_drugs",
        "inequality",
        "intelligence",
        "legal",
        "legislative",
        "lgbt",
        "migration",
        "military",
        "misinformation",
        "natural_resource",
        "peacekeeping",
        "political_institutions",
        "pro_autocracy",
        "pro_democracy",
        "religion_ethnicity",
        "reparations",
        "repression",
        "rights_freedoms",
        "technology",
        "territory",
        "terrorism",
        "trafficking",
    ]
)
"""The contexts of the PLOVER manual of September 2021."""


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
    name: str | None = None
    """As it is written in a sentence ("the South China Sea"), where that is not the id's own words."""


def read_issues(file: Traversable) -> tuple[Issue, ...]:
    """The issues of a taxonomy file. Raises `KnowledgeError` with the line of every fault."""
    return read_toml(file, "issue", Issue, unique=("id",), check=_fault)


@cache
def issues() -> tuple[Issue, ...]:
    """The issues that come with the package."""
    return read_issues(files("detente.knowledge").joinpath("issues.toml"))


@cache
def _names() -> dict[str, str]:
    return {issue.id: issue.name for issue in issues() if issue.name}


def issue_name(identifier: str) -> str:
    """An issue as it is written in a sentence: "south-china-sea" is "the South China Sea"."""
    return _names().get(identifier) or identifier.replace("-", " ")


def overlaid(shipped: tuple[Issue, ...], added: tuple[Issue, ...]) -> tuple[Issue, ...]:
    """The taxonomy with an editor's rows: one of a known id adds its words and pairs to it, others stand as new."""
    more = {issue.id: issue for issue in added}
    known = tuple(_joined(issue, more.pop(issue.id)) if issue.id in more else issue for issue in shipped)
    return known + tuple(more.values())


def _joined(issue: Issue, more: Issue) -> Issue:
    return Issue(
        id=issue.id,
        group=more.group,
        context=more.context,
        words=tuple(dict.fromkeys((*issue.words, *more.words))),
        pairs=tuple(dict.fromkeys((*issue.pairs, *more.pairs))),
        name=more.name or issue.name,
    )


def _fault(issue: Issue) -> str | None:
    if not re.fullmatch(r"[a-z0-9'-]+", issue.id):
        return f"id: {issue.id!r} must be written in lower-case letters, digits and hyphens"
    if not issue.group.strip():
        return "group: expected the name of the level above, such as 'trade and tariffs'"
    if issue.context not in CONTEXTS:
        return (
            f"context: {issue.context!r} is none of PLOVER's; expected one of {', '.join(sorted(CONTEXTS))}"
        )
    if issue.name is not None and not issue.name.strip():
        return "name: expected the issue's name as it stands in a sentence, or no such line"
    if not issue.words or not all(word.strip() for word in issue.words):
        return "words: an issue without words can never be found; expected at least one phrase"
    for pair in issue.pairs:
        if not re.fullmatch(r"[A-Z]{3}-[A-Z]{3}", pair) or pair[:3] >= pair[4:]:
            return f"pairs: {pair!r} must be two codes in alphabetical order, such as CHN-USA"
        if unknown := [code for code in pair.split("-") if code not in state_by_code()]:
            return f"pairs: no state has the code {unknown[0]!r}; expected ISO 3166-1 alpha-3, such as CHN"
    return None
