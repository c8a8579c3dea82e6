"""Composes pictures with known contents: a place, things in it, and a camera that is not perfect.

Picture number `index` of a split depends on nothing but the seed of the split and the index: it can be drawn again,
and the held-back pictures are never among the training ones.

    python -m hazard_detector.render --split train --count 9000 --out /tmp/hazard-data
"""

from __future__ import annotations

import argparse
import multiprocessing
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from drawing.backgrounds import background, fractal_noise
from drawing.camera import camera
from drawing.pictures import letterbox

from . import CLASSES, INPUT_SIZE, clutter, objects
from .objects import Sprite

SEEDS = {"train": 20_001, "validation": 20_002, "test": 20_003, "sample": 20_004}
MAX_OBJECTS = 8
_SHAPES = [(320, 320), (320, 240), (320, 240), (320, 240), (320, 180), (240, 320), (240, 320), (320, 213), (213, 320)]


@dataclass
class Picture:
    """An RGB picture and what is in it: one row per object of class, left, top, right, bottom in pixels."""

    pixels: np.ndarray
    objects: np.ndarray


def render(split: str, index: int) -> Picture:
    """Draws one picture."""
    rng = np.random.default_rng([SEEDS[split], index])
    width, height = _SHAPES[rng.integers(len(_SHAPES))]
    zoom = rng.choice([1.0, 1.0, 1.0, 1.4, 2.0])
    width, height = round(width * zoom), round(height * zoom)
    picture = background(rng, width, height)
    taken: list[np.ndarray] = []
    rows = []
    planned = rng.choice(7, p=[0.08, 0.2, 0.22, 0.2, 0.14, 0.1, 0.06])
    chosen = rng.integers(0, len(CLASSES), planned)
    for _ in range(rng.integers(0, 7)):
        draw = clutter.DRAW[rng.integers(len(clutter.DRAW))]
        put(rng, picture, draw, taken, None, max_overlap=0.9)
    taken.clear()
    for label in chosen:
        box = put(rng, picture, objects.DRAW[label], taken, CLASSES[label], max_overlap=0.2)
        if box is not None:
            rows.append([label, *box])
            if rng.random() < 0.15:
                _occlude(rng, picture, box)
    picture = camera(rng, picture)
    return Picture(picture, np.asarray(rows, np.float32).reshape(-1, 5))


def _homography(rng, sprite: Sprite, upright: bool) -> np.ndarray:
    """Turns the sprite in space and looks at it through a pinhole: unit coordinates to view coordinates."""
    yaw, pitch = np.clip(rng.normal(0, 24), -58, 58), np.clip(rng.normal(0, 10), -28, 28)
    roll = rng.normal(0, 3 if upright else 7)
    if upright:
        yaw *= 0.4
    if rng.random() < 0.04:
        roll += rng.uniform(-85, 85) if upright else rng.uniform(-22, 22)
    a, b, g = np.radians([yaw, pitch, roll])
    turn_y = np.array([(np.cos(a), 0, np.sin(a)), (0, 1, 0), (-np.sin(a), 0, np.cos(a))])
    turn_x = np.array([(1, 0, 0), (0, np.cos(b), -np.sin(b)), (0, np.sin(b), np.cos(b))])
    turn_z = np.array([(np.cos(g), -np.sin(g), 0), (np.sin(g), np.cos(g), 0), (0, 0, 1)])
    rotation = turn_x @ turn_y @ turn_z
    distance = rng.uniform(3.0, 9.0)
    return np.array(
        [
            rotation[0, [0, 1]].tolist() + [0],
            rotation[1, [0, 1]].tolist() + [0],
            (rotation[2, [0, 1]] / distance).tolist() + [1],
        ]
    )


def _project(matrix: np.ndarray, points: np.ndarray) -> np.ndarray:
    projected = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return projected[:, :2] / projected[:, 2:]


