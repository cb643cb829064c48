"""Figures of an evaluation as text."""

from __future__ import annotations

from typing import Protocol


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


def marked_text(figures: object) -> str:
    """Three levels, each with a line a class; calibration of the finest."""
    lines = []
    for level in ("categories", "quads", "sides"):
        found = getattr(figures, level)
        lines.append(
            f"{level}: macro-F1 {found.macro_f1:.3f}, accuracy {found.accuracy:.3f} ({found.lines} lines)"
        )
        lines += [_class(name, one) for name, one in found.classes.items()]
    lines.append(f"calibration error {figures.categories.calibration_error:.3f}")  # type: ignore[attr-defined]
    return "\n".join(lines)


def open_text(figures: object) -> str:
    """Found and right, one figure a line."""
    names = ("lines", "reports", "right", "precision", "recall", "f1", "extra_per_right", "swapped")
    return "\n".join(f"{name.replace('_', ' ')}: {getattr(figures, name):.3f}" for name in names)


def _class(name: str, one: ClassFigures) -> str:
    return f"  {name:22} P {one.precision:.2f}  R {one.recall:.2f}  F1 {one.f1:.2f}  n {one.support}"
