"""Treebanks as the trainer sees them: syntactic words in their ten columns, and names as B-I-O where they are known.

Names come from four places: `NER=` in MISC (Universal NER), the `Entity=` marks of GUM narrowed to their proper
nouns, standoff files (`sent_id`, first word, last word, label), and lines of JSON with marked texts.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from detente.language import word_spans

KINDS = ("PER", "ORG", "LOC")
_GUM_KINDS = {"person": "PER", "organization": "ORG", "place": "LOC"}
_ENTITY = re.compile(r"Entity=([^|]*)")
_BRACKETS = re.compile(r"\([^()]*\)|\([^()]*|[^()]*\)")
_NER = re.compile(r"NER=([BIO](?:-\w+)?)")

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TreebankSentence:
    """One sentence: its rows (multiword tokens and empty nodes left out) and what is known of it."""

    id: str
    rows: tuple[Row, ...]
    names: tuple[str, ...] | None = None
    """B-I-O labels by word; None where nobody marked names, which is not the same as all O."""
    tree: bool = True
    """False for a sentence that has names alone."""
    marked: bool = False
    """Whether the file says that `NER=` covers this sentence."""

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(row[1] for row in self.rows)


def read_treebank(path: Path) -> list[TreebankSentence]:
    """The sentences of a CoNLL-U file (plain or .gz), names from `NER=` or `Entity=` where it has them."""
    sentences = list(_blocks(path))
    entities = any("Entity=" in row[9] for s in sentences[:200] for row in s.rows)
    return [_with_own_names(s, entities) for s in sentences]


def _blocks(path: Path) -> Iterator[TreebankSentence]:
    opener = gzip.open if path.suffix == ".gz" else open
    identity, marked = "", False
    rows: list[Row] = []
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in (*lines, "\n"):
            line = line.rstrip("\n")
            if line.startswith("#"):
                identity = line.partition(" = ")[2] if line.startswith("# sent_id") else identity
                marked = marked or line.startswith("# ner = yes")
            elif line:
                cells = tuple(line.split("\t"))
                if cells[0].isdigit():
                    rows.append(cells)
            else:
                if rows:
                    yield TreebankSentence(identity, tuple(rows), marked=marked)
                identity, marked, rows = "", False, []


def _with_own_names(sentence: TreebankSentence, entities: bool) -> TreebankSentence:
    if sentence.marked:
        return replace(sentence, names=universal_names(sentence.rows))
    if entities:
        return replace(sentence, names=gum_names(sentence.rows))
    return sentence


def universal_names(rows: Sequence[Row]) -> tuple[str, ...]:
    """Labels from `NER=` in MISC; other types than PER, ORG and LOC count as O."""
    found = (match.group(1) if (match := _NER.search(row[9])) else "O" for row in rows)
    return tuple(label if label[2:] in KINDS else "O" for label in found)


def gum_names(rows: Sequence[Row]) -> tuple[str, ...]:
    """GUM's persons, organizations and places, each narrowed to the proper nouns around its head."""
    labels = ["O"] * len(rows)
    for first, last, kind in sorted(_entities(rows), key=lambda span: span[0] - span[1]):
        if kind not in _GUM_KINDS:
            continue
        own = {int(rows[k][0]) for k in range(first, last + 1)}
        heads = [k for k in range(first, last + 1) if int(rows[k][6]) not in own]
        if not heads or rows[heads[0]][3] != "PROPN":
            continue
        start = end = heads[0]
        while start > first and rows[start - 1][3] == "PROPN":
            start -= 1
        while end < last and rows[end + 1][3] == "PROPN":
            end += 1
        if all(label == "O" for label in labels[start : end + 1]):
            _mark(labels, start, end, _GUM_KINDS[kind])
    return tuple(labels)


