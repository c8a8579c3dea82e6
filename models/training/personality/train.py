"""Trains the regression of traits from faces.

python -m personality.train --data /tmp/faces/data/both --out /tmp/faces/run
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from networks.blocks import Block, Conv
from networks.train_pictures import Schedule, train

from . import INPUT_SIZE, TRAITS

SCHEDULE = Schedule(epochs=(14,), batch=32, rate=2e-3)


class TraitNetwork(nn.Module):
    """RGB faces in 0..1, [batch, 3, 96, 96], to five numbers, each a trait before the sigmoid.

    A face comes upright and centred, so where something is tells what it is: the last features keep their places (6 x 6)
    instead of being averaged over the picture, with which the same data taught next to nothing. Each picture is first set to
    mean 0 and deviation 1, so that light and exposure matter less.
    """

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            Conv(3, 8, 3, 2), Conv(8, 16, 3, 2), Block(16, 1), Conv(16, 32, 3, 2), Block(32, 1), Conv(32, 64, 3, 2), Conv(64, 24, 1)
        )
        self.answer = nn.Sequential(
            nn.Flatten(), nn.Dropout(0.2), nn.Linear(24 * (INPUT_SIZE // 16) ** 2, 64), nn.SiLU(), nn.Linear(64, len(TRAITS))
        )

    def forward(self, images: Tensor) -> Tensor:
        centred = images - images.mean((1, 2, 3), keepdim=True)
        spread = centred.square().mean((1, 2, 3), keepdim=True).sqrt()
        return self.answer(self.features(centred / (spread + 0.03)))


def loss(outputs: Tensor, traits: Tensor) -> Tensor:
    """Mean square of the errors, scaled so that its size is like that of a classifier's loss."""
    return 10 * F.mse_loss(outputs.sigmoid(), traits)


def mean_error(outputs: Tensor, traits: Tensor) -> float:
    """Mean absolute error over all traits."""
    return float((outputs.sigmoid() - traits).abs().mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    train(TraitNetwork, loss, mean_error, arguments.data, arguments.out, SCHEDULE)


if __name__ == "__main__":
    main()
