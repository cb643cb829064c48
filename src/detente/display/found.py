"""What a search found, for a terminal: title, source, the words marked where they stand, what was coded there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

Row = dict[str, Any]
MARKED = "bold yellow"
SHOWN = 4
"""Coded rows shown of an article."""


def found_text(hits: Sequence[Row], *, total: int, skipped: int = 0) -> RenderableType:
    """Hits as `detente.record.search.search` gives them, best first."""
    if not hits:
        return Text("Nothing found." if not total else f"No more; there are {total}.")
    shown = f"{skipped + 1}-{skipped + len(hits)} of {total}"
    parts: list[RenderableType] = [Text(shown, style="dim")]
    for hit in hits:
        title = _marked(hit["title"] or hit["article"], hit["title_marks"] if hit["title"] else (), "bold")
        parts.append(Text("\n").append_text(title))
        outlet = hit["outlet"] or hit["agency"] or "unknown outlet"
        sample = ", sample" if hit["sample"] else ""
        day = (hit["published"] or "no date")[:10]
        parts.append(Text(f"{day}  {outlet}{sample}  {hit['article']}", style="dim"))
        parts.append(Padding(_snippet(hit), (0, 0, 0, 2)))
        parts += [Padding(_coded(row), (0, 0, 0, 4)) for row in hit["coded"][:SHOWN]]
        more = len(hit["coded"]) - SHOWN
        if more > 0:
            parts.append(Padding(Text(f"and {more} more", style="dim"), (0, 0, 0, 4)))
    return Group(*parts)


def _snippet(hit: Row) -> Text:
    text = _marked(hit["snippet"], hit["marks"], "")
    if not hit["whole"]:
        text = (Text("… ") if hit["start"] else Text("")).append_text(text).append(" …")
    return text


def _marked(words: str, marks: Sequence[Sequence[int]], style: str) -> Text:
    # One sign for one sign, so that the marks stay where they are.
    text = Text("".join(" " if sign.isspace() else sign for sign in words), style=style)
    for start, end in marks:
        text.stylize(MARKED, start, end)
    return text


def _coded(row: Row) -> Text:
    status = f" ({row['status'].replace('_', ' ')})" if row["status"] else ""
    text = Text(f"{row['kind']} ", style="dim").append(row["what"], style="cyan")
    return text.append(f"{status} {', '.join(row['states'])}").append(f"  {row['id']}", style="dim")
