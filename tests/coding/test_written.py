"""The sentences written for training: marks, categories and standings are sound, no text comes twice, none lacks."""

import importlib.util
import json
from collections import Counter
from pathlib import Path

import pytest

from detente.coding.status import STATUSES
from detente.knowledge.categories import categories
from detente.runs.evaluate import read_gold

FOLDER = Path(__file__).parents[2] / "training" / "events"
FILES = sorted((FOLDER / "written").glob("*.jsonl"))


def written():
    spec = importlib.util.spec_from_file_location("written", FOLDER / "written.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def rows():
    return [json.loads(line) for file in FILES for line in file.read_text("utf-8").splitlines()]


def test_what_is_written_gives_the_same_lines_again():
    assert [file.stem for file in FILES] == sorted(file.stem for file in (FOLDER / "written").glob("*.txt"))
    for file in FILES:
        again = written().rows_of(file.with_suffix(".txt"))
        assert again == [json.loads(line) for line in file.read_text("utf-8").splitlines()], file.name


def test_every_line_reads_as_gold_with_both_spans_apart():
    for file in FILES:
        lines = file.read_text("utf-8").splitlines()
        gold, problems = read_gold(lines)
        assert not problems
        for line, read in zip(lines, gold, strict=True):
            row = json.loads(line)
            assert read.text[slice(*read.source)] == row["source"] == row["source"].strip(), row["id"]
            assert read.text[slice(*read.target)] == row["target"] == row["target"].strip(), row["id"]
            assert read.source[1] <= read.target[0] or read.target[1] <= read.source[0], row["id"]
            assert "<" not in read.text and "  " not in read.text and read.text == read.text.strip(), row[
                "id"
            ]


def test_no_text_comes_twice_with_the_same_parties_or_in_the_patterns(rows):
    twice = [key for key, n in Counter((row["text"], row["marked"]) for row in rows).items() if n > 1]
    assert not twice
    patterns = (FOLDER / "patterns.jsonl").read_text("utf-8").splitlines()
    assert not {json.loads(line)["text"] for line in patterns} & {row["text"] for row in rows}
    assert len({row["id"] for row in rows}) == len(rows)


def test_every_category_has_its_share(rows):
    counted = Counter(row["event"] for row in rows)
    assert set(counted) == {*categories().events(), "NONE"}
    assert min(counted.values()) >= 70


def test_statuses_are_those_of_the_contract(rows):
    told = [row for row in rows if "status" in row]
    assert {row["status"] for row in told} <= STATUSES
    assert len(told) >= 600
    assert all(isinstance(row[flag], bool) for row in told for flag in ("negated", "historical"))
    assert not any(row["event"] == "NONE" for row in told)


@pytest.mark.parametrize(
    "line",
    [
        "AGREE | <s>Peru</s> agreed.",
        "AGREE perhaps | <s>Peru</s> will help <t>Chile</t>.",
        "AGREE negated planned | <s>Peru</s> will help <t>Chile</t>.",
        "AGREE | <s>Peru <t>and Chile</t></s> agreed.",
        "<s>Peru</s> will help <t>Chile</t>.",
    ],
)
def test_a_bad_line_is_refused(line):
    with pytest.raises(ValueError, match=r"expected|no status"):
        written().record("x", line)
