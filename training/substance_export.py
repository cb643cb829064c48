"""Writes the trained reader of encounters and stands as ONNX, its matrices in eight bits.

    python -m training.substance_export SUBSTANCE.pt OUT_FOLDER --encoder CHECKPOINT.pt

OUT_FOLDER gets `substance.onnx` and `substance.json` (labels, and what the distance of a mention counts). The table of word
pieces is the parser's own and is not written.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import torch
from torch import Tensor, nn
from training.export import Layers
from training.rowwise import rowwise
from training.substance import encoder_from
from training.substance_examples import FORMS, ISSUES, STANCES, STATUSES
from training.substance_network import ROLES, SIZE, SubstanceHead

OUTPUTS = ("form", "stance", "status", "issue", "about", "seek", "show", "asking", "shown", "nobody")


class Graph(nn.Module):
    """What `substance.onnx` computes: of every piece of a frame, what each head says."""

    def __init__(self, model: SubstanceHead) -> None:
        super().__init__()
        self.model, self.layers = model, Layers(model.encoder)

    def forward(self, pieces: Tensor, places: Tensor, kinds: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        states = self.layers(pieces + self.model.places(places) + self.model.kinds(kinds), mask)
        return tuple(getattr(self.model, name)(states) for name in OUTPUTS)


def loaded(path: Path, encoder: Path) -> SubstanceHead:
    """The model that `substance.py` wrote."""
    stored = torch.load(path, map_location="cpu")
    model = SubstanceHead(encoder_from(encoder, stored["layers"]), stored["sizes"])
    model.load_state_dict({name: tensor.float() for name, tensor in stored["model"].items()}, strict=False)
    return model.eval()


def export(model: SubstanceHead, folder: Path) -> None:
    """Writes `substance.onnx` (eight-bit matrices) and `substance.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    width = model.encoder.config.hidden_size
    marks = torch.zeros(1, 10).long()
    inputs = ["pieces", "places", "kinds", "mask"]
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "substance.onnx"
        torch.onnx.export(
            Graph(model),
            (torch.randn(1, 10, width), marks, marks, marks + 1),
            str(plain),
            input_names=inputs,
            output_names=list(OUTPUTS),
            dynamic_axes={name: {0: "frames", 1: "length"} for name in (*inputs, *OUTPUTS)},
            opset_version=17,
            dynamo=False,
        )
        rowwise(plain, folder / "substance.onnx")
    stored = {
        "forms": FORMS,
        "stances": STANCES,
        "statuses": STATUSES,
        "issues": ISSUES,
        "roles": ROLES,
        "size": SIZE,
        "links": [[round(x, 4) for x in row] for row in model.links.weight.tolist()],
        "far": [[round(x, 5) for x in row] for row in model.far.tolist()],
    }
    (folder / "substance.json").write_text(json.dumps(stored) + "\n", "utf-8")


def main() -> None:
    """Reads the arguments and exports."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--encoder", type=Path, required=True)
    given = parser.parse_args()
    export(loaded(given.model, given.encoder), given.out)


if __name__ == "__main__":
    main()
