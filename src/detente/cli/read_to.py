"""`detente read --to parquet://FOLDER` and `detente link`: reading into a folder of tables, by one machine or a cluster."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from detente.display.summary import pieces_summary
from detente.errors import UsageError
from detente.record.manifest import PieceLine
from detente.runs.reading_to import Plan, Way, link_folder, plan, read_to

SCHEME = "parquet://"


def into_folder(sources: Sequence[str], to: str, way: Way, *, link: bool, quiet: bool) -> int:
    """Reads sources into a folder and links them; the exit status."""
    folder = folder_of(to)
    asked = plan(sources, folder, way)
    console = Console(stderr=True, highlight=False)
    fates, failed = Counter[str](), Counter[str]()
    reasons, rows = Counter[str](), Counter[str]()
    shown = _shown(read_to(folder, asked, way), asked, console, quiet=quiet or not sys.stderr.isatty())
    for line in shown:
        fates.update(line.fates)
        reasons.update(line.reasons)
        rows.update(line.rows)
        if line.status == "failed":
            failed[line.piece] += 1
            console.print(
                f"skipped {line.piece} of {line.source}: {line.message}", soft_wrap=True, markup=False
            )
    read = len(asked.orders) - len(failed)
    console.print(pieces_summary(folder, read, asked.done, fates, reasons, rows), markup=False)
    if link and read + asked.done:
        _say_linked(folder, console)
    return 1 if failed or fates["failed"] else 0


def folder_of(to: str) -> Path:
    """The folder that `parquet://...` names. Raises `UsageError`."""
    path = to.removeprefix(SCHEME)
    if not to.startswith(SCHEME) or not path or "://" in path:
        raise UsageError(
            f"--to {to}: name a folder as parquet://FOLDER (parquet:///data/2026 is /data/2026); with --ray it must be "
            "one that all machines see under that path"
        )
    return Path(path)


def link(
    folder: Annotated[Path, typer.Argument(help="A folder of tables, as `detente read --to` writes it.")],
) -> None:
    """Finds copies, stories and events among all articles of a folder of tables; what is linked already is left.

    `detente read --to` does so at its end, unless it is told `--no-link`.

    Example: `detente link tables/`
    """
    _say_linked(folder, Console(stderr=True, highlight=False))


def _say_linked(folder: Path, console: Console) -> None:
    articles = link_folder(folder)
    said = f"{articles} articles linked" if articles is not None else "linked already"
    console.print(f"{said}; open them with --record {folder}", markup=False)


def _shown(lines: Iterable[PieceLine], asked: Plan, console: Console, *, quiet: bool) -> Iterator[PieceLine]:
    if quiet:
        yield from lines
        return
    columns = (TextColumn("reading pieces"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("reading", total=len(asked.orders))
        for line in lines:
            progress.update(task, advance=1)
            yield line
