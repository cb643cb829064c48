"""Trains the head that reads who meets whom and who takes which stand: words of acts, their parties, their days.

    python -m training.substance WRITTEN.jsonl [...] --encoder CHECKPOINT.pt --out SUBSTANCE.pt
        [--layers 6] [--passes 12] [--held PART.jsonl [...]]

WRITTEN holds passages as `training/diplomacy/README.md` describes them; the lines of `training/issues` train the issue head too.
A frame (`detente.diplomacy.frames`) is read whole: of each word is asked which form of encounter and which stance it tells, of each word
that tells one which powers take part, who holds the stand and toward whom, which day is its, how it stands and on which issue.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from training.encoder import encoder_of
from training.issues import lines

from detente.diplomacy.frames import KINDS, POWERS, Frame, frames, marked
from detente.diplomacy.relating import LINKS, Relating
from detente.knowledge.issue_words import NONE
from detente.knowledge.issues import issues
from detente.reading import Story, open_reader
from detente.types import Sentence, When

FORMS = ("none", "visit", "talks", "meeting", "meal", "call", "summit", "ceremony", "other")
STANCES = ("none", "demands", "offers", "undertakes", "refuses", "supports", "opposes", "warns", "accuses")
STATUSES = (
    "happened", "ongoing", "planned", "possible", "called_for", "postponed", "cancelled", "refused", "denied", "hypothetical",
)  # fmt: skip
ISSUES = (NONE, *sorted(issue.id for issue in issues()))
ROLES = ("party", "holder", "addressee", "time")
SIZE = 64
SHARP = 3.0
"""How far apart the issues lie when training begins."""
MASK = 103
HIDDEN = frozenset(KINDS.index(kind) for kind in ("state", "person", "place"))
HEARD = {"confirmed": "planned", "moved": "planned", "extended": "ongoing", "cut_short": "happened"}


@dataclass
class Act:
    """A word that tells an encounter or a stand, as gold has it."""

    word: int
    form: int = 0
    stance: int = 0
    status: int = -1
    powers: set[int] = field(default_factory=set)
    holders: set[int] = field(default_factory=set)
    addressees: set[int] = field(default_factory=set)
    unaddressed: bool = False
    issue: int = -1
    times: set[int] = field(default_factory=set)
    """Indices of mentions; empty with `timed` means that none of them is its day."""
    timed: bool = False


@dataclass
class Example:
    """A frame, and what is told in it. `forms` and `stances`: a label a word, -1 where nothing is asked."""

    frame: Frame
    forms: list[int]
    stances: list[int]
    acts: list[Act]
    weight: float = 1.0
    links: Tensor | None = None
    line: bool = False
    """Whether it is a line that tells an issue and nothing else."""


class SubstanceHead(nn.Module):
    """The encoder over a frame, and what is asked of its words."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.places = nn.Embedding(POWERS + 1, width)
        self.kinds = nn.Embedding(len(KINDS), width)
        nn.init.normal_(self.places.weight, std=0.02)
        nn.init.normal_(self.kinds.weight, std=0.02)
        self.drop = nn.Dropout(0.2)
        self.form = nn.Linear(width, len(FORMS))
        self.stance = nn.Linear(width, len(STANCES))
        self.status = nn.Linear(width, len(STATUSES))
        self.issue = nn.Linear(width, len(ISSUES))
        self.about = nn.Linear(width, len(ISSUES))
        self.seek = nn.Linear(width, SIZE)
        self.show = nn.Linear(width, SIZE)
        self.asking = nn.Linear(width, SIZE * len(ROLES))
        self.shown = nn.Linear(width, SIZE * len(ROLES))
        self.nobody = nn.Linear(width, 2)
        self.links = nn.Embedding(len(LINKS), SIZE * len(ROLES))
        self.far = nn.Parameter(torch.zeros(len(ROLES), len(LINKS)))
        nn.init.normal_(self.links.weight, std=0.02)

    def states(self, pieces: Tensor, places: Tensor, kinds: Tensor, mask: Tensor) -> Tensor:
        embedded = self.encoder.embeddings.word_embeddings(pieces) + self.places(places) + self.kinds(kinds)
        return self.drop(self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state)

    def role(
        self, states: Tensor, frame: Frame, words: Tensor, mentions: Sequence[int], links: Tensor, role: int
    ) -> Tensor:
        """(acts, mentions): how well each mention fits the role beside each word; `links` of the same shape."""
        part = slice(role * SIZE, (role + 1) * SIZE)
        asked = self.asking(states[words])[:, part]
        firsts = torch.tensor([frame.firsts[frame.mentions[m].first] for m in mentions])
        lasts = torch.tensor([frame.lasts[frame.mentions[m].last] for m in mentions])
        shown = self.shown((states[firsts] + states[lasts]) / 2)[:, part]
        linked = shown[None] + self.links(links)[:, :, part]
        return (asked[:, None] * linked).sum(-1) / SIZE**0.5 + self.far[role][links]


