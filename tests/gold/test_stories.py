"""The gold stories are well formed, and their scores do not fall."""

import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest
from tests.gold.whole import loose_ends

from detente.knowledge.bodies import bodies
from detente.knowledge.issues import issues
from detente.knowledge.states import states
from detente.types import Direction, EncounterForm, Stance, Status

STORIES = Path(__file__).parent / "stories"
KINDS = {
    "visit",
    "call",
    "summit",
    "postponed-visit",
    "sanctions",
    "incident-at-sea",
    "trade-talks",
    "prisoner-release",
    "war-talks",
    "statements",
}
DATE = re.compile(r"\d{4}(-W\d{2}|-\d{2}(-\d{2})?)?")
TOLERANCE = 0.005
"""How far a score may fall, for what another machine rounds otherwise."""


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    path = Path(__file__).parents[2] / "benchmarks" / "stories.py"
    spec = importlib.util.spec_from_file_location("benchmark_stories", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["benchmark_stories"] = module
    spec.loader.exec_module(module)
    return module


GOLD = [json.loads(path.read_text("utf-8")) for path in sorted(STORIES.glob("*.json"))]
CODES = {state.code for state in states()}
BODIES = {body.name for body in bodies()}
ISSUES = {issue.id for issue in issues()}


def test_each_kind_has_as_many_stories():
    kinds = [story["kind"] for story in GOLD]
    assert set(kinds) == KINDS
    assert len({kinds.count(kind) for kind in KINDS}) == 1
    assert [path.stem for path in sorted(STORIES.glob("*.json"))] == [story["id"] for story in GOLD]


@pytest.mark.parametrize("story", GOLD, ids=lambda s: s["id"])
def test_a_story_is_of_the_length_of_an_agencys(story):
    assert 190 <= len(story["text"].split()) <= 410
    assert DATE.fullmatch(story["published"])
    assert re.fullmatch(rf"{story['kind']}-\d+", story["id"])


@pytest.mark.parametrize("story", GOLD, ids=lambda s: s["id"])
def test_every_quote_stands_in_the_text(story):
    expected = story["expected"]
    quotes = [x["quote"] for name in ("encounters", "positions", "reports") for x in expected[name]]
    quotes += [p["what"] for p in expected["positions"]]
    quotes += [a["text"] for a in expected["assessments"]] + expected["claims"]
    assert [q for q in quotes if not q or q not in story["text"]] == []


@pytest.mark.parametrize("story", GOLD, ids=lambda s: s["id"])
def test_encounters_are_of_known_forms_countries_and_dates(story):
    encounters = story["expected"]["encounters"]
    assert [e["id"] for e in encounters] == list(range(1, len(encounters) + 1))
    for e in encounters:
        assert e["form"] in get_args(EncounterForm)
        assert e["status"] in get_args(Status)
        assert e["countries"] == sorted({p["country"] for p in e["participants"] if p["country"]})
        assert set(e["countries"]) | ({e["host"]} if "host" in e else set()) <= CODES
        assert e["date"] is None or DATE.fullmatch(e["date"])
        assert "until" not in e or (DATE.fullmatch(e["until"]) and e["date"] < e["until"])
        assert e.get("part_of") is None or 0 < e["part_of"] < e["id"]


@pytest.mark.parametrize("story", GOLD, ids=lambda s: s["id"])
def test_positions_and_issues_are_known(story):
    expected = story["expected"]
    assert set(expected["issues"]) <= ISSUES
    for p in expected["positions"]:
        assert p["stance"] in get_args(Stance)
        assert p["issue"] is None or p["issue"] in expected["issues"]
        for power in (p["holder"], p["addressee"] or p["holder"]):
            assert power in CODES | BODIES
    for a in expected["assessments"]:
        assert a["direction"] in get_args(Direction)
        assert set(a["about"]) <= CODES


def told(benchmark, *item, until=None):
    return benchmark.Told(item=item, until=until, quote="")


def test_pairs_are_matched_one_to_one_by_what_agrees(benchmark):
    visit = told(benchmark, ("CHN", "USA"), "visit", "happened", "2023-06-18", until="2023-06-19")
    dinner = told(benchmark, ("CHN", "USA"), "meal", "planned", "2023-06-18")
    last_day = told(benchmark, ("CHN", "USA"), "visit", "happened", "2023-06-19")
    counts = benchmark.tally([visit, dinner], [last_day, told(benchmark, ("FRA",), "call", "denied", None)])
    assert (counts.expected, counts.found, counts.pairs, counts.whole, counts.quarters) == (2, 2, 1, 1, 4)
    assert (counts.strict, counts.soft) == (0.5, 0.5)
    half = benchmark.tally([dinner], [last_day])
    assert (half.strict, half.soft, half.agreed) == (0.0, 0.25, [1, 0, 0, 0])


def test_nothing_expected_and_nothing_found_is_right(benchmark):
    assert benchmark.tally([], []).strict == 1.0


def test_floors_are_raised_and_never_lowered(benchmark):
    floors = {"first": {"a": 0.5, "b": 0.2}, "tuning": {"a": 0.9}}
    assert benchmark.raised(floors, {"first": {"a": 0.4, "b": 0.3, "c": 0.1}, "unseen": {"a": 0.6}}) == {
        "first": {"a": 0.5, "b": 0.3, "c": 0.1},
        "tuning": {"a": 0.9},
        "unseen": {"a": 0.6},
    }


def test_parts_are_told_apart_by_the_list_of_the_unseen(benchmark, tmp_path):
    (tmp_path / "unseen.txt").write_text("# only measured\nvisit-5\n\n", "utf-8")
    hidden = benchmark.unseen(tmp_path)
    stories = [{"id": "visit-1"}, {"id": "visit-4"}, {"id": "visit-5"}]
    assert benchmark.parts(stories, hidden) == {"first": [0], "tuning": [0, 1], "unseen": [2]}
    assert benchmark.unseen(tmp_path / "elsewhere") == frozenset()


def test_the_unseen_are_stories_that_are_there(benchmark):
    assert benchmark.unseen(STORIES) <= {story["id"] for story in GOLD}


@pytest.mark.parametrize("asked", [["visit-5"], ["visit-5", "--part", "unseen"]])
def test_an_unseen_story_is_not_shown_by_mistake(benchmark, tmp_path, monkeypatch, capsys, asked):
    (tmp_path / "unseen.txt").write_text("visit-5\n", "utf-8")
    monkeypatch.setattr(sys, "argv", ["stories.py", str(tmp_path), "--show", *asked])
    with pytest.raises(SystemExit) as stopped:
        benchmark.main()
    assert stopped.value.code == 2
    assert "only measured" in capsys.readouterr().err


@pytest.fixture(scope="module")
def readings(benchmark, reader):
    """All stories, read."""
    return benchmark.read(GOLD, reader)


def test_every_reading_holds_together(readings):
    assert {one.id: ends for one in readings if (ends := loose_ends(one))} == {}


def test_no_score_falls_below_its_floor(benchmark, readings):
    floors = json.loads((STORIES.parent / "floors.json").read_text("utf-8"))
    scores = benchmark.by_part(GOLD, readings, benchmark.unseen(STORIES))
    reached = {part: benchmark.totals(one) for part, one in scores.items()}
    fallen = {
        f"{part}: {name}": (floor, reached[part][name])
        for part, kept in floors.items()
        for name, floor in kept.items()
        if reached[part][name] < floor - TOLERANCE
    }
    assert fallen == {}
    assert "first" in floors
    assert all(kept.keys() == reached[part].keys() for part, kept in floors.items())
