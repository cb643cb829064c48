"""What larger models say of frames, for a smaller one to learn from (distillation; Hinton, Vinyals and Dean 2015).

    python -m training.substance_teaching EXAMPLES.pt --encoder FOLDER --teachers A.pt [B.pt ...] --out TAUGHT.pt [--gold 0.5]

The teachers' answers are averaged. Where a frame has gold, gold counts `--gold` and the teachers the rest; where it has none
(`training.substance_examples --plain`), the words that they take for acts are its acts.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from training.substance import device_here, encoder_from, read_examples
from training.substance_asked import HEADS, Asked, acts_in, batch_of, batches
from training.substance_network import SubstanceHead, said

LEAST = 0.3
"""Probability from which on a word of a frame without gold is taken for an act."""
MOST = 12
"""Acts of such a frame."""
PIECES = 20000
Floats = NDArray[np.float16]


def teachers_of(paths: Sequence[Path], encoder: Path, layers: int) -> list[SubstanceHead]:
    found = []
    for path in paths:
        stored = torch.load(path, weights_only=False)
        model = SubstanceHead(encoder_from(encoder, layers), stored["sizes"])
        model.load_state_dict(stored["model"], strict=False)
        found.append(model.to(device_here()).eval())
    return found


@torch.no_grad()
def taught(examples: Sequence[Asked], teachers: Sequence[SubstanceHead], gold: float) -> list[Asked]:
    """The frames with the teachers' answers mixed in; in another order."""
    found: list[Asked] = []
    for some in batches(examples, None, PIECES):
        first = _words(some, teachers)
        sought = [
            _acts_of(one, *words) if not one.form_asked.any() and len(one.mentions) else one
            for one, words in zip(some, first, strict=True)
        ]
        found += _answered(sought, first, teachers, gold)
    return found


def _words(some: Sequence[Asked], teachers: Sequence[SubstanceHead]) -> list[tuple[Floats, Floats]]:
    """Probabilities of form and stance of the words of each frame."""
    batch = batch_of(some).to(device_here())
    answers = [said(t, batch) for t in teachers]
    form, stance = (
        torch.stack([getattr(a, name).softmax(-1) for a in answers]).mean(0).cpu().numpy().astype(np.float16)
        for name in ("form", "stance")
    )
    return [(form[n, : len(e.firsts)], stance[n, : len(e.firsts)]) for n, e in enumerate(some)]


def _acts_of(one: Asked, form: Floats, stance: Floats) -> Asked:
    """A frame without gold, with the words that teachers take for acts; `counts` says of which kind each is."""
    met, stood = (1 - form[:, 0]) * (one.links[:, 0] < 255), (1 - stance[:, 0]) * (one.links[:, 0] < 255)
    told = np.maximum(met, stood)
    words = np.sort(np.argsort(-told, kind="stable")[:MOST])
    words = words[told[words] >= LEAST].astype(np.int16)
    if not len(words):
        return one
    m, s = met[words].astype(np.float16), stood[words].astype(np.float16)
    shapes = {name: getattr(one, name).shape[1] for name in HEADS}
    empty = {name: np.zeros((len(words), width), np.float16) for name, width in shapes.items()}
    return replace(one, acts=words, counts=np.stack([m, s, m, s, s, m], 1), **empty)


def _answered(
    some: Sequence[Asked],
    words: Sequence[tuple[Floats, Floats]],
    teachers: Sequence[SubstanceHead],
    gold: float,
) -> list[Asked]:
    batch = batch_of(some).to(device_here())
    answers = [said(t, batch) for t in teachers]
    shares: dict[str, Tensor] = {
        name: torch.stack(
            [
                getattr(a, name).sigmoid() if name in ("party", "holder") else getattr(a, name).softmax(-1)
                for a in answers
            ]
        ).mean(0)
        for name in HEADS
    }
    heads = {name: values.cpu().numpy().astype(np.float16) for name, values in shares.items()}
    found, at = [], 0
    for one, (form, stance) in zip(some, words, strict=True):
        acts = slice(at, at + len(one.acts))
        at += len(one.acts)
        share = gold if one.form_asked.any() or one.stance_asked.any() or not len(one.mentions) else 0.0
        mixed = {
            name: share * getattr(one, name) + (1 - share) * heads[name][acts, : getattr(one, name).shape[1]]
            for name in HEADS
        }
        if len(one.mentions):
            mixed |= _mixed_words(one, form, stance, share)
        found.append(replace(one, **mixed))
    return found


def _mixed_words(one: Asked, form: Floats, stance: Floats, share: float) -> dict[str, Floats]:
    read = (one.links[:, 0] < 255).astype(np.float16)
    mixed = {}
    for name, told in (("form", form), ("stance", stance)):
        asked = (getattr(one, f"{name}_asked") > 0)[:, None]
        mixed[name] = np.where(asked, share * getattr(one, name) + (1 - share) * told, told).astype(
            np.float16
        )
        mixed[f"{name}_asked"] = read
    return mixed


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("examples", type=Path, nargs="+")
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--layers", type=int, default=12)
    parser.add_argument("--teachers", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--gold", type=float, default=0.5)
    given = parser.parse_args()
    sizes, _ = read_examples(given.examples[0])
    examples = [e for path in given.examples for e in read_examples(path)[1]]
    found = taught(examples, teachers_of(given.teachers, given.encoder, given.layers), given.gold)
    print(len(found), "frames", acts_in(found), "acts", flush=True)
    torch.save({"sizes": sizes, "examples": [asdict(e) for e in found]}, given.out)


if __name__ == "__main__":
    main()
