"""`detente explain`: why each report of an article says what it says."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console

from detente.cli.options import DEFAULT_RECORD, RecordOption
from detente.display.explained import explained
from detente.display.files import write_lines
from detente.errors import UsageError
from detente.reading import Story, open_reader
from detente.reading.corridor import Reader
from detente.record import open_record, queries
from detente.types import Article


def explain(
    article: Annotated[
        str | None,
        typer.Argument(
            help="An article's identifier or its beginning, a text file, or - for standard input."
        ),
    ] = None,
    text: Annotated[str | None, typer.Option("--text", "-t", help="The text itself, in quotes.")] = None,
    published: Annotated[
        str | None, typer.Option(help="Day of publication of a text or file: 2023-06-18.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a report, one a line.")] = False,
    model: Annotated[
        bool,
        typer.Option("--model/--no-model", help="Weigh categories with the encoder, or by lexicon alone."),
    ] = True,
    record: RecordOption = DEFAULT_RECORD,
) -> None:
    """Codes an article anew and shows on what grounds each of its reports stands.

    For each report: the sentence, the words that triggered it, the way through the grammar to actor and
    recipient, the lexicon's entry (file and line), the categories weighed, why its status is what it is.

    Examples: `detente explain ar_3f2a`, `detente explain story.txt --published 2023-06-18`,
    `detente explain --text "Greece rejected Turkey's claim to the islets."`
    """
    if (article is None) == (text is None):
        raise UsageError(
            "say what to explain: an article's identifier, a text file, -, or --text and the text"
        )
    reader = open_reader(model=model)
    found = _article(article, text, published, reader, record)
    grounds = reader.explain(found)
    if as_json:
        write_lines(grounds, sys.stdout.buffer)
        return
    rows = [msgspec.to_builtins(one) for one in grounds]
    Console(highlight=False).print(explained(found, rows, model=model))


def _article(
    article: str | None, text: str | None, published: str | None, reader: Reader, record: Path
) -> Article:
    if text is None and article is not None:
        if article == "-":
            text = sys.stdin.read()
        elif Path(article).is_file():
            text = _read(Path(article))
    if text is not None:
        return reader.story(Story(id="text", text=text, published=published))
    if published is not None:
        raise UsageError("--published belongs to a text or a file; an article of the record has its own day")
    with open_record(record, writable=False) as opened:
        return queries.article(opened, article or "")


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read as UTF-8 text ({error})") from None
