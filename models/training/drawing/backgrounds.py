"""Procedural places to put the objects: float32 RGB pictures in 0..1.

Nothing here is photographed. Variety does the work: fractal noise for foliage and asphalt, bricks and tiles, streets and
corridors, and "dead leaves" (piles of overlapping shapes of all sizes), whose statistics come close to photographs'.
"""

from __future__ import annotations

import cv2
import numpy as np

from .canvas import rectangle

_PALETTES = (
    np.array(
        [
            [(60, 82, 44), (98, 120, 60), (30, 42, 26)],  # foliage
            [(120, 118, 114), (88, 88, 90), (150, 148, 142)],  # asphalt and concrete
            [(150, 82, 64), (116, 60, 48), (176, 120, 96)],  # brick
            [(196, 186, 168), (222, 214, 198), (160, 148, 130)],  # plaster
            [(104, 76, 48), (140, 108, 70), (70, 52, 36)],  # wood and earth
            [(150, 180, 208), (206, 220, 232), (110, 140, 180)],  # sky
            [(70, 78, 92), (40, 46, 58), (110, 120, 132)],  # steel and dusk
            [(214, 204, 120), (188, 150, 60), (240, 230, 180)],  # straw and sand
        ],
        np.float32,
    )
    / 255.0
)


def fractal_noise(rng, width: int, height: int, coarse: float = 4.0, persistence: float = 0.55) -> np.ndarray:
    """Several octaves of smoothed noise, stretched to 0..1."""
    total = np.zeros((height, width), np.float32)
    amplitude, cells = 1.0, coarse
    while cells < max(width, height):
        grid = rng.random((max(2, round(cells * height / width)), max(2, round(cells))), dtype=np.float32)
        total += amplitude * cv2.resize(
            grid, (width, height), interpolation=cv2.INTER_CUBIC if cells < 64 else cv2.INTER_LINEAR
        )
        amplitude *= persistence
        cells *= 2.1
    low, high = total.min(), total.max()
    return (total - low) / (high - low + 1e-6)


def _colors(rng, count: int = 3) -> np.ndarray:
    palette = _PALETTES[rng.integers(len(_PALETTES))]
    if rng.random() < 0.12:
        palette = rng.random((3, 3), dtype=np.float32)
    return np.clip(palette[rng.integers(0, 3, count)] + rng.normal(0, 0.05, (count, 3)), 0, 1).astype(np.float32)


def _ramp(value: np.ndarray, colors: np.ndarray) -> np.ndarray:
    """Maps 0..1 to a path through the colours."""
    positions = np.linspace(0, 1, 256)
    knots = np.linspace(0, 1, len(colors))
    table = np.stack([np.interp(positions, knots, colors[:, channel]) for channel in range(3)], axis=1).astype(
        np.float32
    )
    return table[np.clip(value * 255, 0, 255).astype(np.uint8)]


def noise(rng, width: int, height: int) -> np.ndarray:
    """Foliage, plaster, asphalt, clouds: it depends on the palette and on the size of the cells."""
    field = fractal_noise(rng, width, height, rng.choice([2, 4, 8, 24, 60]), rng.uniform(0.4, 0.9))
    return _ramp(field, _colors(rng, rng.integers(2, 5)))


def gradient(rng, width: int, height: int) -> np.ndarray:
    """A plain surface under uneven light."""
    angle = rng.uniform(0, 2 * np.pi)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    field = np.cos(angle) * x / width + np.sin(angle) * y / height
    field = (field - field.min()) / (np.ptp(field) + 1e-6)
    return _ramp(field, _colors(rng)) + rng.uniform(0, 0.1) * (fractal_noise(rng, width, height, 30)[..., None] - 0.5)


