"""Writes the trained weights as an ONNX file whose five outputs lie between 0 and 1.

python -m personality.export --weights /tmp/faces/run/checkpoint.pt --out ../personality/1/model.onnx
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from torch import Tensor, nn

from networks.export_pictures import export_pictures

from . import INPUT_SIZE, TRAITS
from .train import TraitNetwork

METADATA = {
    "values": json.dumps(TRAITS),
    "description": "Reads the invented traits of drawn faces; says nothing about people",
}


class Traits(nn.Module):
    """The network with a sigmoid at its end."""

    def __init__(self, network: nn.Module):
        super().__init__()
        self.network = network

    def forward(self, images: Tensor) -> Tensor:
        return self.network(images).sigmoid()


def export(weights: Path, out: Path) -> None:
    """Exports the averaged weights."""
    network = TraitNetwork()
    network.load_state_dict(torch.load(weights))
    export_pictures(Traits(network), INPUT_SIZE, "traits", METADATA, out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    export(arguments.weights, arguments.out)


if __name__ == "__main__":
    main()
