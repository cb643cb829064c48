"""Answers of a person, one a row: key by key at a terminal, line by line from a pipe."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TextIO

ASKS = {
    "e": "field=value ...: ",
    "m": "merge with (identifier): ",
    "s": "split from (identifier; nothing: from all beside it): ",
}
"""What a key asks for besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A key, and the words that go with it."""

    key: str
    words: str = ""


def answers_from(stream: TextIO, show: TextIO | None = None) -> Answer:
    """The next answer. A pipe's line is a key and its words ("e status=planned"); its end, and Ctrl-D, are `q`."""
    if not stream.isatty():
        line = stream.readline()
        if not line:
            return Answer(key="q")
        bare = line.strip()
        return Answer(key=bare[:1] or " ", words=bare[1:].strip())
    key = _pressed(stream)
    if key not in ASKS:
        return Answer(key=key)
    out = show or sys.stdout
    out.write(ASKS[key])
    out.flush()
    return Answer(key=key, words=stream.readline().strip())


def _pressed(stream: TextIO) -> str:
    try:
        import termios
        import tty
    except ImportError:
        # Not a Unix: a line is as good as a key.
        return stream.readline()[:1].strip() or " "
    before = termios.tcgetattr(stream)
    try:
        tty.setcbreak(stream)
        key = stream.read(1)
    finally:
        termios.tcsetattr(stream, termios.TCSADRAIN, before)
    return "q" if key in {"", "\x04"} else key.lower()
