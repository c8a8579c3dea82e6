"""Weights averaged over the steps of a training: they judge better than those of its last step."""

from __future__ import annotations

import torch
from torch import nn


@torch.no_grad()
def blend(average: nn.Module, model: nn.Module, keep: float) -> None:
    """average = keep * average + (1 - keep) * model, for everything that is a real number."""
    current = model.state_dict()
    for name, value in average.state_dict().items():
        if value.dtype.is_floating_point:
            value.mul_(keep).add_(current[name], alpha=1 - keep)
        else:
            value.copy_(current[name])
