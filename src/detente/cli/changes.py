"""`detente changes`: what has become different in the record since a day."""

from __future__ import annotations

import sys
from typing import Annotated

import msgspec
import typer
from rich.console import Console

from detente.cli.options import DEFAULT_RECORD, RecordOption, day_of
from detente.display.corrected import changes_table
from detente.display.files import write_lines
from detente.record import open_record
from detente.record.history import changes as changes_of

WIDTH = 110
"""Columns in which a change with its identifiers stands on one line."""


def changes(
    since: Annotated[str, typer.Option(help="From this day on (UTC): 2023-06-18, 2023-06 or 2023.")],
    as_jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON object a change, one a line.")] = False,
    record: RecordOption = DEFAULT_RECORD,
) -> None:
    """Lists what was added, corrected, taken back, joined, parted or moved, with pointers from old identifiers to new.

    Example: `detente changes --since 2026-11-01`
    """
    with open_record(record, writable=False) as opened:
        rows = [msgspec.to_builtins(one) for one in changes_of(opened, day_of(since, "since") or since)]
    if as_jsonl:
        write_lines(rows, sys.stdout.buffer)
        return
    console = Console(highlight=False)
    # In a narrower window the lines run over; identifiers stay whole and can be copied.
    console.width = max(console.width, WIDTH)
    console.print(changes_table(rows) if rows else f"Nothing has changed since {since}.")
