"""Trains the reader of encounters and stands on frames that `training.substance_examples` has written.

    python -m training.substance EXAMPLES.pt --encoder ENCODER --out SUBSTANCE.pt
        [--passes 12] [--layers 6] [--rate 3e-4] [--pieces 4800] [--held HELD.pt]

ENCODER: a checkpoint whose tensors are named `bert.`, or a folder in the layout of transformers whose table of pieces is BERT's.
A frame is read whole: of each word is asked which form of encounter and which stance it tells, of each word that tells one which
powers take part, who holds the stand and toward whom, which day is its, how it stands and on which issue it is.
Runs on a GPU if there is one. `--held`: frames whose figures are printed after each third pass.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional
from training.bert import bert_of
from training.schedule import optimiser_of
from training.substance_asked import Asked, acts_in, batch_of, batches, dealt
from training.substance_network import SubstanceHead, figures, loss_of, settled
from transformers import AutoModel

SHARP = 3.0
"""How far apart the issues lie when training begins."""
BLANK = 0.1
"""Share of names that are masked, so that nobody's habits are learned."""
UNPLACED = 0.15
"""Share of powers whose people are not known to be theirs, so that the story is asked whose somebody is."""
COMPOSED = 4
"""Passes after which frames are put together with others."""
PIECES = 4800
"""Of a batch, padding counted; `--pieces` on a GPU may be more."""


def encoder_from(path: Path, layers: int) -> nn.Module:
    """The encoder of a checkpoint or a folder, its first `layers` alone, its table of word pieces frozen."""
    if path.is_dir():
        encoder = AutoModel.from_pretrained(path, add_pooling_layer=False)
    else:
        encoder = bert_of(torch.load(path, map_location="cpu")["model"])
    encoder.encoder.layer = encoder.encoder.layer[:layers]
    encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    # Attention without dropout runs in one fused kernel, three times as fast.
    for module in encoder.modules():
        if module.__class__.__name__.endswith("SelfAttention"):
            module.dropout.p = 0.0
    return encoder


def device_here() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


@torch.no_grad()
def set_out(model: SubstanceHead, examples: Sequence[Asked], device: torch.device) -> None:
    """Starts the issue head where frames of each issue lie, as the encoder of sentences already sees them."""
    sums, counts = (
        torch.zeros_like(model.about.weight),
        torch.zeros(len(model.about.weight), 1, device=device),
    )
    model.eval()
    for some in batches([e for e in examples if len(e.acts) == 1 and not len(e.mentions)], None, 4 * PIECES):
        batch = batch_of(some).to(device)
        states = model.states(batch).float()
        inside = batch.mask.unsqueeze(-1).float()
        means = functional.normalize((states * inside).sum(1) / inside.sum(1), dim=-1)
        issues = batch.issue.argmax(-1)
        sums.index_add_(0, issues, means[batch.frame])
        counts.index_add_(0, issues, torch.ones(len(issues), 1, device=device))
    centres = sums / counts.clamp(min=1)
    if not (counts > 0).any():
        return
    centres = centres - centres[counts[:, 0] > 0].mean(0)
    model.about.weight.copy_(torch.where(counts > 0, centres, 0.0) * SHARP)
    model.about.bias.zero_()
    nn.init.normal_(model.issue.weight, std=0.002)


def trained(
    examples: Sequence[Asked],
    held: Sequence[Asked],
    model: SubstanceHead,
    *,
    passes: int,
    rate: float,
    pieces: int,
    seed: int,
) -> SubstanceHead:
    """The model after so many passes over the frames. `rate`: of the encoder; its heads learn at 1e-3, or ten times it."""
    device = device_here()
    shuffler = random.Random(seed)
    model.to(device)
    set_out(model, examples, device)
    inner = [p for p in model.encoder.parameters() if p.requires_grad]
    kept = {id(p) for p in model.encoder.parameters()}
    outer = [p for p in model.parameters() if id(p) not in kept]
    composed = [batch_of(some).to(device) for some in batches(examples, shuffler, pieces)]
    steps = passes * len(composed)
    optimiser, schedule = optimiser_of(inner, outer, rate, min(1e-3, 10 * rate), steps + passes)
    looked = [batch_of(some).to(device) for some in batches(held, None, 4 * PIECES)]
    started = time.time()
    for number in range(passes):
        model.train()
        total = torch.zeros((), device=device)
        if number and number % COMPOSED == 0:
            composed = [batch_of(some).to(device) for some in batches(examples, shuffler, pieces)]
        shuffler.shuffle(composed)
        for batch in composed:
            loss = loss_of(model, dealt(batch, BLANK, UNPLACED), len(batch.pieces))
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([*inner, *outer], 1.0)
            optimiser.step()
            schedule.step()
            total += loss.detach()
        count = len(composed)
        print(f"pass {number} loss {float(total) / count:.3f} {time.time() - started:.0f}s", flush=True)
        if looked and (number % 3 == 2 or number == passes - 1):
            print(json.dumps(figures(model, looked)), flush=True)
    return model.eval()


def read_examples(path: Path) -> tuple[dict[str, int], list[Asked]]:
    """Sizes of the heads, and the frames."""
    stored = torch.load(path, weights_only=False)
    return stored["sizes"], [Asked(**e) for e in stored["examples"]]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("examples", type=Path, nargs="+")
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--held", type=Path)
    parser.add_argument("--passes", type=int, default=12)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--pieces", type=int, default=PIECES)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    torch.manual_seed(given.seed)
    sizes, _ = read_examples(given.examples[0])
    examples = [e for path in given.examples for e in read_examples(path)[1]]
    held = read_examples(given.held)[1] if given.held else []
    print(len(examples), "frames", acts_in(examples), "acts", flush=True)
    model = SubstanceHead(encoder_from(given.encoder, given.layers), sizes)
    trained(
        examples, held, model,
        passes=given.passes, rate=given.rate, pieces=given.pieces, seed=given.seed,
    )  # fmt: skip
    torch.save({"model": settled(model.state_dict()), "layers": given.layers, "sizes": sizes}, given.out)


if __name__ == "__main__":
    main()
