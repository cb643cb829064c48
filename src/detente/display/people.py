"""People with their offices, states with their codes and names, and what texts taught, drawn for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from detente.display.names import state_name
from detente.knowledge.holders import Holder
from detente.knowledge.lookup import StateCard


def holders_table(rows: Sequence[Holder]) -> pa.Table:
    """Rows as a table. Columns: person, aliases, office, country, from, to, source."""
    columns: dict[str, Any] = {
        "person": [h.person for h in rows],
        "aliases": [list(h.aliases) for h in rows],
        "office": [h.office for h in rows],
        "country": [h.country for h in rows],
        "from": [h.since for h in rows],
        "to": [h.until for h in rows],
        "source": [h.source for h in rows],
    }
    kinds = {"aliases": pa.list_(pa.string())}
    return pa.table({name: pa.array(cells, kinds.get(name, pa.string())) for name, cells in columns.items()})


def drawn_holders(rows: Sequence[Holder], *, total: int, sources: bool = False) -> RenderableType:
    """One line a row; `total` tells how many there are beyond those shown."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("person", "office", "of", "from", "to", *(("source",) if sources else ())):
        table.add_column(name, overflow="fold")
    for h in rows:
        told = (h.source,) if sources else ()
        until = h.until or Text("in office", style="green")
        table.add_row(Text(h.person, style="bold"), h.office, state_name(h.country), h.since, until, *told)
    more = f"{len(rows)} of {total} rows; --limit shows more" if total > len(rows) else f"{total} rows"
    return Group(table, Text(more, style="dim"))


def drawn_state(card: StateCard) -> RenderableType:
    """A state's codes and names, one line each."""
    s = card.state
    lines: Mapping[str, str] = {
        "codes": ", ".join(
            f"{name} {code}"
            for name, code in (
                ("ISO", s.code), ("ISO-2", s.iso2), ("FIPS", s.fips), ("Correlates of War", s.cow), ("Gleditsch-Ward", s.gw),
            )
            if code is not None
        ),
        "names": ", ".join((s.name, *s.aliases)),
        "adjectives": ", ".join(s.adjectives),
        "people": ", ".join(s.demonyms),
        "capital": s.capital or "",
        "stood for by": ", ".join(card.metonyms),
        "bodies": ", ".join(card.bodies),
        "independent": f"{s.since or '?'} to {s.until or 'today'}" if s.since or s.until else "",
        "part of": s.part_of or "",
        "followed by": s.successor or "",
    }  # fmt: skip
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for name, words in lines.items():
        if words:
            table.add_row(name, words)
    return Group(Text(s.name, style="bold"), table)


def drawn_lessons(rows: Sequence[Mapping[str, Any]]) -> RenderableType:
    """Offices that articles taught, each with the sentence and its source."""
    parts: list[RenderableType] = []
    for row in rows:
        line = Text(f"{row['since'] or 'no date'!s:<11}", style="cyan").append(row["person"], style="bold")
        line.append(f"  {row['office']} of {state_name(row['country'])}", style="not bold")
        line.append("  [confirmed]" if row.get("confirmed") else "", style="green not bold")
        source = row["outlet"] or row["url"] or row["title"] or row["article"]
        quote = " ".join(row["quote"].split())
        parts.append(line)
        parts.append(
            Padding(Text(f"“{quote}” ", style="dim").append(f"[{source}]", style="dim italic"), (0, 0, 0, 11))
        )
    return Group(*parts)
