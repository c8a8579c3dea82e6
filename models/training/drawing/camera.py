"""What light, lens, sensor and file format do to a drawn scene."""

from __future__ import annotations

import cv2
import numpy as np


def camera(rng, picture: np.ndarray, tidy: bool = False) -> np.ndarray:
    """What light, lens, sensor and file format do to a scene. `tidy` keeps clear of hopeless conditions."""
    height, width = picture.shape[:2]
    extent = max(width, height)
    strength = 0.35 if tidy else 1.0
    if rng.random() < 0.3:  # the shadow of something large
        points = rng.uniform(-0.3, 1.3, (4, 2)) * (width, height)
        mask = np.zeros((height, width), np.float32)
        cv2.fillPoly(mask, [points.astype(np.int32)], 1.0)
        mask = cv2.GaussianBlur(mask, (0, 0), extent * rng.uniform(0.003, 0.03))
        picture = picture * (1 - rng.uniform(0.2, 0.55) * mask[..., None])
    if rng.random() < 0.15 * strength:  # haze
        picture = picture + (rng.uniform(0.5, 0.9) - picture) * rng.uniform(0.1, 0.5)
    picture = (
        picture
        * (1 + rng.normal(0, 0.08, 3) * (0.5 + 0.5 * strength))
        * rng.uniform(1 - 0.45 * strength, 1 + 0.35 * strength)
    )
    picture = np.clip(picture, 0, 1) ** np.exp(rng.normal(0, 0.25 * strength))
    if rng.random() < 0.3 * strength:
        grey = picture.mean(axis=2, keepdims=True)
        picture = grey + (picture - grey) * rng.uniform(0.35, 1.3)
    picture = picture.astype(np.float32)
    if tidy or rng.random() < 0.6:
        picture = cv2.GaussianBlur(picture, (0, 0), extent / 320 * rng.uniform(0.2, 0.45 if tidy else 1.3))
    if rng.random() < 0.12 * strength:  # motion
        length = max(2, round(extent * rng.uniform(0.008, 0.025)))
        kernel = np.zeros((2 * length + 1, 2 * length + 1), np.float32)
        turn = rng.uniform(0, np.pi)
        reach = np.array([np.cos(turn), np.sin(turn)]) * length / 2
        cv2.line(kernel, tuple(map(int, length - reach)), tuple(map(int, length + reach)), 1.0)
        picture = cv2.filter2D(picture, -1, kernel / kernel.sum())
    noise = rng.standard_normal((height, width, 1 if rng.random() < 0.5 else 3), dtype=np.float32)
    picture = picture + noise * rng.uniform(0.0, 0.012 if tidy else 0.05)
    picture = np.round(np.clip(picture, 0, 1) * 255).astype(np.uint8)
    if not tidy and rng.random() < 0.7:
        _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(35, 96))])
        picture = cv2.imdecode(data, cv2.IMREAD_COLOR)  # encoder and decoder agree on the order, so RGB stays RGB
    return picture
