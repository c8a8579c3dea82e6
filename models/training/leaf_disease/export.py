"""Writes the trained weights as an ONNX file whose output are probabilities.

python -m leaf_disease.export --weights /tmp/leaf/run/checkpoint.pt --out ../leaf-disease/1/model.onnx
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from torch import Tensor, nn

from networks.export_pictures import export_pictures

from . import CLASSES, INPUT_SIZE
from .train import leaf_network

METADATA = {
    "labels": json.dumps(CLASSES),
    "description": "Tells six states of drawn leaves apart; a demonstration, not for diagnosis",
}


class Probabilities(nn.Module):
    """The network with a softmax at its end, so that nobody has to know that it needs one."""

    def __init__(self, network: nn.Module):
        super().__init__()
        self.network = network

    def forward(self, images: Tensor) -> Tensor:
        return self.network(images).softmax(1)


def export(weights: Path, out: Path) -> None:
    """Exports the averaged weights."""
    network = leaf_network()
    network.load_state_dict(torch.load(weights))
    export_pictures(Probabilities(network), INPUT_SIZE, "probabilities", METADATA, out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    export(arguments.weights, arguments.out)


if __name__ == "__main__":
    main()
