"""What another coding of the record would change, for a terminal: counts, and old and new side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

FATES = ("same", "changed", "added", "withdrawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One row, old and new in one line each, and its sentence."""

    kind: str
    fate: str
    id: str
    before: str
    after: str
    fields: tuple[str, ...]
    quote: str


def fates_table(fates: Mapping[str, Mapping[str, int]]) -> Table:
    """How many rows of each kind stay, change, come and go."""
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for fate in FATES:
        table.add_column(fate, justify="right")
    for kind, counts in fates.items():
        table.add_row(f"{kind}s", *(str(counts.get(fate, 0)) for fate in FATES))
    return table


def recoded_text(
    fates: Mapping[str, Mapping[str, int]],
    fields: Sequence[tuple[str, int]],
    others: Mapping[str, tuple[int, int]],
    examples: Sequence[Example],
    agreed: Sequence[tuple[str, str]],
) -> RenderableType:
    """All of it, examples by kind and fate; parts without content are left out.

    `fields`: how often each changes, as ("report.status", 3), the most frequent first.
    """
    parts: list[RenderableType] = [fates_table(fates)]
    if fields:
        parts.append(Text("\nfields that change"))
        parts += [Text(f"  {line}") for line in _by_kind(fields, fates)]
    moved = [f"{table} {was} → {now}" for table, (was, now) in others.items() if was != now]
    if moved:
        parts.append(Text(f"\nother tables: {', '.join(moved)}"))
    kinds = list(fates)
    for one in sorted(examples, key=lambda one: (kinds.index(one.kind), FATES.index(one.fate))):
        named = f" ({', '.join(one.fields)})" if one.fields else ""
        parts.append(Text(f"\n{one.kind} {one.id} {one.fate}{named}", style="bold"))
        parts.append(Text("  “" + " ".join(one.quote.split()) + "”", style="dim"))
        parts.append(Text("  old  ", style="cyan").append(one.before, style="default"))
        parts.append(Text("  new  ", style="cyan").append(one.after, style="default"))
    if agreed:
        parts.append(Text("\nwhere machine and person now agree", style="bold"))
        parts += [Text(f"  {row}: {what}") for row, what in agreed]
    return Group(*parts)


def _by_kind(fields: Sequence[tuple[str, int]], kinds: Iterable[str]) -> Iterator[str]:
    for kind in kinds:
        own = [(name.partition(".")[2], number) for name, number in fields if name.startswith(f"{kind}.")]
        if own:
            yield f"{kind}s: " + ", ".join(f"{name} {number}" for name, number in own)
