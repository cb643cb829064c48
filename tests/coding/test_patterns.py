"""The training sentences: every category, both parties marked where the text has them, the same on every machine."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from detente.runs.evaluate import read_gold

FOLDER = Path(__file__).parents[2] / "training" / "events"
LABELS = (
    *("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD", "REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    *("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "NONE"),
)


@pytest.fixture(scope="module")
def lines():
    return (FOLDER / "patterns.jsonl").read_text("utf-8").splitlines()


def test_every_label_has_sentences(lines):
    counted = Counter(json.loads(line)["event"] for line in lines)
    assert set(counted) == set(LABELS)
    assert min(counted.values()) >= 50


def test_every_line_reads_as_gold_with_both_spans(lines):
    gold, problems = read_gold(lines)
    assert not problems
    for line, read in zip(lines, gold, strict=True):
        row = json.loads(line)
        assert read.text[slice(*read.source)] == row["source"]
        assert read.text[slice(*read.target)] == row["target"]
        assert "<" not in read.text


def test_expanding_again_gives_the_same_lines(lines, tmp_path):
    for name in ("expand.py", "patterns.txt"):
        (tmp_path / name).write_text((FOLDER / name).read_text("utf-8"), "utf-8")
    subprocess.run([sys.executable, str(tmp_path / "expand.py")], check=True, timeout=60)
    assert (tmp_path / "patterns.jsonl").read_text("utf-8").splitlines() == lines
