"""`detente demo`: the bundled samples, read and shown."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from importlib.resources import as_file
from pathlib import Path

import pyarrow as pa
from rich.console import Console

from detente.cli.read import run
from detente.display.names import state_name
from detente.display.terminal import table_of
from detente.reading import open_reader
from detente.record import open_record, queries
from detente.runs.fetching import Fetching, pages_of
from detente.runs.local import read_into
from detente.runs.samples import samples_folder


def demo() -> None:
    """Reads the bundled sample reports and shows the record of the most active pair of states.

    The outlets and agencies of the samples are invented; what they report is public history.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        as_file(samples_folder()) as samples,
        open_record(Path(folder) / "demo.duckdb", create=True) as record,
    ):
        pages = pages_of(str(samples), Fetching())
        run(read_into(record, pages, open_reader(), samples=True), record)
        pair = queries.busiest_pairs(record, 1).to_pylist()[0]
        scope = queries.Scope(states=(pair["a"], pair["b"]))
        tables = {
            "encounters": queries.encounters(record, scope),
            "events": queries.events(record, scope),
            "issues": queries.issues(record, scope),
            "positions": queries.positions(record, scope),
            "assessments": queries.assessments(record, scope),
        }
        _draw(f"{state_name(pair['a'])} and {state_name(pair['b'])}", tables)


def _draw(title: str, tables: Mapping[str, pa.Table], rows: int = 8) -> None:
    console = Console(highlight=False)
    console.rule(f"[bold]{title}[/bold]: the record of the samples")
    for name, table in tables.items():
        if table.num_rows:
            console.print(table_of(name, table.to_pylist()[:rows], total=table.num_rows))
    console.print(
        "\nYour own news: [bold]detente read FOLDER|FEED|URL[/bold], then [bold]detente show CHN-USA[/bold]"
    )
