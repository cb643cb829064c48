"""The metrics of the CoNLL 2018 shared task (Zeman et al. 2018), written from their description.

Words of gold and system are aligned by their characters without white space; inside a multiword token, where
words need not be slices of it, by the longest common subsequence of their forms. Labels count without subtypes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Word:
    """A syntactic word: characters `start` to `end` of the text without white space."""

    start: int
    end: int
    multiword: bool
    row: tuple[str, ...]
    head: int
    """Index into all words, -1 for a root."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """A whole file: its characters, sentences and words."""

    characters: str
    sentences: tuple[tuple[int, int], ...]
    words: tuple[Word, ...]


def analysis_of(sentences: Sequence[Sequence[Row]]) -> Analysis:
    """From the rows of a CoNLL-U file, multiword tokens ("3-4") among them, empty nodes left out."""
    characters: list[str] = []
    spans: list[tuple[int, int]] = []
    words: list[Word] = []
    at = 0
    for rows in sentences:
        begin, first, until, token_end = at, len(words), 0, 0
        for row in rows:
            form = "".join(row[1].split())
            if "-" in row[0]:
                until = int(row[0].split("-")[1])
                token_start, at = at, at + len(form)
                characters.append(form)
                token_end = at
            elif row[0].isdigit():
                inside = int(row[0]) <= until
                if not inside:
                    token_start, at = at, at + len(form)
                    characters.append(form)
                    token_end = at
                head = first + int(row[6]) - 1 if int(row[6]) else -1
                words.append(Word(token_start, token_end, inside, tuple(row), head))
        spans.append((begin, at))
    return Analysis("".join(characters), tuple(spans), tuple(words))


def scores(gold: Analysis, system: Analysis) -> dict[str, float]:
    """F1 in percent of Sentences, Words, UPOS, Lemmas, UAS, LAS; the texts must agree but for white space."""
    if gold.characters != system.characters:
        place = next(
            (i for i, (a, b) in enumerate(zip(gold.characters, system.characters, strict=False)) if a != b),
            -1,
        )
        near = (
            gold.characters[max(0, place - 20) : place + 20],
            system.characters[max(0, place - 20) : place + 20],
        )
        raise ValueError(f"the texts differ at character {place}: {near}")
    pairs = aligned(gold.words, system.words)
    partner = dict(pairs)
    total = len(gold.words) + len(system.words)
    counts = dict.fromkeys(("Words", "UPOS", "Lemmas", "UAS", "LAS"), 0)
    for g, s in pairs:
        ours, theirs = system.words[s], gold.words[g]
        counts["Words"] += 1
        counts["UPOS"] += theirs.row[3] == ours.row[3]
        counts["Lemmas"] += theirs.row[2] == "_" or theirs.row[2] == ours.row[2]
        head = -1 if theirs.head < 0 else partner.get(theirs.head, -2)
        counts["UAS"] += head == ours.head
        counts["LAS"] += head == ours.head and _plain(theirs.row[7]) == _plain(ours.row[7])
    both = len(set(gold.sentences) & set(system.sentences))
    found = {"Sentences": 200 * both / (len(gold.sentences) + len(system.sentences))}
    return found | {name: 200 * count / total for name, count in counts.items()}


def _plain(relation: str) -> str:
    return relation.partition(":")[0]


def aligned(gold: Sequence[Word], system: Sequence[Word]) -> list[tuple[int, int]]:
    """Pairs of indices of words that stand for each other."""
    pairs: list[tuple[int, int]] = []
    g = s = 0
    while g < len(gold) and s < len(system):
        if gold[g].multiword or system[s].multiword:
            g_end, s_end = _stretch(gold, system, g, s)
            pairs += [(g + a, s + b) for a, b in _common(gold[g:g_end], system[s:s_end])]
            g, s = g_end, s_end
        elif (gold[g].start, gold[g].end) == (system[s].start, system[s].end):
            pairs.append((g, s))
            g, s = g + 1, s + 1
        elif gold[g].start <= system[s].start:
            g += 1
        else:
            s += 1
    return pairs


def _stretch(gold: Sequence[Word], system: Sequence[Word], g: int, s: int) -> tuple[int, int]:
    """Where both stand past the stretch of characters that multiword tokens from here on cover."""
    end = max(w.end for w in (gold[g], system[s]) if w.multiword)
    grown = True
    while grown:
        grown = False
        for words, start in ((gold, g), (system, s)):
            k = start
            while k < len(words) and words[k].start < end:
                if words[k].multiword and words[k].end > end:
                    end, grown = words[k].end, True
                k += 1
    return (
        next((k for k in range(g, len(gold)) if gold[k].start >= end), len(gold)),
        next((k for k in range(s, len(system)) if system[k].start >= end), len(system)),
    )


def _common(gold: Sequence[Word], system: Sequence[Word]) -> list[tuple[int, int]]:
    """A longest common subsequence of two short stretches, by form without case."""
    left, right = [w.row[1].lower() for w in gold], [w.row[1].lower() for w in system]
    best = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for a in range(len(left) - 1, -1, -1):
        for b in range(len(right) - 1, -1, -1):
            same = left[a] == right[b]
            best[a][b] = 1 + best[a + 1][b + 1] if same else max(best[a + 1][b], best[a][b + 1])
    pairs, a, b = [], 0, 0
    while a < len(left) and b < len(right):
        if left[a] == right[b]:
            pairs.append((a, b))
            a, b = a + 1, b + 1
        elif best[a + 1][b] >= best[a][b + 1]:
            a += 1
        else:
            b += 1
    return pairs


def names_f1(gold: Sequence[Sequence[Row]], system: Sequence[Sequence[Row]]) -> float | None:
    """F1 in percent of PER, ORG and LOC, exact span and type, of `NER=` in MISC; None where gold has none."""
    counts = [0, 0]
    for ours, theirs in zip(system, gold, strict=True):
        found, wanted = _names(ours), _names(theirs)
        counts[0] += len(found) + len(wanted)
        counts[1] += 2 * len(found & wanted)
    return 100 * counts[1] / counts[0] if counts[0] else None


def _names(rows: Sequence[Row]) -> set[tuple[int, int, str]]:
    labels = ["O"]
    for row in rows:
        if row[0].isdigit():
            label = next((m[4:] for m in row[9].split("|") if m.startswith("NER=")), "O")
            labels.append(label if label[2:] in ("PER", "ORG", "LOC") else "O")
    found: set[tuple[int, int, str]] = set()
    start = 0
    for position, label in enumerate([*labels, "O"]):
        if start and label != f"I-{labels[start][2:]}":
            found.add((start, position - 1, labels[start][2:]))
            start = 0
        if not start and label != "O":
            start = position
    return found
