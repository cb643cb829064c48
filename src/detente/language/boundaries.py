"""Whether a sentence ends between two words: a sum of weights of features, learned from treebanks.

Rules settle what edited text does; people who write mail, lists and headlines leave the full stop out, and what stands
around a gap has to be weighed. A gap is a row of whole numbers, one a fact (the marks before it, the next word, ...);
a feature is a conjunction of facts, and its weight lies in the row of a table that multiply-shift hashing of its facts
names (Dietzfelbinger et al. 1997; Weinberger et al. 2009). `training/boundaries.py` makes the table.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from detente.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

TABLE = "boundaries.npz"
COMMON_WORDS = "common_words.txt"
BITS = 17
ROWS = 1 << BITS
"""Rows of the table of weights."""

OF_A_CHUNK = ("low", "shape", "tail", "head", "kind", "last3", "size", "linked")
AROUND = ("l3", "l2", "l1", "r1", "r2", "r3")
"""The three chunks before a gap and the three after it."""
OF_A_GAP = (
    "mark", "rule", "quoted", "bracketed", "since", "until", "closing", "number", "rest", "first", "again",
)  # fmt: skip
FACTS = (*(f"{place}.{fact}" for place in AROUND for fact in OF_A_CHUNK), *OF_A_GAP)
"""Names of the columns of a gap's row."""
_MARK, _SHAPE = FACTS.index("mark"), FACTS.index("l1.shape")
_NAME_SHAPES = ("A", "AA", "Aa", "Ax")
FEATURES = """
mark | mark r1.head r1.shape r1.tail | r1.head | r1.shape r1.tail | mark l1.low | l1.low r1.shape | mark r1.low
r1.low r1.shape | l1.low r1.low | l1.shape mark r1.shape | l1.shape mark r1.head r1.shape r1.tail
l1.shape mark l1.size r1.shape | mark l1.last3 | l2.shape l2.tail l1.shape mark r1.head r1.shape r1.tail
l1.shape mark r1.head r1.shape r1.tail r2.head r2.shape | r1.shape r1.tail r2.shape r2.tail r3.shape mark
l2.shape l2.tail l1.shape mark r1.head r1.shape r1.tail r2.head r2.shape r2.tail
l2.low l2.tail mark | r2.low mark r1.shape | r1.low r2.low mark | l2.low l1.low r1.shape | l3.shape l3.tail mark r1.shape
quoted mark r1.head r1.shape | bracketed mark r1.shape | since mark r1.shape | until mark r1.shape | since until mark
closing mark r1.shape | closing until mark r1.shape | number mark r1.shape | rest mark r1.shape closing
rule | rule mark | rule mark r1.shape | rule l1.low | rule r1.low | first again r1.shape
r1.kind mark | r1.kind mark r1.tail l1.kind | r1.kind r2.kind mark l1.kind | r1.kind r1.tail r2.kind mark
r1.kind r2.kind r3.kind mark | l2.kind l1.kind mark r1.kind | l2.kind l1.kind mark r1.kind r2.kind
rule r1.kind mark l1.kind | r1.kind mark since closing | r1.kind mark until closing | r1.linked l1.linked mark r1.kind
"""
"""Conjunctions of facts."""

_STOPS = frozenset(".!?…")
_CLOSERS = "\"”’')]"
_HEAD = re.compile(r"[\W_]+")
_GLUED = re.compile(r"(?<![.!?…])[.!?…]++[\"”’')]*+(?=[A-Za-z“\"(]?[A-Za-z])")
_ADDRESS = re.compile(r"://|www\.|@|\.(?:com|org|net|doc|pdf|gov|edu)\b", re.IGNORECASE)
_LINK_OR_FACE = re.compile(r"[<(]?(?:https?://|www\.)|[:;=][-o]?[)(DP]")
_VERB_OR_ADVERB = ("ing", "ly")


