"""What is said to a process that reads whole pieces, and what it answers, as frames like those of `messages`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

import msgspec

from detente.knowledge.overlay import Overlay
from detente.record.manifest import PieceLine
from detente.runs.messages import next_frame
from detente.sources import Piece


class Begin(msgspec.Struct, tag=True, frozen=True, kw_only=True):
    """The first message: with which knowledge to read, and what the coder of that must be called."""

    model: bool
    overlay: Overlay | None
    coder: str


class ReadPiece(msgspec.Struct, tag=True, frozen=True, kw_only=True):
    """Read a piece and write its parts."""

    piece: Piece
    folder: str
    everything: bool = False
    token: str = ""
    """Of this attempt: what it writes is called by it until it is whole."""
    aside: Mapping[int, tuple[str, str]] = {}
    """Items, by their place in the piece, that ended an attempt before: a short name and a message for each."""
    careful: frozenset[int] = frozenset()
    """Batches that ended an attempt before, of which each item is tried alone first."""


class Begun(msgspec.Struct, tag=True, frozen=True, kw_only=True):
    """The answer to `Begin`; `error` says why it cannot be done."""

    error: str | None = None


class At(msgspec.Struct, tag=True, frozen=True, kw_only=True):
    """Where it is: at a batch, or at one item of it alone."""

    batch: int
    items: tuple[int, ...]
    """The places of the batch's items."""
    alone: bool = False


class Finished(msgspec.Struct, tag=True, frozen=True, kw_only=True):
    """The piece is read and its parts are in place."""

    line: PieceLine


class Refused(msgspec.Struct, tag=True, frozen=True, kw_only=True):
    """The parts could not be written, which trying again does not mend."""

    message: str


PieceOrder = Begin | ReadPiece
PieceAnswer = Begun | At | Finished | Refused
_ORDERS = msgspec.msgpack.Decoder(PieceOrder)
_ANSWERS = msgspec.msgpack.Decoder(PieceAnswer)


def next_piece_order(stream: BinaryIO) -> PieceOrder | None:
    """The next order, None where the pipe has been closed."""
    frame = next_frame(stream)
    return None if frame is None else _ORDERS.decode(frame)


def next_piece_answer(stream: BinaryIO) -> PieceAnswer | None:
    """The next answer, None where the process has gone."""
    frame = next_frame(stream)
    return None if frame is None else _ANSWERS.decode(frame)
