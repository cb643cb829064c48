"""Which pieces of which sources a folder of parts holds: one line of JSON for each piece that was finished.

A piece counts from the moment that its line stands in the manifest; parts without a line are of a run that was cut off, and
are passed over and written again.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import msgspec

NAME = "manifest.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceLine:
    """What became of one piece."""

    piece: str
    """Its name, by which its parts are called (`reports/PIECE.parquet`)."""
    source: str
    first: int
    until: int | None
    status: Literal["done", "failed", "retired"]
    """`retired`: the source is cut otherwise by now, or gone."""
    digest: str | None = None
    """SHA-256 of the bytes that were read."""
    size: int = 0
    """Of the source, in bytes."""
    changed: int = 0
    """When the source was last changed, in nanoseconds of the system's clock."""
    coder: str = ""
    """Version, model and tables that read it."""
    everything: bool = False
    """Whether pages of a crawl were read whatever they are about."""
    items: int = 0
    fates: Mapping[str, int] = field(default_factory=dict)
    """How many items were read, revised, known, passed or failed."""
    reasons: Mapping[str, int] = field(default_factory=dict)
    """Why items failed or were passed over."""
    rows: Mapping[str, int] = field(default_factory=dict)
    """By table."""
    seconds: float = 0.0
    """Of processor time."""
    message: str | None = None


def read_manifest(folder: Path) -> dict[str, PieceLine]:
    """The last line of each piece, by its name. A line that was cut off counts for nothing."""
    try:
        lines = (folder / NAME).read_bytes().splitlines()
    except FileNotFoundError:
        return {}
    found: dict[str, PieceLine] = {}
    for line in lines:
        try:
            told = msgspec.json.decode(line, type=PieceLine)
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
        found[told.piece] = told
    return found


def append(folder: Path, line: PieceLine) -> None:
    """Adds a line and sees it to the disk; it begins on a line of its own whatever was cut off before."""
    with (folder / NAME).open("ab+") as stream:
        end = stream.seek(0, os.SEEK_END)
        stream.seek(max(0, end - 1))
        broken = stream.read(1) not in {b"", b"\n"}
        stream.write((b"\n" if broken else b"") + msgspec.json.encode(line) + b"\n")
        stream.flush()
        os.fsync(stream.fileno())


def done(folder: Path) -> tuple[str, ...] | None:
    """The pieces that count, sorted; None where the folder has no manifest."""
    if not (folder / NAME).exists():
        return None
    return tuple(sorted(name for name, line in read_manifest(folder).items() if line.status == "done"))
