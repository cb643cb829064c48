"""How fast the encoder and the heads over it learn: a warm-up over a tenth of the steps, then a straight way down."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn

WARM_UP = 0.1
LAST = 0.02
"""The part of the rate that is left at the end."""


def optimiser_of(
    encoder: Sequence[nn.Parameter], heads: Sequence[nn.Parameter], rate: float, heads_rate: float, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    """AdamW with one rate for the encoder and one for its heads, and the schedule of both over `steps` steps."""
    optimiser = torch.optim.AdamW(
        [{"params": list(encoder), "lr": rate}, {"params": list(heads), "lr": heads_rate}],
        weight_decay=0.01,
        betas=(0.9, 0.98),
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (WARM_UP * steps), max(LAST, 1 - step / steps))
    )
    return optimiser, schedule
