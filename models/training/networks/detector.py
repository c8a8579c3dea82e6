"""The detector: a small one-stage, anchor-free network.

A backbone of residual blocks, a feature pyramid over strides 8, 16 and 32, and one light head per stride. Each cell of a
stride says for every class how likely that class has an object there (there is no separate objectness), and how far the
four sides of the box lie from the cell's centre. The exported graph decodes boxes itself and speaks the layout of an
Ultralytics v8 export: rows cx, cy, w, h in input pixels, then one row per class.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from .blocks import Block, Conv

STRIDES = (8, 16, 32)


class Merge(nn.Module):
    """Joins a pyramid level with what comes from its neighbour."""

    def __init__(self, inputs: int, channels: int):
        super().__init__()
        self.mix = nn.Sequential(
            Conv(inputs, channels, 1), Conv(channels, channels, 5, groups=channels), Conv(channels, channels, 1)
        )

    def forward(self, here: Tensor, other: Tensor) -> Tensor:
        return self.mix(torch.cat([here, other], 1))


class Head(nn.Module):
    """Class scores and box sides for one stride."""

    def __init__(self, channels: int, classes: int):
        super().__init__()
        self.classify = nn.Sequential(
            Conv(channels, channels, 3, groups=channels), Conv(channels, channels, 1), nn.Conv2d(channels, classes, 1)
        )
        self.locate = nn.Sequential(
            Conv(channels, channels, 3, groups=channels), Conv(channels, channels, 1), nn.Conv2d(channels, 4, 1)
        )
        nn.init.constant_(self.classify[-1].bias, math.log(0.01 / 0.99))
        nn.init.constant_(self.locate[-1].bias, 1.0)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        return self.classify(x), self.locate(x)


class Detector(nn.Module):
    """Pictures in, `(logits, boxes)` out: batch x cells x classes, and batch x cells x (left, top, right, bottom) in pixels."""

    def __init__(self, classes: int, size: int, channels: tuple[int, ...] = (16, 32, 64, 96, 128), width: int = 64):
        """`size`: side of the square input, a multiple of 32. `channels`: of the stem, then of strides 4, 8, 16 and 32."""
        super().__init__()
        stem, c4, c8, c16, c32 = channels
        self.stem = nn.Sequential(Conv(3, stem, 3, 2), Conv(stem, c4, 3, 2), Block(c4, 1))
        self.stage8 = nn.Sequential(Conv(c4, c8, 3, 2), Block(c8, 2))
        self.stage16 = nn.Sequential(Conv(c8, c16, 3, 2), Block(c16, 2))
        self.stage32 = nn.Sequential(Conv(c16, c32, 3, 2), Block(c32, 1))
        self.context = nn.ModuleList([Conv(c32, c32 // 2, 1), Conv(c32 * 2, c16, 1)])
        self.pool = nn.MaxPool2d(5, 1, 2)
        self.up = nn.Upsample(scale_factor=2, mode="nearest")
        self.down16, self.down8 = Merge(c16 + c16, width), Merge(c8 + width, width)
        self.shrink8, self.shrink16 = Conv(width, width, 3, 2, groups=width), Conv(width, width, 3, 2, groups=width)
        self.up16, self.up32 = Merge(width + width, width), Merge(c16 + width, width)
        self.heads = nn.ModuleList(Head(width, classes) for _ in STRIDES)
        self.set_size(size)

    def set_size(self, size: int) -> None:
        """Lays the grid of cell centres for square inputs of this size (a multiple of 32)."""
        self.size = size
        centres, scales = [], []
        for stride in STRIDES:
            steps = (torch.arange(size // stride) + 0.5) * stride
            y, x = torch.meshgrid(steps, steps, indexing="ij")
            centres.append(torch.stack([x.flatten(), y.flatten()], 1))
            scales.append(torch.full((len(steps) ** 2, 1), float(stride)))
        self.register_buffer("centres", torch.cat(centres), persistent=False)
        self.register_buffer("scales", torch.cat(scales), persistent=False)

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        level8 = self.stage8(self.stem(pictures))
        level16 = self.stage16(level8)
        level32 = self._with_context(self.stage32(level16))
        middle16 = self.down16(level16, self.up(level32))
        out8 = self.down8(level8, self.up(middle16))
        out16 = self.up16(middle16, self.shrink8(out8))
        out32 = self.up32(level32, self.shrink16(out16))
        outputs = [head(level) for head, level in zip(self.heads, (out8, out16, out32))]
        logits = torch.cat([scores.flatten(2) for scores, _ in outputs], 2).transpose(1, 2)
        sides = torch.cat([box.flatten(2) for _, box in outputs], 2).transpose(1, 2)
        reach = torch.exp(sides.float().clamp(-6, 4.5)) * self.scales
        boxes = torch.cat([self.centres - reach[..., :2], self.centres + reach[..., 2:]], -1)
        return logits, boxes

    def _with_context(self, x: Tensor) -> Tensor:
        """Pools over growing windows, so that a cell sees objects larger than its own receptive field."""
        reduce, join = self.context
        levels = [reduce(x)]
        for _ in range(3):
            levels.append(self.pool(levels[-1]))
        return join(torch.cat(levels, 1))


class Exported(nn.Module):
    """The same network with the output that goes into the ONNX file."""

    def __init__(self, detector: Detector):
        super().__init__()
        self.detector = detector

    def forward(self, images: Tensor) -> Tensor:
        logits, boxes = self.detector(images)
        low, high = boxes[..., :2], boxes[..., 2:]
        return torch.cat([(low + high) / 2, high - low, logits.sigmoid()], -1).transpose(1, 2)