def bricks(rng, width: int, height: int) -> np.ndarray:
    """Bricks, blocks or tiles with joints, seen at a slant."""
    scale = rng.uniform(0.5, 1.5)
    brick_width, brick_height = round(width * 0.12 * scale) + 6, round(width * rng.uniform(0.035, 0.1) * scale) + 4
    joint = max(1, round(brick_height * rng.uniform(0.04, 0.14)))
    colors = _colors(rng, 4)
    wall = np.empty((height, width, 3), np.float32)
    wall[:] = colors[3]
    offset = rng.choice([0.0, 0.5])
    for row, top in enumerate(range(0, height, brick_height)):
        for left in range(-round(brick_width * offset * (row % 2)), width, brick_width):
            shade = colors[rng.integers(3)] + rng.normal(0, 0.02)
            wall[top : top + brick_height - joint, max(0, left) : max(0, left + brick_width - joint)] = shade
    wall += 0.14 * (fractal_noise(rng, width, height, 40, 0.8)[..., None] - 0.5)
    corners = rectangle(0, 0, width, height).astype(np.float32)
    middle = corners.mean(axis=0)
    slanted = (corners - middle) * rng.uniform(1.0, 1.7, (4, 1)).astype(np.float32) + middle
    matrix = cv2.getPerspectiveTransform(corners, slanted.astype(np.float32))
    return cv2.warpPerspective(wall, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)


def dead_leaves(rng, width: int, height: int) -> np.ndarray:
    """Hundreds of overlapping shapes whose sizes follow a power law."""
    picture = noise(rng, width, height)
    extent = max(width, height)
    mixed = rng.random() < 0.5
    colors = _colors(rng, 6)
    for _ in range(rng.integers(60, 260)):
        size = extent * 0.012 / (rng.random() ** 0.75 + 0.02)
        color = (_colors(rng, 1)[0] if mixed else colors[rng.integers(6)]) + rng.normal(0, 0.04, 3)
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        corners = rng.choice([3, 4, 4, 6, 16])
        angles = np.linspace(0, 2 * np.pi, corners, endpoint=False) + rng.uniform(0, 6.3)
        shape = (
            np.stack([np.cos(angles), np.sin(angles) * rng.uniform(0.2, 1)], axis=1)
            * size
            * rng.uniform(0.7, 1.2, (corners, 1))
        )
        turn = rng.uniform(0, 6.3)
        shape = shape @ np.array([(np.cos(turn), np.sin(turn)), (-np.sin(turn), np.cos(turn))]) + (x, y)
        cv2.fillPoly(picture, [np.round(shape * 8).astype(np.int32)], color.tolist(), cv2.LINE_AA, 3)
    picture *= 0.8 + 0.4 * fractal_noise(rng, width, height, 16, 0.7)[..., None]
    return picture


def street(rng, width: int, height: int) -> np.ndarray:
    """Sky, houses with windows, trees, and a road that runs towards the horizon."""
    picture = _ramp(
        np.repeat(np.linspace(0, 1, height, dtype=np.float32)[:, None], width, 1),
        np.array([(0.45, 0.6, 0.82), (0.86, 0.9, 0.94)], np.float32) * rng.uniform(0.5, 1.05),
    )
    picture += 0.12 * (fractal_noise(rng, width, height, 3)[..., None] - 0.4)
    horizon = round(height * rng.uniform(0.35, 0.65))
    x = rng.uniform(-0.2, 0.1) * width
    while x < width:
        house_width, house_top = width * rng.uniform(0.12, 0.4), horizon * rng.uniform(0.05, 0.8)
        if rng.random() < 0.7:
            _fill(picture, rectangle(x, house_top, x + house_width, horizon), _colors(rng, 1)[0])
            columns, rows = rng.integers(2, 6), rng.integers(1, 6)
            pane = _colors(rng, 1)[0] * 0.6
            for column in range(columns):
                for row in range(rows):
                    left, top = (
                        x + house_width * (column + 0.25) / columns,
                        house_top + (horizon - house_top) * (row + 0.25) / rows,
                    )
                    _fill(
                        picture,
                        rectangle(
                            left, top, left + house_width * 0.5 / columns, top + (horizon - house_top) * 0.5 / rows
                        ),
                        pane + rng.normal(0, 0.04),
                    )
        else:
            crown = np.stack([np.cos(np.linspace(0, 6.2, 14)), np.sin(np.linspace(0, 6.2, 14))], axis=1) * rng.uniform(
                0.6, 1, (14, 1)
            )
            _fill(
                picture,
                crown * house_width * 0.5 + (x + house_width / 2, horizon - house_width * 0.4),
                _PALETTES[0][rng.integers(3)],
            )
        x += house_width * rng.uniform(0.7, 1.1)
    ground = _ramp(fractal_noise(rng, width, height - horizon, 60, 0.9), _PALETTES[rng.choice([0, 1, 1, 4])][:2])
    picture[horizon:] = ground
    vanish = rng.uniform(0.2, 0.8) * width
    road = np.array(
        [
            (vanish - 4, horizon),
            (vanish + 4, horizon),
            (width * rng.uniform(0.8, 1.6), height),
            (width * rng.uniform(-0.6, 0.2), height),
        ]
    )
    if rng.random() < 0.7:
        _fill(picture, road, _PALETTES[1][rng.integers(3)] * rng.uniform(0.6, 1.0))
        near = (road[2] + road[3]) / 2 + (width * rng.normal(0, 0.1), 0)
        far = np.array([vanish, horizon], np.float64)
        for start in np.arange(0.05, 1, 0.16):
            from_, to = far + (near - far) * start**1.5, far + (near - far) * (start + 0.08) ** 1.5
            half = width * 0.012 * np.array([start, start + 0.08])
            _fill(
                picture,
                [from_ - (half[0], 0), from_ + (half[0], 0), to + (half[1], 0), to - (half[1], 0)],
                np.array([0.85, 0.85, 0.82]),
            )
    picture += 0.1 * (fractal_noise(rng, width, height, 50, 0.9)[..., None] - 0.5)
    return picture


