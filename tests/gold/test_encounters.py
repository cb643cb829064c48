"""The gold passages are well formed, and their scores do not fall."""

import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest
from tests.gold.whole import loose_ends

from detente.knowledge.states import states
from detente.types import EncounterForm, Status

PASSAGES = Path(__file__).parent / "encounters"
PARTS = ("tuning", "unseen")
DATE = re.compile(r"\d{4}(-W\d{2}|-\d{2}(-\d{2})?)?")
TOLERANCE = 0.005
"""How far a score may fall, for what another machine rounds otherwise."""


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    path = Path(__file__).parents[2] / "benchmarks" / "encounters.py"
    spec = importlib.util.spec_from_file_location("benchmark_encounters", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["benchmark_encounters"] = module
    spec.loader.exec_module(module)
    return module


GOLD = [
    json.loads(line)
    for part in PARTS
    for line in (PASSAGES / f"{part}.jsonl").read_text("utf-8").splitlines()
]
CODES = {state.code for state in states()}


def test_every_passage_has_a_name_of_its_own():
    names = [passage["id"] for passage in GOLD]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("passage", GOLD, ids=lambda p: p["id"])
def test_a_passage_is_short_dated_and_quoted(passage):
    assert 20 <= len(passage["text"].split()) <= 110
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", passage["published"])
    assert [e["quote"] for e in passage["encounters"] if e["quote"] not in passage["text"]] == []


@pytest.mark.parametrize("passage", GOLD, ids=lambda p: p["id"])
def test_encounters_are_of_known_forms_countries_and_dates(passage):
    for e in passage["encounters"]:
        assert e["form"] in get_args(EncounterForm)
        assert e["status"] in get_args(Status)
        assert e["countries"] == sorted(e["countries"])
        assert set(e["countries"]) <= CODES
        assert e["date"] is None or DATE.fullmatch(e["date"])
        assert "until" not in e or (DATE.fullmatch(e["until"]) and e["date"] < e["until"])


def test_no_score_falls_below_its_floor(benchmark, reader):
    floors = json.loads((PASSAGES / "floors.json").read_text("utf-8"))
    assert floors.keys() == set(PARTS)
    for part, kept in floors.items():
        passages = benchmark.gold(part)
        readings = benchmark.read(passages, reader)
        assert {one.id: ends for one in readings if (ends := loose_ends(one))} == {}
        reached = benchmark.figures(passages, readings)
        for name, floor in kept.items():
            assert reached[name] >= floor - TOLERANCE, (part, name)
