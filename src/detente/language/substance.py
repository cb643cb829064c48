"""Substance: the third head, which reads a stretch of an article and says of each word piece which acts it tells, and of whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

OUTPUTS = ("form", "stance", "status", "issue", "about", "seek", "show", "asking", "shown", "nobody")
ROUNDED = 2
"""Frames are padded to even lengths: an odd row out would be summed in another order."""


class SubstanceHead:
    """The head's session. `embed` turns an array of pieces into their rows of the shared table."""

    def __init__(
        self,
        session: Any,
        labels: Mapping[str, Any],
        pieces: Callable[[str], tuple[int, ...]],
        embed: Callable[[NDArray[np.int64]], NDArray[np.float32]],
    ) -> None:
        self._session = session
        self._embed = embed
        arrays = {name: np.array(labels[name], dtype=np.float32) for name in ("links", "far")}
        self.labels: Mapping[str, Any] = {**labels, **arrays}
        """`forms`, `stances`, `statuses`, `issues`: what the columns stand for; `roles`, `size`, `links`, `far`: of the roles."""
        self.pieces = pieces

    def scores(
        self, pieces: Sequence[int], places: Sequence[int], kinds: Sequence[int]
    ) -> dict[str, NDArray[np.float32]]:
        """What each head says, by its name: arrays of (pieces, columns). The three sequences run in parallel."""
        length = -(-len(pieces) // ROUNDED) * ROUNDED
        fed = np.zeros((4, 1, length), dtype=np.int64)
        for row, values in enumerate((pieces, places, kinds, [1] * len(pieces))):
            fed[row, 0, : len(values)] = values
        found = self._session.run(
            list(OUTPUTS),
            {"pieces": self._embed(fed[0]), "places": fed[1], "kinds": fed[2], "mask": fed[3]},
        )
        return {name: array[0, : len(pieces)] for name, array in zip(OUTPUTS, found, strict=True)}
