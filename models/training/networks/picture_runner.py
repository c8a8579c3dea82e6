"""Runs an ONNX file that tells a few numbers of a picture; written without a look at the service's own implementation."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime


class PictureRunner:
    """A session that takes pictures of the right size."""

    def __init__(self, model: Path, threads: int = 1):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])

    def __call__(self, pictures: np.ndarray, batch: int = 50) -> np.ndarray:
        """[n, outputs] for uint8 RGB pictures [n, side, side, 3]."""
        parts = []
        for start in range(0, len(pictures), batch):
            tensor = pictures[start : start + batch].transpose(0, 3, 1, 2).astype(np.float32) / 255
            parts.append(self.session.run(None, {"images": np.ascontiguousarray(tensor)})[0])
        return np.concatenate(parts)
