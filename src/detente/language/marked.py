"""Marked: the second head, which reads one sentence with two of its spans marked and gives label probabilities."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.language.words import word_spans

if TYPE_CHECKING:
    from numpy.typing import NDArray

Offsets = tuple[int, int]
Marked = tuple[str, Offsets, Offsets]
Pieces = Callable[[str], tuple[int, ...]]

CLS, SEP = 101, 102
# Pieces that the vocabulary keeps unused: before and after the first span, before and after the second.
MARKS = ((2, 3), (4, 5))
LONGEST = 160
"""Pieces of a marked sentence; news sentences have about forty, and what lies further says little."""
SPAN_PIECES = 24
BATCH = 1536


@dataclass(frozen=True, slots=True)
class MarkedPieces:
    """What the head reads: pieces, to which span each belongs (0 neither, 1, 2), where the two marks open."""

    pieces: tuple[int, ...]
    sides: tuple[int, ...]
    marks: tuple[int, int]


def marked_pieces(text: str, first: Offsets, second: Offsets, pieces: Pieces) -> MarkedPieces | None:
    """The pieces of a text with both spans marked; None where they overlap or lie too far apart."""
    spans = sorted([(*first, 0), (*second, 1)])
    if spans[0][1] > spans[1][0] or spans[0][0] < 0 or spans[1][1] > len(text):
        return None
    found, sides = [CLS], [0]
    opened = [0, 0]
    at = 0
    for start, end, number in spans:
        before = _pieces(text[at:start], pieces)
        inside = (MARKS[number][0], *_pieces(text[start:end], pieces)[:SPAN_PIECES], MARKS[number][1])
        opened[number] = len(found) + len(before)
        found += [*before, *inside]
        sides += [*[0] * len(before), *[number + 1] * len(inside)]
        at = end
    rest = _pieces(text[at:], pieces)
    found, sides = [*found, *rest][: LONGEST - 1], [*sides, *[0] * len(rest)][: LONGEST - 1]
    if max(opened) >= LONGEST - 1:
        return None
    return MarkedPieces((*found, SEP), (*sides, 0), (opened[0], opened[1]))


def _pieces(text: str, pieces: Pieces) -> list[int]:
    return [piece for start, end in word_spans(text) for piece in pieces(text[start:end])]


def _groups(ordered: Sequence[tuple[int, MarkedPieces]]) -> list[list[tuple[int, MarkedPieces]]]:
    """Batches of at most `BATCH` padded pieces; the sentences come shortest first."""
    groups: list[list[tuple[int, MarkedPieces]]] = []
    for pair in ordered:
        if groups and len(pair[1].pieces) * (len(groups[-1]) + 1) <= BATCH:
            groups[-1].append(pair)
        else:
            groups.append([pair])
    return groups


class MarkedHead:
    """The head's session. `embed` turns an array of pieces into their rows of the shared table."""

    def __init__(
        self,
        session: Any,
        labels: Sequence[str],
        pieces: Pieces,
        embed: Callable[[NDArray[np.int64]], NDArray[np.float32]],
    ) -> None:
        self._session = session
        self._labels = tuple(labels)
        self._pieces = pieces
        self._embed = embed

    def scores(self, marked: Sequence[Marked]) -> list[dict[str, float]]:
        """A probability for each label, for each marked sentence in order; empty where it cannot be read."""
        read = [marked_pieces(*one, self._pieces) for one in marked]
        answers: list[dict[str, float]] = [{} for _ in marked]
        readable = [(i, one) for i, one in enumerate(read) if one is not None]
        for group in _groups(sorted(readable, key=lambda pair: (len(pair[1].pieces), pair[0]))):
            rows = self._run([one for _, one in group])
            for (index, _), row in zip(group, rows, strict=True):
                answers[index] = dict(zip(self._labels, row.tolist(), strict=True))
        return answers

    def _run(self, group: Sequence[MarkedPieces]) -> NDArray[np.float32]:
        longest = max(len(one.pieces) for one in group)
        pieces = np.zeros((len(group), longest), dtype=np.int64)
        sides = np.zeros((len(group), longest), dtype=np.int64)
        mask = np.zeros((len(group), longest), dtype=np.int64)
        marks = np.zeros((len(group), 2), dtype=np.int64)
        for row, one in enumerate(group):
            pieces[row, : len(one.pieces)] = one.pieces
            sides[row, : len(one.sides)] = one.sides
            mask[row, : len(one.pieces)] = 1
            marks[row] = one.marks
        fed = {"pieces": self._embed(pieces), "sides": sides, "mask": mask, "marks": marks}
        logits: NDArray[np.float32] = self._session.run(None, fed)[0]
        raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
        shares: NDArray[np.float32] = raised / raised.sum(axis=-1, keepdims=True)
        return shares
