"""Measures the ONNX file on held-back pictures: average precision per class, precision and recall as the service runs it.

python -m hazard_detector.evaluate --model ../hazard-detector/1/model.onnx --data /tmp/hazard-data --split test
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from networks.box_predictor import Predictor
from networks.detection_figures import evaluate

from . import CLASSES, INPUT_SIZE


def figures(model: Path, data: Path, split: str) -> dict:
    """All figures of one split."""
    return evaluate(Predictor(model, INPUT_SIZE), CLASSES, data, split)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--split", default="test")
    arguments = parser.parse_args()
    print(json.dumps(figures(arguments.model, arguments.data, arguments.split), indent=2))


if __name__ == "__main__":
    main()
