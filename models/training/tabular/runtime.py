"""Runs an exported model: figures are those of the file that is served, not of the object that was trained."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pandas as pd

from .manifest import Feature, labels_of


class Exported:
    def __init__(self, name: str, path: Path, features: list[Feature], is_regression: bool):
        self.session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        self.features = features
        self.is_regression = is_regression
        self.labels = [] if is_regression else labels_of(name)

    def predict(self, rows: pd.DataFrame) -> np.ndarray:
        """Chances of the classes in the order of the manifest, or values."""
        outputs = self.session.run(None, self.feed(rows))
        if self.is_regression:
            return np.asarray(outputs[0]).reshape(-1)
        scores = outputs[1]
        if isinstance(scores, list):
            return np.array([[row[label] for label in self.labels] for row in scores])
        order = self.order_of_columns()
        return np.asarray(scores)[:, order]

    def order_of_columns(self) -> list[int]:
        """Exporters sort classes that are texts."""
        is_text = self.session.get_outputs()[0].type == "tensor(string)"
        names = sorted(self.labels) if is_text else self.labels
        return [names.index(label) for label in self.labels]

    def feed(self, rows: pd.DataFrame) -> dict[str, np.ndarray]:
        inputs = self.session.get_inputs()
        if len(inputs) == 1:
            return {inputs[0].name: rows.to_numpy(dtype=np.float32)}
        kinds = {feature.name: object if feature.categories else np.float32 for feature in self.features}
        return {name: rows[[name]].to_numpy(dtype=kind) for name, kind in kinds.items()}
