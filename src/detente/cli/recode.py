"""`detente recode`: the stored texts coded again, the old kept until the new is accepted."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.console import Console

from detente.cli.options import (
    DEFAULT_RECORD,
    ActorsOption,
    KnowledgeOption,
    RecordOption,
    overlay_of,
    own_folder,
)
from detente.display.recoded import Example, recoded_text
from detente.reading import open_reader
from detente.record import open_record
from detente.record.differing import Difference, short
from detente.record.recoding import discard as forget_pending
from detente.runs.recoding import Comparison, accept_pending, code_anew, compare
from detente.runs.steps import Step


def recode(
    accept: Annotated[
        bool, typer.Option("--accept", help="Put the new reading in the place of the old.")
    ] = False,
    discard: Annotated[
        bool, typer.Option("--discard", help="Forget a reading that was not accepted.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Also articles that the present coder has read before.")
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
    record: RecordOption = DEFAULT_RECORD,
) -> None:
    """Codes the record's texts again with the present coder and shows what would change; `--accept` makes it so.

    Corrections of people stand on the new rows, old identifiers lead to new ones (`detente changes`). A run that was
    interrupted goes on where it stopped.
    """
    console = Console(highlight=False, soft_wrap=True)
    if discard:
        with open_record(record) as opened:
            console.print(
                f"{forget_pending(opened)} articles as another coder has them forgotten; nothing else changed"
            )
        return
    with open_record(record) as opened:
        reader = open_reader(model=model, overlay=overlay_of(own_folder(record, knowledge), actors))
        failed: list[Step] = []
        for coded in code_anew(opened, reader, everything=everything):
            told = f"{coded.left} articles left to code" if coded.left else ""
            print(f"{told:<40}", end="\r", file=sys.stderr, flush=True)
            failed += coded.failed
        coder = reader.coder or ""
        found = accept_pending(opened, coder, reader.rarity) if accept else compare(opened, coder)
    failed += found.failed
    for step in failed:
        print(f"skipped {step.location}: {step.message}", file=sys.stderr)
    if not found.articles and not failed:
        console.print(
            f"Every article is as the present coder reads it ({coder}); --all codes them all the same."
        )
        return
    _show(console, found, coder, accept=accept)
    raise typer.Exit(1 if failed else 0)


def _show(console: Console, found: Comparison, coder: str, *, accept: bool) -> None:
    console.print(f"{found.articles} articles coded by {coder}\n")
    console.print(_drawn(found))
    console.print(
        "\nPut in the place of the old." if accept else "\nNothing is changed yet; --accept puts it in place."
    )


def _drawn(found: Comparison) -> object:
    return recoded_text(
        found.fates,
        found.fields.most_common(),
        found.others,
        [_example(one) for one in found.examples],
        found.agreed,
    )


def _example(one: Difference) -> Example:
    row = (one.before or one.after or ({}, []))[0]
    return Example(
        kind=one.kind, fate=one.fate, id=row["id"], before=short(one.kind, one.before, one.fields),
        after=short(one.kind, one.after, one.fields), fields=one.fields, quote=row["quote"],
    )  # fmt: skip
