"""How well the encounters and positions of whole stories are found, beside what a careful reader finds in them.

    python benchmarks/stories.py [FOLDER] [--part PART] [--json] [--show ID [--open]] [--raise-floors]

FOLDER (default tests/gold/stories) holds one JSON file a story; its README.md says what the fields mean and what
counts. Expected and found encounters are matched one to one so that most attributes agree, and positions likewise.
Two scores each: strict (a pair counts where all four attributes agree) and soft (a quarter for each that agrees),
both as F1. Encounters: countries of the participants (as a set), form, status, date. Positions: holder, addressee,
issue, stance. The accuracy of an attribute is its share of agreement over the matched pairs.

Parts: `tuning`, which may be read while the coder is mended, and in it `first`, the thirty of the beginning; `unseen`, the
stories that FOLDER/unseen.txt names. Of the unseen only totals are printed, and `--show` refuses them unless `--open`
is given: who has opened one can no longer measure with it. `--raise-floors` writes what has been gained in each part
to tests/gold/floors.json, below which a test lets no score fall; it lowers none.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.reading import Reader, Story, open_reader
from detente.types import Actor, Encounter, Position, Reading

GOLD = Path(__file__).parents[1] / "tests" / "gold"
STORIES = GOLD / "stories"
FLOORS = GOLD / "floors.json"
ENCOUNTER = ("countries", "form", "status", "date")
POSITION = ("holder", "addressee", "issue", "stance")

PARTS = {
    "first": ("first",),
    "tuning": ("first", "tuning"),
    "unseen": ("unseen",),
    "all": ("first", "tuning", "unseen"),
}
"""What can be asked for, and of which parts it gives the figures."""

Item = tuple[Any, ...]
"""Four attributes, in the order of ENCOUNTER or POSITION."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An encounter or a position: the four attributes that are scored, and the words it stands in."""

    item: Item
    quote: str
    until: str | None = None
    """Of an expected encounter, the last day."""


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts over stories, of encounters or of positions."""

    expected: int = 0
    found: int = 0
    whole: int = 0
    quarters: int = 0
    pairs: int = 0
    agreed: list[int] = field(default_factory=lambda: [0, 0, 0, 0])

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            expected=self.expected + other.expected,
            found=self.found + other.found,
            whole=self.whole + other.whole,
            quarters=self.quarters + other.quarters,
            pairs=self.pairs + other.pairs,
            agreed=[a + b for a, b in zip(self.agreed, other.agreed, strict=True)],
        )

    @property
    def strict(self) -> float:
        """F1 over pairs of which all four attributes agree, 0 to 1."""
        return _f1(self.whole, self.expected, self.found)

    @property
    def soft(self) -> float:
        """F1 with a quarter for each attribute that agrees, 0 to 1."""
        return _f1(self.quarters / 4, self.expected, self.found)


def _f1(right: float, expected: int, found: int) -> float:
    return 2 * right / (expected + found) if expected + found else 1.0


def gold(folder: Path = STORIES) -> list[dict[str, Any]]:
    """The stories of a folder, ordered by name."""
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]


def unseen(folder: Path) -> frozenset[str]:
    """The ids of the stories that are only measured: lines of `unseen.txt`, `#` begins a comment."""
    path = folder / "unseen.txt"
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def parts(stories: Sequence[dict[str, Any]], hidden: frozenset[str]) -> dict[str, list[int]]:
    """Which stories (places in the sequence) are of which part; `first` is contained in `tuning`."""
    tuning = [n for n, s in enumerate(stories) if s["id"] not in hidden]
    return {
        "first": [n for n in tuning if stories[n]["id"].endswith(("-1", "-2", "-3"))],
        "tuning": tuning,
        "unseen": [n for n, s in enumerate(stories) if s["id"] in hidden],
    }


def expected_encounters(story: dict[str, Any]) -> list[Told]:
    """The encounters that a careful reader finds."""
    return [
        Told(
            item=(tuple(sorted(e["countries"])), e["form"], e["status"], e["date"]),
            quote=e["quote"],
            until=e.get("until"),
        )
        for e in story["expected"]["encounters"]
    ]


def expected_positions(story: dict[str, Any]) -> list[Told]:
    """The positions that a careful reader finds."""
    return [
        Told(item=tuple(p[name] for name in POSITION), quote=p["quote"])
        for p in story["expected"]["positions"]
    ]


def bodies_of(story: dict[str, Any]) -> dict[str, str]:
    """People who speak for an organisation, with its name."""
    return dict(story["expected"].get("bodies", {}))


def found_encounter(encounter: Encounter) -> Told:
    """An encounter as the coder tells it. Hours and what is no date (`PRESENT_REF`) do not count as a day."""
    countries = tuple(sorted({p.country for p in encounter.participants if p.country}))
    value = encounter.when.value if encounter.when else None
    date = value[:10] if value and value[:4].isdigit() else None
    return Told(item=(countries, encounter.form, encounter.status, date), quote=encounter.quote)


def found_position(position: Position, bodies: Mapping[str, str]) -> Told:
    """A position as the coder tells it; `bodies` says for which organisation a person speaks."""
    holder, addressee = (_power(who, bodies) for who in (position.holder, position.addressee))
    return Told(item=(holder, addressee, position.issue, position.stance), quote=position.quote)


def _power(actor: Actor | None, bodies: Mapping[str, str]) -> str | None:
    if actor is None:
        return None
    return bodies.get(actor.name or actor.text) or actor.country or actor.name


def match(expected: Sequence[Told], found: Sequence[Told]) -> list[tuple[int, int, int]]:
    """One-to-one pairs (index expected, index found, attributes that agree), best first; none that agrees in nothing.

    Greedy: pairs are taken by the number of attributes that agree, then by whether one quotation holds the other
    or shares most of its words, then in the order of the text.
    """
    pairs = [
        (-sum(agreement(e, f)), -_overlap(e.quote, f.quote), i, j)
        for i, e in enumerate(expected)
        for j, f in enumerate(found)
    ]
    taken_expected: set[int] = set()
    taken_found: set[int] = set()
    matched: list[tuple[int, int, int]] = []
    for agreed, _, i, j in sorted(pairs):
        if agreed and i not in taken_expected and j not in taken_found:
            taken_expected.add(i)
            taken_found.add(j)
            matched.append((i, j, -agreed))
    return matched


def agreement(expected: Told, found: Told) -> list[bool]:
    """Which of the four attributes agree. For a span any day within it does."""
    agreed = [a == b for a, b in zip(expected.item, found.item, strict=True)]
    day = found.item[3]
    if expected.until and day:
        agreed[3] = agreed[3] or expected.item[3] <= day <= expected.until
    return agreed


def _overlap(one: str, other: str) -> float:
    a, b = set(one.split()), set(other.split())
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def tally(expected: Sequence[Told], found: Sequence[Told]) -> Tally:
    """The counts of one story."""
    counts = Tally(expected=len(expected), found=len(found))
    for i, j, agreed in match(expected, found):
        counts.pairs += 1
        counts.whole += agreed == 4
        counts.quarters += agreed
        counts.agreed = [a + b for a, b in zip(counts.agreed, agreement(expected[i], found[j]), strict=True)]
    return counts


def read(stories: Sequence[dict[str, Any]], reader: Reader) -> list[Reading]:
    """What the coder finds in the stories, of which it sees what `detente code` would see."""
    lines = [
        Story(id=s["id"], text=s["text"], title=s["title"], published=s["published"], outlet=s.get("outlet"))
        for s in stories
    ]
    return reader.read([reader.story(line) for line in lines])


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """The counts of each story."""

    kinds: tuple[str, ...]
    encounters: tuple[Tally, ...]
    positions: tuple[Tally, ...]

    def of(self, which: str, kind: str | None = None) -> Tally:
        """The sum over the stories of a kind, or over all; `which` is `encounters` or `positions`."""
        tallies: Iterable[Tally] = self.encounters if which == "encounters" else self.positions
        return sum((t for k, t in zip(self.kinds, tallies, strict=True) if kind in {None, k}), Tally())


def score(stories: Sequence[dict[str, Any]], readings: Sequence[Reading]) -> Scores:
    """Expected beside found, for all stories."""
    both = list(zip(stories, readings, strict=True))
    return Scores(
        kinds=tuple(s["kind"] for s in stories),
        encounters=tuple(
            tally(expected_encounters(s), [found_encounter(e) for e in r.encounters]) for s, r in both
        ),
        positions=tuple(
            tally(expected_positions(s), [found_position(p, bodies_of(s)) for p in r.positions])
            for s, r in both
        ),
    )


def by_part(
    stories: Sequence[dict[str, Any]], readings: Sequence[Reading], hidden: frozenset[str]
) -> dict[str, Scores]:
    """The scores of each part that has stories."""
    return {
        part: score([stories[n] for n in places], [readings[n] for n in places])
        for part, places in parts(stories, hidden).items()
        if places
    }


def as_dict(scores: Scores, kinds: bool = True) -> dict[str, Any]:
    """The figures, for machines: per kind, where `kinds` are asked for, and `total`."""
    names: list[tuple[str, str | None]] = [(k, k) for k in sorted(set(scores.kinds)) if kinds]
    names.append(("total", None))
    return {
        name: {
            which: _figures(scores.of(which, kind), attributes)
            for which, attributes in (("encounters", ENCOUNTER), ("positions", POSITION))
        }
        for name, kind in names
    }


def _figures(counts: Tally, attributes: Sequence[str]) -> dict[str, Any]:
    accuracy = {
        n: round(a / counts.pairs, 3) if counts.pairs else None
        for n, a in zip(attributes, counts.agreed, strict=True)
    }
    return {
        "strict": round(counts.strict, 3),
        "soft": round(counts.soft, 3),
        "expected": counts.expected,
        "found": counts.found,
        "accuracy": accuracy,
    }


def totals(scores: Scores) -> dict[str, float]:
    """The four figures that floors are kept for."""
    kept = ((which, scores.of(which)) for which in ("encounters", "positions"))
    return {
        f"{which} {name}": round(figure, 3)
        for which, counts in kept
        for name, figure in (("strict", counts.strict), ("soft", counts.soft))
    }


Floors = dict[str, dict[str, float]]
"""Of each part, the four totals."""


def raised(floors: Floors, reached: Floors) -> Floors:
    """The floors of each part, higher where more was reached."""
    return floors | {
        part: {name: max(figure, floors.get(part, {}).get(name, 0.0)) for name, figure in figures.items()}
        for part, figures in reached.items()
    }


def print_scores(figures: dict[str, Any]) -> None:
    """A line a kind, encounters then positions."""
    for which in ("encounters", "positions"):
        print(f"{which:26} strict  soft  expected  found  accuracy over matched pairs")
        for kind, both in figures.items():
            one = both[which]
            accuracy = " ".join(f"{n} {a if a is not None else '-'}" for n, a in one["accuracy"].items())
            print(
                f"  {kind:24} {one['strict']:6.3f} {one['soft']:5.3f} {one['expected']:9} {one['found']:6}  {accuracy}"
            )


def show(story: dict[str, Any], reading: Reading) -> None:
    """Expected beside found, one pair a block, then what was missed and what was found too much."""
    print(f"{story['id']}: {story['title']} ({story['published']})")
    for name, expected, found in (
        ("ENCOUNTERS", expected_encounters(story), [found_encounter(e) for e in reading.encounters]),
        (
            "POSITIONS",
            expected_positions(story),
            [found_position(p, bodies_of(story)) for p in reading.positions],
        ),
    ):
        print(f"\n{name}")
        _show(expected, found, print)


def _show(expected: Sequence[Told], found: Sequence[Told], out: Callable[[str], object]) -> None:
    pairs = match(expected, found)
    for i, j, agreed in sorted(pairs):
        out(f"  {agreed}/4 expected {expected[i].item}  “{expected[i].quote}”")
        if agreed < 4:
            out(f"      found    {found[j].item}  “{found[j].quote}”")
    for i in sorted(set(range(len(expected))) - {i for i, _, _ in pairs}):
        out(f"  missed       {expected[i].item}  “{expected[i].quote}”")
    for j in sorted(set(range(len(found))) - {j for _, j, _ in pairs}):
        out(f"  too much     {found[j].item}  “{found[j].quote}”")


def main() -> None:
    """Reads the stories, codes them, prints the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", default=STORIES)
    parser.add_argument("--part", choices=tuple(PARTS), default="all")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--raise-floors", action="store_true")
    parser.add_argument("--show", metavar="ID", help="a story's id, or 'all'")
    parser.add_argument("--open", action="store_true", help="let --show print unseen stories too")
    given = parser.parse_args()
    stories, hidden = gold(given.folder), unseen(given.folder)
    if given.show in hidden and not given.open:
        parser.error(f"{given.show} is only measured; --open shows it all the same")
    if given.part != "all":
        stories = [stories[n] for n in parts(stories, hidden)[given.part]]
    if given.show:
        chosen = [
            s for s in stories if given.show in {"all", s["id"]} and (given.open or s["id"] not in hidden)
        ]
        for story, reading in zip(chosen, read(chosen, open_reader(threads=1)), strict=True):
            show(story, reading)
            print()
        return
    scores = by_part(stories, read(stories, open_reader(threads=1)), hidden)
    scores = {part: one for part, one in scores.items() if part in PARTS[given.part]}
    if given.raise_floors:
        floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
        reached = {part: totals(one) for part, one in scores.items()}
        FLOORS.write_text(json.dumps(raised(floors, reached), indent=1) + "\n", "utf-8")
    figures = {part: as_dict(one, kinds=part != "unseen") for part, one in scores.items()}
    if given.json:
        print(json.dumps(figures, indent=1))
        return
    for part, one in figures.items():
        if part == "first" and given.part != "first":
            one = {"total": one["total"]}
        print(f"{part}: {len(scores[part].kinds)} stories")
        print_scores(one)


if __name__ == "__main__":
    main()
