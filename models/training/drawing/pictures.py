"""Pictures to and from files, and into the square that a detector looks at."""

from __future__ import annotations

import cv2
import numpy as np

PAD_VALUE = 114
"""Grey level of the letterbox bars, the value detectors of the YOLO family are fed with."""

MAX_BYTES = 150_000


def encode(pixels: np.ndarray) -> bytes:
    """A JPEG as good as the size limit allows."""
    for quality in (92, 88, 84, 78, 70, 60):
        data = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])[
            1
        ].tobytes()
        if len(data) <= MAX_BYTES:
            break
    return data


def decode_file(data: bytes) -> np.ndarray:
    """The RGB pixels of an encoded picture."""
    return cv2.cvtColor(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)


def letterbox(pixels: np.ndarray, size: int) -> tuple[np.ndarray, float, int, int]:
    """Fits a picture into a square without distortion; returns the square, the scale and the left and top padding."""
    height, width = pixels.shape[:2]
    scale = min(size / width, size / height)
    new_width, new_height = round(width * scale), round(height * scale)
    if (new_width, new_height) != (width, height):
        pixels = cv2.resize(pixels, (new_width, new_height), interpolation=cv2.INTER_LINEAR)
    left, top = (size - new_width) // 2, (size - new_height) // 2
    square = np.full((size, size, 3), PAD_VALUE, np.uint8)
    square[top : top + new_height, left : left + new_width] = pixels
    return square, scale, left, top
