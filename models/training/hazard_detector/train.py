"""Trains the detector of signs and barriers.

python -m hazard_detector.train --data /tmp/hazard-data --out /tmp/hazard-run --minutes 40
"""

from __future__ import annotations

import argparse
from pathlib import Path

from networks.detector import Detector
from networks.train_detector import train

from . import CLASSES, INPUT_SIZE

SMALL_SIZE = 224


def hazard_detector() -> Detector:
    """The network before training."""
    return Detector(len(CLASSES), INPUT_SIZE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=40.0)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    arguments = parser.parse_args()
    train(
        hazard_detector,
        arguments.data,
        arguments.out,
        SMALL_SIZE,
        minutes=arguments.minutes,
        batch=arguments.batch,
        rate=arguments.rate,
        start=arguments.start,
    )


if __name__ == "__main__":
    main()
