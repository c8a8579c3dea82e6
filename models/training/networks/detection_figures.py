"""Average precision per class, precision and recall of a detector on held-back pictures, as the service runs it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .box_predictor import SCORE_THRESHOLD, Predictor, overlap

OVERLAPS = np.arange(0.5, 0.96, 0.05)
SIZE_CLASSES = {"under 24 px": (0, 24), "24 to 48 px": (24, 48), "48 to 96 px": (48, 96), "over 96 px": (96, 999)}


def match(found: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """For each detection and each overlap threshold, whether it claims an object that no better detection has claimed."""
    hits = np.zeros((len(found), len(OVERLAPS)), bool)
    for column, threshold in enumerate(OVERLAPS):
        free = [True] * len(truth)
        for row, detection in enumerate(found):
            candidates = [
                (overlap(detection[2:], real[1:]), index)
                for index, real in enumerate(truth)
                if free[index] and real[0] == detection[0]
            ]
            best, index = max(candidates, default=(0.0, -1))
            if best >= threshold:
                free[index], hits[row, column] = False, True
    return hits


def average_precision(hits: np.ndarray, total: int) -> float:
    """Area under the precision-recall curve, read at 101 recalls; `hits` in order of falling score."""
    if not len(hits) or not total:
        return 0.0
    correct = np.cumsum(hits)
    recall, precision = correct / total, correct / np.arange(1, len(hits) + 1)
    precision = np.maximum.accumulate(precision[::-1])[::-1]
    places = np.searchsorted(recall, np.linspace(0, 1, 101), side="left")
    return float(np.mean(np.where(places < len(precision), precision[np.minimum(places, len(precision) - 1)], 0.0)))


def evaluate(predict: Predictor, classes: list[str], data: Path, split: str) -> dict:
    """All figures of one split."""
    pictures = np.load(data / f"{split}-pictures.npy", mmap_mode="r")
    truths = np.load(data / f"{split}-objects.npy")
    labels, scores, hits = [], [], []
    by_size = {name: [] for name in SIZE_CLASSES}
    for picture, rows in zip(pictures, truths, strict=True):
        found = predict(np.asarray(picture), score_threshold=0.01)
        labels.append(found[:, 0])
        scores.append(found[:, 1])
        hits.append(match(found, rows[rows[:, 0] >= 0]))
        certain = found[found[:, 1] > SCORE_THRESHOLD]
        for real in rows[rows[:, 0] >= 0]:
            side = float((real[3:] - real[1:3]).max())
            name = next(name for name, (low, high) in SIZE_CLASSES.items() if low <= side < high)
            by_size[name].append(any(row[0] == real[0] and overlap(row[2:], real[1:]) >= 0.5 for row in certain))
    labels, scores, hits = np.concatenate(labels), np.concatenate(scores), np.concatenate(hits)
    order = np.argsort(-scores, kind="stable")
    labels, scores, hits = labels[order], scores[order], hits[order]
    table = {}
    for index, name in enumerate(classes):
        own, total = labels == index, int((truths[..., 0] == index).sum())
        certain = own & (scores > SCORE_THRESHOLD)
        precisions = [average_precision(hits[own, column], total) for column in range(len(OVERLAPS))]
        table[name] = {
            "objects": total,
            "ap50": round(precisions[0], 3),
            "ap50_95": round(float(np.mean(precisions)), 3),
            "precision": round(float(hits[certain, 0].mean()) if certain.any() else 0.0, 3),
            "recall": round(float(hits[certain, 0].sum() / max(1, total)), 3),
        }
    means = {
        key: round(float(np.mean([row[key] for row in table.values()])), 3)
        for key in ("ap50", "ap50_95", "precision", "recall")
    }
    recall_by_size = {name: round(float(np.mean(seen)), 3) for name, seen in by_size.items() if seen}
    return {"pictures": len(pictures), "all": means, "recall_by_size": recall_by_size, "classes": table}
