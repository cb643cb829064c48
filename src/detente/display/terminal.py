"""Rows of the record as tables for a terminal: who, what, when, and the sentence with its source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

Row = dict[str, Any]


def table_of(name: str, rows: Sequence[Row], *, total: int) -> RenderableType:
    """One table of the record, drawn; `total` tells how many rows there are beyond those shown."""
    columns = COLUMNS[name]
    table = Table(title=None, box=None, padding=(0, 1, 0, 0), show_edge=False, header_style="dim")
    for heading, width, _ in columns:
        table.add_column(heading, ratio=width or None, no_wrap=not width, overflow="fold")
    for row in rows:
        table.add_row(*(show(row) for _, _, show in columns))
    shown = f"{len(rows)} of {total}" if total > len(rows) else str(total)
    return Group(Text(f"\n{name} ", style="bold").append(f"({shown})", style="dim"), table)


def _day(row: Row) -> Text:
    day = row.get("day")
    return Text(str(day) if day else "no date", style="cyan" if day else "dim")


def _names(row: Row, field: str) -> str:
    return ", ".join(row.get(field) or ()) or "—"


def _source(row: Row) -> str:
    outlet = row.get("outlet") or row.get("url") or "unknown outlet"
    agency = f" ({row['agency']})" if row.get("agency") else ""
    sample = " · sample" if row.get("sample") else ""
    return f"{outlet}{agency}, {(row.get('published') or 'no date')[:10]}{sample}"


def _quote(row: Row) -> Text:
    text = " ".join(str(row.get("quote") or row.get("text") or "").split())
    return Text(f"“{text}” ").append(_source(row), style="dim")


def _event(row: Row) -> Text:
    text = Text(row["event"], style="bold")
    if row.get("mode"):
        text.append(f" {row['mode']}", style="not bold")
    marks = [row["status"]] if row["status"] != "happened" else []
    marks += ["not"] if row["negated"] else []
    marks += ["background"] if row["historical"] else []
    return text.append(f" [{', '.join(marks)}]", style="yellow not bold") if marks else text


def _encounter(row: Row) -> Text:
    text = Text(row["form"], style="bold")
    return (
        text.append(f" [{row['status']}]", style="yellow not bold") if row["status"] != "happened" else text
    )


def _where(row: Row) -> str:
    return ", ".join(part for part in (row.get("venue"), row.get("place")) if part) or "—"


def _stance(row: Row) -> Text:
    return Text(row["stance"], style="bold").append(f" {row['what']}", style="not bold")


def _across(row: Row) -> str:
    addressee = _names(row, "addressee")
    return _names(row, "holder") + (f" → {addressee}" if addressee != "—" else "")


Column = tuple[str, int, Callable[[Row], RenderableType]]
COLUMNS: dict[str, tuple[Column, ...]] = {
    "events": (
        ("day", 0, _day),
        ("who → whom", 3, lambda r: f"{_names(r, 'actors')} → {_names(r, 'recipients')}"),
        ("what", 2, _event),
        ("sentence and source", 6, _quote),
    ),
    "encounters": (
        ("day", 0, _day),
        ("form", 1, _encounter),
        ("who", 3, lambda r: _names(r, "participants")),
        ("where", 2, _where),
        ("sentence and source", 6, _quote),
    ),
    "issues": (
        ("day", 0, _day),
        ("issue", 1, lambda r: Text(r["issue"], style="bold")),
        ("between", 1, lambda r: ", ".join(r["between"] or ()) or "—"),
        ("sentence and source", 6, _quote),
    ),
    "positions": (
        ("day", 0, _day),
        ("who → whom", 2, _across),
        ("stance", 3, _stance),
        ("issue", 1, lambda r: r["issue"] or "—"),
        ("sentence and source", 5, _quote),
    ),
    "assessments": (
        ("day", 0, _day),
        ("between", 1, lambda r: ", ".join(r["about"] or ()) or "—"),
        ("direction", 1, lambda r: Text(r["direction"], style="bold")),
        ("sentence and source", 6, _quote),
    ),
    "articles": (
        ("id", 0, lambda r: r["id"]),
        ("published", 0, lambda r: (r["published"] or "no date")[:16]),
        ("outlet", 1, lambda r: r["outlet"] or "—"),
        ("title", 4, lambda r: r["title"] or "—"),
        ("language", 0, lambda r: r["language"] or "—"),
    ),
}
