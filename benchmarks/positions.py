"""How well the positions of short passages are found, beside what a careful reader finds in them.

    python benchmarks/positions.py [--part tuning|unseen|all] [--show ID|all] [--json] [--raise-floors]

tests/gold/positions/README.md says what the passages are and what counts. Scored as `benchmarks/stories.py` scores the
positions of stories: strict F1 where holder, addressee, issue and stance all agree, soft F1 with a quarter for each,
and the share of agreement of each over the matched pairs. Of the unseen only totals are printed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import stories as gold

from detente.reading import Reader, open_reader
from detente.types import Reading

PASSAGES = gold.GOLD / "positions"
FLOORS = PASSAGES / "floors.json"
PARTS = ("tuning", "unseen")


def passages(part: str) -> list[dict[str, Any]]:
    """The passages of a part, each in the shape of a story: `expected` holds the positions and people's `bodies`."""
    lines = (PASSAGES / f"{part}.jsonl").read_text("utf-8").splitlines()
    return [as_story(json.loads(line)) for line in lines]


def as_story(passage: Mapping[str, Any]) -> dict[str, Any]:
    """A passage as a story without encounters; what a stand is about is not told apart from its quotation."""
    positions = [{**p, "what": p["quote"]} for p in passage["positions"]]
    expected = {"positions": positions, "encounters": [], "bodies": passage.get("bodies", {})}
    return {**passage, "expected": expected}


def tallies(stories: Sequence[dict[str, Any]], readings: Sequence[Reading]) -> gold.Tally:
    """The sum over passages of expected beside found."""
    return gold.score(stories, readings).of("positions")


def figures(counts: gold.Tally) -> dict[str, Any]:
    """Strict and soft F1, numbers expected and found, accuracy of each attribute over the matched pairs."""
    accuracy = {
        n: round(a / max(counts.pairs, 1), 3) for n, a in zip(gold.POSITION, counts.agreed, strict=True)
    }
    return {
        "strict": round(counts.strict, 3),
        "soft": round(counts.soft, 3),
        "expected": counts.expected,
        "found": counts.found,
        "matched": counts.pairs,
        "accuracy": accuracy,
    }


def measure(part: str, reader: Reader) -> dict[str, Any]:
    """The figures of a part."""
    stories = passages(part)
    return figures(tallies(stories, gold.read(stories, reader)))


def floors_of(reached: Mapping[str, dict[str, Any]]) -> gold.Floors:
    """The two figures of each part that floors are kept for."""
    return {part: {name: one[name] for name in ("strict", "soft")} for part, one in reached.items()}


def main() -> None:
    """Reads the passages, codes them, prints the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--part", choices=(*PARTS, "all"), default="all")
    parser.add_argument("--show", metavar="ID", help="a passage's id for tuning, or 'all'")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--raise-floors", action="store_true")
    given = parser.parse_args()
    reader = open_reader(threads=1)
    if given.show:
        chosen = [s for s in passages("tuning") if given.show in {"all", s["id"]}]
        for story, reading in zip(chosen, gold.read(chosen, reader), strict=True):
            gold.show(story, reading)
            print()
        return
    reached = {part: measure(part, reader) for part in PARTS if given.part in {part, "all"}}
    if given.raise_floors:
        kept = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
        FLOORS.write_text(json.dumps(gold.raised(kept, floors_of(reached)), indent=1) + "\n", "utf-8")
    if given.json:
        print(json.dumps(reached, indent=1))
        return
    for part, one in reached.items():
        print(f"{part}: " + " ".join(f"{name} {figure}" for name, figure in one.items()))


if __name__ == "__main__":
    main()
