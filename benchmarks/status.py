"""How often status, negation, background and attribution are right.

    python benchmarks/status.py [GOLD.jsonl] [--no-model] [--json] [--errors]

GOLD is JSONL: `text`, `word` and `start` (a word of the act that is meant and its offset), `status`, `negated`,
`historical`, and where it is judged `said_by` (a state's code, null where the story itself vouches). Without GOLD the
project's own sentences are taken (tests/gold/status.jsonl): written for this, and since then development data. The
report judged is the one whose trigger stands nearest to the word; shares are of the reports found.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.reading import Reader, open_reader
from detente.types import Article, Report

OWN = Path(__file__).parents[1] / "tests" / "gold" / "status.jsonl"
PUBLISHED = "2023-06-20"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusLine:
    """One sentence, one act of it, and how that act stands. `said_by` is judged where `attributed`."""

    text: str
    start: int
    status: str
    negated: bool
    historical: bool
    attributed: bool
    said_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusFigures:
    """Shares of the reports found (`found` itself: of the lines)."""

    lines: int
    found: float
    status: float
    negated: float
    status_and_negation: float
    historical: float
    said_by: float
    errors: tuple[str, ...]


def read_status_gold(path: Path) -> tuple[StatusLine, ...]:
    """The lines of a file of judged sentences."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return tuple(
        StatusLine(
            text=row["text"],
            start=row["start"],
            status=row["status"],
            negated=row["negated"],
            historical=row["historical"],
            attributed="said_by" in row,
            said_by=row.get("said_by"),
        )
        for row in rows
    )


def accuracy(rows: Sequence[StatusLine], reader: Reader) -> StatusFigures:
    """The shares over these sentences, each read as a story of its own published on one day."""
    stories = [
        Article(id=str(n), text=row.text, published=PUBLISHED, language="en") for n, row in enumerate(rows)
    ]
    pairs = [
        (row, nearest)
        for row, reading in zip(rows, reader.read(stories), strict=True)
        if (nearest := _nearest(reading.reports, row.start)) is not None
    ]
    attributed = [(row, report) for row, report in pairs if row.attributed]
    wrong = [(row, report) for row, report in pairs if not _stands(row, report)]
    count = len(pairs) or 1
    return StatusFigures(
        lines=len(rows),
        found=len(pairs) / (len(rows) or 1),
        status=sum(row.status == report.status for row, report in pairs) / count,
        negated=sum(row.negated == report.negated for row, report in pairs) / count,
        status_and_negation=1 - len(wrong) / count,
        historical=sum(row.historical == report.historical for row, report in pairs) / count,
        said_by=sum(row.said_by == _state(report) for row, report in attributed) / (len(attributed) or 1),
        errors=tuple(_told(row, report) for row, report in wrong),
    )


def _stands(row: StatusLine, report: Report) -> bool:
    return (row.status, row.negated) == (report.status, report.negated)


def _state(report: Report) -> str | None:
    return report.said_by.country if report.said_by else None


def _told(row: StatusLine, report: Report) -> str:
    got = f"{report.event} {report.status}{' not' if report.negated else ''}"
    return f"{row.status}{' not' if row.negated else ''}, coded {got}: {row.text}"


def _nearest(reports: Sequence[Report], word: int) -> Report | None:
    def distance(report: Report) -> int:
        start, end = report.trigger.start, report.trigger.end
        return 0 if start <= word < end else min(abs(start - word), abs(end - word))

    return min(reports, key=distance, default=None)


def main() -> None:
    """Reads the sentences, measures, prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path, nargs="?", default=OWN)
    parser.add_argument("--no-model", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", action="store_true", help="also print the sentences that were wrong")
    given = parser.parse_args()
    figures = accuracy(read_status_gold(given.gold), open_reader(model=not given.no_model))
    if given.json:
        print(json.dumps(dataclasses.asdict(figures)))
        return
    for name, value in dataclasses.asdict(figures).items():
        if name != "errors":
            print(
                f"{name.replace('_', ' ')}: {value:.3f}" if isinstance(value, float) else f"{name}: {value}"
            )
    if given.errors:
        print("\n".join(figures.errors))


if __name__ == "__main__":
    main()
