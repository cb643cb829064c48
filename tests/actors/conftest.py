"""Stories parsed once and checked by hand (trees.jsonl), resolved with the packaged tables."""

import json
from pathlib import Path

import msgspec
import pytest

from detente.actors import resolve, shipped_tables, with_learned
from detente.types import Article, Sentence

TREES = Path(__file__).with_name("trees.jsonl")


@pytest.fixture(scope="session")
def tables():
    return shipped_tables()


@pytest.fixture(scope="session")
def trees():
    rows = [json.loads(line) for line in TREES.read_text("utf-8").splitlines()]
    return {row["text"]: msgspec.convert(row["sentences"], tuple[Sentence, ...]) for row in rows}


@pytest.fixture(scope="session")
def resolved(trees, tables):
    def actors(text, published="2023-06-19", learned=()):
        article = Article(id="story", text=text, published=published)
        return resolve(trees[text], article, with_learned(tables, learned))

    return actors