@dataclass(frozen=True, slots=True)
class Chunk:
    """What stands between two white spaces, or the part of it before or after a full stop without one."""

    raw: str
    head: str
    """Punctuation before the word, runs shortened."""
    core: str
    tail: str
    shape: str
    kind: str
    """How common the word is in small letters (f, c, w, n) and how it is written here."""
    stopped: bool
    linked: bool
    codes: tuple[int, ...]
    """Its facts as numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """Where sentences may end in a stretch of text: where that is plain, and where it must be weighed."""

    plain: tuple[int, ...]
    weighed: tuple[int, ...]
    refused: tuple[int, ...]
    """Offsets after the likes of "the": no end."""
    facts: NDArray[np.uint64]
    """A row for each of `weighed`."""


def gaps_of(text: str, start: int, end: int, proposed: Collection[int]) -> Gaps:
    """The gaps of a stretch of text, its end left out; `proposed` are the ends that the rules find.

    Gaps before a small letter count only after a mark or where the rules propose them: nobody can tell those
    apart without reading.
    """
    ends = list(_chunk_ends(text, start, end))
    chunks = [_chunk(text[begin:stop]) for begin, stop, _ in ends]
    plain, weighed, refused, rows = [], [], [], []
    stretch = _Stretch.of(chunks)
    before, quotes, depth = -1, 0, 0
    for k, (left, right) in enumerate(pairwise(chunks)):
        _, offset, glued = ends[k]
        if left.head or left.tail:
            quotes += left.raw.count('"') + left.raw.count("“") + left.raw.count("”")
            depth = max(0, depth + _opened(left.raw))
        since, before = k - before, k if left.stopped else before
        found = _at_sight(left, right, glued, offset in proposed or right.linked)
        if found is None:
            weighed.append(offset)
            own = (offset in proposed, quotes & 1, depth > 0, _bucket(since))
            rows.append(stretch.row(k, _mark(chunks, k, glued), own))
        elif found == "end":
            plain.append(offset)
        elif found == "no end":
            refused.append(offset)
    facts = np.array(rows, dtype=np.uint64).reshape(len(rows), len(FACTS))
    return Gaps(plain=tuple(plain), weighed=tuple(weighed), refused=tuple(refused), facts=facts)


def ends_by_weight(gaps: Gaps) -> list[int]:
    """The weighed gaps where a sentence ends. Raises `ModelError`."""
    if not gaps.weighed:
        return []
    weights, bar, bar_after_name = _table()
    within = (gaps.facts[:, _MARK] == _code("")) & np.isin(
        gaps.facts[:, _SHAPE], [_code(s) for s in _NAME_SHAPES]
    )
    passed = weights[rows_of(gaps.facts)].sum(axis=1) > np.where(within, bar_after_name, bar)
    return [offset for offset, ends in zip(gaps.weighed, passed.tolist(), strict=True) if ends]


def rows_of(facts: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The rows of the table that hold the weights of each gap's features."""
    rows: NDArray[np.uint64] = (facts @ _multipliers()) >> np.uint64(64 - BITS)
    return rows


def _at_sight(left: Chunk, right: Chunk, glued: bool, wanted: bool) -> str | None:
    """What is plain of a gap: "end", "no end", "nothing" where none need be asked, or None."""
    if glued:
        return None
    if right.raw[0].islower() and (left.raw[-1].isalnum() or left.raw[-1] == ","):
        return None if wanted else "nothing"
    if right.head:
        return None
    if left.kind == "fa" and not left.tail:
        return "no end"
    # No abbreviation is that long and written small: in 7,118 cases of EWT and GUM 9 went on.
    ended = (
        left.tail == "."
        and left.shape == "a"
        and right.shape == "Aa"
        and len(left.core) > 3
        and not left.head
    )
    return "end" if ended else None


def _mark(chunks: Sequence[Chunk], k: int, glued: bool) -> str:
    """The marks before a gap; where they stand alone, with what they follow."""
    left = chunks[k]
    mark = left.tail + ("~" if glued else "")
    if left.core:
        return mark
    return f"{mark}^{chunks[k - 1].tail}{chunks[k - 1].shape}" if k else f"{mark}^_"


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of text as its gaps see it."""

    codes: list[tuple[int, ...]]
    """Of the chunks, with three empty ones before and after."""
    until: list[int]
    """From each chunk to the next that ends with a stop."""
    closing: str
    """How the stretch ends: with a stop, a colon, a comma or none."""

    @classmethod
    def of(cls, chunks: Sequence[Chunk]) -> _Stretch:
        until, next_stop = [0] * len(chunks), len(chunks) - 1
        for k in range(len(chunks) - 1, -1, -1):
            until[k] = next_stop - k
            next_stop = k if chunks[k].stopped else next_stop
        none = [_chunk("").codes] * 3
        last = chunks[-1] if chunks else _chunk("")
        closing = "S" if last.stopped else last.tail if last.tail in (":", ",") else "N"
        return cls([*none, *(chunk.codes for chunk in chunks), *none], until, closing)

    def row(self, k: int, mark: str, own: tuple[int, ...]) -> tuple[int, ...]:
        """The facts of the gap after chunk k, in the order of `FACTS`."""
        l3, l2, l1, r1, r2, r3 = self.codes[k + 1 : k + 7]
        first = self.codes[3][0]
        size = len(self.codes) - 6
        gap = (_bucket(self.until[k + 1]), _code(self.closing), _bucket(k + 1), _bucket(size - k - 1), first)
        return (*l3, *l2, *l1, *r1, *r2, *r3, _code(mark), *own, *gap, int(r1[0] == first))


def _chunk_ends(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Start and end of each chunk, and whether the next follows without white space."""
    for match in re.compile(r"\S+").finditer(text, start, end):
        begin, stop = match.span()
        chunk = match.group()
        if not chunk.isalpha() and len(chunk) > 4 and not _ADDRESS.search(chunk):
            for glue in _GLUED.finditer(chunk):
                if _parts(chunk, glue):
                    yield begin, match.start() + glue.end(), True
                    begin = match.start() + glue.end()
        yield begin, stop, False


