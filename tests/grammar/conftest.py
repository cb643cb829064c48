"""Sentences parsed once and checked by hand (trees.jsonl)."""

import json
from pathlib import Path

import msgspec
import pytest

from detente.types import Sentence

TREES = Path(__file__).with_name("trees.jsonl")


@pytest.fixture(scope="session")
def trees():
    rows = [json.loads(line) for line in TREES.read_text("utf-8").splitlines()]
    return {row["text"]: msgspec.convert(row["sentence"], Sentence) for row in rows}
