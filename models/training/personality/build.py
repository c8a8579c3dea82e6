"""Rebuilds the two starter models `face-detector` and `personality` from nothing: data, training, export, figures, samples.

python -m personality.build --work /tmp/faces
python -m personality.build --work /tmp/faces-quick --quick
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import torch

from face_detector import build as detector
from networks.train_pictures import train

from .evaluate import figures
from .export import export
from .samples import make
from .scenes import build_portraits, build_scenes, join
from .train import SCHEDULE, TraitNetwork, loss, mean_error

SCENES = {"train": 5_000, "validation": 400, "test": 800}
PORTRAITS = {"train": 2_400, "validation": 150, "test": 300}
MODELS = Path(__file__).resolve().parents[2]
QUICK = 50
"""A quick build has so many times fewer pictures and steps."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, required=True, help="a folder outside the repository with 2 GB of room")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument(
        "--quick", action="store_true", help="walk the whole way in two minutes; the models know nothing and go to WORK/models"
    )
    arguments = parser.parse_args()
    part = QUICK if arguments.quick else 1
    data, run = arguments.work / "data", arguments.work / "run"
    models = arguments.work / "models" if arguments.quick else MODELS
    draw(data, part, arguments.threads)
    detector.build(models, data / "scenes", arguments.work / "detector-run", arguments.threads, part)
    torch.set_num_threads(arguments.threads)
    schedule = replace(SCHEDULE, epochs=(1,)) if arguments.quick else SCHEDULE
    train(TraitNetwork, loss, mean_error, data / "both", run, schedule)
    model = models / "personality" / "1" / "model.onnx"
    export(run / "checkpoint.pt", model)
    measured = figures(model, data, "test")
    (run / "figures.json").write_text(json.dumps(measured, indent=2) + "\n")
    print(json.dumps(measured, indent=2))
    make(models, is_trained=not arguments.quick)
    detector.samples(models, is_trained=not arguments.quick)


def draw(data: Path, part: int, processes: int) -> None:
    """Draws what is not there yet."""
    for split, count in SCENES.items():
        if not (data / "faces" / f"{split}-labels.npy").exists():
            build_scenes(split, max(64, count // part), data, processes)
    for split, count in PORTRAITS.items():
        if not (data / "portraits" / f"{split}-labels.npy").exists():
            build_portraits(split, max(64, count // part), data, processes)
        join(split, data)


if __name__ == "__main__":
    main()
