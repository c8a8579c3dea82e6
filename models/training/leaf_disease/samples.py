"""Makes the sample pictures of the model card and the answers that are expected for them.

The pictures come from a split of their own, one of each class chosen by hand among those the model gets right, and three
that a person should take again: they demonstrate the service and prove nothing about the model; `evaluate` does that.

    python -m leaf_disease.samples --model ../leaf-disease/1/model.onnx --out ../leaf-disease
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import cv2
import numpy as np

from drawing.pictures import decode_file, encode
from networks.picture_runner import PictureRunner

from . import CLASSES
from .render import fitted, render

SIZE = (320, 240)
SAMPLES = {"healthy": 0, "leaf_spot": 20, "rust": 5, "powdery_mildew": 25, "blight": 0, "mosaic_virus": 8}
"""Index in the sample split for each class."""
RETAKE = "rust"
"""The sample that is also shown blurred, in the dark, and from far away."""


def make(model: Path, folder: Path, is_trained: bool = True) -> None:
    """Writes `samples/`, `samples/expected.json` and `golden/`; refuses a picture that the model gets wrong."""
    samples, golden = folder / "samples", folder / "golden"
    samples.mkdir(parents=True, exist_ok=True)
    golden.mkdir(parents=True, exist_ok=True)
    run = PictureRunner(model)
    expected = {}
    for name, index in SAMPLES.items():
        data = encode(render("sample", index, SIZE, CLASSES.index(name), tidy=True)[0])
        scores = run(fitted(decode_file(data))[None])[0]
        if is_trained and CLASSES[scores.argmax()] != name:
            raise SystemExit(f"{name} (index {index}): {scores.round(2)}; choose another index")
        file = f"{name.replace('_', '-')}.jpg"
        (samples / file).write_bytes(data)
        expected[file] = {"label": name, "score": round(float(scores.max()), 4), "faults": []}
        if name in ("healthy", "rust"):
            (golden / file).write_bytes(data)
            case = {
                "description": f"A drawn leaf: {name.replace('_', ' ')}",
                "input": {"file": file},
                "expected": {"classes": [{"label": name, "score": round(float(scores.max()), 4)}]},
                "tolerance": {"score": 0.05},
            }
            (golden / file.replace(".jpg", ".json")).write_text(json.dumps(case, indent=2) + "\n")
    good, _ = render("sample", SAMPLES[RETAKE], SIZE, CLASSES.index(RETAKE), tidy=True)
    for file, pixels, fault in (
        ("retake-blurred.jpg", cv2.GaussianBlur(good, (0, 0), 5), "blurred"),
        ("retake-dark.jpg", np.round(good * 0.12).astype(np.uint8), "underexposed"),
        ("retake-far-away.jpg", _far_away(good), "subject_too_small"),
    ):
        (samples / file).write_bytes(encode(pixels))
        expected[file] = {"faults": [fault]}
    (samples / "expected.json").write_text(json.dumps({"pictures": expected}, indent=2) + "\n")


def _far_away(pixels: np.ndarray) -> np.ndarray:
    """The same leaf at a sixth of its size on a plain table."""
    height, width = pixels.shape[:2]
    rng = np.random.default_rng(1)
    table = np.clip(rng.normal(0, 2.5, (height, width, 1)) + (196, 188, 176), 0, 255).astype(np.uint8)
    small = cv2.resize(pixels, (width // 6, height // 6), interpolation=cv2.INTER_AREA)
    top, left = (height - small.shape[0]) // 2, (width - small.shape[1]) // 2
    table[top : top + small.shape[0], left : left + small.shape[1]] = small
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="the folder of the model")
    arguments = parser.parse_args()
    make(arguments.model, arguments.out)


if __name__ == "__main__":
    main()
