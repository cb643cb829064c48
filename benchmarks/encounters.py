"""How well the encounters of short passages are found, beside what a careful reader finds in them.

    python benchmarks/encounters.py [--part tuning|unseen] [--json] [--show ID] [--raise-floors]

The passages are in tests/gold/encounters, its README.md says what they are. They are matched and scored as the stories are
(`benchmarks/stories.py`): strict F1 where countries, form, status and date agree, soft F1 with a quarter for each. Of the
unseen only totals are printed, and `--show` knows only those for tuning. `--raise-floors` writes what has been gained
to tests/gold/encounters/floors.json; it lowers none.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import stories

from detente.reading import Reader, Story, open_reader
from detente.types import Reading

GOLD = Path(__file__).parents[1] / "tests" / "gold" / "encounters"
FLOORS = GOLD / "floors.json"
PARTS = ("tuning", "unseen")
Passage = dict[str, Any]


def gold(part: str) -> list[Passage]:
    """The passages of a part, in the order of their file."""
    lines = (GOLD / f"{part}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def read(passages: Sequence[Passage], reader: Reader) -> list[Reading]:
    """What the coder finds in the passages."""
    lines = [Story(id=p["id"], text=p["text"], title=p["title"], published=p["published"]) for p in passages]
    return reader.read([reader.story(line) for line in lines])


def both(passage: Passage, reading: Reading) -> tuple[list[Any], list[Any]]:
    """Expected and found, as the stories' scorer has them."""
    expected = stories.expected_encounters({"expected": passage})
    return expected, [stories.found_encounter(e) for e in reading.encounters]


def counts(passages: Sequence[Passage], readings: Sequence[Reading]) -> Any:
    """The stories' tally over all passages."""
    pairs = (both(p, r) for p, r in zip(passages, readings, strict=True))
    return sum((stories.tally(expected, found) for expected, found in pairs), stories.Tally())


def figures(passages: Sequence[Passage], readings: Sequence[Reading]) -> dict[str, Any]:
    """Strict and soft F1, numbers expected and found, accuracy of each attribute over the matched pairs."""
    total = counts(passages, readings)
    accuracy = {
        name: round(agreed / total.pairs, 3) if total.pairs else None
        for name, agreed in zip(stories.ENCOUNTER, total.agreed, strict=True)
    }
    return {
        "passages": len(passages),
        "strict": round(total.strict, 3),
        "soft": round(total.soft, 3),
        "expected": total.expected,
        "found": total.found,
        "matched": total.pairs,
        "accuracy": accuracy,
    }


def show(passages: Sequence[Passage], readings: Sequence[Reading]) -> None:
    """Expected beside found, passage by passage, then how often each attribute went wrong."""
    wrong: Counter[str] = Counter()
    for passage, reading in zip(passages, readings, strict=True):
        expected, found = both(passage, reading)
        print(f"\n{passage['id']} ({passage['published']}): {passage['text']}")
        stories._show(expected, found, print)
        pairs = stories.match(expected, found)
        wrong["missed"] += len(expected) - len(pairs)
        wrong["too much"] += len(found) - len(pairs)
        for i, j, _ in pairs:
            agreed = stories.agreement(expected[i], found[j])
            wrong.update(n for n, a in zip(stories.ENCOUNTER, agreed, strict=True) if not a)
    print("\n" + ", ".join(f"{name} {times}" for name, times in wrong.most_common()))


def main() -> None:
    """Reads the passages, codes them, prints the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--part", choices=PARTS)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--raise-floors", action="store_true")
    parser.add_argument("--show", metavar="ID", help="the id of a passage for tuning, or 'all'")
    given = parser.parse_args()
    reader = open_reader(threads=1)
    if given.show:
        chosen = [p for p in gold("tuning") if given.show in {"all", p["id"]}]
        show(chosen, read(chosen, reader))
        return
    reached = {}
    for part in (given.part,) if given.part else PARTS:
        passages = gold(part)
        reached[part] = figures(passages, read(passages, reader))
    if given.raise_floors:
        floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
        kept = {part: {name: one[name] for name in ("strict", "soft")} for part, one in reached.items()}
        FLOORS.write_text(json.dumps(stories.raised(floors, kept), indent=1) + "\n", "utf-8")
    if given.json:
        print(json.dumps(reached, indent=1))
        return
    for part, one in reached.items():
        accuracy = " ".join(f"{name} {value}" for name, value in one["accuracy"].items())
        print(
            f"{part}: {one['passages']} passages, strict {one['strict']:.3f}, soft {one['soft']:.3f}, "
            f"expected {one['expected']}, found {one['found']}, matched {one['matched']}; {accuracy}"
        )


if __name__ == "__main__":
    main()
