"""The encoder of a checkpoint, whatever heads were trained over it. Knows nothing of Détente, so that it runs on any machine."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor
from transformers import BertConfig, BertModel


def bert_of(state: Mapping[str, Tensor]) -> BertModel:
    """The encoder whose tensors are named `bert.` in a checkpoint, in single precision."""
    kept = {name.removeprefix("bert."): t.float() for name, t in state.items() if name.startswith("bert.")}
    rows, width = kept["embeddings.word_embeddings.weight"].shape
    layers = 1 + max(int(name.split(".")[2]) for name in kept if name.startswith("encoder.layer."))
    config = BertConfig(
        vocab_size=rows,
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=width // 32,
        intermediate_size=kept["encoder.layer.0.intermediate.dense.weight"].shape[0],
        attn_implementation="sdpa",
    )
    encoder = BertModel(config, add_pooling_layer=False)
    encoder.load_state_dict(kept, strict=False)
    return encoder
