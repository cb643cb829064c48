"""From treebank sentences to numbers: label sets, encoded examples, batches of like length, tensors."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor
from training.treebank import KINDS, TreebankSentence

from detente.language.encoder import CLS, PIECES_A_WORD, SEP, UNKNOWN, shape_of

UNKNOWN_LABEL = "<unk>"
FEATURES = frozenset(
    ["Mood", "Tense", "VerbForm", "Voice", "Number", "Person", "Degree", "PronType", "Poss", "Definite"]
)
IGNORED = -100
UNSURE = "_"
"""The head of a word of which nothing is to be learned (`training/silver.py`)."""

Labels = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence in numbers; `names` is None where they are not known, `tree` False where only they are."""

    pieces: tuple[int, ...]
    first: tuple[int, ...]
    last: tuple[int, ...]
    shapes: tuple[int, ...]
    upos: tuple[int, ...]
    feats: tuple[int, ...]
    lemma: tuple[int, ...]
    heads: tuple[int, ...]
    rel: tuple[int, ...]
    names: tuple[int, ...] | None
    tree: bool


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded tensors of some examples; label tensors hold `IGNORED` where nothing is to be learned."""

    pieces: Tensor
    mask: Tensor
    first: Tensor
    last: Tensor
    shapes: Tensor
    words: Tensor
    """True for words, False for padding."""
    labels: dict[str, Tensor]
    """upos, feats, lemma, heads, rel, names."""
    tree: Tensor

    def to(self, device: torch.device) -> Batch:
        return Batch(
            *(t.to(device) for t in (self.pieces, self.mask, self.first, self.last, self.shapes, self.words)),
            {name: t.to(device) for name, t in self.labels.items()},
            self.tree.to(device),
        )


def kept_features(column: str) -> str:
    """The features that the parser learns, in the treebank's order."""
    return "|".join(f for f in column.split("|") if f.partition("=")[0] in FEATURES) or "_"


def edit_script(form: str, lemma: str) -> str:
    """How a form becomes its lemma: `3:y` takes three letters off and adds a y, `W:be` replaces the word."""
    low, wanted = form.lower(), lemma.lower()
    if low == wanted:
        return "="
    same = 0
    while same < min(len(low), len(wanted)) and low[same] == wanted[same]:
        same += 1
    if same >= 1 and len(low) - same <= 5:
        return f"{len(low) - same}:{wanted[same:]}"
    return f"W:{wanted}"


def labels_of(sentences: Iterable[TreebankSentence]) -> Labels:
    """The label sets of the trees given; edit scripts and feature strings seen too seldom are left out."""
    found: Labels = {name: {UNKNOWN_LABEL: 0} for name in ("upos", "feats", "lemma", "rel")}
    names = ["O", *(f"{b}-{kind}" for kind in KINDS for b in "BI")]
    found["ner"] = {label: number for number, label in enumerate(names)}
    rows = [row for s in sentences if s.tree for row in s.rows if row[6] != UNSURE]
    scripts = Counter(edit_script(row[1], row[2]) for row in rows)
    features = Counter(kept_features(row[5]) for row in rows)
    for row in rows:
        script, feats = edit_script(row[1], row[2]), kept_features(row[5])
        _add(found["upos"], row[3])
        _add(found["rel"], row[7])
        _add(found["feats"], feats if features[feats] >= 5 else "_")
        if scripts[script] >= (5 if script.startswith("W:") else 3):
            _add(found["lemma"], script)
    return found


def _add(labels: dict[str, int], label: str) -> None:
    labels.setdefault(label, len(labels))


class Encoding:
    """Encodes sentences with one tokenizer and one set of labels."""

    def __init__(self, tokenizer: Tokenizer, labels: Labels) -> None:
        self._tokenizer = tokenizer
        self._labels = labels
        self._known: dict[str, tuple[int, ...]] = {}

    def pieces(self, word: str) -> tuple[int, ...]:
        if word not in self._known:
            ids = self._tokenizer.encode(word, add_special_tokens=False).ids[:PIECES_A_WORD]
            self._known[word] = tuple(ids) or (UNKNOWN,)
        return self._known[word]

    def example(self, sentence: TreebankSentence) -> Example:
        flat, first, last = [CLS], [], []
        for word in sentence.words:
            first.append(len(flat))
            flat += self.pieces(word)
            last.append(len(flat) - 1)
        labels, rows = self._labels, sentence.rows
        feats = labels["feats"]
        names = sentence.names

        def sure(values: Iterable[int]) -> tuple[int, ...]:
            return tuple(v if row[6] != UNSURE else IGNORED for v, row in zip(values, rows, strict=True))

        return Example(
            pieces=(*flat, SEP),
            first=tuple(first),
            last=tuple(last),
            shapes=tuple(shape_of(word) for word in sentence.words),
            upos=sure(labels["upos"].get(row[3], 0) for row in rows),
            feats=sure(feats.get(kept_features(row[5]), feats.get("_", 0)) for row in rows),
            lemma=sure(labels["lemma"].get(edit_script(row[1], row[2]), 0) for row in rows),
            heads=sure(int(row[6]) if row[6] != UNSURE else IGNORED for row in rows),
            rel=sure(labels["rel"].get(row[7], 0) for row in rows),
            names=None if names is None else tuple(labels["ner"][label] for label in names),
            tree=sentence.tree,
        )


def batches_of(
    examples: Sequence[Example], budget: int, shuffler: random.Random | None = None
) -> list[list[Example]]:
    """Batches of like length of at most `budget` padded pieces; in random order where a shuffler is given."""
    noise = (lambda: shuffler.random() * 4) if shuffler else (lambda: 0.0)
    found: list[list[Example]] = []
    for example in sorted(examples, key=lambda e: len(e.pieces) + noise()):
        longest = max([len(e.pieces) for e in found[-1]] if found else [0])
        if found and max(longest, len(example.pieces)) * (len(found[-1]) + 1) <= budget:
            found[-1].append(example)
        else:
            found.append([example])
    if shuffler:
        shuffler.shuffle(found)
    return found


def tensors_of(batch: Sequence[Example]) -> Batch:
    """The examples' numbers, padded."""
    pieces = max(len(e.pieces) for e in batch)
    words = max(len(e.first) for e in batch)

    def padded(values: Iterable[Sequence[int]], length: int, filler: int) -> Tensor:
        return torch.tensor([[*v, *[filler] * (length - len(v))] for v in values])

    def gold(name: str) -> Tensor:
        known = (
            getattr(e, name) if (e.names is not None if name == "names" else e.tree) else () for e in batch
        )
        return padded(known, words, IGNORED)

    return Batch(
        pieces=padded((e.pieces for e in batch), pieces, 0),
        mask=padded(([1] * len(e.pieces) for e in batch), pieces, 0),
        first=padded((e.first for e in batch), words, 0),
        last=padded((e.last for e in batch), words, 0),
        shapes=padded((e.shapes for e in batch), words, 0),
        words=padded(([1] * len(e.first) for e in batch), words, 0).bool(),
        labels={name: gold(name) for name in ("upos", "feats", "lemma", "heads", "rel", "names")},
        tree=torch.tensor([e.tree for e in batch]),
    )
