"""How well official one-line records of journeys are read: who was met, and in what form.

    python benchmarks/remarks.py REMARKS.jsonl [--json] [--show] [--limit N]

REMARKS holds lines {"id", "story", "traveller", "expect": {"types", "counterparts", "groups", "accompanied"}}. Each
story is read alone, without a day of publication, as `detente code` would read it.

Counterparts: the persons, by name or else by office, who take part in any encounter beside the traveller; states,
bodies and unnamed groups are none. A found one is right if its surname (last word of its name or mention, accents and case apart)
stands in the expected name, or the other way round; where no name is given, if the offices agree. Two kinds are neither
right nor wrong: those whom the traveller only accompanied, and offices of which the record speaks in the plural
("the Foreign Ministers of Chad and Niger", listed apart as groups).

Forms: `types` of a record are kinds of remark, and several of them say nothing of an encounter's form. Mapped are

    meeting                      a meeting, talks, a meal or a call
    agenda                       the same, or a summit (talks "on" something, with whoever it may be)
    multilateral                 a summit (our word for every convened gathering of several powers)
    ceremony                     a ceremony
    visit_class, private, transit, accompanied, other, address, us_audience, signing
                                 a visit: these tell of the journey, which each story states in its first sentence

Two figures: the share of expected types that are found (a type counts where an encounter of its form is there), and
the share of lines that are right as a whole: every expected type found, and no meeting, summit or ceremony found in a
line that has no type to expect it.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.articles import Story
from detente.reading import open_reader
from detente.types import Actor, Encounter, Reading

FACE = frozenset({"meeting", "talks", "meal", "call"})
FORMS: dict[str, frozenset[str]] = {
    "meeting": FACE,
    "agenda": FACE | {"summit"},
    "multilateral": frozenset({"summit"}),
    "ceremony": frozenset({"ceremony"}),
}
JOURNEY = frozenset({"visit"})
BATCH = 64


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts over all lines."""

    lines: int = 0
    expected: int = 0
    found: int = 0
    right: int = 0
    types: Counter[str] = field(default_factory=Counter)
    types_found: Counter[str] = field(default_factory=Counter)
    whole: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 1.0

    @property
    def forms(self) -> float:
        return sum(self.types_found.values()) / max(1, sum(self.types.values()))


def counterparts(reading: Reading, traveller: str) -> list[Actor]:
    """The persons who take part in the encounters of a story, each once, without the traveller."""
    found: dict[str, Actor] = {}
    for encounter in reading.encounters:
        for actor in encounter.participants:
            known_by = actor.name if actor.kind == "person" else actor.office
            if known_by and actor.kind in {"person", "unnamed"} and not _is_one(known_by, traveller):
                found.setdefault(_plain(known_by), actor)
    return list(found.values())


def _is_one(name: str, other: str) -> bool:
    a, b = _plain(name).split(), _plain(other).split()
    return bool(a and b) and (a[-1] in b or b[-1] in a)


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i").replace("-", " "))
    return "".join(c for c in letters if c.isalnum() or c == " ")


def _matches(expected: dict[str, Any], actor: Actor) -> bool:
    if expected["name"]:
        # The table may spell a name otherwise than the text ("Tuđman", "Tudjman"): its words count as well.
        return any(_is_one(name, expected["name"]) for name in (actor.name or "", actor.text))
    return _plain(actor.office or "") == _plain(expected["office"] or "")


def _neutral(actor: Actor, expect: dict[str, Any]) -> bool:
    accompanied = any(_is_one(actor.name or "-", a["name"] or "") for a in expect["accompanied"])
    grouped = actor.kind == "unnamed" and bool(expect["groups"])
    return accompanied or grouped


def compare(line: dict[str, Any], reading: Reading, tally: Tally) -> list[str]:
    """Enters one line into the tally; says what was missed or wrong."""
    expect, faults = line["expect"], []
    found = [a for a in counterparts(reading, line["traveller"]) if not _neutral(a, expect)]
    open_ones = list(expect["counterparts"])
    for actor in found:
        match = next((e for e in open_ones if _matches(e, actor)), None)
        if match is None:
            faults.append(f"no counterpart: {actor.name or actor.office}")
        else:
            open_ones.remove(match)
            tally.right += 1
    faults += [f"missed: {e['office']} {e['name']}" for e in open_ones]
    tally.lines += 1
    tally.expected += len(expect["counterparts"])
    tally.found += len(found)
    return faults + _compare_forms(expect["types"], reading.encounters, tally)


def _compare_forms(types: Sequence[str], encounters: Sequence[Encounter], tally: Tally) -> list[str]:
    forms = {e.form for e in encounters}
    wanted = {t: FORMS.get(t, JOURNEY) for t in types}
    missing = [t for t, fitting in wanted.items() if not forms & fitting]
    allowed = frozenset().union(*wanted.values()) | JOURNEY
    surplus = sorted(f for f in forms - allowed if f in FACE | {"summit", "ceremony"})
    tally.types.update(types)
    tally.types_found.update(set(types) - set(missing))
    tally.whole += not missing and not surplus
    return [f"no form for: {t}" for t in missing] + [f"unexpected form: {f}" for f in surplus]


def readings(lines: Sequence[dict[str, Any]]) -> Iterator[Reading]:
    """The stories, read."""
    reader = open_reader(model=False)
    for start in range(0, len(lines), BATCH):
        batch = lines[start : start + BATCH]
        yield from reader.read([reader.story(Story(id=x["id"], text=x["story"])) for x in batch])


def main() -> None:
    """Reads the file, measures, prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("remarks", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--show", action="store_true", help="print what was missed or wrong, line by line")
    parser.add_argument("--limit", type=int)
    given = parser.parse_args()
    lines = [json.loads(line) for line in given.remarks.read_text("utf-8").splitlines()][: given.limit]
    tally = Tally()
    for line, reading in zip(lines, readings(lines), strict=True):
        faults = compare(line, reading, tally)
        if given.show and faults:
            print(f"{line['id']}: {line['story']}\n    " + "; ".join(faults))
    figures = {
        "lines": tally.lines,
        "counterparts": {"precision": tally.precision, "recall": tally.recall, "expected": tally.expected},
        "forms": {"types": tally.forms, "lines": tally.whole / max(1, tally.lines)},
    }
    if given.json:
        print(json.dumps(figures))
        return
    print(f"{tally.lines} lines; counterparts: precision {tally.precision:.3f} recall {tally.recall:.3f}")
    print(f"forms: {tally.forms:.3f} of the types found, {figures['forms']['lines']:.3f} of the lines right")
    for name, count in tally.types.most_common():
        print(f"  {name:14} {tally.types_found[name]} of {count}")


if __name__ == "__main__":
    main()
