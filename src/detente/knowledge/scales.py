"""Scales of intensity: what an act is worth between -10 (conflict) and 10 (cooperation).

Two ship with the package: `plover` (scores of the PLOVER manual, by category and mode) and `goldstein` (by CAMEO
code). A user's own is a CSV file with the columns `event, mode, score` or `cameo, score`; a mode without a row of its
own takes its category's, a CAMEO code that of the nearest code above it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable

from detente.errors import KnowledgeError, UsageError
from detente.knowledge.categories import categories
from detente.knowledge.tables import read_csv

SHIPPED = ("plover", "goldstein")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Scores by (category, mode), with mode "" for the whole category, or by CAMEO code."""

    name: str
    by_event: Mapping[tuple[str, str], float]
    by_code: Mapping[str, float]

    def score(self, event: str | None, mode: str | None, cameo: str | None) -> float:
        """The score of an act. Raises `KnowledgeError` naming what the scale lacks."""
        if self.by_event:
            for key in ((event or "", mode or ""), (event or "", "")):
                if key in self.by_event:
                    return self.by_event[key]
            missing = f"category {event!r}" if event else "acts without a category"
        else:
            code = cameo or ""
            while code:
                if code in self.by_code:
                    return self.by_code[code]
                code = code[:-1]
            missing = f"CAMEO code {cameo!r}" if cameo else "acts without a CAMEO code"
        raise KnowledgeError(
            f"scale {self.name}: no score for {missing}; add a row for it, or take one of {', '.join(SHIPPED)}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A row of a scale's file."""

    score: float
    event: str | None = None
    mode: str | None = None
    cameo: str | None = None


@cache
def shipped_scale(name: str) -> Scale:
    """`plover` or `goldstein`. Raises `UsageError` for another name."""
    known = categories()
    if name == "plover":
        return Scale(name=name, by_event={key: row.score for key, row in known.by_event.items()}, by_code={})
    if name == "goldstein":
        found = {code: row.goldstein for code, row in known.codes.items()}
        roots = {"01": 0.0}
        return Scale(
            name=name, by_event={}, by_code=roots | {c: v for c, v in found.items() if v is not None}
        )
    raise UsageError(f"no scale is called {name!r}; name one of {', '.join(SHIPPED)} or a CSV file")


def read_scale(file: Traversable) -> Scale:
    """A user's scale. Raises `KnowledgeError` naming file, line and column of every fault."""
    rows = read_csv(file, Rung, unique=("event", "mode", "cameo"), check=_fault)
    if not rows:
        raise KnowledgeError(f"{file.name}: the scale has no rows")
    by_event = {(row.event, row.mode or ""): row.score for row in rows if row.event}
    by_code = {row.cameo: row.score for row in rows if row.cameo}
    if by_event and by_code:
        raise KnowledgeError(f"{file.name}: a scale goes by event and mode or by CAMEO code, not by both")
    wanting = [event for event in categories().events() if by_event and (event, "") not in by_event]
    if wanting:
        raise KnowledgeError(
            f"{file.name}: no score for the category {', '.join(wanting)}; add a row `{wanting[0]},,0`"
        )
    return Scale(name=file.name, by_event=by_event, by_code=by_code)


def _fault(row: Rung) -> str | None:
    if (row.event is None) == (row.cameo is None):
        return "event: a row names either a category or a CAMEO code"
    if row.event is not None and row.event not in categories().events():
        return f"event: unknown category {row.event!r}"
    if not -10 <= row.score <= 10:
        return f"score: {row.score} lies outside -10 to 10"
    return None
