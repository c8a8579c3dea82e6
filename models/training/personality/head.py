"""A head as a relief with paint: it can be lit from any side and turned a little before it is put into a picture.

Coordinates: x right, y down, the face's middle in the origin, the chin at y = 1, the top of the skull at about y = -1.1.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from drawing.backgrounds import fractal_noise

from . import features
from .traits import Look

REACH = 1.55
"""The drawing covers -REACH to REACH in both directions."""

FACE_TOP = -0.8
"""Where the face box begins: at the hairline."""


@dataclass
class Sheet:
    """A drawing under way: paint (RGB 0..1), height (units), coverage, and the coordinates of each pixel."""

    x: np.ndarray
    y: np.ndarray
    paint: np.ndarray
    height: np.ndarray
    mask: np.ndarray
    pixel: float

    def mix(self, color, amount: np.ndarray) -> None:
        """Covers with a colour; `amount` 0..1."""
        self.paint += (np.asarray(color, np.float32) - self.paint) * np.clip(amount, 0, 1)[..., None]

    def soft(self, signed: np.ndarray, blur: float = 0.0) -> np.ndarray:
        """1 where a signed distance (units) is positive, 0 where negative, with an edge of a pixel or of `blur` units."""
        return np.clip(signed / max(self.pixel, blur) + 0.5, 0, 1)

    def bump(self, x: float, y: float, wide: float, high: float) -> np.ndarray:
        """A soft bump of height 1."""
        return np.exp(-(((self.x - x) / wide) ** 2) - ((self.y - y) / high) ** 2)


@dataclass
class Head:
    """Paint with light on it (RGB 0..1), coverage, heights for turning, half the width of the face."""

    lit: np.ndarray
    mask: np.ndarray
    height: np.ndarray
    half_width: float


def draw_head(rng, side: int, look: Look) -> Head:
    """A head of random looks in everything that `look` does not fix."""
    axis = np.linspace(-REACH, REACH, side, dtype=np.float32)
    x, y = np.meshgrid(axis, axis)
    sheet = Sheet(
        x, y, np.zeros((side, side, 3), np.float32), np.zeros_like(x), np.zeros_like(x), 2 * REACH / side
    )
    half_width, jaw = rng.uniform(0.66, 0.82), rng.uniform(0.1, 0.42)
    skin = _skin(rng)
    hair_color = _hair(rng)
    style = rng.choice(["short", "short", "long", "long", "bald", "covered"], p=[0.3, 0.12, 0.3, 0.13, 0.06, 0.09])
    width = half_width * (1 - jaw * np.clip(y, 0, 1.2) ** 2)
    outline = 1 - (np.abs(x) / np.maximum(width, 0.05)) ** 2.3 - np.abs(np.where(y > 0, y, y / 1.08)) ** 2.5
    inside = outline * 0.32
    features.hair_behind(rng, sheet, hair_color, style, half_width, look)
    _shoulders(rng, sheet, skin)
    ear = sheet.soft(0.16 - np.hypot((np.abs(x) - half_width * 0.98) / 0.62, (y - 0.03) / 1.25), 0.02)
    sheet.mix(skin * 0.86, ear)
    face = sheet.soft(inside, 0.03)
    sheet.mix(skin, face)
    sheet.mask = np.maximum(sheet.mask, np.maximum(face, ear))
    dome = 0.62 * np.sqrt(np.clip(outline, 0, 1))
    sheet.height = np.maximum(sheet.height, dome)
    features.form(rng, sheet, look)
    texture = fractal_noise(rng, side, side, 14, 0.8)[..., None] - 0.5
    sheet.paint *= 1 + 0.1 * texture * face[..., None]
    features.flush(rng, sheet, skin, look, face)
    features.eyes(rng, sheet, skin, look)
    features.brows(rng, sheet, hair_color, look)
    features.mouth(rng, sheet, skin, look)
    features.stubble(rng, sheet, hair_color, look, face)
    features.hair_before(rng, sheet, hair_color, style, half_width, look)
    if rng.random() < 0.18:
        features.glasses(rng, sheet)
    return Head(_light(rng, sheet), sheet.mask, sheet.height, half_width)


def _skin(rng) -> np.ndarray:
    light, dark = np.array([0.95, 0.78, 0.67]), np.array([0.27, 0.16, 0.11])
    shade = rng.random() ** 1.2
    return np.clip(light + (dark - light) * shade + rng.normal(0, 0.025, 3), 0.05, 1).astype(np.float32)


def _hair(rng) -> np.ndarray:
    colors = np.array([(28, 22, 20), (60, 38, 26), (112, 74, 42), (196, 158, 98), (150, 64, 34), (168, 166, 164), (44, 30, 24)])
    return np.clip(colors[rng.integers(len(colors))] / 255 + rng.normal(0, 0.03, 3), 0.01, 0.95).astype(np.float32)


def _shoulders(rng, sheet: Sheet, skin: np.ndarray) -> None:
    x, y = sheet.x, sheet.y
    cloth = rng.random(3).astype(np.float32) * rng.uniform(0.3, 0.95)
    body = sheet.soft(y - 1.22 - 0.25 * np.abs(x) ** 2.2, 0.03) * sheet.soft(1.42 - np.abs(x), 0.05)
    neck = sheet.soft(rng.uniform(0.36, 0.46) + 0.1 * np.clip(y - 1, 0, 1) - np.abs(x), 0.02) * (y > 0.3)
    sheet.mix(skin * 0.72, neck)
    sheet.mix(cloth, body * (1 - neck * sheet.soft(rng.uniform(1.25, 1.5) - y - 0.5 * np.abs(x))))
    sheet.mask = np.maximum(sheet.mask, np.maximum(body, neck))
    sheet.height = np.maximum(sheet.height, 0.3 * np.maximum(body, neck) - 0.25)


def _light(rng, sheet: Sheet) -> np.ndarray:
    """Lambert's law over the relief, with soft light from all around and a little gloss."""
    height = cv2.GaussianBlur(sheet.height, (0, 0), 0.02 / sheet.pixel + 0.4)
    down, right = np.gradient(height, sheet.pixel)
    normal = np.dstack([-right, -down, np.ones_like(right)])
    normal /= np.linalg.norm(normal, axis=2, keepdims=True)
    azimuth, lift = rng.uniform(0, 2 * np.pi), rng.uniform(0.35, 1.0)
    light = np.array([np.cos(azimuth) * (1 - lift * 0.6), -abs(np.sin(azimuth)) * 0.7, lift])
    light /= np.linalg.norm(light)
    around = rng.uniform(0.35, 0.75)
    lambert = np.clip(normal @ light.astype(np.float32), 0, 1)
    shade = around + (1.15 - around) * lambert
    lit = sheet.paint * shade[..., None]
    gloss = np.clip(lambert - 0.9, 0, 1) * rng.uniform(0, 1.8)
    return np.clip(lit + gloss[..., None] * (sheet.height > 0.05)[..., None], 0, 1).astype(np.float32)
