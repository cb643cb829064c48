"""The network: a MiniLM encoder over word pieces, and heads for tags, features, lemmas, names and trees.

Arcs and labels are scored biaffinely (Dozat and Manning 2017). A word is its first piece,
joined by its last piece and by its shape, which the uncased encoder cannot see.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from training.bert import bert_of
from training.examples import Batch, Labels
from transformers import AutoModel, BertModel

SHAPES, SHAPE_WIDTH = 10, 32
TAGGED = ("upos", "feats", "lemma", "ner")


class Parser(nn.Module):
    """The encoder with its heads. Names of parameters are those of the checkpoints; do not rename them."""

    def __init__(self, encoder: BertModel, labels: Labels, arc: int = 400, label: int = 128) -> None:
        super().__init__()
        width = encoder.config.hidden_size
        self.bert = encoder
        self.shape = nn.Embedding(SHAPES, SHAPE_WIDTH)
        self.proj = nn.Linear(2 * width + SHAPE_WIDTH, width)
        self.drop = nn.Dropout(0.2)
        self.ah, self.ad = _layer(width, arc), _layer(width, arc)
        self.lh, self.ld = _layer(width, label), _layer(width, label)
        self.root = nn.Parameter(torch.randn(width) * 0.02)
        self.U = nn.Parameter(nn.init.xavier_uniform_(torch.zeros(arc, arc)))
        self.ub = nn.Parameter(torch.zeros(arc))
        self.W = nn.Parameter(torch.randn(len(labels["rel"]), label + 1, label + 1) * 0.02)
        for name in TAGGED:
            setattr(self, f"h_{name}", nn.Linear(width, len(labels[name])))

    def forward(self, batch: Batch) -> tuple[dict[str, Tensor], Tensor, Tensor, Tensor]:
        """Scores of the tagging heads, of arcs (dependent, head; column 0 the root), and both sides of labels."""
        states = self.bert(input_ids=batch.pieces, attention_mask=batch.mask).last_hidden_state
        return self.heads(states, batch.first, batch.last, batch.shapes)

    def heads(
        self, states: Tensor, first: Tensor, last: Tensor, shapes: Tensor
    ) -> tuple[dict[str, Tensor], Tensor, Tensor, Tensor]:
        words = self.words(states, first, last, shapes)
        tagged = {name: getattr(self, f"h_{name}")(words) for name in TAGGED}
        rooted = torch.cat([self.root.expand(words.size(0), 1, -1), words], 1)
        as_head = self.ah(rooted)
        arcs = (self.ad(words) @ self.U) @ as_head.transpose(1, 2) + (as_head @ self.ub).unsqueeze(1)
        return tagged, arcs, self.lh(rooted), self.ld(words)

    def words(self, states: Tensor, first: Tensor, last: Tensor, shapes: Tensor) -> Tensor:
        begins, ends = _gathered(states, first), _gathered(states, last)
        joined = torch.cat([begins, self.shape(shapes), ends], -1)
        return self.drop(functional.gelu(self.proj(joined)) + begins)

    def relations(self, as_head: Tensor, as_dependent: Tensor, heads: Tensor) -> Tensor:
        """Label scores of each word under the head given (0 is the root)."""
        one = torch.ones_like(as_dependent[..., :1])
        chosen = torch.cat([_gathered(as_head, heads), one], -1)
        count, size, _ = self.W.shape
        sides = torch.cat([as_dependent, one], -1) @ self.W.permute(1, 0, 2).reshape(size, count * size)
        return (sides.view(*heads.shape, count, size) * chosen.unsqueeze(2)).sum(-1)


def _layer(width: int, size: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(width, size), nn.GELU(), nn.Dropout(0.3))


def _gathered(states: Tensor, positions: Tensor) -> Tensor:
    return torch.gather(states, 1, positions.unsqueeze(-1).expand(-1, -1, states.size(-1)))


def tokenizer_of(folder: Path) -> Tokenizer:
    """The tokenizer beside an encoder's weights, without padding and truncation."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def pretrained(folder: Path) -> BertModel:
    """The encoder as its makers left it, from a folder in the layout of transformers."""
    return AutoModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="sdpa")


def encoder_of(checkpoint: Path) -> BertModel:
    """The encoder alone of a parser's checkpoint, for training another head on."""
    return bert_of(torch.load(checkpoint, map_location="cpu")["model"])


def parser_of(checkpoint: Path) -> tuple[Parser, Labels]:
    """The parser of a checkpoint, ready to analyse, and its labels."""
    stored: dict[str, Any] = torch.load(checkpoint, map_location="cpu")
    parser = Parser(bert_of(stored["model"]), stored["vocab"])
    parser.load_state_dict(stored["model"])
    return parser.eval(), stored["vocab"]
