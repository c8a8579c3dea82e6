"""Trains the regression of traits from faces.

python -m personality.train --data /tmp/faces/data/faces --out /tmp/personality/run
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from networks.picture_network import PictureNetwork
from networks.train_pictures import Schedule, train

from . import TRAITS

SCHEDULE = Schedule(epochs=18, batch=32, rate=2.5e-3)


def trait_network() -> PictureNetwork:
    """The network before training; its outputs go through a sigmoid."""
    return PictureNetwork(len(TRAITS))


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
    train(trait_network, loss, mean_error, arguments.data, arguments.out, SCHEDULE)


if __name__ == "__main__":
    main()
