"""What is asked of a frame as arrays, and frames side by side as tensors: nothing here knows Détente, so that it runs on any machine.

Every question has a distribution for its answer, so that gold and what a teacher says of the same frame can be mixed.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

POWERS = 12
"""Powers that have a place in a frame (`detente.diplomacy.frames.POWERS`)."""
MASK = 103
PERSON = 2
NAMED = (1, 2, 7)
"""Kinds of mentions (`detente.diplomacy.frames.KINDS`): a person; those whose names may be masked."""
Floats = NDArray[np.float16]
HEADS = ("status", "issue", "party", "holder", "addressee", "time")
"""What is asked of each act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A frame of W words, L pieces, M mentions and A acts. Places and kinds are 0 for nobody."""

    pieces: NDArray[np.int32]
    places: NDArray[np.uint8]
    kinds: NDArray[np.uint8]
    firsts: NDArray[np.int16]
    """(W) the first piece of each word."""
    form: Floats
    """(W, forms) what each word tells; `form_asked` (W): how much the answer counts."""
    form_asked: Floats
    stance: Floats
    stance_asked: Floats
    mentions: NDArray[np.int16]
    """(M, 4): first piece, last piece, place, kind. Place 0: a time."""
    links: NDArray[np.uint8]
    """(W, M) what each mention is to each word."""
    acts: NDArray[np.int16]
    """(A) the words that tell one."""
    status: Floats
    issue: Floats
    party: Floats
    """(A, POWERS) probability that each place takes part."""
    holder: Floats
    addressee: Floats
    """(A, 1 + POWERS), the first of them nobody."""
    time: Floats
    """(A, 1 + M), the first of them no time told."""
    counts: Floats
    """(A, HEADS) how much each answer counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Frames padded to one length; acts of all of them in one row, `frame` says whose they are."""

    pieces: Tensor
    places: Tensor
    kinds: Tensor
    mask: Tensor
    firsts: Tensor
    form: Tensor
    form_asked: Tensor
    stance: Tensor
    stance_asked: Tensor
    mentions: Tensor
    """(B, M, 4): first piece, last piece, place, kind; place -1 where there is none."""
    cover: Tensor
    """(B, L) the number from 1 of the shortest mention of a power over each piece, 0 where there is none."""
    frame: Tensor
    at: Tensor
    """(A) the piece of each act."""
    links: Tensor
    """(A, M)."""
    status: Tensor
    issue: Tensor
    party: Tensor
    holder: Tensor
    addressee: Tensor
    time: Tensor
    counts: Tensor
    powers: Tensor
    """(B, POWERS) whether the place is somebody's."""

    def to(self, device: torch.device) -> Batch:
        moved = {f.name: getattr(self, f.name).to(device, non_blocking=True) for f in fields(self)}
        return replace(self, **moved)


def batches(
    examples: Sequence[Asked], shuffler: random.Random | None, pieces: int
) -> Iterator[Sequence[Asked]]:
    """Frames of like length together, as many as have `pieces` with padding; in random order with a shuffler."""
    noise = (lambda: shuffler.random() * 20) if shuffler else (lambda: 0.0)
    found: list[list[Asked]] = []
    for one in sorted(examples, key=lambda e: len(e.pieces) + noise()):
        longest = max([len(one.pieces), *(len(e.pieces) for e in found[-1])] if found else [len(one.pieces)])
        if found and longest * (len(found[-1]) + 1) <= pieces:
            found[-1].append(one)
        else:
            found.append([one])
    if shuffler:
        shuffler.shuffle(found)
    return iter(found)


