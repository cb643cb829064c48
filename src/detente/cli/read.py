"""`detente read`: from pages to the record."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)

from detente.cli.options import (
    DEFAULT_RECORD,
    ActorsOption,
    KnowledgeOption,
    RecordOption,
    overlay_of,
    own_folder,
)
from detente.cli.read_to import into_folder
from detente.display.summary import Tally, summary
from detente.errors import UsageError
from detente.record import Record, open_record
from detente.runs.crawled import kept_whole, without_copies
from detente.runs.fetching import Fetching, pages_of
from detente.runs.reading_to import Way
from detente.runs.steps import Step
from detente.runs.workers import read_by


def read(
    sources: Annotated[
        list[str],
        typer.Argument(
            help="Files, folders, URLs, feeds, WARC archives, JSONL files, or - for standard input.",
            show_default=False,
        ),
    ],
    record: RecordOption = DEFAULT_RECORD,
    knowledge: KnowledgeOption = None,
    actors: ActorsOption = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also fetch from loopback and private addresses.")
    ] = False,
    model: Annotated[
        bool,
        typer.Option(
            "--model/--no-model",
            help="Use the encoder's heads for events, encounters and stands, or lexicon and rules alone (faster).",
        ),
    ] = True,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            min=1,
            help="Processes that read side by side; one for each core if not given. The record comes out the same.",
            show_default=False,
        ),
    ] = None,
    everything: Annotated[
        bool,
        typer.Option(
            "--everything",
            help="Of WARC archives, also read pages that are not in English or name fewer than two powers.",
        ),
    ] = False,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            help="Write Parquet tables into a folder (parquet://FOLDER) instead of a record: WARC, JSONL and Parquet files alone, piece by piece.",
            show_default=False,
        ),
    ] = None,
    ray: Annotated[
        str | None,
        typer.Option(
            "--ray",
            help="With --to: read on the Ray cluster at this address; auto: the one of this machine, or a new one.",
            show_default=False,
        ),
    ] = None,
    link: Annotated[
        bool, typer.Option("--link/--no-link", help="With --to: find stories and events at the end.")
    ] = True,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress, only the summary and failures.")
    ] = False,
) -> None:
    """Reads articles and keeps what they say in the record.

    What stands in the record already is left as it is, so an interrupted run may simply be started again.

    Examples: `detente read news/`, `detente read https://example.org/feed.xml`, `detente read 2024.warc.gz -r asia.duckdb`,
    `detente read crawl/ --to parquet://tables --ray auto`
    """
    overlay = overlay_of(own_folder(record, knowledge), actors)
    if to is not None:
        way = Way(model=model, overlay=overlay, everything=everything, workers=workers, ray=ray)
        raise typer.Exit(into_folder(sources, to, way, link=link, quiet=quiet))
    if ray is not None:
        raise UsageError("--ray reads into a folder of tables; name one with --to parquet://FOLDER")
    pages = chain.from_iterable(pages_of(source, Fetching(allow_private=allow_private)) for source in sources)
    wanted = kept_whole(pages) if everything else without_copies(pages)
    with open_record(record, create=True) as opened:
        steps = read_by(opened, wanted, workers=workers, model=model, overlay=overlay)
        fates = run(steps, opened, quiet=quiet)
    raise typer.Exit(1 if fates["failed"] else 0)


def run(steps: Iterable[Step], record: Record, *, quiet: bool = False) -> Counter[str]:
    """Lets the steps happen under a progress bar, names failures as they come, and prints the summary."""
    console = Console(stderr=True, highlight=False)
    tally = Tally()
    for step in _shown(steps, console, quiet=quiet or not sys.stderr.isatty()):
        tally.add(step)
        if step.fate == "failed":
            console.print(
                f"[yellow]skipped[/yellow] {step.location}: {step.message}", soft_wrap=True, markup=True
            )
    console.print(summary(tally, record.path))
    return tally.fates


def _shown(steps: Iterable[Step], console: Console, *, quiet: bool) -> Iterator[Step]:
    if quiet:
        yield from steps
        return
    columns = (
        SpinnerColumn(), TextColumn("[progress.description]{task.description}"), BarColumn(),
        MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("reading", total=None, rate="")
        for step in steps:
            speed = progress.tasks[0].finished_speed or progress.tasks[0].speed
            progress.update(task, advance=1, rate=f"{speed:.1f} articles/s" if speed else "")
            yield step
