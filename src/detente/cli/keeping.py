"""`detente sql` and `detente backup`: the record for those who ask it in SQL, and copies of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from detente.cli.options import DEFAULT_RECORD, RecordOption
from detente.cli.show import Format
from detente.display.files import write_csv, write_jsonl, write_parquet
from detente.display.terminal import plain_table
from detente.errors import UsageError
from detente.record import open_record
from detente.record.keeping import ask, back_up, write_tables


def sql(
    question: Annotated[str, typer.Argument(help="A question in DuckDB's SQL, or - for standard input.")],
    format: Annotated[Format, typer.Option("--format", "-f", help="How to write the answer.")] = Format.table,
    record: RecordOption = DEFAULT_RECORD,
) -> None:
    """Asks the record in SQL; the record cannot be changed this way. docs/record.md has the tables and ten questions.

    Example: `detente sql "SELECT event, count(*) FROM reports GROUP BY ALL ORDER BY 2 DESC"`
    """
    words = sys.stdin.read() if question == "-" else question
    with open_record(record, writable=False) as opened:
        table = ask(opened, words)
    if format is Format.table:
        Console(highlight=False).print(plain_table(table.column_names, table.to_pylist()))
    elif format is Format.csv:
        write_csv(table, sys.stdout)
    elif format is Format.jsonl:
        write_jsonl(table, sys.stdout.buffer)
    else:
        write_parquet(table, sys.stdout.buffer)


def backup(
    target: Annotated[
        Path, typer.Argument(help="A file that does not exist yet, or with --parquet a folder.")
    ],
    parquet: Annotated[
        bool, typer.Option("--parquet", help="Every table as a Parquet file, for other programs.")
    ] = False,
    record: RecordOption = DEFAULT_RECORD,
) -> None:
    """Copies the whole record as it stands now: a file that `--record` opens, or a folder of Parquet tables.

    Examples: `detente backup friday.duckdb`, `detente backup tables/ --parquet`
    """
    if target.exists() and (not parquet or any(target.iterdir() if target.is_dir() else [1])):
        raise UsageError(f"{target} is there already; name another, so that no older copy is lost")
    with open_record(record, writable=False) as opened:
        counts = write_tables(opened, target) if parquet else back_up(opened, target)
    total = sum(counts.values())
    Console(highlight=False).print(f"{total} rows of {len(counts)} tables copied to {target}")
