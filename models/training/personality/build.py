"""Rebuilds the two starter models `face-detector` and `personality` from nothing: data, training, export, figures, samples.

python -m personality.build --work /tmp/faces
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch

from face_detector import build as detector
from networks.train_pictures import train

from .evaluate import figures
from .export import export
from .samples import make
from .scenes import build_cache
from .train import SCHEDULE, loss, mean_error, trait_network

COUNTS = {"train": 3_600, "validation": 400, "test": 800}
MODEL_FOLDER = Path(__file__).resolve().parents[2] / "personality"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, required=True, help="a folder outside the repository with 2 GB of room")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    data, run, model = arguments.work / "data", arguments.work / "run", MODEL_FOLDER / "1" / "model.onnx"
    for split, count in COUNTS.items():
        if not (data / "faces" / f"{split}-labels.npy").exists():
            build_cache(split, count, data)
    detector.build(data / "scenes", arguments.work / "detector-run", arguments.threads)
    torch.set_num_threads(arguments.threads)
    train(trait_network, loss, mean_error, data / "faces", run, SCHEDULE)
    export(run / "checkpoint.pt", model)
    measured = figures(model, data / "faces", "test")
    (run / "figures.json").write_text(json.dumps(measured, indent=2) + "\n")
    print(json.dumps(measured, indent=2))
    make(model, detector.MODEL, MODEL_FOLDER)
    detector.samples()


if __name__ == "__main__":
    main()
