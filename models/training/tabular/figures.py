"""Figures on held-back people: how good, how honest the probabilities are, and what a simple rule and the truth itself reach."""

from __future__ import annotations

import numpy as np
from sklearn.metrics import f1_score, roc_auc_score


def classification(truth: np.ndarray, chances: np.ndarray) -> dict[str, float]:
    """truth: class numbers [rows]; chances [rows, classes]."""
    said = chances.argmax(axis=1)
    picked = np.clip(chances[np.arange(len(truth)), truth], 1e-12, 1)
    onehot = np.eye(chances.shape[1])[truth]
    figures = {
        "accuracy": float((said == truth).mean()),
        "macro F1": float(f1_score(truth, said, average="macro", zero_division=0)),
        "log loss": float(-np.log(picked).mean()),
        "Brier score": float(((chances - onehot) ** 2).sum(axis=1).mean()),
        "calibration error": calibration_error(truth, chances),
    }
    if chances.shape[1] == 2 and len(np.unique(chances[:, 1])) > 1:
        figures["ROC AUC"] = float(roc_auc_score(truth, chances[:, 1]))
    return figures


def calibration_error(truth: np.ndarray, chances: np.ndarray) -> float:
    """Mean distance between how sure the model is of its best class and how often it is right, over ten bins of equal size."""
    confidence, right = chances.max(axis=1), chances.argmax(axis=1) == truth
    order = np.argsort(confidence, kind="stable")
    parts = np.array_split(order, 10)
    return float(sum(len(part) * abs(confidence[part].mean() - right[part].mean()) for part in parts) / len(truth))


def reliability(truth: np.ndarray, chances: np.ndarray) -> list[tuple[float, float, int]]:
    """How sure of the best class, how often right, rows: over five bins of equal size, least sure first."""
    confidence, right = chances.max(axis=1), chances.argmax(axis=1) == truth
    parts = np.array_split(np.argsort(confidence, kind="stable"), 5)
    return [(float(confidence[part].mean()), float(right[part].mean()), len(part)) for part in parts]


def regression(truth: np.ndarray, values: np.ndarray) -> dict[str, float]:
    error = values - truth
    return {
        "mean absolute error": float(np.abs(error).mean()),
        "root mean square error": float(np.sqrt((error**2).mean())),
        "R²": float(1 - (error**2).sum() / ((truth - truth.mean()) ** 2).sum()),
        "bias": float(error.mean()),
    }


def by_fifths(truth: np.ndarray, values: np.ndarray) -> list[tuple[float, float, int]]:
    """What is expected, what came, rows: over fifths of what is expected."""
    parts = np.array_split(np.argsort(values, kind="stable"), 5)
    return [(float(values[part].mean()), float(truth[part].mean()), len(part)) for part in parts]
