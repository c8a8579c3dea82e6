"""A small residual network that tells a few numbers of a whole picture: classes or traits."""

from __future__ import annotations

from torch import Tensor, nn

from .blocks import Block, Conv


class PictureNetwork(nn.Module):
    """RGB pictures in 0..1, [batch, 3, side, side], to [batch, outputs]; `side` is a multiple of 32."""

    def __init__(self, outputs: int, channels: tuple[int, ...] = (16, 32, 64, 96, 128)):
        super().__init__()
        steps, before = [], 3
        for index, after in enumerate(channels):
            steps.append(Conv(before, after, 3, 2))
            if index > 0:
                steps.append(Block(after, 1 if index == 1 else 2))
            before = after
        self.features = nn.Sequential(*steps)
        self.drop = nn.Dropout(0.1)
        self.answer = nn.Linear(before, outputs)

    def forward(self, images: Tensor) -> Tensor:
        return self.answer(self.drop(self.features(images).mean((2, 3))))
