"""The shipped encoder: words of sentences in, arrays of scores out. It knows no politics."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

from detente.errors import ModelError
from detente.language.marked import MarkedHead
from detente.language.substance import SubstanceHead

if TYPE_CHECKING:
    from numpy.typing import NDArray

CLS, SEP, UNKNOWN = 101, 102, 100
LONGEST = 480
"""Word pieces of one sentence; the encoder's positions end at 512."""
PIECES_A_WORD = 8
ROUNDED = 2
BATCH = 1024
"""Padded pieces of one call: large enough to keep the processor busy, small enough to stay in its cache."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scores:
    """The heads' outputs for one sentence of n words; compared by identity."""

    tags: NDArray[np.int64]
    features: NDArray[np.int64]
    lemmas: NDArray[np.int64]
    names: NDArray[np.float32]
    """(n, labels)"""
    arcs: NDArray[np.float32]
    """(n, n + 1), column 0 is the root."""
    as_head: NDArray[np.float32]
    """(n + 1, k): what the labelling of relations needs of a head."""
    as_dependent: NDArray[np.float32]
    """(n, k)"""


class Encoder:
    """The sessions, the table of word pieces and the label sets."""

    def __init__(self, folder: Traversable, threads: int | None) -> None:
        manifest = _manifest(folder)
        for name, digest in manifest["files"].items():
            _check(folder, name, digest)
        self.version: str = manifest["version"]
        self.labels: dict[str, list[str]] = json.loads(folder.joinpath("labels.json").read_text("utf-8"))
        self.labels["feats"] = [features.replace("_", "") for features in self.labels["feats"]]
        with as_file(folder.joinpath("embeddings.npz")) as path, np.load(path, allow_pickle=False) as stored:
            self._table: NDArray[np.int8] = stored["table"]
            self._scales: NDArray[np.float32] = stored["scales"]
        self.pieces = pieces_of(folder)
        self._parser = _session(folder, "parser.onnx", threads)
        self._labeller = _session(folder, "relations.onnx", threads)
        self.marked: MarkedHead | None = None
        if "events.onnx" in manifest["files"]:
            labels = json.loads(folder.joinpath("events.json").read_text("utf-8"))["labels"]
            session = _session(folder, "events.onnx", threads)
            self.marked = MarkedHead(session, labels, self.pieces, self.embedded)
        self.substance: SubstanceHead | None = None
        if "substance.onnx" in manifest["files"]:
            labels = json.loads(folder.joinpath("substance.json").read_text("utf-8"))
            session = _session(folder, "substance.onnx", threads)
            self.substance = SubstanceHead(session, labels, self.pieces, self.embedded)

    def scores(self, sentences: Sequence[Sequence[str]]) -> list[Scores]:
        """One `Scores` a sentence, in order; sentences are at most `LONGEST` pieces long."""
        answers: list[Scores | None] = [None] * len(sentences)
        encoded = [[self.pieces(word) for word in words] for words in sentences]
        lengths = [sum(map(len, words)) + 2 for words in encoded]
        for group in _groups([_rounded(length) for length in lengths]):
            for index, scored in zip(
                group, self._run([encoded[i] for i in group], [sentences[i] for i in group]), strict=True
            ):
                answers[index] = scored
        return [answer for answer in answers if answer is not None]

    def relations(
        self, scored: Sequence[Scores], heads: Sequence[NDArray[np.int64]]
    ) -> list[NDArray[np.int64]]:
        """Relation labels of each word under the heads chosen, by sentence."""
        longest = _rounded(max(len(h) for h in heads))
        count = len(heads)
        width = scored[0].as_head.shape[1]
        as_head = np.zeros((count, longest + 1, width), dtype=np.float32)
        as_dependent = np.zeros((count, longest, width), dtype=np.float32)
        chosen = np.zeros((count, longest), dtype=np.int64)
        for row, (one, head) in enumerate(zip(scored, heads, strict=True)):
            as_head[row, : len(head) + 1] = one.as_head
            as_dependent[row, : len(head)] = one.as_dependent
            chosen[row, : len(head)] = head
        fed = {"lh": as_head, "ld": as_dependent, "heads": chosen}
        labels = self._labeller.run(None, fed)[0].argmax(axis=-1)
        return [labels[row, : len(head)] for row, head in enumerate(heads)]

    def embedded(self, identities: NDArray[np.int64]) -> NDArray[np.float32]:
        """Rows of the table of word pieces, as every graph takes them."""
        rows = self._table[identities] * self._scales[identities][..., None]
        return rows.astype(np.float32, copy=False)

    def _run(self, group: list[list[tuple[int, ...]]], sentences: list[Sequence[str]]) -> list[Scores]:
        fed = self._fed(group, sentences)
        asked = {entry.name: fed[entry.name] for entry in self._parser.get_inputs()}
        tags, features, lemmas, names, arcs, as_head, as_dependent = self._parser.run(None, asked)
        best_tags, best_features, best_lemmas = (one.argmax(axis=-1) for one in (tags, features, lemmas))
        answers = []
        for row, words in enumerate(group):
            n = len(words)
            answers.append(
                Scores(
                    tags=best_tags[row, :n],
                    features=best_features[row, :n],
                    lemmas=best_lemmas[row, :n],
                    names=names[row, :n],
                    arcs=arcs[row, :n, : n + 1],
                    as_head=as_head[row, : n + 1],
                    as_dependent=as_dependent[row, :n],
                )
            )
        return answers

    def _fed(
        self, group: list[list[tuple[int, ...]]], sentences: list[Sequence[str]]
    ) -> dict[str, NDArray[Any]]:
        count = len(group)
        longest = _rounded(max(sum(map(len, words)) for words in group) + 2)
        most_words = longest
        identities = np.zeros((count, longest), dtype=np.int64)
        mask = np.zeros((count, longest), dtype=np.int64)
        first = np.zeros((count, most_words), dtype=np.int64)
        last = np.zeros((count, most_words), dtype=np.int64)
        shapes = np.zeros((count, most_words), dtype=np.int64)
        for row, words in enumerate(group):
            flat = [CLS]
            for column, pieces in enumerate(words):
                first[row, column] = len(flat)
                flat.extend(pieces)
                last[row, column] = len(flat) - 1
            flat.append(SEP)
            identities[row, : len(flat)] = flat
            mask[row, : len(flat)] = 1
            shapes[row, : len(words)] = [shape_of(word) for word in sentences[row]]
        embedded = self._table[identities] * self._scales[identities][..., None]
        return {
            "pieces": embedded.astype(np.float32, copy=False),
            "mask": mask,
            "first": first,
            "last": last,
            "shape": shapes,
        }


