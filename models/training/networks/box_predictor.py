"""Runs the ONNX file on a picture, with post-processing in plain numpy.

Written without a look at the service's own implementation, so that the two can be held against each other.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime

from drawing.pictures import letterbox


SCORE_THRESHOLD, IOU_THRESHOLD = 0.4, 0.5


class Predictor:
    """A session and the steps before and after it."""

    def __init__(self, model: Path, size: int, threads: int = 2):
        self.size = size
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])

    def __call__(self, picture: np.ndarray, score_threshold: float = SCORE_THRESHOLD) -> np.ndarray:
        """Detections in an RGB picture, best first: rows of class, score, left, top, right, bottom in its pixels."""
        square, scale, left, top = letterbox(picture, self.size)
        tensor = np.ascontiguousarray(square.transpose(2, 0, 1)[None], np.float32) / 255
        output = self.session.run(None, {"images": tensor})[0][0]
        found = decode(output, score_threshold)
        found[:, 2:] = (found[:, 2:] - (left, top, left, top)) / scale
        height, width = picture.shape[:2]
        found[:, 2:] = found[:, 2:].clip(0, (width, height, width, height))
        return found


def decode(output: np.ndarray, score_threshold: float) -> np.ndarray:
    """One picture's output rows to detections: the best class of each cell, then non-maximum suppression per class."""
    scores = output[4:]
    labels, best = scores.argmax(axis=0), scores.max(axis=0)
    keep = np.flatnonzero(best > score_threshold)
    keep = keep[np.argsort(-best[keep], kind="stable")]
    middle, half = output[:2, keep].T, output[2:4, keep].T / 2
    rows = np.column_stack([labels[keep], best[keep], middle - half, middle + half]).astype(np.float64)
    kept: list[np.ndarray] = []
    for row in rows:
        if all(row[0] != other[0] or overlap(row[2:], other[2:]) <= IOU_THRESHOLD for other in kept):
            kept.append(row)
    return np.asarray(kept).reshape(-1, 6)


def overlap(a: np.ndarray, b: np.ndarray) -> float:
    """Intersection over union of two boxes."""
    shared = np.maximum(0, np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2])).prod()
    return float(shared / ((a[2:] - a[:2]).prod() + (b[2:] - b[:2]).prod() - shared + 1e-9))


def as_json(found: np.ndarray, classes: list[str]) -> list[dict]:
    """Detections in the shape in which the service reports them."""
    return [
        {
            "label": classes[int(label)],
            "score": round(float(score), 4),
            "box": {
                "x": round(left, 2),
                "y": round(top, 2),
                "width": round(right - left, 2),
                "height": round(bottom - top, 2),
            },
        }
        for label, score, left, top, right, bottom in found.tolist()
    ]
