"""How much a feature moves the outcome, in truth and in the model."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from .manifest import Feature


def change(predict: Callable[[pd.DataFrame], np.ndarray], rows: pd.DataFrame, name: str, low, high) -> np.ndarray:
    """Mean change of the prediction when one feature goes from low to high for everybody and the others stay."""
    return (predict(rows.assign(**{name: high})) - predict(rows.assign(**{name: low}))).mean(axis=0)


def steps(rows: pd.DataFrame, feature: Feature) -> list[tuple[object, object]]:
    """From the lower to the upper quartile; for texts from the first category to each other one."""
    if feature.categories:
        return [(feature.categories[0], other) for other in feature.categories[1:]]
    values = rows[feature.name].dropna().to_numpy(dtype=float)
    low, high = np.percentile(values, [25, 75])
    if low == high:
        low, high = values.min(), values.max()
    return [(float(low), float(high))]
