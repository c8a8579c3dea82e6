"""Counts what the model claims to see in a folder of photographs that show none (or few) of its classes.

The held-back test pictures are drawn by the same hand as the training pictures. This is the check against the world
outside: every detection in such a photograph is a false alarm until somebody has looked at it.

    python -m hazard_detector.false_alarms --model ../hazard-detector/1/model.onnx --photos ~/Pictures --marked /tmp/marked
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2

from networks.box_predictor import Predictor

from . import CLASSES, INPUT_SIZE

THRESHOLDS = (0.4, 0.5, 0.7)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--photos", type=Path, required=True, nargs="+")
    parser.add_argument("--marked", type=Path, help="a folder for copies with the detections drawn in")
    arguments = parser.parse_args()
    predict = Predictor(arguments.model, INPUT_SIZE)
    pictures, counts = 0, dict.fromkeys(THRESHOLDS, 0)
    for path in sorted(path for folder in arguments.photos for path in folder.iterdir()):
        picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
        if picture is None:
            continue
        pictures += 1
        found = predict(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), THRESHOLDS[0])
        for label, score, left, top, right, bottom in found.tolist():
            print(f"{path.name}: {CLASSES[int(label)]} {score:.2f} at {left:.0f},{top:.0f} - {right:.0f},{bottom:.0f}")
            for threshold in THRESHOLDS:
                counts[threshold] += score > threshold
            cv2.rectangle(picture, (round(left), round(top)), (round(right), round(bottom)), (0, 0, 255), 2)
            cv2.putText(
                picture, f"{CLASSES[int(label)]} {score:.2f}", (round(left), round(top) - 4), 0, 0.6, (0, 0, 255), 2
            )
        if arguments.marked:
            arguments.marked.mkdir(parents=True, exist_ok=True)
            cv2.imwrite(str(arguments.marked / f"{path.stem}.png"), picture)
    print(
        f"{pictures} pictures;",
        "; ".join(f"{count} detections over {threshold}" for threshold, count in counts.items()),
    )


if __name__ == "__main__":
    main()
