"""What each disease looks like on a leaf. Each function paints on a leaf from `grow` and changes nothing else.

`severity` runs from 0, what a careful eye sees, to 1, a leaf that is nearly lost.
"""

from __future__ import annotations

import numpy as np

from drawing.backgrounds import fractal_noise

from .leaf import Leaf


def _mix(leaf: Leaf, color, amount: np.ndarray) -> None:
    leaf.paint += (np.asarray(color, np.float32) - leaf.paint) * np.clip(amount, 0, 1)[..., None]


def _vary(rng, color, spread: float = 0.035) -> np.ndarray:
    return np.clip(np.asarray(color, np.float32) / 255 + rng.normal(0, spread, 3), 0.02, 0.98)


def _places(rng, leaf: Leaf, count: int) -> np.ndarray:
    """Random places on the blade, in pixels (row, column)."""
    rows, columns = np.nonzero((np.abs(leaf.across) < 0.93) & (leaf.mask > 0.9))
    if not len(rows):
        return np.empty((0, 2))
    chosen = rng.integers(0, len(rows), count)
    return np.stack([rows[chosen], columns[chosen]], axis=1).astype(np.float64)


def _near(leaf: Leaf, place: np.ndarray, reach: float):
    """The window around a place, as slices, and the pixels' distances in it."""
    low = np.maximum(np.floor(place - reach).astype(int), 0)
    high = np.minimum(np.ceil(place + reach).astype(int) + 1, leaf.side)
    window = (slice(low[0], high[0]), slice(low[1], high[1]))
    y, x = np.mgrid[window].astype(np.float32)
    return window, y - place[0], x - place[1]


def healthy(rng, leaf: Leaf, severity: float) -> None:
    """Nothing, or what is no disease: a torn hole, a little dust, a drop."""
    for place in _places(rng, leaf, rng.choice([0, 0, 0, 1, 2])):
        reach = leaf.side * rng.uniform(0.008, 0.03)
        window, dy, dx = _near(leaf, place, reach * 2)
        hole = np.clip((reach - np.hypot(dy, dx)) + 0.5, 0, 1)
        if rng.random() < 0.5:
            leaf.mask[window] *= 1 - hole
        else:
            leaf.paint[window] += 0.25 * hole[..., None] * rng.uniform(0.2, 1)


def leaf_spot(rng, leaf: Leaf, severity: float) -> None:
    """Round dead spots, tan to brown, with a dark rim and often a yellow halo."""
    dead, rim, halo = _vary(rng, (150, 112, 70)), _vary(rng, (70, 42, 26)), _vary(rng, (206, 190, 70))
    if rng.random() < 0.3:
        dead = _vary(rng, (186, 178, 158))
    has_halo = rng.random() < 0.6
    amounts = np.zeros((3, leaf.side, leaf.side), np.float32)
    size = rng.uniform(0.012, 0.03) * (0.8 + 0.7 * severity)
    for place in _places(rng, leaf, round(6 + 34 * severity * rng.uniform(0.6, 1.2))):
        radius = leaf.side * size * np.exp(rng.normal(0, 0.35)) + 0.6
        window, dy, dx = _near(leaf, place, radius * 3)
        angle = np.arctan2(dy, dx)
        shape = 1 + 0.06 * np.sin(2 * angle + rng.uniform(0, 6)) + 0.05 * np.sin(5 * angle + rng.uniform(0, 6))
        distance = np.hypot(dy, dx) / shape / radius
        soft = 1.2 / radius
        inside = np.clip((1 - distance) / soft + 0.5, 0, 1)
        ring = inside * np.clip((distance - 0.62) / 0.2, 0, 1)
        around = np.clip((2.2 - distance) / 1.3, 0, 1) * has_halo * 0.75
        for layer, amount in zip(amounts, (around, inside, ring)):
            np.maximum(layer[window], amount, out=layer[window])
    for color, amount in zip((halo, dead, rim), amounts):
        _mix(leaf, color, amount * leaf.inside() * 0.95)


