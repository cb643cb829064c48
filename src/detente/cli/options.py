"""Options that several commands share, and what their words mean."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.knowledge.overlay import Overlay, beside_record, read_file, read_folder
from detente.record.meant import day_of, scope_of

__all__ = [
    "DEFAULT_RECORD", "ActorsOption", "KnowledgeOption", "RecordOption", "day_of", "overlay_of", "own_folder", "scope_of"
]  # fmt: skip

RecordOption = Annotated[
    Path,
    typer.Option("--record", "-r", help="The record's file.", envvar="DETENTE_RECORD", show_default=True),
]
DEFAULT_RECORD = Path("detente.duckdb")
KnowledgeOption = Annotated[
    Path | None,
    typer.Option(
        "--knowledge",
        help="Folder of your own tables (holders.csv, bodies.csv, issues.toml). `detente read` and `detente actors` look beside the record (detente.knowledge/).",
        envvar="DETENTE_KNOWLEDGE",
        show_default=False,
    ),
]
ActorsOption = Annotated[
    Path | None,
    typer.Option(
        "--actors",
        help="A list of actors of your own, over all others: a CSV as holders.csv or bodies.csv.",
        show_default=False,
    ),
]


def own_folder(record: Path, knowledge: Path | None) -> Path:
    """The folder of the user's own tables: the one named, else the one beside the record."""
    return knowledge or beside_record(record)


def overlay_of(folder: Path | None, actors: Path | None = None) -> Overlay:
    """The user's own tables, and on top of them a list of actors. Raises `KnowledgeError`."""
    own = read_folder(folder) if folder else Overlay()
    return own | read_file(actors) if actors else own
