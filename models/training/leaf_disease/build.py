"""Rebuilds the starter model from nothing: data, training, export, figures, samples.

python -m leaf_disease.build --work /tmp/leaf
python -m leaf_disease.build --work /tmp/leaf-quick --quick
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import torch

from networks.train_pictures import train

from .evaluate import figures
from .export import export
from .render import build_cache
from .samples import make
from .train import SCHEDULE, correct, leaf_network, loss

COUNTS = {"train": 10_000, "validation": 600, "test": 1_200}
MODEL_FOLDER = Path(__file__).resolve().parents[2] / "leaf-disease"
QUICK = 50
"""A quick build has so many times fewer pictures, and looks at them once."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, required=True, help="a folder outside the repository with 1 GB of room")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument(
        "--quick", action="store_true", help="walk the whole way in a minute; the model knows nothing and goes to WORK/leaf-disease"
    )
    arguments = parser.parse_args()
    data, run = arguments.work / "data", arguments.work / "run"
    folder = arguments.work / "leaf-disease" if arguments.quick else MODEL_FOLDER
    model = folder / "1" / "model.onnx"
    for split, count in COUNTS.items():
        if not (data / f"{split}-labels.npy").exists():
            build_cache(split, max(64, count // QUICK) if arguments.quick else count, data)
    torch.set_num_threads(arguments.threads)
    schedule = replace(SCHEDULE, epochs=(1,)) if arguments.quick else SCHEDULE
    train(leaf_network, loss, correct, data, run, schedule, any_way_up=True)
    export(run / "checkpoint.pt", model)
    measured = figures(model, data, "test")
    (run / "figures.json").write_text(json.dumps(measured, indent=2) + "\n")
    print(json.dumps(measured, indent=2))
    make(model, folder, is_trained=not arguments.quick)


if __name__ == "__main__":
    main()
