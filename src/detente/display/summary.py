"""What a run of reading comes to, in a few lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from detente.types import Reading


class Fated(Protocol):
    """A step of a run, as far as the summary looks."""

    @property
    def fate(self) -> str: ...
    @property
    def kind(self) -> str | None: ...
    @property
    def reading(self) -> Reading | None: ...


def summary(steps: Sequence[Fated], record: Path) -> str:
    """Read, already known, not coded, skipped and why."""
    fates = Counter(step.fate for step in steps)
    readings = [step.reading for step in steps if step.reading]
    found = {
        "reports of events": sum(len(r.reports) for r in readings),
        "encounters": sum(len(r.encounters) for r in readings),
        "issues": sum(len(r.issues) for r in readings),
        "positions": sum(len(r.positions) for r in readings),
    }
    lines = [f"{_counted(fates['read'] + fates['revised'], 'article')} read into {record}"]
    if readings:
        lines.append("  " + ", ".join(f"{number} {name}" for name, number in found.items()))
    if fates["revised"]:
        lines.append(f"{_counted(fates['revised'], 'article')} had changed since; both texts are kept")
    if fates["known"]:
        lines.append(f"{_counted(fates['known'], 'article')} known already")
    problems = Counter(p.kind for r in readings for p in r.problems)
    lines += [
        f"{_counted(number, 'article')} with a problem: {kind}" for kind, number in sorted(problems.items())
    ]
    reasons = Counter(step.kind or "unknown" for step in steps if step.fate == "failed")
    if reasons:
        why = ", ".join(f"{kind} {number}" for kind, number in reasons.most_common())
        lines.append(f"{_counted(fates['failed'], 'item')} skipped: {why}")
    return "\n".join(lines)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
