"""A row that waits for a judgement, for a terminal: its sentence with roles marked, its fields, and the keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

STYLES = {"trigger": "bold yellow"}
OTHER = "bold cyan"
KEYS = {
    "accept": ("a", "accept"),
    "reject": ("x", "reject"),
    "edit": ("e", "edit"),
    "merge": ("m", "merge with"),
    "split": ("s", "split"),
}


class Part(Protocol):
    """A stretch of a sentence and what it is in the row."""

    @property
    def role(self) -> str: ...
    @property
    def name(self) -> str | None: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Told(Protocol):
    """One row with its sentence and its source."""

    @property
    def id(self) -> str: ...
    @property
    def quote(self) -> str: ...
    @property
    def parts(self) -> Sequence[Part]: ...
    @property
    def fields(self) -> dict[str, object]: ...
    @property
    def outlet(self) -> str | None: ...
    @property
    def published(self) -> str | None: ...
    @property
    def url(self) -> str | None: ...


class Waiting(Protocol):
    """A row, or an event with two of its tellings, that waits."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def certainty(self) -> float: ...
    @property
    def doubt(self) -> str: ...
    @property
    def told(self) -> Sequence[Told]: ...
    @property
    def actions(self) -> Sequence[str]: ...
    @property
    def near(self) -> Sequence[str]: ...


def waiting_text(one: Waiting, left: int) -> RenderableType:
    """All that a person needs to judge it; `left` is how many wait, this one included."""
    head = Text(f"\n{one.kind} {one.id}", style="bold")
    head.append(f"  {one.certainty:.2f} sure; in doubt: {one.doubt}", style="yellow not bold")
    head.append(f"  ({left} left)", style="dim not bold")
    parts: list[RenderableType] = [head]
    for told in one.told:
        parts.append(Padding(marked(told.quote, told.parts).append_text(_source(told)), (0, 0, 0, 2)))
        parts.append(Padding(_fields(told, one.id), (0, 0, 0, 4)))
    if one.near:
        parts.append(Padding(Text(f"perhaps the same: {', '.join(one.near)}", style="dim"), (0, 0, 0, 4)))
    return Group(*parts, _keys(one.actions))


def marked(quote: str, parts: Sequence[Part]) -> Text:
    """A sentence with what each part is behind it in brackets; a part inside another one is not marked."""
    text, at = Text(), 0
    for part in sorted(parts, key=lambda p: (p.start, -p.end)):
        if part.start < at:
            continue
        words = quote[part.start : part.end]
        text.append(quote[at : part.start].replace("\n", " "))
        text.append(words, style=STYLES.get(part.role, OTHER))
        named = f": {part.name}" if part.name and part.name not in words else ""
        text.append(f" [{part.role}{named}]", style="dim")
        at = part.end
    return text.append(quote[at:].replace("\n", " "))


def _source(told: Told) -> Text:
    outlet = told.outlet or told.url or "unknown outlet"
    return Text(f"  [{outlet}, {(told.published or 'no date')[:10]}]", style="dim italic")


def _fields(told: Told, head: str) -> Text:
    """The fields that say something; before them the identifier, where the head does not name it."""
    line = Text(f"{told.id}  " if told.id != head else "", style="dim")
    for name, value in told.fields.items():
        if value in (None, [], False):
            continue
        words = (
            ", ".join(map(str, value))
            if isinstance(value, list)
            else str(value).lower()
            if value is True
            else str(value)
        )
        line.append(f"{name}=", style="dim").append(f"{words}  ", style="not dim")
    return line


def _keys(actions: Sequence[str]) -> Text:
    keys = [KEYS[action] for action in actions] + [("space", "skip"), ("u", "undo"), ("q", "quit")]
    line = Text("  ")
    for key, says in keys:
        line.append(key, style="bold").append(f" {says}  ", style="dim")
    return line
