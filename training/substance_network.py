"""The network that reads encounters and stands: an encoder over a frame, the heads over its words, and what they are taught."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from training.substance_asked import HEADS, POWERS, Batch

ROLES = ("party", "holder", "addressee", "time")
SIZE = 64
FAR = -1e4
POSITIVE = 3.0
"""How much more a word counts that tells an act."""


class SubstanceHead(nn.Module):
    """The encoder over a frame, and what is asked of its words. `sizes`: how many forms, stances, statuses, issues, kinds, links."""

    def __init__(self, encoder: nn.Module, sizes: Mapping[str, int]) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.places = nn.Embedding(POWERS + 1, width)
        self.kinds = nn.Embedding(sizes["kinds"], width)
        nn.init.normal_(self.places.weight, std=0.02)
        nn.init.normal_(self.kinds.weight, std=0.02)
        self.drop = nn.Dropout(0.2)
        self.form = nn.Linear(width, sizes["forms"])
        self.stance = nn.Linear(width, sizes["stances"])
        self.status = nn.Linear(width, sizes["statuses"])
        self.issue = nn.Linear(width, sizes["issues"])
        self.about = nn.Linear(width, sizes["issues"])
        self.seek = nn.Linear(width, SIZE)
        self.show = nn.Linear(width, SIZE)
        self.asking = nn.Linear(width, SIZE * len(ROLES))
        self.shown = nn.Linear(width, SIZE * len(ROLES))
        self.nobody = nn.Linear(width, 2)
        self.links = nn.Embedding(sizes["links"], SIZE * len(ROLES))
        self.far = nn.Parameter(torch.zeros(len(ROLES), sizes["links"]))
        nn.init.normal_(self.links.weight, std=0.02)

    def states(self, batch: Batch) -> Tensor:
        embedded = self.encoder.embeddings.word_embeddings(batch.pieces)
        embedded = embedded + self.places(batch.places) + self.kinds(batch.kinds)
        return self.drop(self.encoder(inputs_embeds=embedded, attention_mask=batch.mask).last_hidden_state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Logits of every question of a batch; rows of acts as in the batch."""

    form: Tensor
    stance: Tensor
    status: Tensor
    issue: Tensor
    party: Tensor
    holder: Tensor
    addressee: Tensor
    time: Tensor


def said(model: SubstanceHead, batch: Batch) -> Said:
    """What the model answers to what is asked in a batch."""
    with torch.autocast(batch.pieces.device.type, torch.bfloat16, enabled=model.training):
        states = model.states(batch)
    states = states.float()
    words = torch.gather(states, 1, batch.firsts.unsqueeze(-1).expand(-1, -1, states.size(-1)))
    act = states[batch.frame, batch.at]
    roles = _roles(model, states, batch, act)
    places, timed = batch.mentions[batch.frame, :, 2], batch.mentions[batch.frame, :, 2] == 0
    party, holder, addressee = (_by_place(roles[:, r], places) for r in range(3))
    lacking = ~batch.powers[batch.frame]
    nobody = model.nobody(act)
    return Said(
        form=model.form(words),
        stance=model.stance(words),
        status=model.status(act),
        issue=_about(model, states, batch, act),
        party=party,
        holder=holder,
        addressee=torch.cat([nobody[:, :1], addressee.masked_fill(lacking, FAR)], 1),
        time=torch.cat([nobody[:, 1:], roles[:, 3].masked_fill(~timed, FAR)], 1),
    )


def _roles(model: SubstanceHead, states: Tensor, batch: Batch, act: Tensor) -> Tensor:
    """(acts, roles, mentions): how well each mention fits each role."""
    shown = model.shown(states)
    rows = torch.arange(len(states), device=states.device)[:, None]
    ends = (
        shown[rows, batch.mentions[..., 0].clamp(min=0)] + shown[rows, batch.mentions[..., 1].clamp(min=0)]
    ) / 2
    linked = ends[batch.frame] + model.links(batch.links)
    linked = linked.view(*linked.shape[:2], len(ROLES), SIZE)
    asked = model.asking(act).view(-1, len(ROLES), SIZE)
    scores = torch.einsum("ars,amrs->arm", asked, linked) / SIZE**0.5
    return scores + model.far[:, batch.links].transpose(0, 1)


def _by_place(scores: Tensor, places: Tensor) -> Tensor:
    """(acts, POWERS): the best of each place's mentions."""
    own = places[:, None, :] == torch.arange(1, POWERS + 1, device=places.device)[None, :, None]
    return scores[:, None, :].masked_fill(~own, FAR).amax(-1)


