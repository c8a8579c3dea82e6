"""Rebuilds the starter model from nothing: data, training, export, figures, samples.

python -m hazard_detector.build --work /tmp/hazard
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from networks.train_detector import train

from .evaluate import figures
from .export import export
from .render import build_cache
from .samples import make
from .train import SMALL_SIZE, hazard_detector

COUNTS = {"train": 10_000, "validation": 500, "test": 1_000}
MODEL_FOLDER = Path(__file__).resolve().parents[2] / "hazard-detector"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, required=True, help="a folder outside the repository with 5 GB of room")
    parser.add_argument("--minutes", type=float, default=35.0, help="training time")
    arguments = parser.parse_args()
    data, run, model = arguments.work / "data", arguments.work / "run", MODEL_FOLDER / "1" / "model.onnx"
    for split, count in COUNTS.items():
        if not (data / f"{split}-objects.npy").exists():
            build_cache(split, count, data)
    train(hazard_detector, data, run, SMALL_SIZE, minutes=arguments.minutes)
    export(run / "checkpoint.pt", model)
    measured = figures(model, data, "test")
    (run / "figures.json").write_text(json.dumps(measured, indent=2) + "\n")
    print(json.dumps(measured, indent=2))
    make(model, MODEL_FOLDER / "samples")


if __name__ == "__main__":
    main()
