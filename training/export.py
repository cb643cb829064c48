"""From a checkpoint to the package's files: embeddings apart, graphs in ONNX, weights in eight bits.

    python -m training.export CHECKPOINT.pt --encoder FOLDER --version 1

The table of word pieces is stored once (int8 with a scale a row) and gathered outside the graphs, so that a
second encoder fine-tuned over the same table costs its layers alone. Weights are quantised by columns and activations
row by row (`rowwise.py`), so no sentence's scores depend on its batch.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from training.encoder import TAGGED, Parser, parser_of
from training.rowwise import MODEL, rowwise

OUTPUTS = ("upos", "feats", "lemma", "names", "arc", "lh", "ld")
SHIPPED = ("parser.onnx", "relations.onnx", "labels.json", "tokenizer.json", "embeddings.npz")
NEVER = -1e4


class Layers(nn.Module):
    """The encoder from embedded pieces on, in operations that quantise and fuse well.

    Other heads can wrap it too: `forward(pieces, mask)` takes float vectors (batch, pieces, width) as gathered
    from the table and an integer mask, and gives the last layer's states.
    """

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, pieces: Tensor, mask: Tensor) -> Tensor:
        table = self.encoder.embeddings
        states = pieces + table.token_type_embeddings.weight[0]
        states = table.LayerNorm(states + table.position_embeddings.weight[: pieces.shape[1]])
        hidden = (1.0 - mask.float())[:, None, None, :] * NEVER
        for layer in self.encoder.encoder.layer:
            states = _layer(layer, states, hidden)
        return states


def _layer(layer: Any, states: Tensor, hidden: Tensor) -> Tensor:
    attention = layer.attention.self
    batch, length, width = states.shape
    heads = attention.num_attention_heads

    def split(projection: nn.Module) -> Tensor:
        return projection(states).view(batch, length, heads, width // heads).transpose(1, 2)

    query, key, value = split(attention.query), split(attention.key), split(attention.value)
    weights = torch.softmax(query @ key.transpose(-1, -2) / (width // heads) ** 0.5 + hidden, -1)
    context = (weights @ value).transpose(1, 2).reshape(batch, length, width)
    output = layer.attention.output
    states = output.LayerNorm(output.dense(context) + states)
    inner = functional.gelu(layer.intermediate.dense(states))
    return layer.output.LayerNorm(layer.output.dense(inner) + states)


class _Graph(nn.Module):
    """What `parser.onnx` computes."""

    def __init__(self, parser: Parser) -> None:
        super().__init__()
        self.layers, self.parser = Layers(parser.bert), parser

    def forward(
        self, pieces: Tensor, mask: Tensor, first: Tensor, last: Tensor, shape: Tensor
    ) -> tuple[Tensor, ...]:
        tagged, arcs, as_head, as_dependent = self.parser.heads(self.layers(pieces, mask), first, last, shape)
        return (*(tagged[name] for name in TAGGED), arcs, as_head, as_dependent)


class _Relations(nn.Module):
    """What `relations.onnx` computes: `Parser.relations` with its bias row and column apart.

    Weights are quantised by blocks of 128 rows; the 129th row would cost a second, nearly empty block. A product of
    matrices also is faster than weighing and adding up.
    """

    def __init__(self, parser: Parser) -> None:
        super().__init__()
        weights = parser.W.detach()
        self.count, self.side = weights.shape[0], weights.shape[1] - 1
        inner = weights[:, :-1, :-1].permute(1, 0, 2).reshape(self.side, self.count * self.side)
        self.inner = nn.Parameter(inner.contiguous())
        self.of_head = nn.Parameter(weights[:, -1, :-1].t().contiguous())
        self.of_dependent = nn.Parameter(weights[:, :-1, -1].t().contiguous())
        self.bias = nn.Parameter(weights[:, -1, -1].contiguous())

    def forward(self, lh: Tensor, ld: Tensor, heads: Tensor) -> Tensor:
        chosen = torch.gather(lh, 1, heads.unsqueeze(-1).expand(-1, -1, self.side))
        sides = (ld @ self.inner).view(*heads.shape, self.count, self.side)
        both = (sides @ chosen.unsqueeze(-1)).squeeze(-1)
        return both + chosen @ self.of_head + ld @ self.of_dependent + self.bias


def quantised_table(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows in int8 and a scale for each."""
    scales = np.abs(table).max(axis=1) / 127
    scales[scales == 0] = 1
    return np.round(table / scales[:, None]).astype(np.int8), scales.astype(np.float32)