def put(
    rng,
    picture: np.ndarray,
    draw,
    taken: list[np.ndarray],
    name: str | None,
    max_overlap: float,
    spot: tuple[float, float, float] | None = None,
) -> np.ndarray | None:
    """Draws one thing into the picture; returns the box of what is inside the picture, or None where there is no room.

    `spot` says where: x and y of the centre and the size of the longer side, as shares of width, height and extent.
    """
    height, width = picture.shape[:2]
    extent = max(width, height)
    for _ in range(6):
        size = extent * (spot[2] if spot else float(np.exp(rng.uniform(np.log(0.06), np.log(0.7)))))
        sprite = draw(rng, size * 0.6)
        matrix = _homography(rng, sprite, upright=name == "traffic_cone")
        outline = _project(matrix, sprite.outline)
        low, high = outline.min(axis=0), outline.max(axis=0)
        scale = size / max(high - low)
        room = rng.uniform(-0.04, 1.04, 2)
        half = (high - low) * scale / 2
        centre = np.where(
            half * 2 < (width, height),
            half + room * ((width, height) - 2 * half),
            np.array([width, height]) * rng.uniform(0.4, 0.6, 2),
        )
        if spot:
            centre = np.array([spot[0] * width, spot[1] * height])
        move = np.array(
            [
                (scale, 0, centre[0] - scale * (low + high)[0] / 2),
                (0, scale, centre[1] - scale * (low + high)[1] / 2),
                (0, 0, 1),
            ]
        )
        box = np.concatenate([centre - half, centre + half])
        visible = np.clip(box, 0, (width, height, width, height))
        area, seen = np.prod(2 * half), max(0, visible[2] - visible[0]) * max(0, visible[3] - visible[1])
        if seen < 0.6 * area or min(visible[2:] - visible[:2]) < extent * 0.02:
            continue
        if any(_overlap(visible, other) > max_overlap for other in taken):
            continue
        _composite(rng, picture, sprite, move @ matrix, size, name is not None)
        taken.append(visible)
        return visible
    return None


def _overlap(a: np.ndarray, b: np.ndarray) -> float:
    """The shared area as a share of the smaller box."""
    shared = np.maximum(0, np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2])).prod()
    return shared / max(1e-6, min((a[2:] - a[:2]).prod(), (b[2:] - b[:2]).prod()))


def _composite(rng, picture: np.ndarray, sprite: Sprite, matrix: np.ndarray, size: float, is_object: bool) -> None:
    height, width = picture.shape[:2]
    pixels = sprite.canvas.pixels()
    rows, columns = pixels.shape[:2]
    half = np.array([sprite.canvas.half_width, sprite.canvas.half_height])
    to_units = np.array([(2 * half[0] / columns, 0, -half[0]), (0, 2 * half[1] / rows, -half[1]), (0, 0, 1)])
    corners = _project(matrix, np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half)
    margin = max(2, round(size * 0.12))
    left, top = np.maximum(np.floor(corners.min(axis=0)).astype(int) - margin, 0)
    right, bottom = np.minimum(np.ceil(corners.max(axis=0)).astype(int) + margin, (width, height))
    if right - left < 2 or bottom - top < 2:
        return
    shift = np.array([(1, 0, -left), (0, 1, -top), (0, 0, 1)], np.float64)
    warped = cv2.warpPerspective(
        pixels, shift @ matrix @ to_units, (int(right - left), int(bottom - top)), flags=cv2.INTER_LINEAR
    )
    color, alpha = warped[..., :3], warped[..., 3:]
    color = color * _light(rng, color.shape[1], color.shape[0], alpha, is_object)
    region = picture[top:bottom, left:right]
    if rng.random() < 0.6:
        offset = rng.uniform(-0.06, 0.06, 2) * size
        shadow = cv2.warpAffine(
            alpha[..., 0], np.array([(1, 0, offset[0]), (0, 1, offset[1])]), (alpha.shape[1], alpha.shape[0])
        )
        shadow = cv2.GaussianBlur(shadow, (0, 0), max(0.6, size * rng.uniform(0.01, 0.05)))
        region *= 1 - rng.uniform(0.2, 0.6) * shadow[..., None]
    region *= 1 - alpha
    region += color


