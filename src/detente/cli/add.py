"""`detente add`: what the coder has not found, added by hand with its source."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer
from rich.console import Console

from detente.cli.correct import ByOption, values_of
from detente.cli.options import DEFAULT_RECORD, RecordOption
from detente.errors import UsageError
from detente.reading import open_language
from detente.record import open_record
from detente.record.adding import Source
from detente.record.corrections import corrections
from detente.runs.reviewing import add_by_hand

KINDS = ("report", "event", "encounter", "position")


def add(
    kind: Annotated[str, typer.Argument(help=f"{', '.join(KINDS)}; an event may have several sources.")],
    values: Annotated[
        list[str], typer.Argument(help="field=value, such as event=AGREE actors=CHN,USA when=2023-06-18.")
    ],
    source: Annotated[
        list[str], typer.Option("--source", help="An address, or an article of the record (ar_).")
    ],
    quote: Annotated[
        list[str],
        typer.Option("--quote", help="The words that say so, as the source has them; one a source."),
    ],
    published: Annotated[
        str | None, typer.Option(help="Day of publication, for a source that the record does not hold.")
    ] = None,
    outlet: Annotated[
        str | None, typer.Option(help="Outlet, for such a source; the address's host if left out.")
    ] = None,
    by: ByOption = None,
    why: Annotated[str | None, typer.Option("--why", help="The reason, for colleagues.")] = None,
    record: RecordOption = DEFAULT_RECORD,
) -> None:
    """Adds a row by hand; it bears your name wherever it is shown, and `detente correct co_... --undo` takes it out again.

    Example: `detente add encounter form=call participants=CHN,USA when=2023-06-18 --source https://example.org/a --quote "..."`
    """
    if kind not in KINDS:
        raise UsageError(f"{kind!r} cannot be added; what can: {', '.join(KINDS)}")
    if len(source) != len(quote):
        raise UsageError(
            f"{len(source)} sources and {len(quote)} quotes; give --quote once for each --source"
        )
    found_in = [
        Source(at=at, quote=words, published=published, outlet=outlet)
        for at, words in zip(source, quote, strict=True)
    ]
    console = Console(highlight=False, soft_wrap=True)
    with open_record(record) as opened:
        made = add_by_hand(
            opened,
            kind,
            values_of(values),
            found_in,
            open_language().rarity,
            by=by or getpass.getuser(),
            why=why,
        )
        rows = {one.id: one for one in corrections(opened)}
    for identity in made:
        one = rows.get(identity)
        console.print(f"{identity}: {one.of} added to {one.article}" if one else f"{identity}: one event")
