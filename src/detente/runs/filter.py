"""`detente code` as a function: lines in, lines out, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import msgspec

from detente.errors import ArticleError
from detente.reading import Reader, Story
from detente.runs.local import BATCH, batches
from detente.runs.sparing import crashed, is_fault, read_sparing
from detente.runs.steps import Step
from detente.types import Article, Problem, Reading
from detente.version import __version__

LONGEST_LINE = 20_000_000
"""Bytes. A longer line is no story."""


def code_lines(
    lines: Iterable[bytes], reader: Reader, *, raw: bool = False, batch: int | None = None
) -> Iterator[bytes]:
    """One JSON line for each line that is not blank, in order; `raw` texts are whole pages."""
    encoder = msgspec.json.Encoder()
    numbered = ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    for group in batches(numbered, batch or BATCH):
        yield from (encoder.encode(reading) + b"\n" for reading in _readings(group, reader, raw))


def _readings(group: tuple[tuple[int, bytes], ...], reader: Reader, raw: bool) -> list[Reading]:
    answers: list[Reading | None] = []
    stories: list[tuple[str, Article]] = []
    for number, line in group:
        story = _story(line, number)
        if isinstance(story, Reading):
            answers.append(story)
            continue
        try:
            stories.append((story.id, reader.story(story, raw=raw)))
            answers.append(None)
        except ArticleError as error:
            answers.append(_refused(story.id, error.reason, str(error)))
        except Exception as error:
            if not is_fault(error):
                raise
            answers.append(_refused(story.id, *crashed(error)))
    found = read_sparing([article for _, article in stories], reader.read)
    coded = iter(_named(identity, one) for (identity, _), one in zip(stories, found, strict=True))
    return [answer or next(coded) for answer in answers]


def _named(identity: str, found: Reading | Step) -> Reading:
    """A reading under the name of its line, or the line that says why there is none."""
    if isinstance(found, Step):
        return _refused(identity, found.kind or "crashed", found.message or "")
    return replace(found, id=identity)


def _story(line: bytes, number: int) -> Story | Reading:
    if len(line) > LONGEST_LINE:
        return _refused(f"line-{number}", "too-large", f"line {number}: longer than {LONGEST_LINE:,} bytes")
    try:
        return msgspec.json.decode(line, type=Story)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return _refused(_identity(line) or f"line-{number}", "bad-line", f"line {number}: {error}")


def _identity(line: bytes) -> str | None:
    try:
        found = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    identity = found.get("id") if isinstance(found, dict) else None
    return identity if isinstance(identity, str) else None


def _refused(identity: str, kind: str, message: str) -> Reading:
    article = Article(id=identity, text="")
    return Reading(
        id=identity, detente=__version__, article=article, problems=(Problem(kind=kind, message=message),)
    )
