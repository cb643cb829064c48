"""Reading sources into a folder of Parquet tables, piece by piece, by processes of this machine or of a cluster."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from detente.errors import RecordError
from detente.knowledge.overlay import Overlay
from detente.reading import coder_of, open_rarity
from detente.record import open_record
from detente.record.doubles import find_doubles
from detente.record.keeping import back_up, write_links
from detente.record.manifest import PieceLine, append, done, read_manifest
from detente.record.parts import (
    begin_folder,
    forget_derived,
    forget_links,
    is_whole,
    part_of,
    remove_piece,
    remove_unfinished,
)
from detente.runs.cluster import read_on_cluster
from detente.runs.linking import link_new
from detente.runs.orders import Begin, ReadPiece
from detente.runs.piecework import digest_of
from detente.runs.pool import read_here
from detente.sources import Piece, pieces

LINKED = "linked"
"""The file that says of which pieces the links of a folder are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How pieces are read."""

    model: bool = True
    overlay: Overlay | None = None
    everything: bool = False
    workers: int | None = None
    """None: one for each core."""
    ray: str | None = None
    """Address of a cluster, or "auto"; None: this machine without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be done: pieces to read, and how many are read already."""

    orders: tuple[ReadPiece, ...]
    done: int
    begin: Begin


def plan(sources: Iterable[str], folder: Path, way: Way) -> Plan:
    """What these sources ask for that the folder does not hold yet; makes the folder, and forgets what no source has any more.

    A piece counts as read where its bytes, the coder and the options are those of its line in the manifest.
    Raises `SourceError`, `RecordError`.
    """
    begin = Begin(model=way.model, overlay=way.overlay, coder=coder_of(model=way.model, overlay=way.overlay))
    home = folder.resolve()
    found = (piece for source in sources for piece in pieces(source))
    wanted = {piece.name: piece for piece in found if not Path(piece.source).is_relative_to(home)}
    begin_folder(folder)
    lines = read_manifest(folder)
    _retire(folder, lines, wanted)
    orders = tuple(
        ReadPiece(piece=piece, folder=str(home), everything=way.everything)
        for name, piece in wanted.items()
        if not _is_done(piece, lines.get(name), folder, begin.coder, way.everything)
    )
    return Plan(orders=orders, done=len(wanted) - len(orders), begin=begin)


def read_to(folder: Path, asked: Plan, way: Way) -> Iterator[PieceLine]:
    """Reads what is planned and yields the line of each piece once it stands in the manifest.

    Raises `RecordError`, `ModelError`, `UsageError`; what was yielded before is kept, and the next run does the rest.
    """
    if not asked.orders:
        return
    with _alone(folder):
        forget_derived(folder)
        workers = way.workers or os.cpu_count() or 1
        lines = (
            read_on_cluster(asked.orders, asked.begin, way.ray, way.workers)
            if way.ray
            else read_here(asked.orders, asked.begin, workers)
        )
        for line in lines:
            append(folder, line)
            remove_unfinished(folder, line.piece)
            yield line


def link_folder(folder: Path) -> int | None:
    """Links all articles of a folder with one another, and says how many; None where its links are of these pieces already.

    Doubles between pieces are found first. Links are found in a record beside the tables, in the order of publication,
    each article against its neighbours in time; the folder has the links of before, or none, until the end.
    Raises `RecordError`.
    """
    with _alone(folder):
        state = _state(folder)
        mark = folder / LINKED
        if mark.exists() and mark.read_text() == state:
            return None
        names = done(folder)
        if names:
            find_doubles(folder, [part_of(folder, "articles", name) for name in names])
        mark.unlink(missing_ok=True)
        forget_links(folder)
        beside = folder / ".linking.duckdb"
        for left in (beside, beside.with_suffix(".duckdb.wal")):
            left.unlink(missing_ok=True)
        try:
            with open_record(folder, writable=False) as tables:
                articles = back_up(tables, beside)["articles"]
            with open_record(beside) as record:
                for _ in link_new(record, open_rarity()):
                    pass
                write_links(record, folder)
        finally:
            beside.unlink(missing_ok=True)
        mark.write_text(state)
        return articles


def _retire(folder: Path, lines: dict[str, PieceLine], wanted: dict[str, Piece]) -> None:
    """Forgets pieces of the wanted sources that these are not cut into any more."""
    sources = {piece.source for piece in wanted.values()}
    for name, line in lines.items():
        if line.source in sources and name not in wanted and line.status == "done":
            append(folder, _retired(line))
            remove_piece(folder, name)


def _retired(line: PieceLine) -> PieceLine:
    return PieceLine(
        piece=line.piece, source=line.source, first=line.first, until=line.until, status="retired"
    )


def _is_done(piece: Piece, line: PieceLine | None, folder: Path, coder: str, everything: bool) -> bool:
    if line is None or line.status != "done" or not is_whole(folder, piece.name):
        return False
    if (line.until, line.coder, line.everything) != (piece.until, coder, everything):
        return False
    stat = Path(piece.source).stat()
    # Its bytes are looked at again only where the file was touched.
    return (line.size, line.changed) == (stat.st_size, stat.st_mtime_ns) or line.digest == digest_of(piece)


def _state(folder: Path) -> str:
    lines: Sequence[PieceLine] = [line for _, line in sorted(read_manifest(folder).items())]
    told = [
        f"{line.piece} {line.digest} {line.coder} {line.items}" for line in lines if line.status == "done"
    ]
    return sha256("\n".join(told).encode()).hexdigest()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Holds the folder against a second run that would write to it."""
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise RecordError(
                f"{folder}: another run writes to it; wait for it, or name another folder"
            ) from None
        yield
