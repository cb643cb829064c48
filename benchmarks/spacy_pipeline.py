"""A spaCy CNN pipeline to measure beside the parser: `python benchmarks/spacy_pipeline.py TREEBANKS --out FOLDER`.

Tagger (universal tags), parser and entities on spaCy's own small-model configuration (HashEmbedCNN, from scratch),
trained on the sentences that train the parser: the train parts, 1,500 sentences of EWT dev, and the names that
`--names` gives. spaCy must be installed; it is no dependency of the package. Afterwards
`python benchmarks/language.py TREEBANKS --spacy FOLDER/model-last` measures both in one run.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

import spacy
from spacy.cli.init_config import init_config
from spacy.cli.train import train
from spacy.tokens import Doc, DocBin
from training.treebank import (
    Standoff,
    TreebankSentence,
    halved_for_names,
    read_marked_texts,
    read_standoff,
    read_treebank,
    with_standoff,
)

DEV_TRAINING = 1500
"""Sentences of a treebank's dev part with gold names that train, as for the parser."""
SENTENCES_A_DOCUMENT = 8
"""Several, so that the parser learns to part them."""


def main() -> None:
    """Writes spaCy's training files and configuration, and trains."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--names", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=20_000, help="spaCy's own default")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    training, held_back = sentences(given.folders, given.names)
    write(training, given.out / "train.spacy")
    write(held_back, given.out / "dev.spacy")
    config = init_config(lang="en", pipeline=["tagger", "parser", "ner"], optimize="efficiency")
    config["training"]["max_steps"] = given.steps
    config.to_disk(given.out / "config.cfg")
    paths = {"paths.train": str(given.out / "train.spacy"), "paths.dev": str(given.out / "dev.spacy")}
    train(given.out / "config.cfg", given.out, overrides=paths)


def sentences(
    folders: Sequence[Path], names: Sequence[Path]
) -> tuple[list[TreebankSentence], list[TreebankSentence]]:
    """What trains and what is held back."""
    standoff: Standoff = {}
    training: list[TreebankSentence] = []
    for path in names:
        if path.suffix == ".jsonl":
            training += read_marked_texts(path)
        else:
            standoff = {**standoff, **read_standoff(path)}
    held_back: list[TreebankSentence] = []
    for path in sorted(p for folder in folders for p in folder.rglob("*.conllu*")):
        if "train" in path.name:
            training += with_standoff(read_treebank(path), standoff)
        elif "dev" in path.name:
            found = read_treebank(path)
            more, rest = halved_for_names(found, DEV_TRAINING) if found[0].marked else ([], found)
            training, held_back = training + more, held_back + rest
    return training, held_back


def write(given: Sequence[TreebankSentence], target: Path) -> None:
    """The sentences, a few to a document, in spaCy's format; what a sentence lacks is marked as missing."""
    nlp = spacy.blank("en")
    stored = DocBin()
    for kind in (True, False):
        own = [s for s in given if s.tree is kind]
        groups = [own[k : k + SENTENCES_A_DOCUMENT] for k in range(0, len(own), SENTENCES_A_DOCUMENT)]
        random.Random(1).shuffle(groups)
        for group in groups:
            stored.add(document(nlp, group))
    stored.to_disk(target)


def document(nlp: spacy.Language, group: Iterable[TreebankSentence]) -> Doc:
    """One document of whole sentences."""
    words: list[str] = []
    spaces: list[bool] = []
    tags: list[str] = []
    heads: list[int] = []
    relations: list[str] = []
    names: list[str] = []
    starts: list[bool] = []
    tree = True
    for sentence in group:
        begin = len(words)
        at = {row[0]: begin + k for k, row in enumerate(sentence.rows)}
        tree = sentence.tree
        words += sentence.words
        spaces += ["SpaceAfter=No" not in row[9] for row in sentence.rows]
        tags += [row[3] for row in sentence.rows]
        heads += [at.get(row[6], at[row[0]]) for row in sentence.rows]
        relations += ["ROOT" if row[6] == "0" else row[7].partition(":")[0] for row in sentence.rows]
        names += sentence.names or ["-"] * len(sentence.rows)
        starts += [k == 0 for k in range(len(sentence.rows))]
    if not tree:
        return Doc(nlp.vocab, words=words, spaces=spaces, ents=names, sent_starts=starts)
    return Doc(nlp.vocab, words=words, spaces=spaces, tags=tags, heads=heads, deps=relations, ents=names)


if __name__ == "__main__":
    main()
