"""A chronology on a terminal and as Markdown; a line an entry, with its sources below or numbered at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

Row = Mapping[str, Any]
STYLES = {"act": "", "encounter": "", "office": "cyan", "turn": "bold"}
SHOWN, CUT = 2, 160
"""Sources of an entry on a terminal, and characters of each; Markdown and JSON have them all."""


def chronology_view(title: str, entries: Sequence[Row]) -> RenderableType:
    """All of it. Entries are those of `relations.chronology`, as mappings."""
    lines = Table.grid(padding=(0, 2))
    lines.add_column(no_wrap=True, style="dim")
    lines.add_column(no_wrap=True, style="dim")
    lines.add_column(overflow="fold")
    for entry in entries:
        text = Text(entry["text"], style=STYLES[entry["kind"]])
        for source in entry["sources"][:SHOWN]:
            text.append(f"\n{_by(source, CUT)}", style="not bold dim")
        more = len(entry["sources"]) - SHOWN
        text.append(f"\nand {more} more" if more > 0 else "", style="not bold dim")
        lines.add_row(entry["day"], entry["kind"], text)
    return Group(Text(title, style="bold"), lines)


def _by(source: Row, longest: int = 10_000) -> str:
    day = f", {source['day']}" if source["day"] else ""
    quote = source["quote"]
    if len(quote) > longest:
        quote = quote[:longest].rsplit(" ", 1)[0] + " …"
    return f"{source['outlet']}{day}: {quote}"


def chronology_markdown(title: str, entries: Sequence[Row]) -> str:
    """A heading a year, a line an entry, the sources numbered at the end."""
    numbers: dict[tuple[str, str], int] = {}
    cited: list[Row] = []
    lines = [f"# {title}"]
    year = ""
    for entry in entries:
        if entry["day"][:4] != year:
            year = entry["day"][:4]
            lines.append(f"\n## {year}\n")
        marks = []
        for source in entry["sources"]:
            key = (source["article"] or source["outlet"], source["quote"])
            if key not in numbers:
                numbers[key] = len(numbers) + 1
                cited.append(source)
            marks.append(f"[{numbers[key]}]")
        lines.append(f"- {entry['text']} {' '.join(dict.fromkeys(marks))}".rstrip())
    if cited:
        lines.append("\n## Sources\n")
        lines += [f"{number}. {_by(s)}{_link(s)}" for number, s in enumerate(cited, 1)]
    return "\n".join(lines) + "\n"


def _link(source: Row) -> str:
    return f" <{source['url']}>" if source["url"] else ""
