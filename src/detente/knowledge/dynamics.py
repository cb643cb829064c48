"""How relations move: the parameters of the state-space model of `detente.relations`, from `dynamics.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from detente.knowledge.tables import read_toml

CURVES = ("balance", "cooperation", "conflict")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dynamics:
    """The parameters that all pairs share. Variances are relative to a pair's scale."""

    curve: str
    """`balance`, `cooperation` or `conflict`."""
    level_noise: float
    """Variance that the slow level gains a day."""
    deviation_noise: float
    """Variance that the deviation gains a day."""
    persistence: float
    """What is left of a deviation after a day, between 0 and 1."""
    floor: float
    """Share of the noise that no number of sources takes away, between 0 and 1; the rest falls as 1/sources."""
    tail: float
    """Degrees of freedom of the noise; small is heavy."""
    memory: float
    """What is left after a day of what was learned about the scale, between 0 and 1."""
    prior_mean: float
    """Where a pair is thought to stand before anything was observed."""
    prior_variance: float
    """Variance of that, in squared units of the series (not relative)."""
    prior_scale: float
    """The scale of a pair before anything was observed."""
    prior_weight: float
    """How many days of observation that scale is worth."""


def read_dynamics(file: Traversable) -> dict[str, Dynamics]:
    """The parameters by curve. Raises `KnowledgeError` with the line of every fault."""
    rows = read_toml(file, "dynamics", Dynamics, unique=("curve",), check=_fault)
    return {row.curve: row for row in rows}


@cache
def dynamics() -> dict[str, Dynamics]:
    """The parameters that come with the package."""
    return read_dynamics(files("detente.knowledge").joinpath("dynamics.toml"))


def _fault(row: Dynamics) -> str | None:
    if row.curve not in CURVES:
        return f"curve: {row.curve!r} is none of {', '.join(CURVES)}"
    for name in ("persistence", "floor", "memory"):
        if not 0 <= getattr(row, name) <= 1 or (name == "persistence" and row.persistence == 1):
            return f"{name}: lies outside 0 to 1"
    for name in ("level_noise", "deviation_noise", "tail", "prior_variance", "prior_scale", "prior_weight"):
        if getattr(row, name) <= 0:
            return f"{name}: must be above 0"
    return None
