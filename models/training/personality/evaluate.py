"""Measures the ONNX file on held-back faces, beside the best that a constant and a perfect reader could do.

python -m personality.evaluate --model ../personality/1/model.onnx --data /tmp/faces/data --split test
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from networks.picture_runner import PictureRunner

from . import TRAITS
from .traits import NOISE


def figures(model: Path, data: Path, split: str) -> dict:
    """Figures on portraits, which are what a person would send, and on faces cut out of scenes, which are harder."""
    return {
        "ceiling_r2": round(1 - NOISE**2 / 2 / (1 / 12), 3),
        "portraits": _figures(model, data / "portraits", split),
        "scenes": _figures(model, data / "faces", split),
    }


def _figures(model: Path, data: Path, split: str) -> dict:
    """Mean absolute error and R² of each trait, with a flip as the manifest declares it.

    `constant_mae` always says 0.5, the mean of the traits, whose R² is 0. `ceiling_r2` is R² of someone who reads the two
    features of each trait without any error: features follow traits with a noise of their own. `slope` and `other` tell what
    the answer does when the trait itself, or another one, goes from 0 to 1 (least squares over all five): 1 and 0 would be perfect.
    """
    pictures, truth = np.load(data / f"{split}-pictures.npy"), np.load(data / f"{split}-labels.npy")
    run = PictureRunner(model)
    alone = run(pictures)
    said = (alone + run(np.ascontiguousarray(pictures[:, :, ::-1]))) / 2
    slopes = np.linalg.lstsq(np.column_stack([truth, np.ones(len(truth))]), said, rcond=None)[0][:-1]
    return {
        "faces": len(truth),
        "mae": round(float(np.abs(said - truth).mean()), 3),
        "mae_without_flip": round(float(np.abs(alone - truth).mean()), 3),
        "r2": round(float(np.mean([r2(said[:, i], truth[:, i]) for i in range(len(TRAITS))])), 3),
        "traits": {
            name: {
                "mae": round(float(np.abs(said[:, index] - truth[:, index]).mean()), 3),
                "constant_mae": round(float(np.abs(0.5 - truth[:, index]).mean()), 3),
                "r2": round(r2(said[:, index], truth[:, index]), 3),
                "slope": round(float(slopes[index, index]), 2),
                "other": round(float(np.abs(np.delete(slopes[:, index], index)).max()), 2),
            }
            for index, name in enumerate(TRAITS)
        },
    }


def r2(said: np.ndarray, truth: np.ndarray) -> float:
    """The part of the variance of the truth that is explained; 0 for its own mean, below 0 for worse."""
    return float(1 - ((said - truth) ** 2).sum() / ((truth - truth.mean()) ** 2).sum())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--split", default="test")
    arguments = parser.parse_args()
    print(json.dumps(figures(arguments.model, arguments.data, arguments.split), indent=2))


if __name__ == "__main__":
    main()
