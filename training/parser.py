"""Trains the parser on treebanks, then exports, quantises and measures it.

    python -m training.parser TREEBANKS... --encoder FOLDER --out CHECKPOINTS
        [--names training/names/ewt_train_names.tsv training/names/news.jsonl] [--ship] [--resume]

TREEBANKS are folders with CoNLL-U files (plain or .gz) whose names hold `train`, `dev` and `test`; ENCODER is
a folder with the weights and `tokenizer.json` of the encoder to start from. A checkpoint is written after each
pass; with --resume the run goes on from the last. With --ship the last one becomes the package's model and is
measured on the same folders (`training/README.md` tells where everything comes from). A GPU is used if there is one.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from training.encoder import Parser, parser_of, pretrained, tokenizer_of
from training.examples import IGNORED, Batch, Encoding, Example, Labels, batches_of, labels_of, tensors_of
from training.export import ship
from training.treebank import (
    TreebankSentence,
    halved_for_names,
    read_marked_texts,
    read_standoff,
    read_treebank,
    read_universal_ner,
    with_standoff,
)

BUDGET = 1500
"""Padded pieces of one step."""
ENCODER_RATE, HEADS_RATE = 1.5e-4, 1.2e-3
WARM_UP = 200
NAMED_DEV_FOR_TRAINING = 1500
MASK, GAPS = 103, 0.05
"""The encoder's own [MASK], and the share of pieces hidden behind it in training, against learning sentences by heart."""
IMPOSSIBLE = -1e4
WEIGHTS = {"upos": 1.0, "feats": 0.5, "lemma": 0.5}


