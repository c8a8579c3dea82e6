"""A leaf as a flat picture: outline, blade, veins. Diseases are painted on it in the leaf's own coordinates.

A leaf lies upright in its square, the stalk below. Each pixel has `along`, 0 at the base and 1 at the tip, and `across`,
-1 at the left edge, 0 on the midrib and 1 at the right edge, so that veins and diseases follow the shape of any species.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from drawing.backgrounds import fractal_noise

GREENS = np.array(
    [(70, 116, 48), (98, 142, 58), (52, 94, 50), (120, 150, 70), (84, 124, 84), (62, 108, 36), (140, 158, 82)], np.float32
)


@dataclass
class Leaf:
    """`paint`: float32 RGB in 0..1, side x side; `mask`: 0..1; `relief`: heights for the light, in pixels."""

    paint: np.ndarray
    mask: np.ndarray
    along: np.ndarray
    across: np.ndarray
    veins: np.ndarray
    relief: np.ndarray

    @property
    def side(self) -> int:
        return self.mask.shape[0]

    def inside(self) -> np.ndarray:
        """1 on the blade, falling to 0 at its edge."""
        return np.clip((1 - np.abs(self.across)) * 6, 0, 1) * self.mask


def grow(rng, side: int, waviness: float = 0.0) -> Leaf:
    """A leaf of a random species without any disease. `waviness` puckers the edge, as viruses do."""
    y, x = np.mgrid[0:side, 0:side].astype(np.float32) / (side - 1)
    along = np.clip((0.97 - y) / 0.94, 0, 1)
    half_width = _profile(rng, along, waviness)
    bend = rng.normal(0, 0.05)
    middle = 0.5 + bend * np.sin(np.pi * along) + rng.normal(0, 0.02) * np.sin(2 * np.pi * along)
    left, right = half_width
    width = np.where(x < middle, left, right) + 1e-5
    across = np.clip((x - middle) / width, -3, 3)
    mask = np.clip((width - np.abs(x - middle)) * side, 0, 1) * ((0.97 - y) / 0.94 >= 0) * ((0.97 - y) / 0.94 <= 1)
    veins, relief = _veins(rng, along, across, width, side)
    paint = _blade(rng, side, along, across, veins)
    _stalk(rng, paint, mask, side, float(middle[-1, 0]))
    return Leaf(paint, mask.astype(np.float32), along, across, veins, relief)


def _profile(rng, along: np.ndarray, waviness: float) -> tuple[np.ndarray, np.ndarray]:
    """Half widths to the left and right of the midrib, as shares of the square's side."""
    near_base, near_tip = rng.uniform(0.35, 1.1), rng.uniform(0.5, 1.3)
    shape = along**near_base * (1 - along) ** near_tip
    peak = near_base / (near_base + near_tip)
    shape = shape / (peak**near_base * (1 - peak) ** near_tip)
    widest = rng.uniform(0.12, 0.44)
    lobes, depth = rng.integers(2, 5), rng.uniform(0.15, 0.4) if rng.random() < 0.25 else 0.0
    shape = shape * (1 - depth * (0.5 + 0.5 * np.cos(2 * np.pi * lobes * along)))
    teeth, tooth = rng.integers(10, 34), rng.uniform(0.01, 0.06) if rng.random() < 0.6 else 0.0
    saw = (along * teeth) % 1.0
    both = []
    for _ in range(2):
        wave = waviness * np.sin(2 * np.pi * (rng.uniform(2, 6) * along + rng.random()))
        both.append((widest * rng.uniform(0.93, 1.07) * shape * (1 - tooth * saw) * (1 + wave)).astype(np.float32))
    return both[0], both[1]


def _veins(rng, along, across, width, side: int) -> tuple[np.ndarray, np.ndarray]:
    """How much of a vein each pixel is, and the relief of the blade between the veins."""
    distance = np.abs(across)
    if rng.random() < 0.15:  # grasses: the veins run along the blade
        count = rng.integers(4, 9)
        phase = distance * count
    else:
        count, slope, curve = rng.integers(5, 12), rng.uniform(0.15, 0.45), rng.uniform(0.8, 1.5)
        phase = (along - slope * distance**curve + 1) * count + np.where(across < 0, rng.uniform(0, 0.5), 0)
    near = np.abs(phase - np.round(phase)) / count
    thin = np.clip(0.009 * (1 - 0.6 * distance), 0.003, 1) + 0.35 / side
    lateral = np.exp(-((near / thin) ** 2)) * (distance < 1)
    rib = np.exp(-((distance * width / (0.012 * (1.15 - along) + 0.4 / side)) ** 2))
    net = fractal_noise(rng, side, side, 26, 0.5)
    net = np.exp(-(((net - 0.5) / 0.035) ** 2)) * 0.35
    veins = np.clip(np.maximum(np.maximum(rib, 0.65 * lateral), net * (side > 100)), 0, 1).astype(np.float32)
    bulge = np.cos(2 * np.pi * phase) * -0.5 * rng.uniform(0.2, 1.0) - 1.2 * rib
    fold = -distance * rng.uniform(-3, 3) * width * 4
    relief = (bulge + fold + 1.5 * fractal_noise(rng, side, side, 5, 0.6)).astype(np.float32)
    return veins, relief * side / 160


def _blade(rng, side: int, along, across, veins) -> np.ndarray:
    base = GREENS[rng.integers(len(GREENS))] / 255 * rng.uniform(0.75, 1.2) + rng.normal(0, 0.025, 3)
    paint = np.empty((side, side, 3), np.float32)
    paint[:] = np.clip(base, 0.03, 0.9)
    paint *= 1 + 0.22 * (fractal_noise(rng, side, side, 4, 0.6)[..., None] - 0.5)
    paint *= 1 + 0.12 * (fractal_noise(rng, side, side, 40, 0.9)[..., None] - 0.5)
    young = rng.uniform(-0.15, 0.2)
    paint *= 1 + young * (along[..., None] - 0.5)
    pale = np.clip(base * rng.uniform(1.1, 1.7) + rng.uniform(0.0, 0.1), 0, 1)
    strength = rng.uniform(0.2, 0.75)
    paint += (pale - paint) * (veins * strength)[..., None]
    return np.clip(paint, 0, 1)


def _stalk(rng, paint: np.ndarray, mask: np.ndarray, side: int, middle: float) -> None:
    color = tuple(float(channel) for channel in np.clip(paint[side // 2, side // 2] * rng.uniform(0.8, 1.3), 0, 1))
    start = (round(middle * side), round(0.93 * side))
    end = (round((middle + rng.normal(0, 0.04)) * side), side + 2)
    thickness = max(1, round(side * rng.uniform(0.012, 0.028)))
    cv2.line(paint, start, end, color, thickness, cv2.LINE_AA)
    stalk = np.zeros(mask.shape, np.float32)
    cv2.line(stalk, start, end, 1.0, thickness, cv2.LINE_AA)
    np.maximum(mask, stalk, out=mask)
