"""`detente issues`: the matters that stand in the record, and those that the taxonomy lacks."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.console import Console

from detente.cli.options import (
    DEFAULT_RECORD,
    KnowledgeOption,
    RecordOption,
    overlay_of,
    own_folder,
    scope_of,
)
from detente.cli.show import Format
from detente.display.files import write_csv, write_jsonl
from detente.display.terminal import candidates_text, issues_text
from detente.errors import UsageError
from detente.knowledge.issues import issues as taxonomy
from detente.knowledge.issues import overlaid
from detente.record import open_record, queries


def issues(
    about: Annotated[str | None, typer.Argument(help="A pair (CHN-USA), a state; nothing for all.")] = None,
    candidates: Annotated[
        bool,
        typer.Option(
            "--candidates",
            help="Matters in dispute that match no issue of the taxonomy, with their sentences.",
        ),
    ] = False,
    since: Annotated[str | None, typer.Option(help="From this day on: 2023-06-18, 2023-06 or 2023.")] = None,
    until: Annotated[str | None, typer.Option(help="Up to this day.")] = None,
    format: Annotated[Format, typer.Option("--format", "-f", help="How to write it.")] = Format.table,
    limit: Annotated[int, typer.Option(min=1, help="Rows (on the terminal only).")] = 30,
    knowledge: KnowledgeOption = None,
    record: RecordOption = DEFAULT_RECORD,
) -> None:
    """Counts the issues of the record by group, or with --candidates lists what an editor may adopt.

    To adopt one, write it into `issues.toml` in the folder of your own tables (detente.knowledge/ beside the record).

    Examples: `detente issues CHN-USA`, `detente issues --candidates --format jsonl`
    """
    if format is Format.parquet:
        raise UsageError(
            "issues are written as table, csv or jsonl; Parquet comes with `detente show --what issues`"
        )
    with open_record(record, writable=False) as opened:
        question = queries.candidates if candidates else queries.issue_counts
        table = question(opened, scope_of(about, since, until))
    if format is Format.csv:
        write_csv(table, sys.stdout)
    elif format is Format.jsonl:
        write_jsonl(table, sys.stdout.buffer)
    else:
        rows = table.to_pylist()
        own = overlay_of(own_folder(record, knowledge)).issues
        groups = {issue.id: issue.group for issue in overlaid(taxonomy(), own)}
        drawn = (
            candidates_text(rows[:limit], len(rows))
            if candidates
            else issues_text(rows[:limit], len(rows), groups)
        )
        Console(highlight=False).print(drawn)
