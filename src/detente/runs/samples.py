"""Where the bundled samples lie: in the wheel beside the code, in a checkout under examples/."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from detente.errors import SourceError


def samples_folder() -> Traversable:
    """The folder of the sample reports. Raises `SourceError` where an installation lacks them."""
    packaged = files("detente").joinpath("samples")
    if packaged.is_dir():
        return packaged
    checkout = Path(__file__).parents[3] / "examples" / "wire"
    if checkout.is_dir():
        return checkout
    raise SourceError("the bundled samples are missing; reinstall detente", "missing")
