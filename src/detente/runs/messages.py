"""What the reading process and its workers say to each other: frames of MessagePack over pipes, never pickles."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import BinaryIO, TypeVar

import msgspec

from detente.knowledge.overlay import Overlay
from detente.types import Article, Learned, Page, Reading

_LENGTH = struct.Struct(">Q")
Value = TypeVar("Value")


class Open(msgspec.Struct, tag=True, frozen=True, kw_only=True):
    """The first message to a worker: with which knowledge to read."""

    model: bool
    overlay: Overlay | None
    seconds: float
    """Of processor time that an order may take; the worker ends where one takes more."""


class Extract(msgspec.Struct, tag=True, frozen=True, kw_only=True):
    """Find the articles of these pages, and keep them."""

    number: int
    """Of the batch; it stands in every answer too."""
    pages: tuple[Page, ...]


class Analyse(msgspec.Struct, tag=True, frozen=True, kw_only=True):
    """Analyse those articles of the batch, by their places in it, and say what they teach."""

    number: int
    wanted: tuple[int, ...]


class Code(msgspec.Struct, tag=True, frozen=True, kw_only=True):
    """Code what was analysed, knowing the first `known` of all that was ever taught; `taught` is what is new of it."""

    number: int
    taught: tuple[Learned, ...]
    known: int


class Ready(msgspec.Struct, tag=True, frozen=True, kw_only=True):
    """The answer to `Open`; `error` says why it cannot be done."""

    error: str | None = None


class Extracted(msgspec.Struct, tag=True, frozen=True, kw_only=True):
    """For each page its article, or why there is none: a short name and a message."""

    number: int
    articles: tuple[Article | None, ...]
    failures: tuple[tuple[str, str] | None, ...]


class Taught(msgspec.Struct, tag=True, frozen=True, kw_only=True):
    """What the articles of a batch teach."""

    number: int
    learned: tuple[Learned, ...]


class Coded(msgspec.Struct, tag=True, frozen=True, kw_only=True):
    """The readings of a batch, in the order in which its articles were wanted."""

    number: int
    readings: tuple[Reading, ...]


class Broke(msgspec.Struct, tag=True, frozen=True, kw_only=True):
    """The worker goes on, but this batch raised what nobody expected."""

    number: int
    message: str


Order = Open | Extract | Analyse | Code
Answer = Ready | Extracted | Taught | Coded | Broke
_ENCODER = msgspec.msgpack.Encoder()
_ORDERS = msgspec.msgpack.Decoder(Order)
_ANSWERS = msgspec.msgpack.Decoder(Answer)


def say(stream: BinaryIO, message: msgspec.Struct) -> None:
    """Writes one frame. Lone surrogates, which have no UTF-8, become U+FFFD. Raises `BrokenPipeError`."""
    try:
        frame = _ENCODER.encode(message)
    except UnicodeEncodeError:
        frame = _ENCODER.encode(_sound(msgspec.to_builtins(message, builtin_types=(bytes,))))
    stream.write(_LENGTH.pack(len(frame)))
    stream.write(frame)
    stream.flush()


def next_order(stream: BinaryIO) -> Order | None:
    """The next order, None where the pipe has been closed."""
    frame = next_frame(stream)
    return None if frame is None else _ORDERS.decode(frame)


def next_answer(stream: BinaryIO) -> Answer | None:
    """The next answer, None where the worker has gone."""
    frame = next_frame(stream)
    return None if frame is None else _ANSWERS.decode(frame)


def sound(value: Value) -> Value:
    """The same with U+FFFD for lone surrogates, so that offsets stay."""
    try:
        _ENCODER.encode(value)
    except UnicodeEncodeError:
        return msgspec.convert(_sound(msgspec.to_builtins(value, builtin_types=(bytes,))), type(value))
    return value


def _sound(value: object) -> object:
    if isinstance(value, str):
        return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in value)
    if isinstance(value, Mapping):
        return {_sound(key): _sound(held) for key, held in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [_sound(member) for member in value]
    return value


def next_frame(stream: BinaryIO) -> bytes | None:
    """The bytes of the next message, None where the pipe has been closed."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    [length] = _LENGTH.unpack(head)
    body = stream.read(length)
    return body if len(body) == length else None
