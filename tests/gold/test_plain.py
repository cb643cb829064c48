"""The plain sentences of the wires are well formed, and as many of them are found as were before."""

import json
import sys
from pathlib import Path

import pytest

from detente.knowledge.categories import categories

HERE = Path(__file__).parent
FILES = sorted((HERE / "plain").glob("*.jsonl"))
FLOORS = json.loads((HERE / "plain" / "floors.json").read_text("utf-8"))
TOLERANCE = 0.01
"""How far a score may fall, for what another machine rounds otherwise."""


def lines_of(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_lines_name_a_known_category_and_a_party(path):
    known = set(categories().events())
    for line in lines_of(path):
        assert line.keys() == {"text", "event", "actors", "recipients"}
        assert line["event"] in known and (line["actors"] or line["recipients"]), line["text"]


def test_no_sentence_stands_twice_and_every_category_is_there():
    lines = [line for path in FILES for line in lines_of(path)]
    assert len({line["text"] for line in lines}) == len(lines)
    assert {line["event"] for line in lines} == set(categories().events())


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_as_many_are_right_as_before(path):
    sys.path.insert(0, str(HERE.parents[1] / "benchmarks"))
    from detente.reading import open_reader
    from plain import measure_plain, read_plain

    figures = measure_plain(read_plain(path), open_reader(threads=1))
    assert figures.right >= FLOORS[path.stem] - TOLERANCE
