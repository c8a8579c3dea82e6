"""Trains the detector of faces.

python -m face_detector.train --data /tmp/faces/data/scenes --out /tmp/faces/run
"""

from __future__ import annotations

import argparse
from pathlib import Path

from networks.detector import Detector
from networks.train_detector import train

from . import CLASSES, INPUT_SIZE

SMALL_SIZE, STEPS = 160, 1_000


def face_detector() -> Detector:
    """The network before training: a quarter of the size of `hazard-detector`."""
    return Detector(len(CLASSES), INPUT_SIZE, channels=(12, 24, 32, 48, 64), width=32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    train(
        face_detector, arguments.data, arguments.out, SMALL_SIZE, steps=arguments.steps, threads=arguments.threads
    )


if __name__ == "__main__":
    main()
