"""Puts heads into pictures and knows where their faces are."""

from __future__ import annotations

import cv2
import numpy as np

from .head import FACE_TOP, REACH, Head


def sheet_side(size: float) -> int:
    """Pixels of the sheet for a face box of this height, so that nothing is drawn that nobody sees."""
    return max(28, round(size * 2 * REACH / (1 - FACE_TOP)))


def face_shape(head: Head) -> np.ndarray:
    """Outline of the face in the head's units, hairline to chin, from which the box is taken."""
    angles = np.linspace(0, 2 * np.pi, 32, endpoint=False)
    middle, half = (1 + FACE_TOP) / 2, (1 - FACE_TOP) / 2
    return np.stack([np.cos(angles) * head.half_width, middle + np.sin(angles) * half], axis=1)


def place_head(rng, picture: np.ndarray, head: Head, centre, size: float, gentle: bool = False) -> np.ndarray:
    """Turns a head in space and paints it over the picture. `size`: height of the face box in pixels.

    Returns the face's box: left, top, right, bottom in pixels; it may reach out of the picture.
    """
    side = head.mask.shape[0]
    unit = side / (2 * REACH)
    yaw, pitch = np.radians(np.clip(rng.normal(0, 7 if gentle else 15, 2), -32, 32) * (1, 0.5))
    turned = _turn(np.dstack([head.lit * head.mask[..., None], head.mask]), head.height, unit, yaw, pitch)
    turned[:1], turned[:, :1], turned[:, -1:] = 0, 0, 0
    roll = np.radians(np.clip(rng.normal(0, 4 if gentle else 9), -30, 30))
    scale = size / ((1 - FACE_TOP) * unit)
    cos, sin = np.cos(roll) * scale, np.sin(roll) * scale
    # The middle of the face, not of the sheet, goes to `centre`.
    middle = np.array([side / 2, side / 2 + unit * (1 + FACE_TOP) / 2])
    matrix = np.array([(cos, -sin, 0.0), (sin, cos, 0.0)])
    matrix[:, 2] = np.asarray(centre) - matrix[:, :2] @ middle
    height, width = picture.shape[:2]
    # What leaves the sheet below, chest and hair, goes on below: so the border is repeated; elsewhere it is empty.
    warped = cv2.warpAffine(turned, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    picture *= 1 - warped[..., 3:]
    picture += warped[..., :3]
    outline = face_shape(head)
    outline = outline + 0.5 * np.array([np.sin(yaw), np.sin(pitch)]) * (0.6, 0.6)
    points = (outline * unit + side / 2) @ matrix[:, :2].T + matrix[:, 2]
    return np.concatenate([points.min(axis=0), points.max(axis=0)])


def _turn(sheet: np.ndarray, height: np.ndarray, unit: float, yaw: float, pitch: float) -> np.ndarray:
    """Moves every pixel sideways by its height: a head that turns or nods a little."""
    side = height.shape[0]
    y, x = np.mgrid[0:side, 0:side].astype(np.float32)
    smooth = cv2.GaussianBlur(height, (0, 0), 0.06 * unit + 0.5)
    moved_x, moved_y = x, y
    for _ in range(3):  # where does what is seen here come from?
        there = cv2.remap(smooth, moved_x, moved_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        shift = there * unit
        moved_x = (x - shift * np.sin(yaw)).astype(np.float32)
        moved_y = (y - shift * np.sin(pitch)).astype(np.float32)
    return cv2.remap(sheet, moved_x, moved_y, cv2.INTER_LINEAR)