def _light(rng, width: int, height: int, alpha: np.ndarray, is_object: bool) -> np.ndarray:
    """Shading over one thing: a slope of light, dirt, sometimes a reflex or a cast shadow."""
    angle = rng.uniform(0, 2 * np.pi)
    x, y = np.linspace(-1, 1, width, dtype=np.float32)[None, :], np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    slope = np.cos(angle) * x + np.sin(angle) * y
    light = rng.uniform(0.55, 1.1) * (1 + rng.uniform(0, 0.35) * slope)
    if rng.random() < 0.5:
        light = light * (1 - rng.uniform(0.05, 0.35) * fractal_noise(rng, width, height, rng.choice([3, 10]), 0.7))
    if rng.random() < 0.25:
        edge = rng.uniform(-0.6, 0.6)
        light = light * np.where(slope > edge, 1.0, rng.uniform(0.45, 0.85)).astype(np.float32)
    light = light[..., None]
    if is_object and rng.random() < 0.2:
        spot = np.exp(-((x - rng.uniform(-0.7, 0.7)) ** 2 + (y - rng.uniform(-0.7, 0.7)) ** 2) / rng.uniform(0.03, 0.3))
        light = light + rng.uniform(0.1, 0.6) * spot[..., None]
    return light.astype(np.float32)


def _occlude(rng, picture: np.ndarray, box: np.ndarray) -> None:
    """Puts a pole, a branch or a leaf over a part of an object, at most about a third of it."""
    size = box[2:] - box[:2]
    color = (rng.random(3) * rng.uniform(0.2, 0.9)).tolist()
    if rng.random() < 0.5:
        thickness = max(1, round(float(size.min()) * rng.uniform(0.05, 0.2)))
        start, end = box[:2] + rng.uniform(-0.2, 1.2, 2) * size, box[:2] + rng.uniform(-0.2, 1.2, 2) * size
        cv2.line(picture, tuple(map(int, start)), tuple(map(int, end)), color, thickness, cv2.LINE_AA)
    else:
        corner = box[:2] + rng.integers(0, 2, 2) * size
        angles = np.linspace(0, 2 * np.pi, 9, endpoint=False)
        shape = np.stack([np.cos(angles), np.sin(angles)], axis=1) * size * rng.uniform(0.2, 0.45, (9, 1)) + corner
        cv2.fillPoly(picture, [np.round(shape * 8).astype(np.int32)], color, cv2.LINE_AA, 3)


def _cache_row(job: tuple[str, int]) -> tuple[int, np.ndarray, np.ndarray]:
    cv2.setNumThreads(1)
    split, index = job
    picture = render(split, index)
    square, scale, left, top = letterbox(picture.pixels, INPUT_SIZE)
    truth = np.full((MAX_OBJECTS, 5), -1, np.float32)
    boxes = picture.objects.copy()
    boxes[:, 1:] = boxes[:, 1:] * scale + (left, top, left, top)
    truth[: len(boxes)] = boxes
    return index, square, truth


def build_cache(split: str, count: int, folder: Path, processes: int = 2) -> None:
    """Writes `count` letterboxed pictures and their boxes as two numpy files that training maps into memory."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = np.lib.format.open_memmap(
        folder / f"{split}-pictures.npy", "w+", np.uint8, (count, INPUT_SIZE, INPUT_SIZE, 3)
    )
    truths = np.lib.format.open_memmap(folder / f"{split}-objects.npy", "w+", np.float32, (count, MAX_OBJECTS, 5))
    with multiprocessing.Pool(processes) as pool:
        for index, square, truth in pool.imap_unordered(_cache_row, ((split, i) for i in range(count)), chunksize=16):
            pictures[index], truths[index] = square, truth
    pictures.flush()
    truths.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--split", choices=SEEDS, required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    build_cache(arguments.split, arguments.count, arguments.out)


if __name__ == "__main__":
    main()