def rust(rng, leaf: Leaf, severity: float) -> None:
    """Many small raised pustules, orange to rust brown, in swarms, on a yellowing blade."""
    orange = _vary(rng, (196, 96, 28), 0.04)
    field = fractal_noise(rng, leaf.side, leaf.side, rng.choice([3, 6, 10]), 0.5)
    _mix(leaf, _vary(rng, (190, 186, 74)), leaf.inside() * np.clip((field - 0.45) * 2, 0, 1) * rng.uniform(0.1, 0.5))
    amount = np.zeros((leaf.side, leaf.side), np.float32)
    light = np.zeros_like(amount)
    size = rng.uniform(0.006, 0.012)
    for place in _places(rng, leaf, round(60 + 340 * severity)):
        if field[tuple(place.astype(int))] < rng.uniform(0.2, 0.7):
            continue
        radius = leaf.side * size * np.exp(rng.normal(0, 0.3)) + 0.45
        window, dy, dx = _near(leaf, place, radius * 2)
        bump = np.clip((radius - np.hypot(dy, dx * rng.uniform(0.7, 1.3))) + 0.5, 0, 1)
        np.maximum(amount[window], bump, out=amount[window])
        light[window] += bump * np.clip(-(dy + dx) / radius, -1, 1)
    _mix(leaf, orange, amount * leaf.mask * 0.95)
    leaf.paint += (0.12 * light * leaf.mask)[..., None]


def powdery_mildew(rng, leaf: Leaf, severity: float) -> None:
    """White to grey felt in soft patches that veins show through."""
    field = fractal_noise(rng, leaf.side, leaf.side, rng.choice([3, 5, 8]), rng.uniform(0.35, 0.6))
    edge = np.quantile(field, 0.82 - 0.62 * severity)
    patch = np.clip((field - edge) / rng.uniform(0.08, 0.22), 0, 1)
    grain = fractal_noise(rng, leaf.side, leaf.side, 60, 0.95)
    felt = patch * (0.55 + 0.55 * grain) * rng.uniform(0.6, 0.95)
    _mix(leaf, _vary(rng, (226, 228, 222), 0.02), felt * leaf.mask * (1 - 0.3 * leaf.veins))


def blight(rng, leaf: Leaf, severity: float) -> None:
    """Large dead areas that eat their way in from edge and tip, often in rings, with a yellow or soaked border."""
    dead, dark = _vary(rng, (112, 82, 50), 0.04), _vary(rng, (62, 46, 32), 0.03)
    if rng.random() < 0.3:
        dead = _vary(rng, (164, 140, 98), 0.03)
    rough = fractal_noise(rng, leaf.side, leaf.side, rng.choice([4, 8]), 0.65)
    y, x = np.mgrid[0 : leaf.side, 0 : leaf.side].astype(np.float32)
    shade = np.zeros_like(rough)
    rings = rng.uniform(0.3, 1.0) if rng.random() < 0.5 else 0.0
    for _ in range(rng.integers(1, 4)):
        places = _places(rng, leaf, 24)
        if not len(places):
            return
        outer = np.array([abs(leaf.across[tuple(p.astype(int))]) + leaf.along[tuple(p.astype(int))] for p in places])
        place = places[outer.argmax()] if rng.random() < 0.75 else places[0]
        radius = leaf.side * (0.08 + 0.26 * severity) * rng.uniform(0.7, 1.3)
        distance = np.hypot(y - place[0], (x - place[1]) * rng.uniform(0.8, 1.5)) / radius + 0.9 * (rough - 0.5)
        border = np.clip((1.35 - distance) / 0.3, 0, 1)
        core = np.clip((1.0 - distance) / 0.1, 0, 1)
        _mix(leaf, _vary(rng, (176, 170, 66)), border * leaf.mask * rng.uniform(0.3, 0.8))
        _mix(leaf, dead, core * leaf.mask * 0.95)
        shade = np.maximum(shade, core * (0.5 + 0.5 * np.cos(distance * rng.uniform(16, 30))) * rings)
    _mix(leaf, dark, shade * leaf.mask * 0.6)
    _mix(leaf, dark, np.clip((rough - 0.6) * 3, 0, 1) * (shade > 0) * leaf.mask * 0.4)


def mosaic_virus(rng, leaf: Leaf, severity: float) -> None:
    """A patchwork of light and dark green between the veins; the leaf itself is puckered (`grow` with waviness)."""
    coarse = fractal_noise(rng, leaf.side, leaf.side, rng.choice([7, 11, 16]), 0.55)
    patches = np.clip((coarse - np.quantile(coarse, 0.5)) / rng.uniform(0.06, 0.3), -1, 1)
    strength = 0.45 + 0.5 * severity
    light = _vary(rng, (188, 200, 96), 0.04) if rng.random() < 0.7 else _vary(rng, (206, 212, 150), 0.03)
    amount = np.clip(patches, 0, 1) * (1 - 0.6 * leaf.veins) * strength
    _mix(leaf, light, amount * leaf.mask * 0.85)
    leaf.paint *= 1 - 0.35 * strength * (np.clip(-patches, 0, 1) * leaf.mask)[..., None]
    leaf.relief += 3.0 * strength * coarse * leaf.side / 160


DRAW = [healthy, leaf_spot, rust, powdery_mildew, blight, mosaic_virus]
"""The painting functions in the order of `CLASSES`."""
