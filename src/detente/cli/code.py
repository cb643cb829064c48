"""`detente code`: the Unix filter. The contract stands in docs/design.md and docs/schema.json."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from detente.cli.options import ActorsOption, KnowledgeOption, overlay_of
from detente.reading import open_reader
from detente.runs.filter import code_lines


def code(
    raw: Annotated[
        bool,
        typer.Option("--raw", help="Texts are scrapes or HTML of whole pages: remove the furniture first."),
    ] = False,
    model: Annotated[
        bool,
        typer.Option(
            "--model/--no-model",
            help="Use the encoder's heads for events, encounters and stands, or lexicon and rules alone (faster).",
        ),
    ] = True,
    knowledge: KnowledgeOption = None,
    actors: ActorsOption = None,
    line_buffered: Annotated[
        bool, typer.Option("--line-buffered", help="Answer each line before reading the next (slower).")
    ] = False,
) -> None:
    """Codes JSON lines from standard input to standard output: one object in, one out, in order.

    In: `{"id": ..., "text": ..., "title"?, "published"?, "url"?, "outlet"?}`. No record, no network.
    A line that cannot be read gives a line with `problems`, never a crash and never a missing line.

    Example: `detente code < stories.jsonl > coded.jsonl`
    """
    reader = open_reader(model=model, overlay=overlay_of(knowledge, actors))
    for line in code_lines(sys.stdin.buffer, reader, raw=raw, batch=1 if line_buffered else None):
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