def _parts(chunk: str, glue: re.Match[str]) -> bool:
    """Whether a mark within a chunk can part two sentences ("it.The"), unlike that of "U.S." or "3.5"."""
    marks, before = glue.group(), chunk[max(0, glue.start() - 2) : glue.start()]
    return (
        len(marks) > 1
        or marks in "!?…"
        or (chunk[glue.end()].isupper() and before.isalpha() and before.islower())
    )


@lru_cache(maxsize=50_000)
def _chunk(raw: str) -> Chunk:
    head = _HEAD.match(raw)
    first, last = head.end() if head else 0, len(raw)
    while last > first and not raw[last - 1].isalnum():
        last -= 1
    core, tail = raw[first:last], raw[last:] if last > first else raw
    shape = _shape(core)
    low = core.lower()[:12]
    low = "0" * min(5, len(low)) if low.isdigit() else low
    before, after = _squeezed(head.group()) if head else "", _squeezed(tail)
    kind, linked = _kind(core, shape), bool(_LINK_OR_FACE.match(raw))
    said = (low, shape, after, before, kind, low[-3:])
    return Chunk(
        raw=raw,
        head=before,
        core=core,
        tail=after,
        shape=shape,
        kind=kind,
        stopped=raw.rstrip(_CLOSERS)[-1:] in _STOPS,
        linked=linked,
        codes=(*(_code(one) for one in said), min(len(core), 5), int(linked)),
    )


@lru_cache(maxsize=50_000)
def _code(fact: str) -> int:
    return zlib.crc32(fact.encode("utf-8", "replace"))


def _shape(word: str) -> str:
    if not word:
        return "_"
    if word.isdigit():
        return "0" if len(word) < 3 else "0000" if len(word) == 4 else "00"
    if word.islower():
        return "a"
    if word.isupper():
        return "A" if len(word) == 1 else "AA"
    if word[0].isupper():
        return "Aa" if word[1:].islower() else "Ax"
    return "0x" if any(c.isdigit() for c in word) else "x"


def _kind(word: str, shape: str) -> str:
    low = word.lower().replace("’", "'").partition("'")[0]
    if not low[:1].isalpha():
        return shape
    return (common_words().get(low) or ("w" if low.endswith(_VERB_OR_ADVERB) else "n")) + shape[:2]


def _squeezed(marks: str) -> str:
    shorter = re.sub(r"\.{3,}|…+", "…", marks)
    return re.sub(r"([^.])\1+", r"\1\1", shorter)[:3]


def _bucket(count: int) -> int:
    steps = (0, 1, 2, 3, 4, 4, 6, 6, 6, 9, 9, 9, 9, 9)
    return steps[count] if count < len(steps) else 14 if count < 25 else 25 if count < 45 else 45


def _opened(raw: str) -> int:
    return raw.count("(") + raw.count("[") - raw.count(")") - raw.count("]")


@cache
def common_words() -> dict[str, str]:
    """Words that news writes small, most frequent first: f for the first 150, c to 1,500, w for the others."""
    words = files("detente.language").joinpath(COMMON_WORDS).read_text("utf-8").split()
    return {word: "f" if k < 150 else "c" if k < 1500 else "w" for k, word in enumerate(words)}


@cache
def _multipliers() -> NDArray[np.uint64]:
    """A column for each feature: an odd number of 64 bits for each fact that it joins, 0 for the others."""
    names = [
        feature.split() for line in FEATURES.split("\n") for feature in line.split("|") if feature.strip()
    ]
    columns = np.zeros((len(FACTS), len(names)), dtype=np.uint64)
    for k, feature in enumerate(names):
        for name in feature:
            low, high = (zlib.crc32(f"{k} {name} {half}".encode()) for half in (0, 1))
            columns[FACTS.index(name), k] = (high << 32 | low) | 1
    return columns


@cache
def _table() -> tuple[NDArray[np.int32], float, float]:
    """The weights, and what their sum must pass: in general, and between two capitals without a mark."""
    try:
        with (
            as_file(files("detente.language").joinpath(TABLE)) as path,
            np.load(path, allow_pickle=False) as stored,
        ):
            return (
                stored["weights"].astype(np.int32),
                float(stored["bar"]),
                float(stored["bar_after_name"]),
            )
    except (OSError, ValueError, KeyError):
        raise ModelError(
            f"the table of sentence ends, {TABLE}, is missing or damaged; reinstall detente"
        ) from None
