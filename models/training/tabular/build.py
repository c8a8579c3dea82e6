"""Rebuilds tabular starter models from nothing: data, training, export, figures, card, samples.

python -m tabular.build              all five, about two minutes
python -m tabular.build mood-state   one of them
"""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path

import numpy as np
import onnx
import pandas as pd

from . import effects, figures, samples
from .card import write_card
from .data import Split, battery_truth, split
from .manifest import MODELS, Feature, features_of, labels_of
from .runtime import Exported
from .starters import STARTERS, Starter

MAX_DISTANCE = 1e-4


def main() -> None:
    # skl2onnx walks through sets: their order is part of the bytes.
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.execve(sys.executable, [sys.executable, "-m", "tabular.build", *sys.argv[1:]], {**os.environ, "PYTHONHASHSEED": "0"})
    asked = sys.argv[1:] or [starter.name for starter in STARTERS]
    diary = samples.sample_diary()
    samples.write_diary(diary)
    for starter in STARTERS:
        if starter.name in asked:
            build(starter, diary)


def build(starter: Starter, diary: dict[str, np.ndarray]) -> None:
    features = features_of(starter.name)
    train, test = split(starter, features, "train"), split(starter, features, "test")
    model = starter.learn(train.rows, train.outcome)
    folder = MODELS / starter.name
    path = folder / "1" / "model.onnx"
    path.parent.mkdir(exist_ok=True)
    save(starter.export(model, features), path, starter.name)
    exported = Exported(starter.name, path, features, starter.is_regression)
    compare(starter, model, exported, test.rows)
    measured = measure(starter, features, exported, train, test)
    write_card(folder, starter, features, measured)
    samples.write_rows(starter, features, test.rows, choose(test.rows))
    if starter.truth is not None:
        samples.write_diary_row(starter, features, diary)
    print(starter.name, path.stat().st_size, measured["scores"])


def save(graph: onnx.ModelProto, path: Path, name: str) -> None:
    # Exporters put in a random name; the same build is to give the same bytes.
    graph.graph.name = name
    graph.doc_string = ""
    for output in graph.graph.output:
        shape = output.type.tensor_type.shape.dim
        # onnxmltools declares one label however many rows there are, and onnxruntime warns at every run.
        if output.name == "label" and len(shape) == 1:
            shape[0].Clear()
    onnx.checker.check_model(graph)
    path.write_bytes(graph.SerializeToString(deterministic=True))


def compare(starter: Starter, model: object, exported: Exported, rows: pd.DataFrame) -> None:
    """The file has to say what the trained object says, for missing values too."""
    table = rows if len(exported.session.get_inputs()) > 1 else rows.to_numpy(dtype=np.float32)
    if starter.is_regression:
        native = model.predict(table)
        scale = 100.0
    else:
        native, scale = model.predict_proba(table), 1.0
        classes = list(model.classes_)
        if isinstance(classes[0], str):
            native = native[:, [classes.index(label) for label in exported.labels]]
    distance = np.abs(exported.predict(rows) - native).max() / scale
    if distance > MAX_DISTANCE:
        raise SystemExit(f"{starter.name}: the ONNX file differs from the model by {distance}")


def measure(starter: Starter, features: list[Feature], exported: Exported, train: Split, test: Split) -> dict:
    said = exported.predict(test.rows)
    if starter.is_regression:
        score = partial(figures.regression, test.outcome)
        baseline = np.full(len(test.outcome), train.outcome.mean())
        honesty = figures.by_fifths(test.outcome, said)
        names = [""]
    else:
        score = partial(figures.classification, test.outcome)
        share = np.bincount(train.outcome, minlength=len(exported.labels)) / len(train.outcome)
        baseline = np.tile(share, (len(test.outcome), 1))
        honesty = figures.reliability(test.outcome, said)
        names = labels_of(starter.name)
    usual = "always the mean" if starter.is_regression else "always the shares of the classes"
    two = len(names) == 2
    return {
        "rows": len(test.rows),
        "refused": test.refused,
        "scores": {
            "this model": score(said),
            f"baseline: {usual}": score(baseline),
            "limit: who knows the formula and the complete data": score(test.expected),
        },
        "honesty": honesty,
        "effect_names": ["points"] if starter.is_regression else names[1:] if two else names,
        "effects": [
            entry for feature in features for entry in effect_entries(starter, feature, exported, test, two)
        ],
    }


def effect_entries(starter: Starter, feature: Feature, exported: Exported, test: Split, two: bool) -> list[dict]:
    truth = starter.truth or battery_truth
    entries = []
    for low, high in effects.steps(test.rows, feature):
        true = np.atleast_1d(effects.change(truth, test.whole, feature.name, low, high))
        learned = np.atleast_1d(effects.change(exported.predict, test.rows, feature.name, low, high))
        shown = f"{low} → {high}" if feature.categories else f"{low:.3g} → {high:.3g} {feature.unit}".strip()
        keep = slice(1, None) if two else slice(None)
        entries.append({"feature": f"`{feature.name}`", "step": shown, "true": true[keep], "learned": learned[keep]})
    return entries


def choose(rows: pd.DataFrame) -> list[int]:
    """Three rows, one of them with a gap where there is such a one."""
    gaps = np.flatnonzero(rows.isna().any(axis=1).to_numpy())
    return [0, 1, int(gaps[0])] if len(gaps) > 0 else [0, 1, 2]


if __name__ == "__main__":
    main()
