"""Trains the detector of faces.

python -m face_detector.train --data /tmp/faces/data/scenes --out /tmp/faces/run
"""

from __future__ import annotations

import argparse
from pathlib import Path

from networks.detector import Detector
from networks.train_detector import train

from . import CLASSES, INPUT_SIZE

SMALL_SIZE, STEPS = 128, 1_200


def face_detector() -> Detector:
    """The network before training: an eighth of the size of `hazard-detector`, which has eight classes to tell apart."""
    return Detector(len(CLASSES), INPUT_SIZE, channels=(8, 16, 24, 32, 48), width=24)


def fit(data: Path, out: Path, threads: int, steps: int = STEPS) -> None:
    """Trains it; leaves the averaged weights in `checkpoint.pt`."""
    train(face_detector, data, out, SMALL_SIZE, steps=steps, threads=threads, full=INPUT_SIZE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    fit(arguments.data, arguments.out, arguments.threads, arguments.steps)


if __name__ == "__main__":
    main()