def read_lines(paths: Sequence[Path]) -> list[dict[str, Any]]:
    return [
        json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line.strip()
    ]


def trigger(
    sentence: Sentence, words: Sequence[int], form: str | None, stance: str | None, tables: Any
) -> int:
    """The word of a quotation that tells its act: one that the lexicon lists, else the highest verb."""
    listed = []
    for w in words:
        if form is not None:
            row = tables.encounters.verb(sentence, w) if sentence.tags[w] == "VERB" else None
            row = row or (
                tables.encounters.noun(sentence, w) if sentence.tags[w] in {"NOUN", "PROPN"} else None
            )
            if row is not None:
                listed.append((row.form != form, w))
        else:
            lemma = sentence.lemmas[w].lower()
            parts = ("verb", "noun", "adjective")
            row = next(
                (r for p in parts if (r := tables.positions.stances.get((p, lemma))) is not None), None
            )
            if row is not None and sentence.tags[w] in {"VERB", "NOUN", "ADJ"}:
                listed.append((getattr(row, "stance", None) != stance, w))
    sure = [w for wrong, w in sorted(listed) if not wrong]
    if sure:
        return sure[0]
    if sentence.tags[words[0]] == "X":
        # Not parsed, since nobody is named in it.
        return max(words, key=lambda w: (len(sentence.words[w]), -w))
    verbs = [w for w in words if sentence.tags[w] == "VERB"] or list(words)
    return min(verbs, key=lambda w: (_depth(sentence, w), w))


def _depth(sentence: Sentence, word: int) -> int:
    depth = 0
    while sentence.heads[word] >= 0 and depth < 60:
        word, depth = sentence.heads[word], depth + 1
    return depth


def examples(passages: Sequence[dict[str, Any]]) -> list[tuple[str, list[Example]]]:
    """The frames of passages, each with what is told in it."""
    reader = open_reader(threads=1)
    pieces = reader._language._encoder.pieces
    tables = reader._rooms.diplomacy
    stories = [
        Story(id=p["id"], text=p["text"], title=p["title"], published=p["published"]) for p in passages
    ]
    articles = [reader.story(s) for s in stories]
    found = []
    for start in range(0, len(articles), 64):
        analysed = reader.analyse(articles[start : start + 64])
        for passage, (article, sentences), cast in zip(
            passages[start : start + 64], analysed.parsed, analysed.casts, strict=True
        ):
            sentences = sentences or ()
            whens, wheres = reader._scene(article, sentences)
            built = frames(sentences, article, cast.mentions, whens, wheres, pieces)
            found.append(
                (passage["id"], [example(f, passage, article.text, sentences, tables) for f in built])
            )
    return found


def example(
    frame: Frame, passage: dict[str, Any], text: str, sentences: Sequence[Sentence], tables: Any
) -> Example:
    asked = [-1 if s < frame.since else 0 for s in frame.sentences]
    forms, stances = list(asked), list(asked)
    acts: dict[int, Act] = {}
    at = {(s, w): n for n, (s, w) in enumerate(zip(frame.sentences, frame.words, strict=True)) if s >= 0}
    places = {power: place for place, power in enumerate(frame.powers, 1)}
    inside = {s for s in frame.sentences if s >= frame.since}
    if "encounters" not in passage:
        forms = [-1] * len(forms)
    if "positions" not in passage:
        stances = [-1] * len(stances)
    for kind in ("encounters", "positions"):
        for told in passage.get(kind, ()):
            start = text.find(told["quote"])
            sentence = next((s for s in sentences if s.start <= start < s.end), None)
            if start < 0 or sentence is None or sentence.index not in inside:
                continue
            end = start + len(told["quote"])
            words = [n for n, b in enumerate(sentence.starts) if start <= b < end]
            if not words:
                continue
            form, stance = (told["form"], None) if kind == "encounters" else (None, told["stance"])
            word = at[sentence.index, trigger(sentence, words, form, stance, tables)]
            labels = forms if form else stances
            for w in words:
                if labels[at[sentence.index, w]] == 0:
                    labels[at[sentence.index, w]] = -1
            act = acts.setdefault(word, Act(word=word))
            if form:
                labels[word] = act.form = FORMS.index(form)
                status = HEARD.get(told["status"], told["status"])
                act.status = STATUSES.index(status)
                act.powers |= {places[c] for c in told["countries"] if c in places}
                act.timed = True
                act.times |= times_of(frame, told, sentence.index)
            else:
                labels[word] = act.stance = STANCES.index(stance)
                act.holders |= {places[p] for p in [told["holder"]] if p in places}
                act.addressees |= {places[p] for p in [told["addressee"]] if p in places}
                act.unaddressed |= told["addressee"] is None
                act.issue = ISSUES.index(told["issue"] or NONE) if (told["issue"] or NONE) in ISSUES else -1
    return Example(frame=frame, forms=forms, stances=stances, acts=list(acts.values()))


