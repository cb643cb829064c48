"""The mean of several checkpoints' weights: a longer decay of the learning rate without its passes.

    python -m training.average OUT.pt CHECKPOINT.pt CHECKPOINT.pt ...

Checkpoints must come from one run (or runs that went on from each other), with the same labels. After a run
that was cut short the mean of its last passes is better than any of them (Izmailov et al. 2018).
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import torch


def averaged(paths: list[Path]) -> dict[str, Any]:
    """A checkpoint with the mean of the weights; raises `ValueError` where the labels differ."""
    stored = [torch.load(path, map_location="cpu", weights_only=False) for path in paths]
    if any(one["vocab"] != stored[0]["vocab"] for one in stored):
        raise ValueError("the checkpoints have different labels")
    model = {
        name: sum(one["model"][name].float() for one in stored).div(len(stored)).to(value.dtype)
        if value.is_floating_point()
        else value
        for name, value in stored[0]["model"].items()
    }
    return {"model": model, "vocab": stored[0]["vocab"]}


def main() -> None:
    """Reads the command line and writes the mean."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    given = parser.parse_args()
    torch.save(averaged(given.checkpoints), given.out)


if __name__ == "__main__":
    main()
