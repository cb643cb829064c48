"""Writes the trained head of marked sentences as ONNX, its matrices in eight bits.

    python -m training.events_export EVENTS.pt OUT_FOLDER

OUT_FOLDER gets `events.onnx` and `events.json` (the labels). The table of word pieces is the parser's own and
is not written: the graph takes embedded pieces, as the parser's does.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from training.events import LABELS, MarkedHead
from training.rowwise import rowwise
from transformers import BertConfig, BertModel

from detente.language.marked import LONGEST


class Graph(nn.Module):
    """The encoder's layers spelled out, so that the graph holds nothing but matrix products."""

    def __init__(self, model: MarkedHead) -> None:
        super().__init__()
        self.model = model
        self.positions = nn.Parameter(model.encoder.embeddings.position_embeddings.weight[:LONGEST].clone())

    def forward(self, pieces: Tensor, sides: Tensor, mask: Tensor, marks: Tensor) -> Tensor:
        embeddings = self.model.encoder.embeddings
        count, length, width = pieces.shape
        states = pieces + self.model.sides(sides) + embeddings.token_type_embeddings.weight[0]
        states = embeddings.LayerNorm(states + self.positions[:length])
        hidden = (1.0 - mask.float())[:, None, None, :] * -1e4
        for layer in self.model.encoder.encoder.layer:
            attention = layer.attention.self
            heads, size = attention.num_attention_heads, attention.attention_head_size
            query, key, value = (
                part(states).view(count, length, heads, size).transpose(1, 2)
                for part in (attention.query, attention.key, attention.value)
            )
            shares = torch.softmax(query @ key.transpose(-1, -2) / size**0.5 + hidden, -1)
            mixed = (shares @ value).transpose(1, 2).reshape(count, length, width)
            output = layer.attention.output
            states = output.LayerNorm(output.dense(mixed) + states)
            inner = functional.gelu(layer.intermediate.dense(states))
            states = layer.output.LayerNorm(layer.output.dense(inner) + states)
        picked = torch.gather(states, 1, marks.unsqueeze(-1).expand(-1, -1, width))
        read = torch.cat([states[:, 0], picked[:, 0], picked[:, 1]], dim=-1)
        # Three dimensions, so that these matrices too are exported as products that can be quantised.
        logits: Tensor = self.model.head(read.unsqueeze(1)).squeeze(1)
        return logits


def loaded(path: Path) -> MarkedHead:
    """The model that `events.py` wrote."""
    state = torch.load(path, map_location="cpu")["model"]
    rows, width = state["encoder.embeddings.word_embeddings.weight"].shape
    layers = 1 + max(int(n.split(".")[3]) for n in state if n.startswith("encoder.encoder.layer."))
    config = BertConfig(
        vocab_size=rows,
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=width // 32,
        intermediate_size=state["encoder.encoder.layer.0.intermediate.dense.weight"].shape[0],
    )
    model = MarkedHead(BertModel(config, add_pooling_layer=False))
    model.load_state_dict(state)
    return model.eval()


def export(model: MarkedHead, folder: Path) -> None:
    """Writes `events.onnx` (eight-bit matrices) and `events.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    plain = folder / "events.fp32.onnx"
    width = model.encoder.config.hidden_size
    example = (
        torch.randn(2, 9, width),
        torch.zeros(2, 9).long(),
        torch.ones(2, 9).long(),
        torch.tensor([[1, 4], [2, 5]]),
    )
    names = ["pieces", "sides", "mask", "marks"]
    axes = {name: {0: "sentences", 1: "length"} for name in names[:3]} | {
        "marks": {0: "sentences"},
        "logits": {0: "sentences"},
    }
    torch.onnx.export(
        Graph(model),
        example,
        str(plain),
        input_names=names,
        output_names=["logits"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    rowwise(plain, folder / "events.onnx")
    plain.unlink()
    (folder / "events.json").write_text(json.dumps({"labels": LABELS}) + "\n", "utf-8")


def main() -> None:
    """Reads the two arguments and exports."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    export(loaded(given.model), given.out)


if __name__ == "__main__":
    main()
