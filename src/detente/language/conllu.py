"""CoNLL-U in and out, with names as `NER=B-PER` in MISC."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.errors import UsageError
from detente.language.analysis import Language
from detente.types import Sentence

COLUMNS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One sentence of a CoNLL-U file: its comments, and its rows as they stand."""

    comments: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def parsed(text: str, language: Language) -> str:
    """Raw text, documents apart by a blank line, as CoNLL-U."""
    written: list[str] = []
    documents = [d for d in re.split(r"\n\s*\n", text) if d.strip()]
    for number, (document, sentences) in enumerate(
        zip(documents, language.analyse(documents), strict=True), start=1
    ):
        written.append(f"# newdoc id = {number}")
        for sentence in sentences:
            written += [f"# sent_id = {number}-{sentence.index + 1}"]
            written += [f"# text = {' '.join(document[sentence.start : sentence.end].split())}"]
            written += [*_rows(sentence, document), ""]
    return "\n".join(written) + ("\n" if written else "")


def filled(conllu: str, language: Language) -> str:
    """A CoNLL-U file with its own words and the language's analysis of them, sentence by sentence.

    Raises `UsageError` for what is no CoNLL-U.
    """
    blocks = list(read_blocks(conllu))
    words = [[row[1] for row in block.rows if row[0].isdigit()] for block in blocks]
    written: list[str] = []
    for block, sentence in zip(blocks, language.analyse_words(words), strict=True):
        written += block.comments
        analysed = iter(_rows(sentence, " ".join(sentence.words)))
        for row in block.rows:
            written.append("\t".join(_kept(row, next(analysed))) if row[0].isdigit() else "\t".join(row))
        written.append("")
    return "\n".join(written) + ("\n" if written else "")


def read_blocks(conllu: str) -> Iterator[Block]:
    """The sentences of a CoNLL-U text. Raises `UsageError` for a line that is neither comment nor row."""
    comments: list[str] = []
    rows: list[tuple[str, ...]] = []
    for number, line in enumerate([*conllu.removeprefix("\ufeff").split("\n"), ""], start=1):
        line = line.rstrip("\r")
        if line.startswith("#"):
            comments.append(line)
        elif line.strip():
            cells = line.split("\t")
            if len(cells) != COLUMNS:
                raise UsageError(
                    f"line {number} is no row of CoNLL-U: it has {len(cells)} of {COLUMNS} columns parted by tabs; "
                    "for running text leave --gold-words out"
                )
            rows.append(tuple(cells))
        elif rows:
            yield Block(comments=tuple(comments), rows=tuple(rows))
            comments, rows = [], []


def _kept(row: Sequence[str], analysed: str) -> tuple[str, ...]:
    own = analysed.split("\t")
    space = [mark for mark in row[9].split("|") if mark.startswith("SpaceAfter")]
    name = [mark for mark in own[9].split("|") if mark.startswith("NER=")]
    return (row[0], row[1], *own[2:9], "|".join([*name, *space]) or "_")


def _rows(sentence: Sentence, text: str) -> list[str]:
    marks = {}
    for name in sentence.names:
        for position in range(name.first, name.last + 1):
            marks[position] = f"NER={'B' if position == name.first else 'I'}-{name.label}"
    rows = []
    for i, word in enumerate(sentence.words):
        misc = [marks[i]] if i in marks else []
        glued = i + 1 < len(sentence.words) and sentence.starts[i + 1] == sentence.ends[i]
        if glued or (i + 1 == len(sentence.words) and text[sentence.ends[i] : sentence.ends[i] + 1].strip()):
            misc.append("SpaceAfter=No")
        rows.append(
            "\t".join(
                (str(i + 1), word, sentence.lemmas[i], sentence.tags[i], "_", sentence.features[i] or "_",
                 str(sentence.heads[i] + 1), sentence.relations[i], "_", "|".join(misc) or "_")
            )
        )  # fmt: skip
    return rows
