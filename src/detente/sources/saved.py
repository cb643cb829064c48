"""When a file was saved: the bound for the dates that it may carry."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

_ARCHIVERS = frozenset({datetime(2020, 2, 2, tzinfo=UTC)})
"""Constant times that packers write for reproducible archives; they tell nothing of the file."""
_EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)


def saved_at(path: Path) -> str:
    """The file's time of last change, or the present where that is no time at which news was saved (ISO 8601, UTC)."""
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    known = changed >= _EARLIEST and changed.replace(hour=0, minute=0, second=0) not in _ARCHIVERS
    return (changed if known else datetime.now(UTC)).isoformat(timespec="seconds")
