"""Measures the ONNX file on held-back pictures, and on photographs if there are any.

python -m leaf_disease.evaluate --model ../leaf-disease/1/model.onnx --data /tmp/leaf/data --split test
python -m leaf_disease.evaluate --model ../leaf-disease/1/model.onnx --photos ~/leaves
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import cv2
import numpy as np

from networks.picture_runner import PictureRunner

from . import CLASSES
from .render import fitted


def figures(model: Path, data: Path, split: str) -> dict:
    """Accuracy, the confusion matrix (rows: truth), and for each class precision and recall; how honest the scores are."""
    pictures, truth = np.load(data / f"{split}-pictures.npy"), np.load(data / f"{split}-labels.npy")
    scores = PictureRunner(model)(pictures)
    said, best = scores.argmax(1), scores.max(1)
    confusion = np.zeros((len(CLASSES), len(CLASSES)), int)
    np.add.at(confusion, (truth, said), 1)
    right = said == truth
    sure = best >= 0.8
    return {
        "pictures": len(truth),
        "accuracy": round(float(right.mean()), 3),
        "second_too": round(float(np.mean([label in row for label, row in zip(truth, scores.argsort(1)[:, -2:])])), 3),
        "classes": {
            name: {
                "pictures": int(confusion[index].sum()),
                "precision": round(float(confusion[index, index] / max(1, confusion[:, index].sum())), 3),
                "recall": round(float(confusion[index, index] / max(1, confusion[index].sum())), 3),
            }
            for index, name in enumerate(CLASSES)
        },
        "confusion": confusion.tolist(),
        "scores": {
            "mean_score": round(float(best.mean()), 3),
            "share_over_0.8": round(float(sure.mean()), 3),
            "accuracy_over_0.8": round(float(right[sure].mean()), 3),
            "accuracy_under_0.5": round(float(right[best < 0.5].mean()), 3) if (best < 0.5).any() else None,
        },
    }


def photographs(model: Path, folder: Path) -> None:
    """Prints what the model takes each photograph for; the truth is for you to know."""
    run = PictureRunner(model)
    for path in sorted(folder.iterdir()):
        pixels = cv2.imread(str(path), cv2.IMREAD_COLOR)
        if pixels is None:
            continue
        scores = run(fitted(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB))[None])[0]
        first, second = scores.argsort()[::-1][:2]
        print(f"{path.name}: {CLASSES[first]} {scores[first]:.2f}, {CLASSES[second]} {scores[second]:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--split", default="test")
    parser.add_argument("--photos", type=Path)
    arguments = parser.parse_args()
    if arguments.data:
        print(json.dumps(figures(arguments.model, arguments.data, arguments.split), indent=2))
    if arguments.photos:
        photographs(arguments.model, arguments.photos)


if __name__ == "__main__":
    main()
