"""`detente brief`: one page on two states, composed from the record."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
import typer

from detente.cli.options import DEFAULT_RECORD, RecordOption, day_of, scope_of
from detente.display.brief import brief_html, brief_markdown
from detente.errors import UsageError
from detente.record import open_record
from detente.record.material import material
from detente.relations.brief import Material, compose


class Format(StrEnum):
    """How the page is written."""

    markdown = "markdown"
    html = "html"


def brief(
    pair: Annotated[str, typer.Argument(help="Two states: CHN-USA, 'India and Pakistan'.")],
    since: Annotated[
        str | None, typer.Option(help="Only what is from this day on: 2023-06-18, 2023-06 or 2023.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="Only up to this day; what is ahead is seen from it.")
    ] = None,
    format: Annotated[Format, typer.Option("--format", "-f", help="How to write it.")] = Format.markdown,
    record: RecordOption = DEFAULT_RECORD,
) -> None:
    """Writes a brief: encounters past and ahead, disputes with each side's latest position, acts, assessments, claims.

    Every sentence has the numbers of its sources; nothing stands in it that the record does not hold.

    Examples: `detente brief CHN-USA`, `detente brief CHN-USA --format html > brief.html` (print it for a PDF)
    """
    scope = scope_of(pair, since, until)
    if len(scope.states) != 2:
        raise UsageError(f"{pair!r} names no two states; a brief is about a pair, such as CHN-USA")
    a, b = scope.states
    with open_record(record, writable=False) as opened:
        given = Material(pair=(a, b), **material(opened, scope))
    page = msgspec.to_builtins(compose(given, day_of(until, "until", "-12-31")))
    typer.echo(brief_html(page) if format is Format.html else brief_markdown(page), nl=False)
