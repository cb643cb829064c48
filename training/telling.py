"""The words that betray a sentence which tells an encounter or a stand: `knowledge/telling_words.csv`.

    python -m training.telling training/diplomacy/written/*.jsonl [--check]

A sentence of a passage tells something if a quotation of its gold begins in it. A logistic regression over the words of each (present
or not, divided by the root of their number), shifted so that the recall is `RECALL` at score 0, measured on passages left out.

Needs scikit-learn; takes seconds.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.preprocessing import normalize

from detente.knowledge.stems import stems
from detente.knowledge.telling_words import EVEN
from detente.reading import open_language

KNOWLEDGE = Path(__file__).parents[1] / "src" / "detente" / "knowledge" / "telling_words.csv"
RECALL = 0.92
SELDOM = 3
"""Sentences that a word must stand in."""


def sentences(paths: list[Path]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Words of each sentence, whether it tells something, number of its passage."""
    passages = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]
    said: list[str] = []
    told: list[bool] = []
    passage_of: list[int] = []
    analysed = open_language(1).analyse([p["text"] for p in passages], gate=lambda said: [False] * len(said))
    for number, (passage, read) in enumerate(zip(passages, analysed, strict=True)):
        starts = [
            passage["text"].find(e["quote"])
            for kind in ("encounters", "positions")
            for e in passage.get(kind, ())
        ]
        for sentence in read:
            said.append(" ".join(sentence.words))
            told.append(any(sentence.start <= at < sentence.end for at in starts))
            passage_of.append(number)
    return said, np.array(told), np.array(passage_of)


def main() -> None:
    """Fits, prints what the gate lets pass, writes the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("passages", type=Path, nargs="+")
    parser.add_argument("--check", action="store_true", help="only print")
    given = parser.parse_args()
    said, told, groups = sentences(given.passages)
    counts = CountVectorizer(analyzer=stems, binary=True, min_df=SELDOM)
    rows = normalize(counts.fit_transform(said).astype(float))
    model = LogisticRegression(C=4.0, max_iter=500)
    left_out = cross_val_predict(
        model, rows, told, groups=groups, cv=GroupKFold(5), method="decision_function"
    )
    threshold = float(np.quantile(left_out[told], 1 - RECALL))
    passed = float((left_out >= threshold).mean())
    print(f"{len(told)} sentences, {told.mean():.2f} tell; recall {RECALL} left out lets {passed:.2f} pass")
    model.fit(rows, told)
    if given.check:
        return
    weights = sorted(zip(counts.get_feature_names_out(), model.coef_[0], strict=True))
    lines = ["word,weight", f"{EVEN},{model.intercept_[0] - threshold:.3f}"]
    lines += [f"{word},{weight:.3f}" for word, weight in weights if abs(weight) >= 0.05]
    KNOWLEDGE.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