def times_of(frame: Frame, told: dict[str, Any], sentence: int) -> set[int]:
    """The mentions of time that tell the day of an encounter, those of its sentence where there are any."""
    fitting = {
        n
        for n, m in enumerate(frame.mentions)
        if m.when is not None and agrees(m.when, told["date"], told.get("until"))
    }
    here = {n for n in fitting if frame.mentions[n].sentence == sentence}
    return here or fitting


def agrees(when: When, date: str | None, until: str | None) -> bool:
    value = (when.value or "")[:10]
    if not value[:4].isdigit() or date is None:
        return False
    return value == date or (until is not None and date <= value <= until)


def issue_lines(pieces: Any) -> list[Example]:
    """Lines that tell an issue, as frames of one sentence whose verb tells nobody's stand."""
    found = []
    for issue, text in lines():
        words = text.split()
        if issue not in ISSUES:
            continue
        flat, firsts, lasts = [101], [], []
        for word in words:
            firsts.append(len(flat))
            flat += pieces(word)
            lasts.append(len(flat) - 1)
        frame = Frame(
            pieces=(*flat, 102), firsts=tuple(firsts), lasts=tuple(lasts), sentences=(0,) * len(words),
            words=tuple(range(len(words))), powers=(), mentions=(), since=0,
        )  # fmt: skip
        act = Act(word=0, issue=ISSUES.index(issue))
        found.append(
            Example(
                frame=frame,
                forms=[-1] * len(words),
                stances=[-1] * len(words),
                acts=[act],
                weight=3.0,
                line=True,
            )
        )
    return found


def tensors(
    frame: Frame, shuffler: random.Random | None, blank: float = 0.0
) -> tuple[list[int], list[int], list[int]]:
    """Pieces, places and kinds of each piece; the places shuffled, so that a place by itself says nothing."""
    pieces, places, kinds = marked(frame)
    if shuffler is None:
        return pieces, places, kinds
    order = list(range(1, POWERS + 1))
    shuffler.shuffle(order)
    for m in frame.mentions:
        if m.kind in HIDDEN and shuffler.random() < blank:
            pieces[frame.firsts[m.first] : frame.lasts[m.last] + 1] = [MASK] * (
                frame.lasts[m.last] + 1 - frame.firsts[m.first]
            )
    return pieces, [order[p - 1] if p else 0 for p in places], kinds


