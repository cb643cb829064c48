"""Corrections and changes, in words and as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.table import Table

Row = dict[str, Any]
ACTS = {"accept": "accepted", "reject": "rejected"}


def said(correction: Row) -> str:
    """One correction in words: what it says of which row, and who said so."""
    if correction["act"] == "change":
        told = f"{correction['field']} is {correction['now']}, not {correction['was']}"
    else:
        told = ACTS[correction["act"]]
    return f"{correction['of']}: {told} ({correction['by']})"


def corrections_table(rows: Iterable[Row]) -> Table:
    """Corrections in the order in which they were made; those taken back are dimmed."""
    table = Table(box=None, pad_edge=False)
    for name in ("correction", "made", "by", "row", "says", "why"):
        table.add_column(name, no_wrap=name in {"correction", "row"})
    for row in rows:
        words = said(row).partition(": ")[2].rpartition(" (")[0]
        taken_back = " (taken back)" if row["undone"] else ""
        table.add_row(
            row["id"], row["made"][:16].replace("T", " "), row["by"], row["of"], words + taken_back, row["why"] or "",
            style="dim" if row["undone"] else None,
        )  # fmt: skip
    return table


def changes_table(rows: Iterable[Row]) -> Table:
    """What has become different, oldest first."""
    table = Table(box=None, pad_edge=False)
    for name in ("when (UTC)", "what", "of", "by", "how", "why"):
        table.add_column(name, no_wrap=name in {"of", "what"}, overflow="fold")
    for row in rows:
        how = row["now"] or ""
        if row["what"] == "changed":
            how = f"{row['field']}: {row['was']} → {row['now']}"
        elif row["what"] == "moved":
            how = f"is now {row['now']}"
        elif row["what"] in {"joined", "parted"}:
            how = f"with {row['now']}" if row["what"] == "joined" else f"from {row['now']}"
        table.add_row(
            row["at"][:16].replace("T", " "), row["what"], row["of"], row["by"] or "", how, row["why"] or ""
        )
    return table
