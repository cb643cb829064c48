"""How many plain sentences of the wires are found: category, and who to whom.

    python benchmarks/plain.py [FILES] [--no-model] [--json] [--errors]

FILES are JSONL: `text` (one sentence that tells one event), `event`, `actors` and `recipients` (ISO 3166-1 alpha-3, or
the name of a body or group). Without FILES those of tests/gold/plain are taken, each by itself. A line is right where a
report has its category and its parties; where only actors are named, or both sides consult, either side may stand first.
`found` counts lines with any report of the right parties, `extra` the reports that are not right.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.reading import Reader, Story, open_reader
from detente.types import Actor, Report

OWN = Path(__file__).parents[1] / "tests" / "gold" / "plain"
PUBLISHED = "2023-06-20"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainLine:
    """One sentence and the event that it tells."""

    text: str
    event: str
    actors: frozenset[str]
    recipients: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainFigures:
    """Shares of the lines; extra reports for each right one; what was wrong, for people."""

    lines: int
    right: float
    category: float
    found: float
    extra: float
    errors: tuple[str, ...]


def read_plain(path: Path) -> tuple[PlainLine, ...]:
    """The lines of a file."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return tuple(
        PlainLine(
            text=row["text"],
            event=row["event"],
            actors=frozenset(row["actors"]),
            recipients=frozenset(row["recipients"]),
        )
        for row in rows
    )


def measure_plain(lines: Sequence[PlainLine], reader: Reader) -> PlainFigures:
    """Reads each sentence as a story of its own and compares."""
    stories = [
        reader.story(Story(id=str(n), text=line.text, published=PUBLISHED)) for n, line in enumerate(lines)
    ]
    told = [reading.reports for reading in reader.read(stories)]
    right = category = found = extra = 0
    errors: list[str] = []
    for line, reports in zip(lines, told, strict=True):
        of_parties = [report for report in reports if _parties_are(report, line)]
        whole = any(report.event == line.event for report in of_parties)
        right += whole
        found += bool(of_parties)
        category += any(report.event == line.event for report in reports)
        extra += len(reports) - whole
        if not whole:
            errors.append(f"{line.event} {_sides(line)} | {line.text} | {'; '.join(map(_told, reports))}")
    count = len(lines) or 1
    return PlainFigures(
        lines=len(lines),
        right=round(right / count, 4),
        category=round(category / count, 4),
        found=round(found / count, 4),
        extra=round(extra / (right or 1), 4),
        errors=tuple(errors),
    )


def _parties_are(report: Report, line: PlainLine) -> bool:
    doers, others = _names(report.actors), _names(report.recipients)
    if not line.recipients or line.event == "CONSULT":
        return line.actors | line.recipients <= doers | others
    return line.actors <= doers and line.recipients <= others


def _names(actors: Sequence[Actor]) -> frozenset[str]:
    return frozenset(name for a in actors for name in (a.country, a.name) if name is not None)


def _sides(line: PlainLine) -> str:
    return f"{','.join(sorted(line.actors))}>{','.join(sorted(line.recipients))}"


def _told(report: Report) -> str:
    sides = (
        ",".join(a.country or a.name or "?" for a in side) for side in (report.actors, report.recipients)
    )
    return f"{report.event} {'>'.join(sides)} [{report.trigger.text}]"


def main() -> None:
    """Reads the files, measures, prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="*", default=sorted(OWN.glob("*.jsonl")))
    parser.add_argument("--no-model", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", action="store_true", help="list the lines that are not right")
    given = parser.parse_args()
    reader = open_reader(model=not given.no_model, threads=1)
    for path in given.files:
        figures = measure_plain(read_plain(path), reader)
        if given.json:
            print(json.dumps({"file": path.stem, **dataclasses.asdict(figures)}))
            continue
        print(
            f"{path.stem}: {figures.lines} lines, right {figures.right:.3f}, category {figures.category:.3f}, "
            f"parties found {figures.found:.3f}, {figures.extra:.2f} extra for each right one"
        )
        if given.errors:
            print("\n".join(figures.errors))


if __name__ == "__main__":
    main()