@lru_cache(maxsize=100_000)
def shape_of(word: str) -> int:
    """How a word is written, since the encoder itself reads lower case: digits, lower, UPPER, Title, miXed, ..."""
    if word.isdigit():
        return 1
    if any(c.isdigit() for c in word):
        return 2
    if word.islower():
        return 3
    if word.isupper():
        return 4 if len(word) > 1 else 5
    if word[:1].isupper():
        return 6 if word[1:].islower() else 7
    return 8 if any(c.isupper() for c in word) else 9


def pieces_of(folder: Traversable) -> Callable[[str], tuple[int, ...]]:
    """The word pieces of a word by the tokenizer in `folder`, remembered."""
    tokenizer = Tokenizer.from_str(folder.joinpath("tokenizer.json").read_text("utf-8"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return lru_cache(maxsize=200_000)(lambda word: _pieces(tokenizer, word))


def _pieces(tokenizer: Tokenizer, word: str) -> tuple[int, ...]:
    clean = word.encode("utf-8", "replace").decode("utf-8")[:100]
    return tuple(tokenizer.encode(clean, add_special_tokens=False).ids[:PIECES_A_WORD]) or (UNKNOWN,)


def _rounded(length: int) -> int:
    """The padded length of a sentence, which depends on nothing but itself.

    The matrix kernels take rows in pairs and columns in blocks that depend on the matrix's size; an odd row out, or
    another size, is summed in another order. So lengths are even, and a batch holds sentences of one length only:
    then a sentence gets the same scores to the last bit, alone or among others.
    """
    return -(-length // ROUNDED) * ROUNDED


def _groups(lengths: Sequence[int]) -> list[list[int]]:
    """Indices by batches of one length each."""
    order = sorted(range(len(lengths)), key=lambda i: (lengths[i], i))
    groups: list[list[int]] = []
    for index in order:
        length = lengths[index]
        fits = groups and lengths[groups[-1][0]] == length and length * (len(groups[-1]) + 1) <= BATCH
        if fits:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def _session(folder: Traversable, name: str, threads: int | None) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads or 0
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    with as_file(folder.joinpath(name)) as path:
        return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _manifest(folder: Traversable) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(folder.joinpath("manifest.json").read_text("utf-8"))
    except (OSError, ValueError):
        raise ModelError(
            "the encoder's files are missing; reinstall detente (pip install --force-reinstall detente)"
        ) from None
    return found


def _check(folder: Traversable, name: str, digest: str) -> None:
    try:
        found = hashlib.sha256(folder.joinpath(name).read_bytes()).hexdigest()
    except OSError:
        raise ModelError(f"the encoder's file {name} is missing; reinstall detente") from None
    if found != digest:
        raise ModelError(
            f"the encoder's file {name} is damaged (its SHA-256 is not the one named); reinstall detente"
        )


def version_of(folder: Traversable) -> str:
    """The version of the encoder, without opening it. Raises `ModelError`."""
    return str(_manifest(folder)["version"])


def model_folder() -> Traversable:
    """Where the package keeps the encoder."""
    return files("detente.language").joinpath("model")
