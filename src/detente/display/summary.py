"""What a run of reading comes to, in a few lines."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from detente.types import Reading

FOUND = {
    "reports": "reports of events",
    "encounters": "encounters",
    "issues": "issues",
    "positions": "positions",
}


class Fated(Protocol):
    """A step of a run, as far as the summary looks."""

    @property
    def fate(self) -> str: ...
    @property
    def kind(self) -> str | None: ...
    @property
    def reading(self) -> Reading | None: ...


@dataclass(slots=True)
class Tally:
    """What a run has come to so far; it does not grow with the run."""

    fates: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    """Why items failed."""
    passed: Counter[str] = field(default_factory=Counter)
    """Why pages of a crawl were passed over."""
    problems: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)

    def add(self, step: Fated) -> None:
        """Counts one step."""
        self.fates[step.fate] += 1
        if step.fate == "failed":
            self.reasons[step.kind or "unknown"] += 1
        if step.fate == "passed":
            self.passed[step.kind or "unknown"] += 1
        if step.reading is not None:
            self.problems.update(problem.kind for problem in step.reading.problems)
            for name in FOUND:
                self.found[name] += len(getattr(step.reading, name))


def summary(tally: Tally, record: Path) -> str:
    """Read, already known, not coded, skipped and why."""
    fates = tally.fates
    lines = [f"{_counted(fates['read'] + fates['revised'], 'article')} read into {record}"]
    if fates["read"] + fates["revised"]:
        lines.append("  " + ", ".join(f"{tally.found[name]} {said}" for name, said in FOUND.items()))
    if fates["revised"]:
        lines.append(f"{_counted(fates['revised'], 'article')} had changed since; both texts are kept")
    if fates["known"]:
        lines.append(f"{_counted(fates['known'], 'article')} known already")
    lines += [
        f"{_counted(number, 'article')} with a problem: {kind}"
        for kind, number in sorted(tally.problems.items())
    ]
    if tally.passed:
        why = ", ".join(f"{kind} {number}" for kind, number in tally.passed.most_common())
        lines.append(f"{_counted(fates['passed'], 'page')} of a crawl passed over: {why}")
    if tally.reasons:
        why = ", ".join(f"{kind} {number}" for kind, number in tally.reasons.most_common())
        lines.append(f"{_counted(fates['failed'], 'item')} skipped: {why}")
    return "\n".join(lines)


def pieces_summary(
    folder: Path, read: int, known: int, fates: Counter[str], reasons: Counter[str], rows: Counter[str]
) -> str:
    """What reading into a folder of tables has come to: pieces, articles, what they say, what was skipped and why."""
    lines = [f"{_counted(read, 'piece')} read into {folder}" + (f", {known} known already" if known else "")]
    if read:
        articles = _counted(fates["read"] + fates["revised"], "article")
        lines.append(f"  {articles}, " + ", ".join(f"{rows[name]} {said}" for name, said in FOUND.items()))
    if fates["known"] + fates["passed"]:
        lines.append(
            f"  {_counted(fates['known'], 'article')} told twice, {_counted(fates['passed'], 'page')} passed over"
        )
    if reasons:
        why = ", ".join(f"{kind} {number}" for kind, number in reasons.most_common())
        lines.append(f"  {_counted(fates['failed'], 'item')} skipped (see {folder}/failed): {why}")
    return "\n".join(lines)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
