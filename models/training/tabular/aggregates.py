"""From a diary to features: what the server does with records, for many people at once. Tests compare the two."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .manifest import Feature


def build_features(diary: dict[str, np.ndarray], features: list[Feature]) -> pd.DataFrame:
    """
    diary: field to [people, days], NaN (or None) where nothing was written; the last column is the day of the latest
    check-in. Gives a row for each person; a value that has to be there and is not stays NaN (None), see `is_complete`.
    """
    columns = {}
    for feature in features:
        values = diary[feature.field][:, -feature.window_days :]
        column = latest_text(values) if feature.categories else aggregate(values.astype(float), feature)
        if feature.default is not None:
            column = np.where(pd.isna(column), feature.default, column)
        columns[feature.name] = column
    return pd.DataFrame(columns)


def is_complete(rows: pd.DataFrame, features: list[Feature]) -> np.ndarray:
    """Which rows the server would make: the others are answered with what is missing."""
    needed = [feature.name for feature in features if not feature.nullable]
    return ~rows[needed].isna().any(axis=1).to_numpy()


def aggregate(values: np.ndarray, feature: Feature) -> np.ndarray:
    """values: [people, days of the window]."""
    there = ~np.isnan(values)
    count = there.sum(axis=1)
    if feature.aggregate == "count":
        return count.astype(float)
    filled = np.where(there, values, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        result = {
            "last": lambda: latest(values),
            "mean": lambda: filled.sum(axis=1) / count,
            "sum": lambda: filled.sum(axis=1),
            "min": lambda: np.where(there, values, np.inf).min(axis=1),
            "max": lambda: np.where(there, values, -np.inf).max(axis=1),
            "std": lambda: spread(values, there, count),
            "trend": lambda: slope(values, there, count),
        }[feature.aggregate]()
    return np.where((count >= feature.min_days) & np.isfinite(result), result, np.nan)


def latest(values: np.ndarray) -> np.ndarray:
    return pd.DataFrame(values).ffill(axis=1).to_numpy()[:, -1]


def latest_text(values: np.ndarray) -> np.ndarray:
    return pd.DataFrame(values).ffill(axis=1).to_numpy()[:, -1]


def spread(values: np.ndarray, there: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Sample standard deviation: the divisor is one less than the number of days."""
    mean = np.where(there, values, 0).sum(axis=1) / count
    square = np.where(there, (values - mean[:, None]) ** 2, 0).sum(axis=1)
    return np.sqrt(square / (count - 1))


def slope(values: np.ndarray, there: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Ordinary least squares of the value on the day, per day."""
    days = np.arange(values.shape[1], dtype=float)[None, :]
    day_mean = np.where(there, days, 0).sum(axis=1) / count
    mean = np.where(there, values, 0).sum(axis=1) / count
    across = days - day_mean[:, None]
    top = np.where(there, across * (values - mean[:, None]), 0).sum(axis=1)
    return top / np.where(there, across**2, 0).sum(axis=1)
