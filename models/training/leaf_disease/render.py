"""Pictures of one leaf in front: a place, other leaves, light, perspective, and a camera that is not perfect.

Picture number `index` of a split depends on nothing but the seed of the split and the index.
"""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import cv2
import numpy as np

from drawing.backgrounds import background
from drawing.camera import camera

from . import CLASSES, INPUT_SIZE, diseases
from .leaf import Leaf, grow

SEEDS = {"train": 31_001, "validation": 31_002, "test": 31_003, "sample": 31_004}


def render(split: str, index: int, size: tuple[int, int] | None = None, label: int | None = None, tidy: bool = False):
    """Draws one picture; returns its RGB pixels and the class. `tidy` keeps clear of hopeless conditions."""
    rng = np.random.default_rng([SEEDS[split], index])
    chosen = int(rng.integers(len(CLASSES)))
    label = chosen if label is None else label
    width, height = size or [(160, 160), (176, 144), (144, 176), (160, 120), (120, 160)][rng.integers(5)]
    shorter = min(width, height)
    picture = _place(rng, width, height)
    for _ in range(rng.integers(0, 4)):  # other leaves behind it, out of focus
        other = grow(rng, round(shorter * 0.6))
        if rng.random() < 0.3:
            diseases.DRAW[label](rng, other, rng.random())
        spot = rng.uniform(-0.1, 1.1, 2) * (width, height)
        _lay(rng, picture, other, spot, shorter * rng.uniform(0.3, 0.8), 25)
    if rng.random() < 0.6:
        picture = cv2.GaussianBlur(picture, (0, 0), shorter / 160 * rng.uniform(0.4, 3.0))
    severity = float(rng.uniform(0.25, 0.8) if tidy else rng.beta(1.3, 1.6))
    scale = rng.uniform(0.78, 0.95) if tidy else rng.uniform(0.5, 1.15)
    leaf = grow(rng, round(shorter * scale), rng.uniform(0.05, 0.16) * (CLASSES[label] == "mosaic_virus"))
    diseases.DRAW[label](rng, leaf, severity)
    centre = np.array([width, height]) * (0.5 + np.clip(rng.normal(0, 0.02 if tidy else 0.08, 2), -0.2, 0.2))
    _lay(rng, picture, leaf, centre, shorter * scale, 12 if tidy else 22)
    return camera(rng, np.clip(picture, 0, 1), tidy), label


def _place(rng, width: int, height: int) -> np.ndarray:
    """A plain table or cloth for half of the pictures, as people photograph leaves; else anywhere."""
    if rng.random() < 0.5:
        return background(rng, width, height)
    picture = np.empty((height, width, 3), np.float32)
    picture[:] = rng.uniform(0.1, 0.95) + rng.normal(0, 0.04, 3)
    picture += 0.1 * rng.random() * (rng.random((height, width, 1), dtype=np.float32) - 0.5)
    slope = np.linspace(-1, 1, width, dtype=np.float32)[None, :, None] * rng.uniform(-0.12, 0.12)
    return np.clip(picture + slope, 0, 1)


def _lit(rng, leaf: Leaf) -> np.ndarray:
    """Light from a side over the relief of the blade, a little gloss."""
    down, right = np.gradient(cv2.GaussianBlur(leaf.relief, (0, 0), 1.0))
    angle, strength = rng.uniform(0, 2 * np.pi), rng.uniform(0.15, 0.55)
    slope = np.clip(np.cos(angle) * right + np.sin(angle) * down, -1.5, 1.5)
    lit = leaf.paint * (1 + strength * slope)[..., None] * rng.uniform(0.8, 1.15)
    if rng.random() < 0.4:
        lit += (np.clip(slope - 0.25, 0, 1) * rng.uniform(0.05, 0.35))[..., None]
    return np.clip(lit, 0, 1).astype(np.float32)


def _lay(rng, picture: np.ndarray, leaf: Leaf, centre, size: float, tilt: float) -> None:
    """Turns the leaf in space, throws its shadow, and puts it into the picture."""
    side = leaf.side
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)], np.float32) * size / 2
    roll = rng.uniform(0, 2 * np.pi)
    a, b = np.radians(np.clip(rng.normal(0, tilt, 2), -55, 55))
    distance = size * rng.uniform(2.0, 5.0)
    turned = corners @ np.array([(np.cos(roll), np.sin(roll)), (-np.sin(roll), np.cos(roll))])
    x, y = turned[:, 0] * np.cos(a), turned[:, 1] * np.cos(b)
    depth = distance / (distance + turned[:, 0] * np.sin(a) + turned[:, 1] * np.sin(b))
    target = (np.stack([x, y], axis=1) * depth[:, None] + centre).astype(np.float32)
    source = np.array([(0, 0), (side, 0), (side, side), (0, side)], np.float32)
    matrix = cv2.getPerspectiveTransform(source, target)
    height, width = picture.shape[:2]
    lit = np.dstack([_lit(rng, leaf) * leaf.mask[..., None], leaf.mask])
    warped = cv2.warpPerspective(lit, matrix, (width, height), flags=cv2.INTER_LINEAR)
    alpha = warped[..., 3:]
    if rng.random() < 0.7:
        offset = rng.uniform(-0.05, 0.05, 2) * size
        shadow = cv2.warpAffine(alpha[..., 0], np.array([(1, 0, offset[0]), (0, 1, offset[1])]), (width, height))
        shadow = cv2.GaussianBlur(shadow, (0, 0), max(0.6, size * rng.uniform(0.01, 0.05)))
        picture *= 1 - rng.uniform(0.15, 0.5) * shadow[..., None]
    picture *= 1 - alpha
    picture += warped[..., :3]


def fitted(pixels: np.ndarray) -> np.ndarray:
    """The middle square of a picture at the model's size, averaging pixels, as the manifest asks the service to do."""
    height, width = pixels.shape[:2]
    side = min(width, height)
    top, left = (height - side) // 2, (width - side) // 2
    square = pixels[top : top + side, left : left + side]
    return cv2.resize(square, (INPUT_SIZE, INPUT_SIZE), interpolation=cv2.INTER_AREA)


def _row(job: tuple[str, int]) -> tuple[int, np.ndarray, int]:
    cv2.setNumThreads(1)
    pixels, label = render(*job)
    return job[1], fitted(pixels), label


def build_cache(split: str, count: int, folder: Path, processes: int = 2) -> None:
    """Writes `count` pictures and their classes as two numpy files."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures, labels = np.empty((count, INPUT_SIZE, INPUT_SIZE, 3), np.uint8), np.empty(count, np.int64)
    with multiprocessing.Pool(processes) as pool:
        for index, pixels, label in pool.imap_unordered(_row, ((split, i) for i in range(count)), chunksize=16):
            pictures[index], labels[index] = pixels, label
    np.save(folder / f"{split}-pictures.npy", pictures)
    np.save(folder / f"{split}-labels.npy", labels)
