"""Which articles are copies or near-copies of one text: MinHash finds candidates, shared shingles decide.

An outlet that prints an agency story cuts its end, changes a headline or adds a paragraph: what counts is therefore
how much of the *shorter* text stands in the longer one. (Broder 1997; bands as in Leskovec et al. 2014, chapter 3.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import blake2b
from zlib import crc32

import numpy as np

from detente.linking.grouping import Pair, pair_of

SHINGLE = 4
"""Words in a row that make one shingle."""
BANDS, ROWS = 32, 2
"""Two texts that share a fifth of all their shingles meet in one band three times in four, at two fifths nearly always."""
LEAST = 0.5
"""The least share of the shorter text's shingles that also stand in the longer one."""
FEWEST = 20
"""Shingles; shorter texts (a headline, a caption) are alike by chance."""
_WORD = re.compile(r"\w+")
_SEEDS = np.random.default_rng(61).integers(0, 1 << 64, size=(2, BANDS * ROWS), dtype=np.uint64) | np.uint64(
    1
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shingles:
    """A text's shingles as numbers, and the bands by which its copies are looked up."""

    id: str
    shingles: frozenset[int]
    bands: tuple[int, ...]
    """Signed 64-bit, one a band; empty for a text too short to compare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Words of one copy and what stands in their place in the other; empty where nothing does."""

    here: str
    there: str


def shingles_of(identity: str, text: str) -> Shingles:
    """The shingles of a text; case, punctuation and line breaks do not matter."""
    words = [word.casefold() for word in _WORD.findall(text)]
    runs = {" ".join(words[k : k + SHINGLE]) for k in range(len(words) - SHINGLE + 1)}
    numbers = frozenset(crc32(run.encode("utf-8", "surrogatepass")) for run in runs)
    return Shingles(id=identity, shingles=numbers, bands=_bands(numbers) if len(numbers) >= FEWEST else ())


def _bands(numbers: frozenset[int]) -> tuple[int, ...]:
    values = np.fromiter(numbers, dtype=np.uint64, count=len(numbers))[:, None]
    # Products wrap around at 64 bits, and their upper halves are well mixed (Dietzfelbinger et al. 1997).
    mixed = (values * _SEEDS[0] + _SEEDS[1]) >> np.uint64(32)
    least = mixed.min(axis=0).reshape(BANDS, ROWS)
    keys = []
    for band, row in enumerate(least):
        digest = blake2b(row.tobytes(), digest_size=8, salt=band.to_bytes(2, "big")).digest()
        keys.append(int.from_bytes(digest, "big", signed=True))
    return tuple(keys)


def shared(a: Shingles, b: Shingles) -> float:
    """How much of the shorter text stands in the longer one, 0 to 1."""
    shorter = min(len(a.shingles), len(b.shingles))
    return len(a.shingles & b.shingles) / shorter if shorter else 0.0


def copies(fresh: Iterable[Shingles], known: Iterable[Shingles]) -> dict[Pair, float]:
    """Pairs of a fresh text and another (fresh or known) that are copies, with how much they share.

    `known` need hold only those texts that share a band with a fresh one.
    """
    new = list(fresh)
    everything = {text.id: text for text in (*known, *new)}
    meeting: dict[int, list[str]] = {}
    for text in everything.values():
        for band in text.bands:
            meeting.setdefault(band, []).append(text.id)
    found: dict[Pair, float] = {}
    for text in new:
        for other in sorted({o for band in text.bands for o in meeting[band]} - {text.id}):
            score = shared(text, everything[other])
            if score >= LEAST:
                found[pair_of(text.id, other)] = score
    return found


def differences(here: str, there: str) -> tuple[Difference, ...]:
    """Which words of two copies differ, in the order of the first."""
    a, b = here.split(), there.split()
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return tuple(
        Difference(here=" ".join(a[i:j]), there=" ".join(b[k:m]))
        for kind, i, j, k, m in matcher.get_opcodes()
        if kind != "equal"
    )