def corridor(rng, width: int, height: int) -> np.ndarray:
    """An inside room: wall, floor, doors, pipes, cabinets, a lamp."""
    picture = np.empty((height, width, 3), np.float32)
    wall, floor_color = _colors(rng, 1)[0] * 0.4 + 0.5, _colors(rng, 1)[0]
    picture[:] = wall
    floor = round(height * rng.uniform(0.6, 0.95))
    slope = height * rng.normal(0, 0.08)
    _fill(picture, [(0, floor), (width, floor + slope), (width, height * 1.2), (0, height * 1.2)], floor_color)
    for _ in range(rng.integers(0, 4)):
        left, top = rng.uniform(-0.1, 0.9) * width, rng.uniform(0.1, 0.6) * height
        right, color = left + rng.uniform(0.08, 0.35) * width, _colors(rng, 1)[0]
        _fill(picture, rectangle(left, top, right, floor), color * 0.7)
        _fill(picture, rectangle(left + 3, top + 3, right - 3, floor), color)
    for _ in range(rng.integers(0, 5)):
        y, thickness, color = rng.uniform(0, 0.5) * height, height * rng.uniform(0.005, 0.03), _colors(rng, 1)[0]
        tilt = rng.normal(0, 0.04) * height
        _fill(picture, [(0, y), (width, y + tilt), (width, y + tilt + thickness), (0, y + thickness)], color)
        _fill(
            picture,
            [(0, y), (width, y + tilt), (width, y + tilt + thickness * 0.3), (0, y + thickness * 0.3)],
            np.minimum(color * 1.3, 1),
        )
    picture += 0.06 * (fractal_noise(rng, width, height, 40, 0.9)[..., None] - 0.5)
    light = fractal_noise(rng, width, height, 2, 0.3)[..., None]
    return picture * (0.6 + 0.6 * light)


def _fill(picture: np.ndarray, points, color) -> None:
    cv2.fillPoly(
        picture,
        [np.round(np.asarray(points, np.float64) * 8).astype(np.int32)],
        np.clip(color, 0, 1).tolist(),
        cv2.LINE_AA,
        3,
    )


_KINDS = [noise, noise, gradient, bricks, dead_leaves, dead_leaves, street, street, corridor, corridor]


def background(rng, width: int, height: int) -> np.ndarray:
    """A random place."""
    picture = _KINDS[rng.integers(len(_KINDS))](rng, width, height)
    return np.clip(picture, 0, 1)
