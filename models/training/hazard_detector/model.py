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

from . import CLASSES, INPUT_SIZE

STRIDES = (8, 16, 32)


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


class HazardDetector(nn.Module):
    """Pictures in, `(logits, boxes)` out: batch x cells x classes, and batch x cells x (left, top, right, bottom) in pixels."""

    def __init__(self, size: int = INPUT_SIZE):
        super().__init__()
        self.stem = nn.Sequential(Conv(3, 16, 3, 2), Conv(16, 32, 3, 2), Block(32, 1))
        self.stage8 = nn.Sequential(Conv(32, 64, 3, 2), Block(64, 2))
        self.stage16 = nn.Sequential(Conv(64, 96, 3, 2), Block(96, 2))
        self.stage32 = nn.Sequential(Conv(96, 128, 3, 2), Block(128, 1))
        self.context = nn.ModuleList([Conv(128, 64, 1), Conv(256, 96, 1)])
        self.pool = nn.MaxPool2d(5, 1, 2)
        self.up = nn.Upsample(scale_factor=2, mode="nearest")
        width = 64
        self.down16, self.down8 = Merge(96 + 96, width), Merge(64 + width, width)
        self.shrink8, self.shrink16 = Conv(width, width, 3, 2, groups=width), Conv(width, width, 3, 2, groups=width)
        self.up16, self.up32 = Merge(width + width, width), Merge(96 + width, width)
        self.heads = nn.ModuleList(Head(width, len(CLASSES)) for _ in STRIDES)
        self.set_size(size)

    def set_size(self, size: int) -> None:
        """Lays the grid of cell centres for square inputs of this size (a multiple of 32)."""
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

    def __init__(self, detector: HazardDetector):
        super().__init__()
        self.detector = detector

    def forward(self, images: Tensor) -> Tensor:
        logits, boxes = self.detector(images)
        low, high = boxes[..., :2], boxes[..., 2:]
        return torch.cat([(low + high) / 2, high - low, logits.sigmoid()], -1).transpose(1, 2)
