"""Makes the sample pictures of the model card and what the model finds in them.

The pictures come from a split of their own. Which ones are shown is chosen by hand among those the model gets right:
they demonstrate the service and prove nothing about the model; `evaluate` does that.

    python -m hazard_detector.samples --model ../hazard-detector/1/model.onnx --out ../hazard-detector/samples
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from drawing.pictures import decode_file, encode
from networks.box_predictor import IOU_THRESHOLD, SCORE_THRESHOLD, Predictor, as_json, overlap

from . import CLASSES, INPUT_SIZE
from .staging import staged

SAMPLES = {
    "corridor.jpg": (24, (640, 480)),
    "machine-room.jpg": (206, (960, 720)),
    "roadworks.jpg": (122, (1280, 960)),
    "street.jpg": (123, (1280, 960)),
}
"""File name to index in the sample split and size."""


def gets_right(found: np.ndarray, truth: np.ndarray) -> bool:
    """Whether every object is found well, with a score of at least 0.6, and nothing else is."""
    return len(found) == len(truth) and all(
        any(row[0] == real[0] and row[1] >= 0.6 and overlap(row[2:], real[1:]) >= 0.75 for row in found)
        for real in truth
    )


def make(model: Path, out: Path) -> None:
    """Writes the pictures and `expected.json`; refuses a picture that the model gets wrong."""
    out.mkdir(parents=True, exist_ok=True)
    predict = Predictor(model, INPUT_SIZE)
    expected = {}
    for name, (index, size) in SAMPLES.items():
        picture = staged(index, size)
        data = encode(picture.pixels)
        found = predict(decode_file(data))
        if not gets_right(found, picture.objects):
            raise SystemExit(f"{name} (index {index}): the model no longer gets it right; choose another index")
        (out / name).write_bytes(data)
        expected[name] = {"width": size[0], "height": size[1], "detections": as_json(found, CLASSES)}
    document = {"score_threshold": SCORE_THRESHOLD, "iou_threshold": IOU_THRESHOLD, "pictures": expected}
    (out / "expected.json").write_text(json.dumps(document, indent=2) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    make(arguments.model, arguments.out)


if __name__ == "__main__":
    main()
