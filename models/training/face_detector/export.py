"""Writes the trained weights as an ONNX file that describes itself.

python -m face_detector.export --weights /tmp/faces/detector-run/checkpoint.pt --out ../face-detector/1/model.onnx
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from networks.export_detector import export_detector

from . import CLASSES
from .train import face_detector

METADATA = {"description": "Finds drawn faces, and some photographed ones; trained on drawings only"}


def export(weights: Path, out: Path) -> None:
    """Exports the averaged weights."""
    detector = face_detector()
    detector.load_state_dict(torch.load(weights))
    export_detector(detector, CLASSES, METADATA, out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    export(arguments.weights, arguments.out)


if __name__ == "__main__":
    main()
