"""Weights of sentence ends from treebanks: `python -m training.boundaries TREEBANKS`.

The running text of the train and dev parts is made as `benchmarks/language.py` makes it. Logistic regression with
an L2 penalty over hashed features, fitted by L-BFGS; weights are stored as whole numbers. With `--check` the train
parts train alone, and the F1 of sentences on the dev parts is printed for several bars.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from detente.language import boundaries
from detente.language.boundaries import ROWS, gaps_of, rows_of
from detente.language.conllu import read_blocks
from detente.language.sentences import proposed_ends, sentence_spans

TABLE = Path(boundaries.__file__).with_name(boundaries.TABLE)
PENALTY = 1.0
"""Weight of half the squared weights beside the summed loss."""
BAR = -0.5
"""Log odds from which a sentence ends, chosen on the dev parts."""
BAR_AFTER_NAME = 1.5
"""The same after a capitalised word without a mark: in news that is the middle of a name ("NBC News")."""
UNIT = 0.05
"""Log odds of one step of a stored weight."""
_PARAGRAPH = re.compile(r"(?:(?!\n\s*\n)[\s\S])+")


@dataclass(frozen=True, slots=True)
class Running:
    """A treebank's running text and the spans of its sentences."""

    text: str
    gold: tuple[tuple[int, int], ...]


def running_text(conllu: str) -> Running:
    """Paragraphs apart by a blank line, sentences as `SpaceAfter=No` says."""
    written, at, glue = [], 0, ""
    gold = []
    for block in read_blocks(conllu):
        opens = any(c.startswith(("# newdoc", "# newpar")) for c in block.comments)
        before = ("\n\n" if opens else glue) if written else ""
        said = next(c.partition(" = ")[2] for c in block.comments if c.startswith("# text ="))
        written += [before, said]
        gold.append((at + len(before), at + len(before) + len(said)))
        at = gold[-1][1]
        last = [row for row in block.rows if "." not in row[0]][-1]
        token = [row for row in block.rows if "-" in row[0] and row[0].endswith(f"-{last[0]}")]
        glue = "" if "SpaceAfter=No" in (token or [last])[-1][9] else " "
    return Running("".join(written), tuple(gold))


def examples(given: Running) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """By paragraph: rows of the features of each gap that must be weighed, and whether a sentence ends there."""
    ends = {end for _, end in given.gold}
    for paragraph in _PARAGRAPH.finditer(given.text):
        begin, end = paragraph.span()
        begin += len(paragraph.group()) - len(paragraph.group().lstrip())
        gaps = gaps_of(given.text, begin, end, proposed_ends(given.text, begin, end))
        yield rows_of(gaps.facts), np.array([offset in ends for offset in gaps.weighed], dtype=np.float32)


def fitted(texts: list[Running]) -> np.ndarray:
    """The weights of each row of the table."""
    found = [example for text in texts for example in examples(text)]
    rows = torch.tensor(np.concatenate([rows for rows, _ in found]).astype(np.int64))
    answers = torch.tensor(np.concatenate([answers for _, answers in found]))
    weights = torch.zeros(ROWS, requires_grad=True)
    descent = torch.optim.LBFGS([weights], max_iter=60, history_size=10, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        descent.zero_grad()
        odds = weights[rows].sum(dim=1)
        value = torch.nn.functional.binary_cross_entropy_with_logits(odds, answers, reduction="sum")
        value = value + PENALTY / 2 * (weights**2).sum()
        value.backward()
        return value

    descent.step(loss)
    return weights.detach().numpy()


def write(weights: np.ndarray, bar: float) -> None:
    """The table, with weights as whole steps of `UNIT`."""
    steps = np.clip(np.round(weights / UNIT), -127, 127).astype(np.int8)
    bars = {"bar": np.float32(bar / UNIT), "bar_after_name": np.float32(BAR_AFTER_NAME / UNIT)}
    np.savez_compressed(TABLE, weights=steps, **bars)
    boundaries._table.cache_clear()


def f1(given: Running) -> float:
    """F1 of sentences, each paragraph on its own as in the benchmark."""
    found = []
    for paragraph in _PARAGRAPH.finditer(given.text):
        found += [
            (a + paragraph.start(), b + paragraph.start()) for a, b in sentence_spans(paragraph.group())
        ]
    return 200 * len({*found} & {*given.gold}) / (len(found) + len(given.gold))


def read(path: Path) -> Running:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as stream:
        return running_text(stream.read())


def main() -> None:
    """Trains and writes the table, or checks."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    paths = sorted(path for folder in given.folders for path in folder.rglob("*.conllu*"))
    train = [read(path) for path in paths if "train" in path.name]
    dev = {path.name: read(path) for path in paths if "dev" in path.name}
    weights = fitted(train if given.check else [*train, *dev.values()])
    if given.check:
        for bar in (-1.0, -0.75, -0.5, -0.25, 0.0):
            write(weights, bar)
            print(bar, *(f"{name} {f1(text):.2f}" for name, text in dev.items()))
    write(weights, BAR)


if __name__ == "__main__":
    main()
