"""PLOVER's categories and the CAMEO codes: what each is worth and what stands for what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from detente.errors import UsageError
from detente.knowledge.tables import read_csv, read_toml

QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A PLOVER category, or a mode of one. `score` runs from -10 (conflict) to 10 (cooperation)."""

    event: str
    mode: str = ""
    name: str
    """What it is called in lists and headlines: "visit", "refusal to meet"."""
    quad: str
    score: float
    root: str = ""
    meaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A CAMEO code and the PLOVER category, mode and contexts that it stands for."""

    code: str
    event: str
    mode: str = ""
    contexts: tuple[str, ...] = ()
    goldstein: float | None = None
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Categories:
    """Both tables, looked up by category and mode, and by CAMEO code."""

    by_event: dict[tuple[str, str], Category]
    codes: dict[str, Code]

    def events(self) -> tuple[str, ...]:
        """The sixteen categories in the manual's order."""
        return tuple(event for event, mode in self.by_event if not mode)

    def quad(self, event: str) -> str:
        """The quad class of a category. Raises `UsageError` for an unknown one."""
        found = self.by_event.get((event, ""))
        if found is None:
            raise UsageError(f"unknown category {event!r}; known are {', '.join(self.events())}")
        return found.quad

    def score(self, event: str, mode: str | None) -> float:
        """The PLOVER score of a mode, or of its category where the manual gives the mode none."""
        found = self.by_event.get((event, mode or "")) or self.by_event.get((event, ""))
        return found.score if found else 0.0

    def name(self, event: str, mode: str | None) -> str:
        """What people call an act of a mode, or of its category where the table does not know the mode.

        A noun, so that it may stand for what was done, is planned or was denied. What is no category is given back as a word.
        """
        found = self.by_event.get((event, mode or "")) or self.by_event.get((event, ""))
        return found.name if found else event.lower()

    def root(self, event: str) -> str:
        """The two-digit CAMEO code that stands for a category as a whole."""
        found = self.by_event.get((event, ""))
        return found.root if found else ""

    def goldstein(self, cameo: str) -> float | None:
        """The Goldstein value of a CAMEO code, or of the nearest code above it."""
        while cameo:
            found = self.codes.get(cameo)
            if found is not None and found.goldstein is not None:
                return found.goldstein
            cameo = cameo[:-1]
        return None


def read_categories(folder: Traversable) -> Categories:
    """The tables `categories.toml` and `cameo.csv` of a folder. Raises `KnowledgeError`."""
    rows = read_toml(
        folder / "categories.toml", "category", Category, unique=("event", "mode"), check=_known_quad
    )
    by_event = {(row.event, row.mode): row for row in rows}
    known = {event for event, mode in by_event if not mode}

    def known_event(code: Code) -> str | None:
        return None if code.event in known else f"event: unknown category {code.event!r}"

    codes = read_csv(folder / "cameo.csv", Code, unique=("code",), check=known_event)
    return Categories(by_event=by_event, codes={row.code: row for row in codes})


def _known_quad(row: Category) -> str | None:
    if row.quad not in QUADS:
        return f"quad: {row.quad!r} is none of {', '.join(QUADS)}"
    if not -10 <= row.score <= 10:
        return f"score: {row.score} lies outside -10 to 10"
    return None


@cache
def categories() -> Categories:
    """The categories that ship with the package."""
    return read_categories(files("detente.knowledge"))