def batch_of(examples: Sequence[Asked]) -> Batch:
    """The tensors of frames."""
    numbers = np.concatenate([np.full(len(e.acts), n) for n, e in enumerate(examples)]).astype(np.int64)
    most = max(len(e.mentions) for e in examples)
    powers = np.zeros((len(examples), POWERS), bool)
    for n, e in enumerate(examples):
        powers[n, [p - 1 for p in e.mentions[:, 2] if p > 0]] = True
    return Batch(
        pieces=_long(_padded([e.pieces for e in examples])),
        places=_long(_padded([e.places for e in examples])),
        kinds=_long(_padded([e.kinds for e in examples])),
        mask=_long(_padded([np.ones(len(e.pieces), np.int32) for e in examples])),
        firsts=_long(_padded([e.firsts for e in examples])),
        form=_float(_padded([e.form for e in examples])),
        form_asked=_float(_padded([e.form_asked for e in examples])),
        stance=_float(_padded([e.stance for e in examples])),
        stance_asked=_float(_padded([e.stance_asked for e in examples])),
        mentions=_long(_padded([e.mentions for e in examples], -1)),
        cover=_long(_padded([_cover(e) for e in examples])),
        frame=torch.from_numpy(numbers),
        at=_long(np.concatenate([e.firsts[e.acts] for e in examples])),
        links=_long(np.concatenate([_wide(e.links[e.acts], most) for e in examples])),
        status=_float(np.concatenate([e.status for e in examples])),
        issue=_float(np.concatenate([e.issue for e in examples])),
        party=_float(np.concatenate([e.party for e in examples])),
        holder=_float(np.concatenate([e.holder for e in examples])),
        addressee=_float(np.concatenate([e.addressee for e in examples])),
        time=_float(np.concatenate([_wide(e.time, 1 + most) for e in examples])),
        counts=_float(np.concatenate([e.counts for e in examples])),
        powers=torch.from_numpy(powers),
    )


def _cover(one: Asked) -> NDArray[np.int16]:
    found = np.zeros(len(one.pieces), np.int16)
    for number in np.argsort(one.mentions[:, 0] - one.mentions[:, 1], kind="stable"):
        first, last, place, _ = one.mentions[number]
        if place > 0:
            found[first : last + 1] = number + 1
    return found


def dealt(batch: Batch, blank: float, unplaced: float) -> Batch:
    """The frames with their places in another order, from which nothing may be learned; some names masked; some people of
    some powers not known to be theirs."""
    device = batch.pieces.device
    frames, most = batch.mentions.shape[:2]
    order = torch.rand(frames, POWERS, device=device).argsort(1)
    to = torch.cat([torch.zeros(frames, 1, dtype=torch.long, device=device), order + 1], 1)
    place, kind = batch.mentions[..., 2], batch.mentions[..., 3]
    unknown = torch.rand(frames, POWERS + 1, device=device) < unplaced
    lost = (place > 0) & (kind == PERSON) & unknown.gather(1, place.clamp(min=0))
    hidden = torch.isin(kind, torch.tensor(NAMED, device=device)) & (place > 0)
    hidden &= torch.rand(frames, most, device=device) < blank
    masked, gone = (_over(flags, batch.cover) for flags in (hidden, lost))
    moved = torch.where(place >= 0, to.gather(1, place.clamp(min=0)), place)
    mentions = batch.mentions.clone()
    mentions[..., 2] = torch.where(lost, -1, moved)
    back, back_with_nobody = order.argsort(1)[batch.frame], to.argsort(1)[batch.frame]
    return replace(
        batch,
        pieces=torch.where(masked, MASK, batch.pieces),
        places=torch.where(gone, 0, to.gather(1, batch.places)),
        kinds=torch.where(gone, 0, batch.kinds),
        mentions=mentions,
        party=batch.party.gather(1, back),
        holder=batch.holder.gather(1, back),
        addressee=batch.addressee.gather(1, back_with_nobody),
        powers=batch.powers.gather(1, order.argsort(1)),
    )


def _over(flags: Tensor, cover: Tensor) -> Tensor:
    """(frames, pieces): whether the mention over each piece is flagged."""
    padded = torch.cat([torch.zeros_like(flags[:, :1]), flags], 1)
    return padded.gather(1, cover)


def _padded(rows: Sequence[NDArray[np.generic]], fill: int = 0) -> NDArray[np.generic]:
    longest = max(1, *(len(r) for r in rows)) if rows else 1
    found = np.full((len(rows), longest, *rows[0].shape[1:]), fill, rows[0].dtype)
    for n, row in enumerate(rows):
        found[n, : len(row)] = row
    return found


def _wide(row: NDArray[np.generic], columns: int) -> NDArray[np.generic]:
    found = np.zeros((len(row), max(1, columns)), row.dtype)
    found[:, : row.shape[1]] = row
    return found


def _long(array: NDArray[np.generic]) -> Tensor:
    return torch.from_numpy(array.astype(np.int64))


def _float(array: NDArray[np.generic]) -> Tensor:
    return torch.from_numpy(array.astype(np.float32))


def acts_in(examples: Iterable[Asked]) -> int:
    """How many acts the frames tell."""
    return sum(len(e.acts) for e in examples)
