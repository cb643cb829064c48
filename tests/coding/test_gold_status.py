"""Status, negation, background and attribution on sentences written for it: measured, and held.

`tests/gold/status.jsonl`: each line names one act by a word of it and says how it stands. The expectations were
written before the coder first saw the sentences (three dates were corrected after: what lies months before
publication is background). A REQUEST counts as called for, a REJECT as refused, whatever the words.
"""

import importlib.util
import json
import sys
from collections import Counter
from pathlib import Path

import pytest

from detente.types import Status

GOLD = Path(__file__).parents[1] / "gold" / "status.jsonl"
# What was measured less one point in a hundred; raise these when the coder gets better, never lower them.
FLOORS = {"found": 0.84, "status_and_negation": 0.94, "historical": 0.975, "said_by": 0.92}


@pytest.fixture(scope="module")
def benchmark_of():
    path = Path(__file__).parents[2] / "benchmarks" / "status.py"
    spec = importlib.util.spec_from_file_location("benchmarks_status", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def rows(benchmark_of):
    return benchmark_of.read_status_gold(GOLD)


def test_the_sentences_cover_every_status_and_negation(rows):
    counted = Counter(row.status for row in rows)
    assert set(counted) == set(Status.__args__)
    assert min(counted.values()) >= 14
    assert sum(row.negated for row in rows) >= 30
    assert sum(row.historical for row in rows) >= 20
    assert len(rows) >= 250


def test_every_line_names_a_word_of_its_sentence():
    for line in GOLD.read_text("utf-8").splitlines():
        row = json.loads(line)
        assert row["text"].lower().startswith(row["word"].lower(), row["start"])


def test_accuracy_does_not_fall(rows, reader, benchmark_of):
    found = benchmark_of.accuracy(rows, reader)
    low = {name: getattr(found, name) for name, floor in FLOORS.items() if getattr(found, name) < floor}
    assert not low, f"below the floor: {low}"
