"""From texts to analysed sentences: split, tokenise, score in batches across texts, decode."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.language.encoder import LONGEST, Encoder, Scores, model_folder, pieces_of, version_of
from detente.language.lemmas import lemma_of
from detente.language.marked import Marked
from detente.language.names import names_of
from detente.language.rarity import rarity_of
from detente.language.sentences import sentence_spans
from detente.language.substance import SubstanceHead
from detente.language.trees import heads_of, mended
from detente.language.words import word_spans
from detente.types import Name, Sentence

if TYPE_CHECKING:
    from numpy.typing import NDArray

TextGate = Callable[[Sequence[str]], Sequence[bool]]
"""Takes the sentences of a text and says which of them are worth a parse."""
LABELLED_TOGETHER = 512
"""Words, padding included, whose relations are labelled in one call; each takes 27 kB on the way."""
KEPT = 8192
"""Sentences of which is remembered how they were read: what an agency sends, many outlets print. Some 30 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parse:
    """What is read of the words of a sentence, wherever it stands: a `Sentence` without its place."""

    lemmas: tuple[str, ...]
    tags: tuple[str, ...]
    features: tuple[str, ...]
    heads: tuple[int, ...]
    relations: tuple[str, ...]
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A sentence, or the part of a very long one, on its way through the encoder."""

    text: int
    index: int
    start: int
    end: int
    words: tuple[tuple[int, int], ...]
    """Offsets into the text."""
    parsed: bool = True
    """False where the gate refused it."""


class Language:
    """The encoder, loaded once; safe to share between threads that take turns."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._kept: OrderedDict[tuple[str, ...], Parse] = OrderedDict()
        """Parses by their words, the one used last at the end; a sentence is read the same in any batch."""

    @property
    def version(self) -> str:
        """Version of the model, as its card names it."""
        return self._encoder.version

    def analyse(self, texts: Sequence[str], *, gate: TextGate | None = None) -> list[tuple[Sentence, ...]]:
        """The sentences of each text, in order, with offsets into it.

        A sentence that the gate refuses is not parsed: it keeps its span and its words, which all hang on the
        first, have the tag X and are no names.
        """
        pieces: list[Piece] = []
        for number, text in enumerate(texts):
            spans = sentence_spans(text)
            said = [text[start:end] for start, end in spans]
            wanted = gate(said) if gate is not None else [True] * len(said)
            for index, (start, end) in enumerate(spans):
                words = tuple((start + a, start + b) for a, b in word_spans(said[index]))
                pieces.append(
                    Piece(text=number, index=index, start=start, end=end, words=words, parsed=wanted[index])
                )
        return self._read(texts, pieces)

    def analyse_words(self, sentences: Sequence[Sequence[str]]) -> list[Sentence]:
        """Sentences whose words are given; offsets are those of the words joined by single spaces."""
        texts = [" ".join(words) for words in sentences]
        pieces = []
        for number, words in enumerate(sentences):
            spans, at = [], 0
            for word in words:
                spans.append((at, at + len(word)))
                at += len(word) + 1
            pieces.append(Piece(text=number, index=0, start=0, end=len(texts[number]), words=tuple(spans)))
        return [found[0] for found in self._read(texts, pieces)]

    def rarity(self, word: str) -> float:
        """How rare a word is: 0 for the commonest, about 6.7 for one that the vocabulary does not hold."""
        return rarity_of(word, self._encoder.pieces)

    def score_marked(self, marked: Sequence[Marked]) -> list[dict[str, float]]:
        """What the second head says of texts with two of their spans marked: a probability for each label.

        A text is given with its two spans, (start, end) in characters. The answer is empty where the spans
        overlap or lie too far apart, and everywhere where the model comes without that head.
        """
        head = self._encoder.marked
        return head.scores(marked) if head is not None else [{} for _ in marked]

    @property
    def substance(self) -> SubstanceHead | None:
        """The third head, which reads who meets and who takes a stand; None where the model comes without it."""
        return self._encoder.substance

    def _read(self, texts: Sequence[str], pieces: Sequence[Piece]) -> list[tuple[Sentence, ...]]:
        words = [tuple([texts[p.text][a:b] for a, b in p.words]) for p in pieces]
        parses = self._parses({said: None for said, p in zip(words, pieces, strict=True) if p.parsed})
        found: list[list[Sentence]] = [[] for _ in texts]
        for piece, said in zip(pieces, words, strict=True):
            found[piece.text].append(_placed(piece, said, parses[said] if piece.parsed else _unparsed(said)))
        return [tuple(sentences) for sentences in found]

    def _parses(self, sentences: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], Parse]:
        """How sentences, given once each, are read; those read lately are remembered."""
        parses: dict[tuple[str, ...], Parse] = {}
        unread: list[tuple[str, ...]] = []
        for words in sentences:
            if (known := self._kept.get(words)) is not None:
                parses[words] = known
                self._kept.move_to_end(words)
            else:
                unread.append(words)
        windows = [self._windows(words) for words in unread]
        scored = iter(
            self._decoded([w[a:b] for w, cuts in zip(unread, windows, strict=True) for a, b in cuts])
        )
        for words, cuts in zip(unread, windows, strict=True):
            parses[words] = self._kept[words] = self._parse(words, cuts, [next(scored) for _ in cuts])
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return parses

    def _windows(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """One window for a sentence that fits the encoder, else consecutive ones, cut at commas where they can be."""
        if not words:
            return []
        cuts: list[tuple[int, int]] = []
        begin = used = 0
        for position, word in enumerate(words):
            size = len(self._encoder.pieces(word))
            if used + size > LONGEST:
                cuts.append((begin, position))
                begin, used = position, 0
            used += size
        return [*cuts, (begin, len(words))]

    def _decoded(
        self, jobs: Sequence[Sequence[str]]
    ) -> list[tuple[Scores, NDArray[np.int64], NDArray[np.int64]]]:
        scores = self._encoder.scores(jobs)
        heads = [heads_of(one.arcs) for one in scores]
        labels: list[NDArray[np.int64]] = [np.zeros(0, dtype=np.int64)] * len(jobs)
        for group in _by_words([len(one) for one in heads]):
            found = self._encoder.relations([scores[i] for i in group], [heads[i] for i in group])
            for index, one in zip(group, found, strict=True):
                labels[index] = one
        return list(zip(scores, heads, labels, strict=True))

    def _parse(
        self,
        words: Sequence[str],
        cuts: Sequence[tuple[int, int]],
        parts: Sequence[tuple[Scores, NDArray[np.int64], NDArray[np.int64]]],
    ) -> Parse:
        names = self._encoder.labels
        tags: list[str] = []
        features: list[str] = []
        lemmas: list[str] = []
        heads: list[int] = []
        relations: list[str] = []
        found: list[Name] = []
        root = -1
        for (begin, _), (scores, arcs, labels) in zip(cuts, parts, strict=True):
            part_tags = [names["upos"][i] for i in scores.tags.tolist()]
            tags += part_tags
            features += [names["feats"][i] for i in scores.features.tolist()]
            scripts = [names["lemma"][i] for i in scores.lemmas.tolist()]
            own_words = words[begin : begin + len(scripts)]
            lemmas += map(lemma_of, own_words, scripts, part_tags)
            own = [h - 1 + begin if h else -1 for h in arcs.tolist()]
            said = [names["rel"][i] for i in labels.tolist()]
            for k, head in enumerate(own):
                if head < 0:
                    said[k] = "root"
                    if root >= 0:
                        # The next window of an over-long sentence hangs on the first.
                        own[k], said[k] = root, "parataxis"
                    else:
                        root = begin + k
                elif said[k] == "root":
                    said[k] = "dep"
            heads += own
            relations += said
            found += names_of(scores.names, names["ner"], begin)
        people = frozenset(w for n in found if n.label == "PER" for w in range(n.first, n.last + 1))
        heads, relations = mended(heads, relations, people)
        return Parse(
            lemmas=tuple(lemmas),
            tags=tuple(tags),
            features=tuple(features),
            heads=tuple(heads),
            relations=tuple(relations),
            names=tuple(found),
        )


def _placed(piece: Piece, words: tuple[str, ...], parse: Parse) -> Sentence:
    """What was read of a sentence, where it stands."""
    return Sentence(
        index=piece.index,
        start=piece.start,
        end=piece.end,
        words=words,
        starts=tuple([a for a, _ in piece.words]),
        ends=tuple([b for _, b in piece.words]),
        lemmas=parse.lemmas,
        tags=parse.tags,
        features=parse.features,
        heads=parse.heads,
        relations=parse.relations,
        names=parse.names,
    )


def _unparsed(words: Sequence[str]) -> Parse:
    """A sentence of which the words alone are known."""
    count = len(words)
    return Parse(
        lemmas=tuple([word.lower() for word in words]),
        tags=("X",) * count,
        features=("",) * count,
        heads=(-1, *[0] * (count - 1)) if count else (),
        relations=("root", *["dep"] * (count - 1)) if count else (),
        names=(),
    )


def _by_words(counts: Sequence[int]) -> list[list[int]]:
    """Indices of sentences by groups of like length, `LABELLED_TOGETHER` words at most unless one alone is longer."""
    groups: list[list[int]] = []
    for index in sorted(range(len(counts)), key=counts.__getitem__):
        if groups and counts[index] * (len(groups[-1]) + 1) <= LABELLED_TOGETHER:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def load(*, threads: int | None = None) -> Language:
    """The language of the package. `threads`: of the encoder; None lets onnxruntime take all cores.

    Raises `ModelError` when the encoder's files are missing or damaged.
    """
    return Language(Encoder(model_folder(), threads))


def load_version() -> str:
    """The version of the package's encoder, without opening it. Raises `ModelError`."""
    return version_of(model_folder())


def load_rarity() -> Callable[[str], float]:
    """How rare a word is, by the package's vocabulary alone: `Language.rarity` without an encoder."""
    pieces = pieces_of(model_folder())
    return lambda word: rarity_of(word, pieces)
