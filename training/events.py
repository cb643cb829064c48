"""Trains the head that says which category joins two marked spans of a sentence.

    python training/events.py GOLD.jsonl ENCODER.pt OUT.pt [--more training/events/*.jsonl]
        [--written training/events/written/*.jsonl] [--folds 5]

GOLD and the files after --more and --written hold one JSON object a line: `text`, `source`, `target`, `event` (a PLOVER
category, YIELD for CONCEDE and RETREAT together, or NONE). ENCODER is a checkpoint of the parser's trainer,
whose table of word pieces is frozen here, so that the shipped model holds it once. With --folds N nothing is
kept: the figures of N-fold cross-validation on GOLD are printed (the other files always train). What stands
after --more weighs half as much as gold, what stands after --written the same.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from training.bert import bert_of
from training.schedule import optimiser_of
from transformers import BertModel

from detente.knowledge.categories import categories
from detente.language.encoder import _pieces
from detente.language.marked import marked_pieces
from detente.runs.evaluate import GoldLine, Prediction, measure_marked, read_gold

LABELS = (
    *("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD", "REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    *("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "NONE"),
)
PASSES = 10
BATCH_PIECES = 1100


@dataclass(frozen=True, slots=True)
class Example:
    """One marked sentence: pieces, what each belongs to (0 neither, 1 source, 2 target), marks, label."""

    id: str
    pieces: tuple[int, ...]
    sides: tuple[int, ...]
    marks: tuple[int, int]
    label: int
    weight: float = 1.0


class MarkedHead(nn.Module):
    """The encoder over pieces, and a head of two layers over [CLS] and the two opening marks."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder
        self.sides = nn.Embedding(3, encoder.config.hidden_size)
        nn.init.zeros_(self.sides.weight)
        width = encoder.config.hidden_size
        self.head = nn.Sequential(
            nn.Dropout(0.2),
            nn.Linear(3 * width, width),
            nn.GELU(),
            nn.Dropout(0.2),
            nn.Linear(width, len(LABELS)),
        )

    def forward(self, embedded: Tensor, sides: Tensor, mask: Tensor, marks: Tensor) -> Tensor:
        states = self.encoder(
            inputs_embeds=embedded + self.sides(sides), attention_mask=mask
        ).last_hidden_state
        picked = torch.gather(states, 1, marks.unsqueeze(-1).expand(-1, -1, states.size(-1)))
        return self.head(torch.cat([states[:, 0], picked[:, 0], picked[:, 1]], dim=-1))


def example_of(line: GoldLine, tokenizer: Tokenizer, weight: float = 1.0) -> Example | None:
    """The pieces of a gold line with its marks put in; None where a span is missing or spans overlap."""
    if line.source is None or line.target is None or line.event not in (*LABELS, "CONCEDE", "RETREAT"):
        return None
    read = marked_pieces(line.text, line.source, line.target, lambda word: _pieces(tokenizer, word))
    if read is None:
        return None
    label = "YIELD" if line.event in {"CONCEDE", "RETREAT"} else line.event
    return Example(line.id, read.pieces, read.sides, read.marks, LABELS.index(label), weight)


def batches_of(examples: Sequence[Example], shuffler: random.Random | None) -> list[list[Example]]:
    """Batches of like length, at most `BATCH_PIECES` padded pieces each."""
    noise = (lambda: shuffler.random() * 8) if shuffler else (lambda: 0.0)
    found: list[list[Example]] = []
    for example in sorted(examples, key=lambda e: len(e.pieces) + noise()):
        if found and len(example.pieces) * (len(found[-1]) + 1) <= BATCH_PIECES:
            found[-1].append(example)
        else:
            found.append([example])
    if shuffler:
        shuffler.shuffle(found)
    return found


