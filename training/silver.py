"""Unlabelled news, labelled where two parsers agree: more sentences of the kind that will be read.

    python -m training.silver TEXTS.jsonl... --models FOLDER FOLDER --out silver.conllu.gz [--most 12000]

TEXTS are JSON lines with a `text`. A word keeps its labels only where both models give it the same tag, head and
relation; elsewhere its head is `_` and the trainer learns nothing from it (tri-training's idea with two teachers,
Zhou and Li 2005). Sentences on which the two agree too little, and sentences seen before, are left out; names
count where the whole sentence has the same.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from detente.language.analysis import Language
from detente.language.encoder import Encoder
from detente.types import Sentence

FEWEST, MOST_WORDS = 6, 60
AGREEMENT = 0.85
"""The least share of a sentence's words on which both models must agree."""
DOCUMENTS_TOGETHER = 40


def main() -> None:
    """Reads the command line, labels and writes."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("texts", type=Path, nargs="+")
    given.add_argument("--models", type=Path, nargs=2, required=True)
    given.add_argument("--out", type=Path, required=True)
    given.add_argument("--most", type=int, default=12_000, help="sentences, over all files alike")
    known = given.parse_args()
    models = [Language(Encoder(folder, None)) for folder in known.models]
    share = known.most // len(known.texts)
    with gzip.open(known.out, "wt", encoding="utf-8") as out:
        for path in known.texts:
            written = 0
            for block in labelled(_texts(path), models):
                out.write(block)
                written += 1
                if written == share:
                    break
            print(f"{path.name}: {written} sentences", flush=True)


def _texts(path: Path) -> list[str]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        found = [json.loads(line)["text"] for line in lines]
    random.Random(3).shuffle(found)
    return found


def labelled(texts: Sequence[str], models: Sequence[Language]) -> Iterator[str]:
    """CoNLL-U blocks of the sentences on which the models agree enough, in the order of the texts."""
    seen: set[tuple[str, ...]] = set()
    for at in range(0, len(texts), DOCUMENTS_TOGETHER):
        group = texts[at : at + DOCUMENTS_TOGETHER]
        first, second = (model.analyse(group) for model in models)
        for one, other in zip(first, second, strict=True):
            for a, b in zip(one, other, strict=True):
                if FEWEST <= len(a.words) <= MOST_WORDS and a.words not in seen:
                    seen.add(a.words)
                    yield from _block(a, b)


def _block(a: Sentence, b: Sentence) -> Iterator[str]:
    agreed = [
        (a.tags[k], a.heads[k], a.relations[k]) == (b.tags[k], b.heads[k], b.relations[k])
        for k in range(len(a.words))
    ]
    if sum(agreed) < AGREEMENT * len(agreed):
        return
    named = a.names == b.names
    labels = ["O"] * len(a.words)
    for name in a.names:
        labels[name.first : name.last + 1] = [f"I-{name.label}"] * (name.last + 1 - name.first)
        labels[name.first] = f"B-{name.label}"
    rows = ["# ner = yes"] if named else []
    for k, word in enumerate(a.words):
        head = str(a.heads[k] + 1) if agreed[k] else "_"
        rows.append(
            "\t".join(
                (
                    str(k + 1),
                    word,
                    a.lemmas[k],
                    a.tags[k],
                    "_",
                    a.features[k] or "_",
                    head,
                    a.relations[k],
                    "_",
                    f"NER={labels[k]}",
                )
            )
        )
    yield "\n".join(rows) + "\n\n"


if __name__ == "__main__":
    main()
