"""Sentences parsed once (trees.jsonl), with the actors marked in the test's own text: "[USA:The US] sued"."""

import json
import re
from pathlib import Path

import msgspec
import pytest

from detente.coding import code
from detente.knowledge.verbs import coding_tables
from detente.types import Actor, Article, Sentence

TREES = Path(__file__).with_name("trees.jsonl")
MARK = re.compile(r"\[(\w+):([^\]]+)\]")


def unmarked(text):
    """The plain text, and an actor for each mark."""
    plain, actors, at = "", [], 0
    for found in MARK.finditer(text):
        plain += text[at : found.start()]
        start = len(plain)
        plain += found[2]
        kind = "state" if len(found[1]) == 3 else "group"
        actors.append(
            Actor(text=found[2], start=start, end=len(plain), kind=kind, country=found[1], sector="GOV")
        )
        at = found.end()
    return plain + text[at:], tuple(actors)


@pytest.fixture(scope="session")
def trees():
    rows = [json.loads(line) for line in TREES.read_text("utf-8").splitlines()]
    return {row["text"]: msgspec.convert(row["sentence"], Sentence) for row in rows}


@pytest.fixture(scope="session")
def coded(trees):
    def reports(marked, times=(), places=(), scores=None):
        text, actors = unmarked(marked)
        article = Article(id="story", text=text, published="2023-06-20")
        return code((trees[text],), article, actors, times, places, coding_tables(), scores)

    return reports
