"""`detente search`: articles and coded sentences by their words."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import msgspec
import typer
from rich.console import Console

from detente.cli.options import DEFAULT_RECORD, RecordOption, scope_of
from detente.display.files import write_lines
from detente.display.found import found_text
from detente.record import open_record
from detente.record.search import Question
from detente.record.search import search as found_in


class Kind(StrEnum):
    """Where the words are looked for."""

    article = "article"
    report = "report"
    encounter = "encounter"
    position = "position"
    claim = "claim"


def search(
    words: Annotated[
        list[str], typer.Argument(help="Words; '\"spy balloon\"' together, tal* for a beginning, a OR b.")
    ],
    pair: Annotated[
        str | None, typer.Option("--pair", "-p", help="Only where this pair, state or person takes part.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", "--from", help="Published from this day on: 2023-06-18, 2023-06.")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", "--to", help="Published up to this day.")] = None,
    outlet: Annotated[str | None, typer.Option("--outlet", help="Only of this outlet or agency.")] = None,
    kind: Annotated[
        Kind, typer.Option("--kind", "-k", help="Whole articles, or the sentences of one kind of row.")
    ] = Kind.article,
    limit: Annotated[int, typer.Option(min=1, help="How many to show.")] = 20,
    skip: Annotated[int, typer.Option(min=0, help="How many of the best to pass over.")] = 0,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    record: RecordOption = DEFAULT_RECORD,
) -> None:
    """Searches the articles of the record by words and shows where they stand and what was coded there.

    The index lies beside the record (NAME.search.sqlite), is kept up to date by each search and may be deleted.

    Examples: `detente search spy balloon`, `detente search '"prisoner swap"' --pair RUS-USA --since 2022`,
    `detente search sanction* --kind report --json`
    """
    question = Question(
        words=" ".join(words), kind=kind.value, scope=scope_of(pair, since, until), outlet=outlet, limit=limit, skip=skip
    )  # fmt: skip
    console = Console(stderr=True, highlight=False)
    with (
        open_record(record, writable=False) as opened,
        console.status("looking") as status,
    ):
        found = found_in(
            opened, question, lambda done, of: status.update(f"indexing: {done} entries, {of} articles")
        )
    if json:
        write_lines(found.hits, sys.stdout.buffer)
    else:
        hits = [msgspec.to_builtins(hit) for hit in found.hits]
        Console(highlight=False).print(found_text(hits, total=found.total, skipped=skip))