def tensors_of(batch: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Pieces, sides, mask, marks, labels, weights."""
    longest = max(len(e.pieces) for e in batch)
    pad = [longest - len(e.pieces) for e in batch]
    return (
        torch.tensor([[*e.pieces, *[0] * n] for e, n in zip(batch, pad, strict=True)]),
        torch.tensor([[*e.sides, *[0] * n] for e, n in zip(batch, pad, strict=True)]),
        torch.tensor([[1] * len(e.pieces) + [0] * n for e, n in zip(batch, pad, strict=True)]),
        torch.tensor([e.marks for e in batch]),
        torch.tensor([e.label for e in batch]),
        torch.tensor([e.weight for e in batch]),
    )


def trained(examples: Sequence[Example], encoder: Path, seed: int, passes: int = PASSES) -> MarkedHead:
    """A head trained on the examples, its encoder started from a checkpoint of the parser's trainer."""
    torch.manual_seed(seed)
    shuffler = random.Random(seed)
    model = MarkedHead(encoder_of(encoder))
    table = model.encoder.embeddings.word_embeddings
    table.weight.requires_grad_(False)
    inner = [p for p in model.encoder.parameters() if p.requires_grad]
    outer = [*model.sides.parameters(), *model.head.parameters()]
    steps = passes * len(batches_of(examples, shuffler))
    optimiser, schedule = optimiser_of(inner, outer, 1.2e-4, 1e-3, steps)
    model.train()
    started = time.time()
    for number in range(passes):
        losses = []
        for batch in batches_of(examples, shuffler):
            loss = _loss(model, batch)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([*inner, *outer], 1.0)
            optimiser.step()
            schedule.step()
            losses.append(float(loss))
        print(f"pass {number} loss {sum(losses) / len(losses):.3f} {time.time() - started:.0f}s", flush=True)
    return model.eval()


def _loss(model: MarkedHead, batch: Sequence[Example]) -> Tensor:
    pieces, sides, mask, marks, labels, weights = tensors_of(batch)
    with torch.autocast("cpu", torch.bfloat16):
        logits = model(model.encoder.embeddings.word_embeddings(pieces), sides, mask, marks)
    each = functional.cross_entropy(logits.float(), labels, label_smoothing=0.1, reduction="none")
    return (each * weights).sum() / weights.sum()


def encoder_of(checkpoint: Path) -> BertModel:
    """The encoder of a parser checkpoint (its tensors are named `bert.`)."""
    state = torch.load(checkpoint, map_location="cpu")
    return bert_of(state.get("model", state))


@torch.no_grad()
def probabilities(model: MarkedHead, examples: Sequence[Example]) -> dict[str, list[float]]:
    """The head's probabilities over `LABELS`, by example id."""
    found: dict[str, list[float]] = {}
    for batch in batches_of(examples, None):
        pieces, sides, mask, marks, _, _ = tensors_of(batch)
        logits = model(model.encoder.embeddings.word_embeddings(pieces), sides, mask, marks)
        for example, row in zip(batch, logits.float().softmax(-1).tolist(), strict=True):
            found[example.id] = row
    return found


def folds_of(examples: Sequence[Example], count: int) -> Iterable[tuple[list[Example], list[Example]]]:
    """Training and held-back examples of each fold, stratified by label."""
    order = sorted(examples, key=lambda e: (e.label, random.Random(e.id).random()))
    for fold in range(count):
        held = [e for number, e in enumerate(order) if number % count == fold]
        yield [e for number, e in enumerate(order) if number % count != fold], held


def main() -> None:
    """Cross-validates, or trains on everything and writes the model."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("encoder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--more", type=Path, nargs="*", default=())
    parser.add_argument("--written", type=Path, nargs="*", default=())
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--only", type=int, default=99, help="how many of the folds to run")
    parser.add_argument("--passes", type=int, default=PASSES)
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    tokenizer = Tokenizer.from_file(str(given.tokenizer))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    lines = read_gold(given.gold.read_text("utf-8").splitlines())[0]
    gold = [e for e in (example_of(line, tokenizer) for line in lines) if e is not None]
    more = [
        e
        for paths, weight in ((given.more, 0.5), (given.written, 1.0))
        for path in paths
        for line in read_gold(path.read_text("utf-8").splitlines())[0]
        if (e := example_of(line, tokenizer, weight)) is not None
    ]
    print(f"{len(gold)} gold examples of {len(lines)}, {len(more)} more")
    if not given.folds:
        model = trained([*gold, *more], given.encoder, 7, given.passes)
        torch.save({"model": model.state_dict(), "labels": LABELS}, given.out)
        return
    found: dict[str, list[float]] = {}
    for fold, (train, held) in enumerate(folds_of(gold, given.folds)):
        if fold < given.only:
            found |= probabilities(trained([*train, *more], given.encoder, 7, given.passes), held)
            report(lines, found)
            given.out.write_text(json.dumps(found))


def report(lines: Sequence[GoldLine], found: dict[str, list[float]]) -> None:
    """Prints what the predictions so far are worth."""
    answers = []
    for identity, row in found.items():
        best = max(range(len(row) - 1), key=row.__getitem__)
        answers.append(Prediction(id=identity, event=LABELS[best], confidence=row[best]))
    figures = measure_marked(lines, answers, categories())
    names = ("categories", "quads", "sides")
    values = [getattr(figures, name).macro_f1 for name in names]
    print(len(found), *(f"{name} {value:.3f}" for name, value in zip(names, values, strict=True)), flush=True)


if __name__ == "__main__":
    main()
