"""The passages with positions are well formed, and as many positions are found as were before."""

import json
from pathlib import Path
from typing import get_args

import pytest
from benchmarks import positions as benchmark

from detente.knowledge.bodies import bodies
from detente.knowledge.issues import issues
from detente.knowledge.states import states
from detente.types import Stance

PASSAGES = Path(__file__).parent / "positions"
POWERS = {state.code for state in states()} | {body.name for body in bodies()}
ISSUES = {issue.id for issue in issues()}
TOLERANCE = 0.005
"""How far a score may fall, for what another machine rounds otherwise."""


@pytest.mark.parametrize("part", benchmark.PARTS)
def test_passages_are_short_and_their_positions_known(part):
    for passage in benchmark.passages(part):
        assert 15 <= len(passage["text"].split()) <= 110, passage["id"]
        for position in passage["expected"]["positions"]:
            assert position["quote"] in passage["text"]
            assert position["stance"] in get_args(Stance)
            assert position["issue"] is None or position["issue"] in ISSUES
            assert {position["holder"], position["addressee"] or position["holder"]} <= POWERS


def test_no_passage_stands_twice():
    texts = [passage["text"] for part in benchmark.PARTS for passage in benchmark.passages(part)]
    assert len(set(texts)) == len(texts)


def test_figures_are_of_matched_pairs():
    passage = {
        "positions": [{"quote": "q", "holder": "FRA", "addressee": None, "issue": None, "stance": "demands"}]
    }
    story = benchmark.as_story(passage)
    assert story["expected"]["bodies"] == {} and story["expected"]["positions"][0]["what"] == "q"
    told = benchmark.gold.expected_positions(story)
    figures = benchmark.figures(benchmark.gold.tally(told, told))
    assert (figures["strict"], figures["soft"], figures["matched"]) == (1.0, 1.0, 1)
    assert benchmark.figures(benchmark.gold.tally(told, []))["strict"] == 0.0


@pytest.mark.slow
@pytest.mark.parametrize("part", benchmark.PARTS)
def test_no_score_falls_below_its_floor(part, reader):
    floors = json.loads((PASSAGES / "floors.json").read_text("utf-8"))[part]
    reached = benchmark.floors_of({part: benchmark.measure(part, reader)})[part]
    assert {n: (f, reached[n]) for n, f in floors.items() if reached[n] < f - TOLERANCE} == {}
