"""Rows of the record for a terminal: what happened on one line, below it the sentence and its source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

Row = dict[str, Any]
UNQUOTED = ("articles", "imported")
"""Tables whose rows have no sentence to show."""


def table_of(name: str, rows: Sequence[Row], *, total: int) -> RenderableType:
    """Rows of one table of the record, drawn; `total` tells how many there are beyond those shown."""
    shown = f"{len(rows)} of {total}" if total > len(rows) else str(total)
    parts: list[RenderableType] = [Text(f"\n{name} ", style="bold").append(f"({shown})", style="dim")]
    for row in rows:
        line = Text(f"{_day(row):<11}", style="cyan") if name != "articles" else Text("")
        parts.append(line.append_text(LINES[name](row)).append(_person(row), style="green not bold"))
        if name not in UNQUOTED:
            parts.append(Padding(_quote(row), (0, 0, 0, 11)))
    return Group(*parts)


def issues_text(rows: Sequence[Row], total: int, groups: dict[str, str]) -> RenderableType:
    """Issues by how many articles name them, with the group each belongs to."""
    if not rows:
        return Text("The record names no issue of the taxonomy there.")
    parts: list[RenderableType] = [Text(f"{len(rows)} of {total} issues", style="dim")]
    for row in rows:
        line = Text(f"{row['articles']:>5}  ", style="cyan").append(f"{row['issue']:<28}", style="bold")
        parts.append(
            line.append(f"{groups.get(row['issue'], 'not in the taxonomy'):<26}", style="dim").append(
                _pairs(row)
            )
        )
    return Group(*parts)


def candidates_text(rows: Sequence[Row], total: int) -> RenderableType:
    """What may be an issue, with how many articles say it and a sentence of each of up to three."""
    if not rows:
        return Text("No candidate: every matter that the record names is in the taxonomy.")
    parts: list[RenderableType] = [Text(f"{len(rows)} of {total} candidates", style="dim")]
    for row in rows:
        head = Text(f"\n{row['articles']:>5}  ", style="cyan").append(row["text"], style="bold")
        parts.append(head.append(f"  ({', '.join(row['cues'])}; {_pairs(row)})", style="default not bold"))
        for quote, outlet in zip(row["quotes"], row["outlets"], strict=True):
            said = Text(f"“{' '.join(quote.split())}” ", style="dim").append(
                f"[{outlet}]", style="dim italic"
            )
            parts.append(Padding(said, (0, 0, 0, 7)))
    return Group(*parts)


def _pairs(row: Row) -> str:
    return ", ".join(sorted(row["between"])[:4])


def _day(row: Row) -> str:
    return str(row.get("day") or "no date")


def _names(row: Row, field: str) -> str:
    # "Japanese and South Korean counterparts" are two of one name.
    return ", ".join(dict.fromkeys(row.get(field) or ())) or "—"


def _source(row: Row) -> str:
    outlet = row.get("outlet") or row.get("url") or "unknown outlet"
    agency = f" ({row['agency']})" if row.get("agency") and row["agency"] != outlet else ""
    sample = ", sample" if row.get("sample") else ""
    return f"{outlet}{agency}, {(row.get('published') or 'no date')[:10]}{sample}"


def _person(row: Row) -> str:
    """What people had to do with a row: nothing is said of those that the coder made and nobody judged."""
    if row.get("added_by"):
        return f"  added by hand ({row['added_by']})"
    return f"  {row['judged']}" if row.get("judged") else ""


def _quote(row: Row) -> Text:
    text = " ".join(str(row.get("quote") or row.get("text") or "").split())
    return Text(f"“{text}” ", style="dim").append(f"[{_source(row)}]", style="dim italic")


def _marks(row: Row) -> str:
    marks = [row["status"].replace("_", " ")] if row["status"] != "happened" else []
    marks += ["not"] if row.get("negated") else []
    marks += ["background"] if row.get("historical") else []
    return f" [{', '.join(marks)}]" if marks else ""


def _event(row: Row) -> Text:
    what = " ".join(part for part in (row["event"], row.get("mode")) if part)
    between = f"  {_names(row, 'actors')}" + (
        f" → {_names(row, 'recipients')}" if row.get("recipients") else ""
    )
    return (
        Text(what, style="bold")
        .append(_marks(row), style="yellow not bold")
        .append(between, style="not bold")
    )


def _imported(row: Row) -> Text:
    # Statements (CAMEO 01) have no category in PLOVER.
    what = " ".join(part for part in (row["event"] or f"CAMEO {row['cameo']}", row.get("mode")) if part)
    between = f"  {_names(row, 'actors')} → {_names(row, 'recipients')}"
    source = ", ".join(part for part in (row["layout"], row.get("outlet")) if part)
    return (
        Text(what, style="bold")
        .append(between, style="not bold")
        .append(f"  [{source}]", style="dim not bold")
    )


def _encounter(row: Row) -> Text:
    where = ", ".join(dict.fromkeys(part for part in (row.get("venue"), row.get("place")) if part))
    line = Text(row["form"], style="bold").append(_marks(row), style="yellow not bold")
    line.append(f"  {_names(row, 'participants')}", style="not bold")
    return line.append(f"  ({where})", style="not bold") if where else line


def _issue(row: Row) -> Text:
    return Text(row["issue"], style="bold").append(f"  {'–'.join(row['between'] or ())}", style="not bold")


def _position(row: Row) -> Text:
    to = f" → {_names(row, 'addressee')}" if row.get("addressee") else ""
    issue = f"  ({row['issue']})" if row.get("issue") else ""
    line = Text(f"{_names(row, 'holder')}{to} ").append(row["stance"], style="bold")
    return line.append(f": {row['what']}{issue}", style="not bold")


def _assessment(row: Row) -> Text:
    said = f"  (says {row['said_by']})" if row.get("said_by") else ""
    return (
        Text("–".join(row["about"] or ()) + " ")
        .append(row["direction"], style="bold")
        .append(said, style="not bold")
    )


def _claim(row: Row) -> Text:
    number = f" {row['number']}" if row["kind"] == "count" else ""
    goal = f" → {row['place']}" if row.get("place") else ""
    partners = f" with {_names(row, 'partners')}" if row.get("partners") else ""
    line = Text(f"{row['kind']}{number} {row['form']}", style="bold").append(
        f"  {_names(row, 'who')}{goal}{partners}", style="not bold"
    )
    among = f" among: {row['peers']}" if row.get("peers") else ""
    return line.append(f"  ({row['period'] or 'ever'}{among})", style="not bold")


def _article(row: Row) -> Text:
    published = (row["published"] or "no date")[:16]
    line = Text(f"{row['id']}  ", style="cyan").append(f"{published:<17}", style="not bold")
    return line.append(f"{row['title'] or '(no headline)'}  ").append(row["outlet"] or "", style="dim")


LINES: dict[str, Callable[[Row], Text]] = {
    "events": _event,
    "encounters": _encounter,
    "issues": _issue,
    "positions": _position,
    "assessments": _assessment,
    "claims": _claim,
    "articles": _article,
    "imported": _imported,
}


def plain_table(names: Sequence[str], rows: Sequence[Row]) -> Table:
    """Rows of any question as a plain table; lists in words."""
    table = Table(box=None, pad_edge=False)
    for name in names:
        table.add_column(name)
    for row in rows:
        cells = (row[name] for name in names)
        table.add_row(
            *(", ".join(map(str, c)) if isinstance(c, list) else "" if c is None else str(c) for c in cells)
        )
    return table