def write_graphs(parser: Parser, folder: Path) -> None:
    """`parser-fp32.onnx` and `relations-fp32.onnx`."""
    width = parser.bert.config.hidden_size
    side = parser.W.shape[1] - 1
    ones = torch.ones(2, 9, dtype=torch.long)
    at, after = torch.tensor([[1, 2, 3, 4], [1, 3, 5, 0]]), torch.tensor([[1, 2, 3, 6], [2, 4, 6, 0]])
    inputs = {"pieces": torch.randn(2, 9, width), "mask": ones, "first": at, "last": after, "shape": at}
    axes = {name: {0: "b", 1: "l" if name in ("pieces", "mask") else "n"} for name in inputs}
    axes |= {name: {0: "b", 1: "n"} for name in OUTPUTS}
    _export(_Graph(parser), inputs, OUTPUTS, axes, folder / "parser-fp32.onnx")
    heads = torch.tensor([[0, 1, 2, 4], [2, 0, 2, 3]])
    inputs = {"lh": torch.randn(2, 5, side), "ld": torch.randn(2, 4, side), "heads": heads}
    axes = {"lh": {0: "b", 1: "m"}} | {name: {0: "b", 1: "n"} for name in ("ld", "heads", "labels")}
    _export(_Relations(parser), inputs, ("labels",), axes, folder / "relations-fp32.onnx")


def _export(
    module: nn.Module, inputs: dict[str, Tensor], outputs: tuple[str, ...], axes: dict[str, Any], target: Path
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module.eval(),
            tuple(inputs.values()),
            str(target),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )


def ship(checkpoint: Path, encoder: Path, version: str, target: Path = MODEL, whole: bool = False) -> None:
    """Writes the package's files with their digests; with `whole`, unquantised (for comparison only)."""
    parser, labels = parser_of(checkpoint)
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_graphs(parser, folder)
        for graph in ("parser", "relations"):
            source, final = folder / f"{graph}-fp32.onnx", target / f"{graph}.onnx"
            if whole:
                shutil.copy(source, final)
            else:
                rowwise(source, final)
    table, scales = quantised_table(parser.bert.embeddings.word_embeddings.weight.detach().numpy())
    np.savez(target / "embeddings.npz", table=table, scales=scales)
    known = {name: sorted(numbers, key=numbers.__getitem__) for name, numbers in labels.items()}
    target.joinpath("labels.json").write_text(json.dumps(known), "utf-8")
    shutil.copy(encoder / "tokenizer.json", target / "tokenizer.json")
    write_manifest(target, version)


def write_manifest(target: Path, version: str) -> None:
    """`manifest.json`: the version, and the SHA-256 of each file of the parser (others' entries stay)."""
    path = target / "manifest.json"
    stored = json.loads(path.read_text("utf-8")) if path.exists() else {"files": {}}
    digests = {name: hashlib.sha256((target / name).read_bytes()).hexdigest() for name in SHIPPED}
    stored |= {"version": version, "files": stored["files"] | digests}
    path.write_text(json.dumps(stored, indent=1) + "\n", "utf-8")


def main() -> None:
    """Exports a checkpoint."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--to", type=Path, default=MODEL)
    parser.add_argument("--whole", action="store_true", help="fp32, for comparison; never to be shipped")
    given = parser.parse_args()
    ship(given.checkpoint, given.encoder, given.version, given.to, given.whole)


if __name__ == "__main__":
    main()
