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
    """(M, 4): first piece, last piece, place, whether its name may be masked. Place 0: a time."""
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
    weight: float = 1.0


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
    """(B, M, 3): first piece, last piece, place; place -1 where there is none."""
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


def batch_of(examples: Sequence[Asked], shuffler: random.Random | None = None, blank: float = 0.0) -> Batch:
    """The tensors of frames. With a shuffler places are dealt anew, and names masked with probability `blank`."""
    drawn = [_dealt(e, shuffler, blank) for e in examples] if shuffler else list(examples)
    numbers = np.concatenate([np.full(len(e.acts), n) for n, e in enumerate(drawn)]).astype(np.int64)
    most = max(len(e.mentions) for e in drawn)
    mentions = _padded([e.mentions[:, :3] for e in drawn], -1)
    powers = np.zeros((len(drawn), POWERS), bool)
    for n, e in enumerate(drawn):
        powers[n, [p - 1 for p in e.mentions[:, 2] if p > 0]] = True
    return Batch(
        pieces=_long(_padded([e.pieces for e in drawn])),
        places=_long(_padded([e.places for e in drawn])),
        kinds=_long(_padded([e.kinds for e in drawn])),
        mask=_long(_padded([np.ones(len(e.pieces), np.int32) for e in drawn])),
        firsts=_long(_padded([e.firsts for e in drawn])),
        form=_float(_padded([e.form for e in drawn])),
        form_asked=_float(_padded([e.form_asked * e.weight for e in drawn])),
        stance=_float(_padded([e.stance for e in drawn])),
        stance_asked=_float(_padded([e.stance_asked * e.weight for e in drawn])),
        mentions=_long(mentions),
        frame=torch.from_numpy(numbers),
        at=_long(np.concatenate([e.firsts[e.acts] for e in drawn])),
        links=_long(np.concatenate([_wide(e.links[e.acts], most) for e in drawn])),
        status=_float(np.concatenate([e.status for e in drawn])),
        issue=_float(np.concatenate([e.issue for e in drawn])),
        party=_float(np.concatenate([e.party for e in drawn])),
        holder=_float(np.concatenate([e.holder for e in drawn])),
        addressee=_float(np.concatenate([e.addressee for e in drawn])),
        time=_float(np.concatenate([_wide(e.time, 1 + most) for e in drawn])),
        counts=_float(np.concatenate([e.counts * e.weight for e in drawn])),
        powers=torch.from_numpy(powers),
    )


def _dealt(one: Asked, shuffler: random.Random, blank: float) -> Asked:
    """The frame with its places in another order, which nothing may be learned from, and some names masked."""
    order = list(range(POWERS))
    shuffler.shuffle(order)
    to = np.array([0, *(p + 1 for p in order)])
    pieces = one.pieces.copy()
    for first, last, _, hidden in one.mentions:
        if hidden and shuffler.random() < blank:
            pieces[first : last + 1] = MASK
    mentions = one.mentions.copy()
    mentions[:, 2] = to[mentions[:, 2]]
    party, holder = np.zeros_like(one.party), np.zeros_like(one.holder)
    party[:, order], holder[:, order] = one.party, one.holder
    addressee = one.addressee.copy()
    addressee[:, to] = one.addressee
    return replace(
        one, pieces=pieces, places=to[one.places], mentions=mentions,
        party=party, holder=holder, addressee=addressee,
    )  # fmt: skip


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
