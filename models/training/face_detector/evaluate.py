"""Measures the ONNX file on held-back drawn pictures, and shows what it finds in photographs.

python -m face_detector.evaluate --model ../face-detector/1/model.onnx --data /tmp/faces/data/scenes --split test
python -m face_detector.evaluate --model ../face-detector/1/model.onnx --photos ~/Pictures --marked /tmp/marked
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import cv2

from networks.box_predictor import Predictor
from networks.detection_figures import evaluate

from . import CLASSES, INPUT_SIZE


def figures(model: Path, data: Path, split: str) -> dict:
    """All figures of one split."""
    return evaluate(Predictor(model, INPUT_SIZE, threads=1), CLASSES, data, split)


def photographs(model: Path, folder: Path, marked: Path | None) -> None:
    """Prints the findings in each photograph; with `marked`, writes copies with the boxes drawn in, to be looked at."""
    predict = Predictor(model, INPUT_SIZE, threads=1)
    for path in sorted(folder.iterdir()):
        picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
        if picture is None:
            continue
        found = predict(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))
        print(f"{path.name}: {len(found)} faces", " ".join(f"{row[1]:.2f}" for row in found))
        if marked:
            marked.mkdir(parents=True, exist_ok=True)
            for _, score, *box in found.tolist():
                left, top, right, bottom = map(round, box)
                cv2.rectangle(picture, (left, top), (right, bottom), (0, 0, 255), 2)
                cv2.putText(picture, f"{score:.2f}", (left, top - 4), 0, 0.6, (0, 0, 255), 2)
            cv2.imwrite(str(marked / f"{path.stem}.png"), picture)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--split", default="test")
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--marked", type=Path)
    arguments = parser.parse_args()
    if arguments.data:
        print(json.dumps(figures(arguments.model, arguments.data, arguments.split), indent=2))
    if arguments.photos:
        photographs(arguments.model, arguments.photos, arguments.marked)


if __name__ == "__main__":
    main()
