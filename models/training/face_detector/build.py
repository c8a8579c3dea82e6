"""The detector's part of `personality.build`, which draws the pictures for both models."""

from __future__ import annotations

import json
from pathlib import Path

from drawing.pictures import decode_file, encode
from networks.box_predictor import Predictor, as_json
from networks.train_detector import train
from personality.scenes import render

from . import CLASSES, INPUT_SIZE
from .evaluate import figures
from .export import export
from .train import SMALL_SIZE, STEPS, face_detector

MODEL_FOLDER = Path(__file__).resolve().parents[2] / "face-detector"
MODEL = MODEL_FOLDER / "1" / "model.onnx"
SAMPLES = {"group-1.jpg": 100, "group-2.jpg": 101}
"""File name to index in the sample split, chosen by hand among those the model gets right."""


def build(scenes: Path, run: Path, threads: int) -> None:
    """Trains, exports, measures."""
    train(face_detector, scenes, run, SMALL_SIZE, steps=STEPS, threads=threads)
    export(run / "checkpoint.pt", MODEL)
    measured = figures(MODEL, scenes, "test")
    (run / "figures.json").write_text(json.dumps(measured, indent=2) + "\n")
    print(json.dumps(measured, indent=2))


def samples() -> None:
    """Writes sample pictures with what is found in them, the first also as a golden sample."""
    predict, expected = Predictor(MODEL, INPUT_SIZE, threads=1), {}
    for folder in ("samples", "golden"):
        (MODEL_FOLDER / folder).mkdir(parents=True, exist_ok=True)
    for number, (file, index) in enumerate(SAMPLES.items()):
        scene = render("sample", index, (640, 480))
        data = encode(scene.pixels)
        found = as_json(predict(decode_file(data)), CLASSES)
        if len(found) != len(scene.boxes):
            raise SystemExit(f"{file} (index {index}): {len(found)} of {len(scene.boxes)} faces; choose another index")
        (MODEL_FOLDER / "samples" / file).write_bytes(data)
        expected[file] = {"detections": found}
        if number == 0:
            (MODEL_FOLDER / "golden" / file).write_bytes(data)
            case = {"description": "Drawn faces", "input": {"file": file}, "expected": {"detections": found}}
            (MODEL_FOLDER / "golden" / file.replace(".jpg", ".json")).write_text(json.dumps(case, indent=2) + "\n")
    (MODEL_FOLDER / "samples" / "expected.json").write_text(json.dumps({"pictures": expected}, indent=2) + "\n")