def _entities(rows: Sequence[Row]) -> list[tuple[int, int, str]]:
    """Spans and types of the `Entity=` brackets of one sentence."""
    spans: list[tuple[int, int, str]] = []
    opened: list[tuple[str, str, int]] = []
    for position, row in enumerate(rows):
        match = _ENTITY.search(row[9])
        for mark in _BRACKETS.findall(match.group(1)) if match else ():
            parts = mark.strip("()").split("-")
            if mark.startswith("(") and len(parts) > 1:
                if mark.endswith(")"):
                    spans.append((position, position, parts[1]))
                else:
                    opened.append((parts[0], parts[1], position))
            elif mark.endswith(")"):
                for k in range(len(opened) - 1, -1, -1):
                    if opened[k][0] == parts[0]:
                        _, kind, begin = opened.pop(k)
                        spans.append((begin, position, kind))
                        break
    return spans


def _mark(labels: list[str], first: int, last: int, kind: str) -> None:
    labels[first] = f"B-{kind}"
    labels[first + 1 : last + 1] = [f"I-{kind}"] * (last - first)


Standoff = Mapping[str, Sequence[tuple[int, int, str]]]


def read_standoff(path: Path) -> Standoff:
    """Names by sentence: lines of `sent_id`, first and last word (CoNLL-U numbers, inclusive), label."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    for line in path.read_text("utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) == 4 and cells[1].isdigit():
            found.setdefault(cells[0], []).append((int(cells[1]), int(cells[2]), cells[3]))
    return found


def with_standoff(sentences: Iterable[TreebankSentence], names: Standoff) -> list[TreebankSentence]:
    """Sentences without names of their own get those of the standoff file, which covers all of its treebank.

    A treebank of which the file names no sentence stays without names.
    """
    given = list(sentences)
    if not any(s.id in names for s in given):
        return given
    answer = []
    for sentence in given:
        labels = ["O"] * len(sentence.rows)
        at = {int(row[0]): k for k, row in enumerate(sentence.rows)}
        for first, last, kind in names.get(sentence.id, ()):
            _mark(labels, at[first], at[last], kind)
        answer.append(sentence if sentence.names is not None else replace(sentence, names=tuple(labels)))
    return answer


def read_universal_ner(path: Path) -> Standoff:
    """Names of a Universal NER release (`.iob2`: number, word, label, ...) as standoff by `sent_id`."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    identity, number = "", 0
    for line in path.read_text("utf-8").splitlines():
        cells = line.split("\t")
        if line.startswith("# sent_id"):
            identity, number = line.partition(" = ")[2], 0
            found[identity] = []
        elif len(cells) >= 3 and cells[0].isdigit():
            number, label = int(cells[0]), cells[2]
            spans = found[identity]
            if label[2:] in KINDS and label.startswith("B-"):
                spans.append((number, number, label[2:]))
            elif label[2:] in KINDS and spans and spans[-1][1] == number - 1:
                spans[-1] = (spans[-1][0], number, spans[-1][2])
    return found


def read_marked_texts(path: Path) -> list[TreebankSentence]:
    """Sentences for names alone: JSON lines of `text` and `names` ([start, end, label], in characters)."""
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        record = json.loads(line)
        text, spans = record["text"], word_spans(record["text"])
        labels = ["O"] * len(spans)
        for start, end, kind in record["names"]:
            inside = [k for k, (a, b) in enumerate(spans) if a >= start and b <= end]
            if inside:
                _mark(labels, inside[0], inside[-1], kind)
        rows = tuple(
            (str(k + 1), text[a:b], "_", "X", "_", "_", "0", "_", "_", "_") for k, (a, b) in enumerate(spans)
        )
        if rows:
            found.append(TreebankSentence(f"{path.stem}-{number}", rows, tuple(labels), tree=False))
    return found


def halved_for_names(
    sentences: Sequence[TreebankSentence], training: int
) -> tuple[list[TreebankSentence], list[TreebankSentence]]:
    """The first `training` of the sentences in a fixed random order, and the rest.

    The development part of EWT is what carries gold names outside the test part, so most of it trains and the
    rest is held back for choosing.
    """
    order = list(sentences)
    random.Random(1).shuffle(order)
    return order[:training], order[training:]
