"""Small convolutional blocks that the picture models are made of."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Conv(nn.Sequential):
    """Convolution, batch normalisation, SiLU."""

    def __init__(self, inputs: int, outputs: int, kernel: int = 3, stride: int = 1, groups: int = 1):
        super().__init__(
            nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
            nn.BatchNorm2d(outputs, eps=1e-3, momentum=0.03),
            nn.SiLU(inplace=True),
        )


class Block(nn.Module):
    """Half of the channels go through small residual convolutions, the other half past them."""

    def __init__(self, channels: int, depth: int):
        super().__init__()
        half = channels // 2
        self.steps = nn.ModuleList(nn.Sequential(Conv(half, half), Conv(half, half)) for _ in range(depth))
        self.join = Conv(channels, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        worked, passed = x.chunk(2, 1)
        for step in self.steps:
            worked = worked + step(worked)
        return self.join(torch.cat([worked, passed], 1))