def main() -> None:
    """Reads the command line, trains, and ships where asked."""
    given = _arguments().parse_args()
    torch.manual_seed(given.seed)
    if given.threads:
        torch.set_num_threads(given.threads)
    treebanks = read_folders(given.treebanks, given.names)
    training = [s for name, found in treebanks.items() if "train" in name for s in found]
    choosing: dict[str, list[TreebankSentence]] = {}
    for name, found in treebanks.items():
        if "dev" in name and any(s.marked for s in found):
            more, choosing[name] = halved_for_names(found, min(NAMED_DEV_FOR_TRAINING, 3 * len(found) // 4))
            training += more
        elif "dev" in name:
            choosing[name] = found
    training += [s for path in given.silver for s in read_treebank(path)]
    last = train(training, choosing, given)
    if given.ship:
        ship(last, given.encoder, given.version)
        benchmark = Path(__file__).parents[1] / "benchmarks" / "language.py"
        subprocess.run([sys.executable, benchmark, *given.treebanks, "--card"], check=True)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("treebanks", type=Path, nargs="+")
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="folder of checkpoints")
    parser.add_argument("--names", type=Path, nargs="*", default=())
    parser.add_argument("--passes", type=int, default=10)
    parser.add_argument("--silver", type=Path, nargs="*", default=(), help="trees of `training.silver`")
    parser.add_argument("--start", type=Path, help="a checkpoint to go on from, with rates of its own decay")
    parser.add_argument("--rate", type=float, default=1.0, help="all learning rates times this")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--ship", action="store_true")
    parser.add_argument("--version", default="1")
    return parser


def read_folders(folders: Sequence[Path], names: Sequence[Path]) -> dict[str, list[TreebankSentence]]:
    """Sentences by file; files of names add labels (.tsv, .iob2) or a set of their own (.jsonl, for training)."""
    files = [p for folder in folders for p in sorted(folder.rglob("*.conllu*"))]
    if not files:
        raise SystemExit(f"no CoNLL-U files in {', '.join(map(str, folders))}")
    found = {path.name: read_treebank(path) for path in files if "test" not in path.name}
    for path in names:
        if path.suffix == ".jsonl":
            found[f"train-{path.name}"] = read_marked_texts(path)
            continue
        standoff = read_universal_ner(path) if path.suffix == ".iob2" else read_standoff(path)
        found = {name: with_standoff(sentences, standoff) for name, sentences in found.items()}
    return found


def train(
    training: Sequence[TreebankSentence],
    choosing: dict[str, list[TreebankSentence]],
    given: argparse.Namespace,
) -> Path:
    """Trains for all passes, printing what the held-back sentences say after each; gives the last checkpoint."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    labels = parser_of(given.start)[1] if given.start else labels_of(training)
    encoding = Encoding(tokenizer_of(given.encoder), labels)
    examples = [encoding.example(s) for s in training]
    held = {name: [encoding.example(s) for s in found] for name, found in choosing.items()}
    print(f"{len(examples)} sentences", {name: len(known) for name, known in labels.items()}, flush=True)
    parser = parser_of(given.start)[0] if given.start else Parser(pretrained(given.encoder), labels)
    parser = parser.to(device)
    # The package's heads share one table of word pieces: it stays as its makers left it.
    parser.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    shuffler = random.Random(given.seed)
    total = given.passes * len(batches_of(examples, BUDGET, random.Random(given.seed)))
    optimiser, schedule = _optimiser(parser, total, given.rate)
    given.out.mkdir(parents=True, exist_ok=True)
    start = _resumed(given.out, parser, optimiser, schedule, shuffler) if given.resume else 0
    began = time.time()
    for number in range(start, given.passes):
        _one_pass(parser, batches_of(examples, BUDGET, shuffler), optimiser, schedule, device)
        for name, found in held.items():
            print(number, name, measured(parser, found, labels, device), flush=True)
        print(f"pass {number} done after {time.time() - began:.0f} s", flush=True)
        _keep(given.out / f"pass-{number:02}.pt", parser, labels, optimiser, schedule, shuffler)
    return given.out / f"pass-{given.passes - 1:02}.pt"


def _optimiser(parser: Parser, total: int, rate: float) -> tuple[torch.optim.Optimizer, Any]:
    inner = [p for p in parser.bert.parameters() if p.requires_grad]
    outer = [p for name, p in parser.named_parameters() if not name.startswith("bert.")]
    optimiser = torch.optim.AdamW(
        [{"params": inner, "lr": rate * ENCODER_RATE}, {"params": outer, "lr": rate * HEADS_RATE}],
        weight_decay=0.01,
        betas=(0.9, 0.98),
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / WARM_UP, max(0.01, 1 - step / total))
    )
    return optimiser, schedule


def _one_pass(
    parser: Parser,
    batches: Sequence[Sequence[Example]],
    optimiser: torch.optim.Optimizer,
    schedule: Any,
    device: torch.device,
) -> None:
    parser.train()
    for number, batch in enumerate(batches):
        loss = loss_of(parser, _with_gaps(tensors_of(batch)).to(device))
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(parser.parameters(), 2.0)
        optimiser.step()
        schedule.step()
        if number % 50 == 0:
            print(f"  step {number} of {len(batches)}: loss {loss.item():.3f}", flush=True)


def _with_gaps(batch: Batch) -> Batch:
    hidden = (torch.rand(batch.pieces.shape) < GAPS) & (batch.pieces > MASK)
    return replace(batch, pieces=batch.pieces.masked_fill(hidden, MASK))


def loss_of(parser: Parser, batch: Batch) -> Tensor:
    """Cross-entropies of all heads, over the words where each has something to learn."""
    device = batch.pieces.device.type
    with torch.autocast(device, torch.bfloat16):
        tagged, arcs, as_head, as_dependent = parser(batch)
        related = parser.relations(as_head, as_dependent, batch.labels["heads"].clamp(min=0))
    loss = arcs.new_zeros((), dtype=torch.float32)
    if batch.tree.any():
        for name, weight in WEIGHTS.items():
            loss = loss + weight * _entropy(tagged[name], batch.labels[name])
        loss = loss + _entropy(_possible(arcs, batch.words), batch.labels["heads"])
        loss = loss + _entropy(related, batch.labels["rel"], smoothing=0.03)
    if (batch.labels["names"] != IGNORED).any():
        loss = loss + _entropy(tagged["ner"], batch.labels["names"])
    return loss


def _entropy(scores: Tensor, labels: Tensor, smoothing: float = 0.0) -> Tensor:
    return functional.cross_entropy(
        scores.float().flatten(0, 1), labels.flatten(), ignore_index=IGNORED, label_smoothing=smoothing
    )


def _possible(arcs: Tensor, words: Tensor) -> Tensor:
    """Arc scores with no padding as a head."""
    heads = torch.cat([torch.ones_like(words[:, :1]), words], 1).unsqueeze(1)
    return arcs.float().masked_fill(~heads, IMPOSSIBLE)


@torch.no_grad()
def measured(
    parser: Parser, examples: Sequence[Example], labels: Labels, device: torch.device
) -> dict[str, float]:
    """Percentages right by word (greedy heads), and F1 of names, on examples with trees."""
    parser.eval()
    counts: Counter[str] = Counter()
    kinds = {number: label for label, number in labels["ner"].items()}
    for group in batches_of(examples, 2 * BUDGET):
        batch = tensors_of(group).to(device)
        tagged, arcs, as_head, as_dependent = parser(batch)
        heads = _possible(arcs, batch.words).argmax(-1)
        related = parser.relations(as_head, as_dependent, heads).argmax(-1)
        right = (heads == batch.labels["heads"]) & batch.words
        counts["words"] += int(batch.words.sum())
        counts["uas"] += int(right.sum())
        counts["las"] += int((right & (related == batch.labels["rel"])).sum())
        for name in WEIGHTS:
            hit = (tagged[name].argmax(-1) == batch.labels[name]) & batch.words
            counts[name] += int(hit.sum())
        answers = tagged["ner"].argmax(-1)
        for row, example in enumerate(group):
            if example.names is not None:
                gold = spans_of([kinds[n] for n in example.names])
                found = spans_of([kinds[int(n)] for n in answers[row, : len(example.first)]])
                counts["marked"] += len(gold) + len(found)
                counts["agreed"] += 2 * len(gold & found)
    result = {name: round(100 * counts[name] / counts["words"], 2) for name in (*WEIGHTS, "uas", "las")}
    if counts["marked"]:
        result["names"] = round(100 * counts["agreed"] / counts["marked"], 2)
    return result


def spans_of(labels: Sequence[str]) -> set[tuple[int, int, str]]:
    """First word, last word and type of each name; an I that continues nothing begins one."""
    spans: set[tuple[int, int, str]] = set()
    start, kind = -1, ""
    for position, label in enumerate([*labels, "O"]):
        if start >= 0 and label != f"I-{kind}":
            spans.add((start, position - 1, kind))
            start = -1
        if start < 0 and label != "O":
            start, kind = position, label[2:]
    return spans


def _keep(path: Path, parser: Parser, labels: Labels, optimiser: Any, schedule: Any, shuffler: Any) -> None:
    """A checkpoint: `model` and `vocab` are what others read, the rest is for going on."""
    torch.save(
        {
            "model": parser.state_dict(),
            "vocab": labels,
            "optimiser": optimiser.state_dict(),
            "schedule": schedule.state_dict(),
            "random": (shuffler.getstate(), torch.get_rng_state()),
        },
        path,
    )


def _resumed(folder: Path, parser: Parser, optimiser: Any, schedule: Any, shuffler: random.Random) -> int:
    """Puts everything back as the last whole pass left it; gives the number of the pass to run next."""
    passes = sorted(folder.glob("pass-*.pt"))
    if not passes:
        return 0
    stored = torch.load(passes[-1], map_location="cpu", weights_only=False)
    parser.load_state_dict(stored["model"])
    optimiser.load_state_dict(stored["optimiser"])
    schedule.load_state_dict(stored["schedule"])
    state, generator = stored["random"]
    shuffler.setstate(state)
    torch.set_rng_state(generator)
    return int(passes[-1].stem.partition("-")[2]) + 1


if __name__ == "__main__":
    main()
