"""Figures of an evaluation, drawn: classes, confusion, calibration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text


class ClassFigures(Protocol):
    """One category's figures."""

    @property
    def precision(self) -> float: ...
    @property
    def recall(self) -> float: ...
    @property
    def f1(self) -> float: ...
    @property
    def support(self) -> int: ...


class Bin(Protocol):
    """Answers of about one confidence."""

    @property
    def count(self) -> int: ...
    @property
    def confidence(self) -> float: ...
    @property
    def right(self) -> float: ...


class Level(Protocol):
    """The figures of one classification."""

    @property
    def lines(self) -> int: ...
    @property
    def accuracy(self) -> float: ...
    @property
    def macro_f1(self) -> float: ...
    @property
    def classes(self) -> Mapping[str, ClassFigures]: ...
    @property
    def confusion(self) -> Mapping[str, Mapping[str, int]]: ...
    @property
    def reliability(self) -> Sequence[Bin]: ...
    @property
    def calibration_error(self) -> float: ...


class Marked(Protocol):
    """Figures of the marked protocol."""

    @property
    def categories(self) -> Level: ...
    @property
    def quads(self) -> Level: ...
    @property
    def sides(self) -> Level: ...


class Open(Protocol):
    """Figures of the open protocol."""

    @property
    def classes(self) -> Mapping[str, ClassFigures]: ...
    @property
    def confusion(self) -> Mapping[str, Mapping[str, int]]: ...
    @property
    def reliability(self) -> Sequence[Bin]: ...
    @property
    def calibration_error(self) -> float: ...


def marked_figures(figures: Marked) -> RenderableType:
    """Three levels, each with a line a class; confusion and calibration of the finest."""
    parts: list[RenderableType] = []
    for level in ("categories", "quads", "sides"):
        found: Level = getattr(figures, level)
        parts.append(
            Text(
                f"{level}: macro-F1 {found.macro_f1:.3f}, accuracy {found.accuracy:.3f} ({found.lines} lines)"
            )
        )
        parts.append(_classes(found.classes))
    finest = figures.categories
    return Group(*parts, *_confusion(finest.confusion), *_calibration(finest))


def open_figures(figures: Open) -> RenderableType:
    """Found and right, one figure a line; then by class, confusion and calibration."""
    counts = [f"{name}: {getattr(figures, name)}" for name in ("lines", "reports", "right")]
    shares = ("precision", "recall", "f1", "extra_per_right", "swapped", "category_recall")
    counts += [f"{name.replace('_', ' ')}: {getattr(figures, name):.3f}" for name in shares]
    return Group(
        Text("\n".join(counts)),
        _classes(figures.classes),
        *_confusion(figures.confusion),
        *_calibration(figures),
    )


def _classes(classes: Mapping[str, ClassFigures]) -> Table:
    table = Table("class", box=SIMPLE_HEAD, pad_edge=False)
    for name in ("precision", "recall", "F1", "n"):
        table.add_column(name, justify="right")
    for name, one in classes.items():
        table.add_row(name, f"{one.precision:.2f}", f"{one.recall:.2f}", f"{one.f1:.2f}", str(one.support))
    return table


def _confusion(confusion: Mapping[str, Mapping[str, int]]) -> list[RenderableType]:
    """Gold in rows, answers in columns, under the first four letters of their names."""
    answers = sorted({answer for row in confusion.values() for answer in row})
    table = Table("gold \\ coded", box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for answer in answers:
        table.add_column(answer[:4], justify="right", no_wrap=True)
    for gold, row in confusion.items():
        cells = [
            Text(str(row.get(answer) or "·"), style="bold" if answer == gold else "") for answer in answers
        ]
        table.add_row(gold, *cells)
    return [Text("confusion"), table]


def _calibration(found: Level | Open) -> list[RenderableType]:
    """A reliability diagram: in a well calibrated coder the bar of those right is as long as its confidence."""
    table = Table("sure", box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("right", justify="right")
    table.add_column("n", justify="right")
    table.add_column("")
    for one in found.reliability:
        at = round(one.confidence * 40)
        bar = ("█" * round(one.right * 40)).ljust(41)
        table.add_row(
            f"{one.confidence:.2f}", f"{one.right:.2f}", str(one.count), f"{bar[:at]}|{bar[at + 1 :]}"
        )
    said = f"calibration: expected error {found.calibration_error:.3f} (| how sure, █ how often right)"
    return [Text(said), table]
