"""The detector's part of `personality.build`, which draws the pictures for both models."""

from __future__ import annotations

import json
from pathlib import Path

from drawing.pictures import decode_file, encode
from networks.box_predictor import Predictor, as_json
from personality.scenes import render

from . import CLASSES, INPUT_SIZE
from .evaluate import figures
from .export import export
from .train import STEPS, fit

SAMPLES = {"group-1.jpg": 113, "group-2.jpg": 103}
"""File name to index in the sample split, chosen by hand among those the model gets right."""


def model_file(models: Path) -> Path:
    """Where the model lies in a folder of models."""
    return models / "face-detector" / "1" / "model.onnx"


def build(models: Path, scenes: Path, run: Path, threads: int, part: int = 1) -> None:
    """Trains, exports, measures. With `part` above 1, for so many times fewer steps, to try the way."""
    fit(scenes, run, threads, STEPS // part)
    export(run / "checkpoint.pt", model_file(models))
    measured = figures(model_file(models), scenes, "test")
    (run / "figures.json").write_text(json.dumps(measured, indent=2) + "\n")
    print(json.dumps(measured, indent=2))


def samples(models: Path, is_trained: bool = True) -> None:
    """Writes sample pictures with what is found in them, the first also as a golden sample."""
    predict, expected, out = Predictor(model_file(models), INPUT_SIZE, threads=1), {}, models / "face-detector"
    for folder in ("samples", "golden"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    for number, (file, index) in enumerate(SAMPLES.items()):
        scene = render("sample", index, (640, 480))
        data = encode(scene.pixels)
        found = as_json(predict(decode_file(data)), CLASSES)
        if is_trained and len(found) != len(scene.boxes):
            raise SystemExit(f"{file} (index {index}): {len(found)} of {len(scene.boxes)} faces; choose another index")
        (out / "samples" / file).write_bytes(data)
        expected[file] = {"detections": found}
        if number == 0:
            (out / "golden" / file).write_bytes(data)
            case = {
                "description": "Drawn faces",
                "input": {"file": file},
                "expected": {"detections": found},
                "tolerance": {"score": 0.05, "iou": 0.85},
            }
            (out / "golden" / file.replace(".jpg", ".json")).write_text(json.dumps(case, indent=2) + "\n")
    (out / "samples" / "expected.json").write_text(json.dumps({"pictures": expected}, indent=2) + "\n")
