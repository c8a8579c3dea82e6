"""Pictures for people to look at: things stand where they would stand, and the conditions are fair.

The training pictures scatter everything everywhere, good for learning and odd to see. Here signs hang on a wall
or on posts, and cones and boards stand on the ground.
"""

from __future__ import annotations

import cv2
import numpy as np

from drawing import backgrounds
from drawing.camera import camera

from . import CLASSES, objects
from .render import SEEDS, Picture, put

GROUND = ["traffic_cone", "barrier_board"]
INDOOR = [
    "fire_extinguisher_sign",
    "emergency_exit_sign",
    "warning_triangle",
    "mandatory_sign",
    "prohibition_sign",
    "ghs_diamond",
]
OUTDOOR = ["warning_triangle", "prohibition_sign", "mandatory_sign", "ghs_diamond"]


def staged(index: int, size: tuple[int, int]) -> Picture:
    """Draws picture number `index` of the sample split."""
    rng = np.random.default_rng([SEEDS["sample"], index])
    width, height = size
    outdoors = rng.random() < 0.5
    place = backgrounds.street if outdoors else [backgrounds.corridor, backgrounds.bricks][rng.integers(2)]
    picture = np.clip(place(rng, width, height), 0, 1)
    hung = list(
        rng.permutation(OUTDOOR if outdoors else INDOOR)[: rng.integers(1, 3) if outdoors else rng.integers(2, 5)]
    )
    standing = list(rng.choice(GROUND, rng.integers(2, 4) if outdoors else rng.integers(0, 2)))
    rows, taken = [], []
    for slot, name in enumerate(hung):
        spot = ((slot + rng.uniform(0.35, 0.65)) / len(hung), rng.uniform(0.25, 0.42), rng.uniform(0.09, 0.2))
        if outdoors:
            _post(rng, picture, spot)
        _add(rng, picture, name, taken, spot, rows)
    for slot, name in enumerate(standing):
        nearness = rng.uniform(0.3, 1.0)
        spot = ((slot + rng.uniform(0.3, 0.7)) / len(standing), 0.6 + 0.2 * nearness, 0.28 * nearness)
        _add(rng, picture, name, taken, spot, rows)
    return Picture(camera(rng, picture, tidy=True), np.asarray(rows, np.float32).reshape(-1, 5))


def _add(rng, picture: np.ndarray, name: str, taken: list, spot: tuple[float, float, float], rows: list) -> None:
    label = CLASSES.index(name)
    box = put(rng, picture, objects.DRAW[label], taken, name, 0.02, spot)
    if box is not None:
        rows.append([label, *box])


def _post(rng, picture: np.ndarray, spot: tuple[float, float, float]) -> None:
    """A steel post from the sign down to the ground."""
    height, width = picture.shape[:2]
    thickness = max(2, round(spot[2] * width * 0.07))
    x, top, bottom = round(spot[0] * width), round(spot[1] * height), round(rng.uniform(0.72, 0.85) * height)
    for share, light in ((1.0, 0.42), (0.5, 0.6)):
        cv2.line(
            picture, (x, top), (x, bottom), (light, light, light * 1.02), max(1, round(thickness * share)), cv2.LINE_AA
        )
