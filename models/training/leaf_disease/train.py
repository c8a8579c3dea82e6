"""Trains the classifier of leaves on a CPU; the same number of steps gives the same weights on the same machine.

python -m leaf_disease.train --data /tmp/leaf/data --out /tmp/leaf/run
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from networks.picture_network import PictureNetwork
from networks.train_pictures import Schedule, train

from . import CLASSES

SCHEDULE = Schedule(epochs=(4, 3, 8), batch=32, rate=2.5e-3)


def leaf_network() -> PictureNetwork:
    """The network before training."""
    return PictureNetwork(len(CLASSES))


def loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Cross entropy with a little smoothing, so that scores stay honest below 1."""
    return F.cross_entropy(logits, labels, label_smoothing=0.05)


def correct(outputs: Tensor, labels: Tensor) -> float:
    """The share of right answers."""
    return float((outputs.argmax(1) == labels).float().mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    train(leaf_network, loss, correct, arguments.data, arguments.out, SCHEDULE, any_way_up=True)


if __name__ == "__main__":
    main()