def rounded(frame: Frame) -> int:
    """The length that a frame is padded to: of few shapes, since kernels are made for each."""
    return -(-len(frame.pieces) // 16) * 16


def batches(
    examples: Sequence[Example], shuffler: random.Random | None, most: int = 2400
) -> list[list[Example]]:
    noise = (lambda: shuffler.random() * 20) if shuffler else (lambda: 0.0)
    found: list[list[Example]] = []
    for one in sorted(examples, key=lambda e: (e.line, rounded(e.frame), noise())):
        if (
            found
            and one.line == found[-1][0].line
            and rounded(one.frame) == rounded(found[-1][0].frame)
            and rounded(one.frame) * (len(found[-1]) + 1) <= most
        ):
            found[-1].append(one)
        else:
            found.append([one])
    if shuffler:
        shuffler.shuffle(found)
    return found


def run(
    model: SubstanceHead, batch: Sequence[Example], shuffler: random.Random | None, blank: float = 0.0
) -> Tensor:
    longest = max(rounded(e.frame) for e in batch)
    rows = [tensors(e.frame, shuffler, blank) for e in batch]
    padded = [torch.tensor([r[k] + [0] * (longest - len(r[k])) for r in rows]) for k in range(3)]
    mask = torch.tensor([[1] * len(r[0]) + [0] * (longest - len(r[0])) for r in rows])
    return model.states(*padded, mask)


def about(model: SubstanceHead, states: Tensor, frame: Frame, words: Tensor) -> Tensor:
    """(acts, issues): what the act's word and the words that it looks at say of the issue."""
    end = len(frame.pieces)
    sought = model.seek(states[words]) @ model.show(states[:end]).T / SIZE**0.5
    return model.issue(states[words]) + sought.softmax(-1) @ model.about(states[:end])


def loss_of(model: SubstanceHead, batch: Sequence[Example], shuffler: random.Random, blank: float) -> Tensor:
    with torch.autocast("cpu", torch.bfloat16):
        whole = run(model, batch, shuffler, blank)
    whole = whole.float()
    if batch[0].line:
        return batch[0].weight * lines_loss(model, whole, batch)
    losses: list[Tensor] = []
    for states, one in zip(whole, batch, strict=True):
        losses.append(one.weight * loss_of_one(model, states, one))
    return torch.stack(losses).mean()


def lines_loss(model: SubstanceHead, states: Tensor, batch: Sequence[Example]) -> Tensor:
    """The loss of issues over lines, whose first word stands for the act."""
    lengths = torch.tensor([len(e.frame.pieces) for e in batch])
    outside = torch.arange(states.shape[1])[None] >= lengths[:, None]
    sought = (model.seek(states[:, 1:2]) @ model.show(states).transpose(1, 2))[:, 0] / SIZE**0.5
    weights = sought.masked_fill(outside, -1e4).softmax(-1)
    logits = model.issue(states[:, 1]) + (weights[:, None] @ model.about(states))[:, 0]
    right = torch.tensor([e.acts[0].issue for e in batch])
    return functional.cross_entropy(logits, right, label_smoothing=0.1) / 2


POSITIVE = 3.0


def loss_of_one(model: SubstanceHead, states: Tensor, one: Example) -> Tensor:
    frame = one.frame
    firsts = torch.tensor(frame.firsts)
    total = states.new_zeros(())
    for head, labels in ((model.form, one.forms), (model.stance, one.stances)):
        asked = torch.tensor(labels)
        if (asked >= 0).any():
            each = functional.cross_entropy(
                head(states[firsts]), asked, ignore_index=-1, reduction="none", label_smoothing=0.05
            )
            weight = torch.where(asked > 0, POSITIVE, 1.0) * (asked >= 0)
            total = total + (each * weight).sum() / 10
    if not one.acts:
        return total
    words = firsts[torch.tensor([a.word for a in one.acts])]
    status = torch.tensor([a.status for a in one.acts])
    if (status >= 0).any():
        total = (
            total
            + functional.cross_entropy(model.status(states[words]), status, ignore_index=-1, reduction="sum")
            / 2
        )
    issue = torch.tensor([a.issue for a in one.acts])
    if (issue >= 0).any():
        logits = about(model, states, frame, words)
        total = total + functional.cross_entropy(
            logits, issue, ignore_index=-1, reduction="sum", label_smoothing=0.1
        )
    return total + roles_loss(model, states, one, words)


def roles_loss(model: SubstanceHead, states: Tensor, one: Example, words: Tensor) -> Tensor:
    frame = one.frame
    total = states.new_zeros(())
    named = [n for n, m in enumerate(frame.mentions) if m.place]
    timed = [n for n, m in enumerate(frame.mentions) if m.when is not None]
    if named:
        scores = place_scores(model, states, one, words, named)
        for n, act in enumerate(one.acts):
            if act.form and act.powers:
                total = total + _binary(scores[0][n], act.powers)
            if act.stance and act.holders:
                total = total + _binary(scores[1][n], act.holders)
            if act.stance:
                want = torch.zeros(1 + scores[2].shape[1])
                for p in act.addressees:
                    want[p] = 1.0
                if act.unaddressed or act.addressees:
                    if act.unaddressed:
                        want[0] = 1.0
                    logits = torch.cat([model.nobody(states[words[n]])[:1], scores[2][n]])
                    total = total - (want / want.sum() * logits.log_softmax(-1)).sum()
    if timed:
        times = model.role(states, frame, words, timed, links_of(one, timed), 3)
        for n, act in enumerate(one.acts):
            if act.timed:
                logits = torch.cat([model.nobody(states[words[n]])[1:], times[n]])
                want = torch.tensor([not act.times, *(t in act.times for t in timed)]).float()
                gained = (logits.log_softmax(-1) + torch.where(want > 0, 0.0, -1e4)).logsumexp(-1)
                total = total - gained
    return total


def _binary(scores: Tensor, right: set[int]) -> Tensor:
    want = torch.zeros(len(scores))
    for p in right:
        want[p - 1] = 1.0
    return functional.binary_cross_entropy_with_logits(scores, want, reduction="sum") / 1.5


def links_of(one: Example, mentions: Sequence[int]) -> Tensor:
    """(acts, mentions): what each mention is to each act; found once."""
    if one.links is None:
        relating = Relating(one.frame)
        every = range(len(one.frame.mentions))
        one.links = torch.tensor([relating.links(act.word, every) for act in one.acts])
    return one.links[:, list(mentions)]


def place_scores(
    model: SubstanceHead, states: Tensor, one: Example, pieces: Tensor, named: Sequence[int]
) -> list[Tensor]:
    """For each role of powers: (acts, places), the best of each place's mentions."""
    frame = one.frame
    places = torch.tensor([frame.mentions[m].place for m in named])
    links = links_of(one, named)
    found = []
    for role in range(3):
        scores = model.role(states, frame, pieces, named, links, role)
        columns = [
            scores[:, places == p].amax(-1) if (places == p).any() else scores.new_full((len(pieces),), -20.0)
            for p in range(1, len(frame.powers) + 1)
        ]
        found.append(torch.stack(columns, -1))
    return found


@torch.no_grad()
def set_out(model: SubstanceHead, lines: Sequence[Example]) -> None:
    """Starts the issue head where the lines of each issue lie, as the encoder of sentences already sees them."""
    width = model.encoder.config.hidden_size
    sums, counts = torch.zeros(len(ISSUES), width), torch.zeros(len(ISSUES), 1)
    model.eval()
    for batch in batches(lines, None):
        states = run(model, batch, None)
        for row, one in zip(states, batch, strict=True):
            mean = functional.normalize(row[: len(one.frame.pieces)].mean(0), dim=0)
            sums[one.acts[0].issue] += mean
            counts[one.acts[0].issue] += 1
    centres = sums / counts.clamp(min=1)
    centres = centres - centres[counts[:, 0] > 0].mean(0)
    model.about.weight.copy_(torch.where(counts > 0, centres, 0.0) * SHARP)
    model.about.bias.zero_()
    nn.init.normal_(model.issue.weight, std=0.002)


def trained(
    examples: Sequence[Example], encoder: Path, passes: int, layers: int, seed: int, blank: float
) -> SubstanceHead:
    torch.manual_seed(seed)
    shuffler = random.Random(seed)
    inner_model = encoder_of(encoder)
    if layers < len(inner_model.encoder.layer):
        inner_model.encoder.layer = inner_model.encoder.layer[:layers]
        inner_model.config.num_hidden_layers = layers
    # Attention without dropout runs in one fused kernel, three times as fast.
    for module in inner_model.modules():
        if module.__class__.__name__.endswith("SelfAttention"):
            module.dropout.p = 0.0
    model = SubstanceHead(inner_model)
    set_out(model, [e for e in examples if e.line])
    model.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    inner = [p for p in model.encoder.parameters() if p.requires_grad]
    kept = {id(p) for p in model.encoder.parameters()}
    outer = [p for p in model.parameters() if id(p) not in kept]
    optimiser = torch.optim.AdamW(
        [{"params": inner, "lr": 1.5e-4}, {"params": outer, "lr": 1e-3}], weight_decay=0.01, betas=(0.9, 0.98)
    )
    total = passes * len(batches(examples, shuffler))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (0.1 * total), max(0.02, 1 - step / total))
    )
    model.train()
    started = time.time()
    for number in range(passes):
        losses = []
        for batch in batches(examples, shuffler):
            loss = loss_of(model, batch, shuffler, blank)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([*inner, *outer], 1.0)
            optimiser.step()
            schedule.step()
            losses.append(float(loss.detach()))
        print(f"pass {number} loss {sum(losses) / len(losses):.3f} {time.time() - started:.0f}s", flush=True)
    return model.eval()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("written", type=Path, nargs="+")
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--passes", type=int, default=12)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--blank", type=float, default=0.1)
    given = parser.parse_args()
    passages = read_lines(given.written)
    built = [e for _, each in examples(passages) for e in each]
    pieces = open_reader(threads=1)._language._encoder.pieces
    told = issue_lines(pieces)
    acts = [a for e in built for a in e.acts]
    print(len(passages), "passages", len(built), "frames", len(acts), "acts", len(told), "lines", flush=True)
    model = trained([*built, *told], given.encoder, given.passes, given.layers, given.seed, given.blank)
    torch.save({"model": model.state_dict(), "layers": given.layers}, given.out)


if __name__ == "__main__":
    main()
