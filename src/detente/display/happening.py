"""One happening for a terminal: its history, what its sources disagree on, and every telling with its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is said, and by whom."""

    head: str
    text: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A titled list."""

    title: str
    lines: tuple[Line, ...]


def account_text(title: str, facts: Sequence[str], sections: Sequence[Section]) -> RenderableType:
    """A happening with its sections; empty ones are left out."""
    parts: list[RenderableType] = [Text(title, style="bold"), Text(" · ".join(facts), style="dim")]
    for section in sections:
        if section.lines:
            parts.append(Text(f"\n{section.title}", style="bold cyan"))
            parts += [part for line in section.lines for part in _line(line)]
    return Group(*parts)


def _line(line: Line) -> list[RenderableType]:
    said = Text(f"  {line.head:<12}", style="cyan").append(" ".join(line.text.split()), style="default")
    if not line.sources:
        return [said]
    return [said, Padding(Text("; ".join(line.sources), style="dim italic"), (0, 0, 0, 14))]


def most_told_text(rows: Sequence[dict[str, Any]]) -> RenderableType:
    """The happenings that the most outlets tell."""
    if not rows:
        return Text("Nothing in the record yet. `detente read` fills it.")
    parts: list[RenderableType] = []
    for row in rows:
        counted = f"{row['outlets']} outlets, {row['tellings']} tellings"
        parts.append(
            Text(f"{row['id']}  ", style="cyan").append(
                f"{row['day'] or 'no date'}  {counted}", style="default"
            )
        )
        parts.append(Padding(Text(f"“{' '.join(row['quote'].split())}”", style="dim"), (0, 0, 0, 4)))
    return Group(*parts)
