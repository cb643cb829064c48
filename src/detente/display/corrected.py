"""Corrections and changes, in words and as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.table import Table

Row = dict[str, Any]
ACTS = {"accept": "accepted", "reject": "rejected", "add": "added by hand"}


def said(correction: Row) -> str:
    """One correction, or one judgement on two rows, in words: what it says of which row, and who said so."""
    return f"{_row(correction)}: {_says(correction)} ({correction['by']})"


def _row(correction: Row) -> str:
    return str(correction.get("of") or correction["a"])


def _says(correction: Row) -> str:
    if "same" in correction:
        return f"{'is one with' if correction['same'] else 'is another than'} {correction['b']}"
    if correction["act"] == "change":
        return f"{correction['field']} is {correction['now']}, not {correction['was']}"
    return ACTS[correction["act"]]


def corrections_table(rows: Iterable[Row]) -> Table:
    """Corrections in the order in which they were made, judgements below them; those taken back are dimmed."""
    table = Table(box=None, pad_edge=False)
    for name in ("correction", "made", "by", "row", "says", "why"):
        table.add_column(name, no_wrap=name in {"correction", "row"})
    for row in rows:
        taken_back = " (taken back)" if row["undone"] else ""
        table.add_row(
            row["id"], row["made"][:16].replace("T", " "), row["by"], _row(row), _says(row) + taken_back, row["why"] or "",
            style="dim" if row["undone"] else None,
        )  # fmt: skip
    return table


def changes_table(rows: Iterable[Row]) -> Table:
    """What has become different, oldest first."""
    table = Table(box=None, pad_edge=False)
    for name in ("when (UTC)", "what", "of", "by", "how", "why"):
        table.add_column(name, no_wrap=name in {"of", "what", "when (UTC)"}, overflow="fold")
    for row in rows:
        how = row["now"] or ""
        if row["what"] in {"changed", "recoded"}:
            how = f"{row['field']}: {row['was']} → {row['now']}"
        elif row["what"] == "moved":
            how = f"is now {row['now']}"
        elif row["what"] == "undone" and row["now"]:
            how = f"the judgement on {row['now']}"
        elif row["what"] in {"joined", "parted"}:
            how = f"with {row['now']}" if row["what"] == "joined" else f"from {row['now']}"
        table.add_row(
            row["at"][:16].replace("T", " "), row["what"], row["of"], row["by"] or "", how, row["why"] or ""
        )
    return table