def _about(model: SubstanceHead, states: Tensor, batch: Batch, act: Tensor) -> Tensor:
    """(acts, issues): what the act's word and the words that it looks at say of the issue."""
    shown = model.show(states)[batch.frame]
    sought = torch.einsum("as,als->al", model.seek(act), shown) / SIZE**0.5
    sought = sought.masked_fill(batch.mask[batch.frame] == 0, FAR).softmax(-1)
    said = model.about(states)[batch.frame]
    return model.issue(act) + torch.einsum("al,ali->ai", sought, said)


def loss_of(model: SubstanceHead, batch: Batch, frames: int) -> Tensor:
    """How far the answers are from what they should be, a frame."""
    answer = said(model, batch)
    total = (
        _words_loss(answer.form, batch.form, batch.form_asked)
        + _words_loss(answer.stance, batch.stance, batch.stance_asked)
    ) / 10
    if len(batch.frame):
        each = torch.stack(
            [
                _distance(answer.status, batch.status) / 2,
                _distance(answer.issue, batch.issue),
                _places_distance(answer.party, batch, batch.party),
                _places_distance(answer.holder, batch, batch.holder),
                _distance(answer.addressee, batch.addressee),
                _distance(answer.time, batch.time),
            ],
            1,
        )
        total = total + (each * batch.counts).sum()
    return total / frames


def _words_loss(logits: Tensor, wanted: Tensor, asked: Tensor) -> Tensor:
    each = _distance(logits, wanted)
    return (each * asked * (1 + (POSITIVE - 1) * (1 - wanted[..., 0]))).sum()


def _distance(logits: Tensor, wanted: Tensor) -> Tensor:
    return -(wanted * logits.log_softmax(-1)).sum(-1)


def _places_distance(scores: Tensor, batch: Batch, wanted: Tensor) -> Tensor:
    each = functional.binary_cross_entropy_with_logits(scores.clamp(min=-30), wanted, reduction="none")
    return (each * batch.powers[batch.frame]).sum(-1) / 1.5


def figures(model: SubstanceHead, loaded: list[Batch]) -> dict[str, float]:
    """Of gold frames: F1 of the words that tell (best threshold), and the share of gold acts whose answers are right."""
    told: dict[str, list[tuple[Tensor, Tensor]]] = {"form": [], "stance": []}
    right: dict[str, list[Tensor]] = {}
    model.eval()
    with torch.no_grad():
        for batch in loaded:
            answer = said(model, batch)
            for name in told:
                asked = getattr(batch, f"{name}_asked") > 0
                wanted = getattr(batch, name)[..., 0] < 0.5
                shares = 1 - getattr(answer, name).softmax(-1)[..., 0]
                told[name].append((shares[asked], wanted[asked]))
                both = asked & wanted
                kind = getattr(answer, name)[..., 1:].argmax(-1) == getattr(batch, name)[..., 1:].argmax(-1)
                right.setdefault(f"{name} kind", []).append(kind[both])
            for column, name in enumerate(HEADS):
                counted = batch.counts[:, column] > 0
                scores, wanted = getattr(answer, name), getattr(batch, name)
                if name in ("party", "holder"):
                    hit = (((scores > 0) == (wanted > 0.5)) | ~batch.powers[batch.frame]).all(-1)
                else:
                    best = scores.argmax(-1, keepdim=True)
                    hit = wanted.gather(1, best)[:, 0] >= wanted.amax(-1) - 0.01
                right.setdefault(name, []).append(hit[counted])
    found = {
        name: _best_f1(torch.cat([s for s, _ in each]), torch.cat([w for _, w in each]))
        for name, each in told.items()
    }
    found |= {name: float(torch.cat(each).float().mean()) for name, each in right.items()}
    return {name: round(value, 3) for name, value in found.items()}


def _best_f1(shares: Tensor, wanted: Tensor) -> float:
    order = shares.argsort(descending=True)
    hits = wanted[order].float().cumsum(0)
    found = torch.arange(1, len(hits) + 1, device=hits.device)
    return float((2 * hits / (found + wanted.sum())).max())


def settled(state: Mapping[str, Any]) -> dict[str, Tensor]:
    """A state without the frozen table of word pieces, in halves: what is worth keeping of a run."""
    return {n: t.half() for n, t in state.items() if not n.endswith("word_embeddings.weight")}
