"""`detente extract` and `detente article`: articles as they were found, and what was coded from one."""

from __future__ import annotations

import sys
from typing import Annotated

import msgspec
import typer
from rich.console import Console

from detente.cli.options import DEFAULT_RECORD, RecordOption
from detente.display.annotated import annotated
from detente.reading import open_articles
from detente.record import open_record, queries
from detente.runs.fetching import Fetching, pages_of
from detente.runs.local import article_or_step
from detente.runs.steps import Step


def extract(
    paths: Annotated[list[str], typer.Argument(help="Files, folders, URLs, feeds, WARC archives or -.")],
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also fetch from loopback and private addresses.")
    ] = False,
) -> None:
    """Writes the article of each page as a JSON line; nothing is coded, nothing recorded.

    Example: `detente extract page.html | jq .title`
    """
    reader, encoder, failed = open_articles(), msgspec.json.Encoder(), False
    for path in paths:
        for page in pages_of(path, Fetching(allow_private=allow_private)):
            found = article_or_step(page, reader)
            if isinstance(found, Step):
                failed = True
                typer.echo(f"skipped {found.location}: {found.message}", err=True)
            else:
                sys.stdout.buffer.write(encoder.encode(found) + b"\n")
    sys.stdout.buffer.flush()
    raise typer.Exit(1 if failed else 0)


def article(
    identity: Annotated[
        str, typer.Argument(help="The article's identifier, or its beginning.", metavar="ID")
    ],
    record: RecordOption = DEFAULT_RECORD,
) -> None:
    """Shows an article's text with what was coded from it."""
    with open_record(record, writable=False) as opened:
        found = queries.article(opened, identity)
        coded = queries.of_article(opened, found.id)
    Console(highlight=False).print(
        annotated(found, {name: table.to_pylist() for name, table in coded.items()})
    )
