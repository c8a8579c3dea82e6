"""The eight classes as drawings.

Each function draws one random member of its class, about 2 units long at its longest, and returns the outline whose
bounding box is the ground truth once perspective has been applied. Feet and posts that are not part of the object are
drawn outside that outline.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from . import CLASSES, pictograms
from drawing.canvas import Canvas, circle, rectangle, rounded_polygon

BLACK, WHITE = (18, 18, 20), (244, 244, 242)
RED, YELLOW, BLUE, GREEN, ORANGE = (196, 22, 28), (250, 204, 0), (0, 82, 156), (0, 138, 92), (244, 96, 16)


@dataclass
class Sprite:
    """A drawn object: premultiplied RGBA pixels, the units they cover, and the outline of what counts as the object."""

    canvas: Canvas
    outline: np.ndarray


def vary(rng: np.random.Generator, color, amount: float = 22.0) -> tuple[float, ...]:
    """A paint of the same name from another maker, another year, another sun."""
    return tuple(np.clip(np.asarray(color) + rng.normal(0, amount, 3) * 0.6 + rng.normal(0, amount * 0.5), 0, 255))


def _pictogram(rng, canvas: Canvas, choices, x: float, y: float, size: float, ink, paper) -> None:
    draw = choices[rng.integers(len(choices))]
    view = canvas.inside(x, y, size * rng.uniform(0.88, 1.08), rng.normal(0, 2), rng.random() < 0.4)
    draw(view, ink, paper)


def _back_plate(rng, canvas: Canvas, half: float, color=None) -> None:
    """Signs are often printed on a rectangular panel; the panel is not the sign."""
    canvas.box(-half, -half, half, half, color if color is not None else vary(rng, WHITE, 15), 0.06)


def warning_triangle(rng, pixels: float) -> Sprite:
    canvas = Canvas(1.2, 1.2, pixels)
    corners = np.array([(0, -0.9), (1.0, 0.82), (-1.0, 0.82)])
    middle = np.array([0.0, 0.25])
    radius = rng.uniform(0.08, 0.3)
    outline = rounded_polygon(corners, radius)
    border = rng.uniform(0.72, 0.84)
    inner = middle + (outline - middle) * border
    road = rng.random() < 0.3
    if rng.random() < 0.12:
        _back_plate(rng, canvas, 1.15)
    if road:
        paper = vary(rng, WHITE if rng.random() < 0.7 else YELLOW, 12)
        canvas.polygon(outline, vary(rng, RED))
        canvas.polygon(middle + (outline - middle) * rng.uniform(0.66, 0.8), paper)
    else:
        paper = vary(rng, YELLOW)
        if rng.random() < 0.5:  # a thin yellow rim outside the black border
            canvas.polygon(outline, paper)
            canvas.polygon(middle + (outline - middle) * 0.95, vary(rng, BLACK, 8))
        else:
            canvas.polygon(outline, vary(rng, BLACK, 8))
        canvas.polygon(inner, paper)
    choices = pictograms.ROAD_WARNING if road else pictograms.WARNING
    _pictogram(rng, canvas, choices, 0, 0.3, rng.uniform(0.36, 0.43), vary(rng, BLACK, 8), paper)
    return Sprite(canvas, outline)


def prohibition_sign(rng, pixels: float) -> Sprite:
    canvas = Canvas(1.2, 1.2, pixels)
    if rng.random() < 0.2:
        _back_plate(rng, canvas, rng.uniform(1.04, 1.18))
    red, paper = vary(rng, RED), vary(rng, WHITE, 10)
    ring = rng.uniform(0.76, 0.86)
    canvas.disc(0, 0, 1, red)
    canvas.disc(0, 0, ring, paper)
    _pictogram(rng, canvas, pictograms.PROHIBITION, 0, 0, rng.uniform(0.5, 0.6), vary(rng, BLACK, 8), paper)
    diagonal = (ring + 0.02) * np.sqrt(0.5)
    canvas.line([(-diagonal, -diagonal), (diagonal, diagonal)], rng.uniform(0.13, 0.2), red)
    return Sprite(canvas, circle(0, 0, 1))


def mandatory_sign(rng, pixels: float) -> Sprite:
    canvas = Canvas(1.2, 1.2, pixels)
    if rng.random() < 0.2:
        _back_plate(rng, canvas, rng.uniform(1.04, 1.18))
    blue, ink = vary(rng, BLUE), vary(rng, WHITE, 8)
    if rng.random() < 0.45:
        canvas.disc(0, 0, 1, ink)
        canvas.disc(0, 0, rng.uniform(0.92, 0.97), blue)
    else:
        canvas.disc(0, 0, 1, blue)
    _pictogram(rng, canvas, pictograms.MANDATORY, 0, 0, rng.uniform(0.52, 0.66), ink, blue)
    return Sprite(canvas, circle(0, 0, 1))


def ghs_diamond(rng, pixels: float) -> Sprite:
    canvas = Canvas(1.2, 1.2, pixels)
    outline = np.array([(0, -1), (1, 0), (0, 1), (-1, 0)], np.float64)
    if rng.random() < 0.35:  # printed on a white or grey label
        _back_plate(rng, canvas, rng.uniform(1.03, 1.18), vary(rng, (225, 225, 222), 25))
    paper = vary(rng, WHITE, 8)
    canvas.polygon(outline, vary(rng, (214, 24, 30)))
    canvas.polygon(outline * rng.uniform(0.78, 0.88), paper)
    _pictogram(rng, canvas, pictograms.GHS, 0, 0, rng.uniform(0.42, 0.5), vary(rng, BLACK, 6), paper)
    return Sprite(canvas, outline)


def traffic_cone(rng, pixels: float) -> Sprite:
    canvas = Canvas(1.0, 1.15, pixels)
    body = vary(rng, ORANGE)
    band = vary(rng, WHITE, 12)
    foot, tip = rng.uniform(0.36, 0.52), rng.uniform(0.06, 0.12)
    base_half, base_top, base_bottom = foot + rng.uniform(0.12, 0.26), 0.76, rng.uniform(0.88, 1.0)
    sag = rng.uniform(0.02, 0.12)  # how far the camera looks down: the bands bend by this much

    def half_width(y: float) -> float:
        return tip + (foot - tip) * (y + 1) / 1.82

    def slice_of_body(top: float, bottom: float) -> np.ndarray:
        lower = np.linspace(-1, 1, 15)
        below = np.stack(
            [lower * half_width(bottom), bottom + sag * np.sqrt(1 - lower**2) * half_width(bottom) / foot], axis=1
        )
        above = np.stack([lower * half_width(top), top + sag * np.sqrt(1 - lower**2) * half_width(top) / foot], axis=1)
        return np.vstack([below, above[::-1]])

    base = vary(rng, ORANGE if rng.random() < 0.6 else (40, 40, 42))
    inset = rng.uniform(0.0, 0.14)
    base_points = np.array(
        [
            (-base_half + inset, base_top - sag),
            (base_half - inset, base_top - sag),
            (base_half, base_bottom - 0.08),
            (base_half, base_bottom),
            (-base_half, base_bottom),
            (-base_half, base_bottom - 0.08),
        ]
    )
    canvas.polygon(base_points, base)
    canvas.polygon(rectangle(-base_half, base_bottom - 0.08, base_half, base_bottom), np.asarray(base) * 0.75)
    canvas.polygon(slice_of_body(-1, 0.8), body)
    bands = rng.integers(1, 4) if rng.random() < 0.93 else 0
    position = rng.uniform(-0.75, -0.45)
    for _ in range(bands):
        height = rng.uniform(0.16, 0.36)
        if position + height > 0.62:
            break
        canvas.polygon(slice_of_body(position, position + height), band)
        position += height + rng.uniform(0.12, 0.34)
    if tip > 0.07:
        canvas.polygon(
            circle(0, -1 + sag * 0.2, tip * 0.75, steps=20) * (1, 0.25) + (0, -0.74), np.asarray(body) * 0.45
        )
    outline = np.vstack([base_points, [(-tip, -1), (tip, -1)]])
    return Sprite(canvas, outline)


def barrier_board(rng, pixels: float) -> Sprite:
    half_height = rng.uniform(0.13, 0.32)
    canvas = Canvas(1.1, half_height + 0.65, pixels)
    if rng.random() < 0.45:  # posts and feet
        post = vary(rng, (120, 120, 118), 35)
        for x in (-0.78, 0.78):
            canvas.line(
                [(x, -half_height * rng.uniform(0.5, 1.3)), (x, half_height + rng.uniform(0.2, 0.6))],
                rng.uniform(0.04, 0.1),
                post,
            )
    light = vary(rng, WHITE, 14)
    dark = vary(rng, RED if rng.random() < 0.62 else ORANGE)
    canvas.box(-1, -half_height, 1, half_height, light)
    pitch = rng.uniform(0.22, 0.5)
    slant = rng.choice([-1.0, 1.0]) * rng.uniform(0.5, 1.3) if rng.random() < 0.75 else 0.0
    share = rng.uniform(0.42, 0.58)
    chevrons = slant != 0 and rng.random() < 0.15
    for start in np.arange(-1.8, 1.8, pitch) + rng.uniform(0, pitch):
        direction = -slant if chevrons and start > 0 else slant
        stripe = np.array(
            [
                (start - direction * half_height, half_height),
                (start + direction * half_height, -half_height),
                (start + pitch * share + direction * half_height, -half_height),
                (start + pitch * share - direction * half_height, half_height),
            ]
        )
        stripe = _clip_x(stripe, -1, 1)
        if len(stripe) >= 3:
            canvas.polygon(stripe, dark)
    if rng.random() < 0.25:  # a frame
        canvas.line(
            np.vstack([rectangle(-1, -half_height, 1, half_height), [(-1, -half_height)]]) * (0.985, 0.95), 0.03, dark
        )
    if rng.random() < 0.2:  # a warning lamp on top
        canvas.disc(rng.uniform(-0.7, 0.7), -half_height - 0.1, 0.1, vary(rng, YELLOW))
    return Sprite(canvas, rectangle(-1, -half_height, 1, half_height))


def fire_extinguisher_sign(rng, pixels: float) -> Sprite:
    canvas = Canvas(1.15, 1.15, pixels)
    red, ink = vary(rng, RED), vary(rng, WHITE, 8)
    half_width = 0.95 * (rng.uniform(0.78, 1.0) if rng.random() < 0.4 else 1.0)
    corner = rng.uniform(0.02, 0.16)
    style = rng.random()
    outline = rounded_polygon(rectangle(-half_width, -0.95, half_width, 0.95), corner)
    canvas.polygon(outline, ink if style < 0.5 else red)
    if style < 0.5:
        canvas.polygon(outline * rng.uniform(0.9, 0.96), red)
    size = rng.uniform(0.6, 0.75)
    if rng.random() < 0.55:  # with a flame beside it
        pictograms.extinguisher(canvas.inside(-0.25 * half_width, 0, size, 0, rng.random() < 0.3), ink, red)
        pictograms.flame(canvas.inside(0.58 * half_width, 0.1, 0.3 * half_width), ink, red)
    else:
        pictograms.extinguisher(canvas.inside(0.1 * half_width, 0, size, 0, rng.random() < 0.3), ink, red)
    return Sprite(canvas, outline)


def emergency_exit_sign(rng, pixels: float) -> Sprite:
    half_height = rng.uniform(0.4, 0.55) if rng.random() < 0.75 else 0.95
    half_width = 1.0 if half_height < 0.9 else 0.95
    canvas = Canvas(1.15, half_height + 0.15, pixels)
    green, ink = vary(rng, GREEN if rng.random() < 0.8 else (20, 160, 70)), vary(rng, WHITE, 8)
    outline = rounded_polygon(rectangle(-half_width, -half_height, half_width, half_height), rng.uniform(0.02, 0.12))
    framed = rng.random() < 0.4
    canvas.polygon(outline, ink if framed else green)
    if framed:
        canvas.polygon(outline * (0.97, 1 - 0.03 * half_width / half_height), green)
    side = rng.choice([-1.0, 1.0])
    unit = half_height * 0.78
    wide = half_height < 0.9
    x = rng.choice([-0.45, 0.0, 0.45]) if wide else 0.0
    view = canvas.inside(x, 0, unit, 0, bool(side < 0))
    view.box(0.1, -0.95, 1.0, 1.0, ink)
    if rng.random() < 0.4:  # an open door, seen as a frame
        view.box(0.24, -0.82, 1.0, 1.0, green)
    knocked_out = rng.random() < 0.5
    pictograms.runner(view.inside(-0.15, 0.1, 0.8), ink, green)
    if knocked_out:  # the leading limbs in front of the light door
        view.inside(-0.15, 0.1, 0.8).line([(0.1, -0.45), (0.5, -0.18), (0.75, -0.35)], 0.14, green)
        view.inside(-0.15, 0.1, 0.8).disc(0.25, -0.78, 0.16, green)
    if wide:
        for arrow_x in [place for place in (-0.68, 0.68) if abs(place - x) > 0.6]:
            pictograms.arrow(
                canvas.inside(arrow_x, 0, 0.24, rng.choice([0, 0, 90, -90, 45, -45]), bool(arrow_x < 0)), ink, green
            )
    return Sprite(canvas, outline)


def _clip_x(points: np.ndarray, low: float, high: float) -> np.ndarray:
    """Cuts a polygon at two vertical lines (Sutherland and Hodgman's method)."""
    for limit, sign in ((low, 1.0), (high, -1.0)):
        kept = []
        for before, here in zip(np.roll(points, 1, axis=0), points):
            was_in, is_in = (before[0] - limit) * sign >= 0, (here[0] - limit) * sign >= 0
            if was_in != is_in:
                t = (limit - before[0]) / (here[0] - before[0])
                kept.append(before + t * (here - before))
            if is_in:
                kept.append(here)
        points = np.asarray(kept)
        if len(points) < 3:
            return points
    return points


DRAW: list[Callable[[np.random.Generator, float], Sprite]] = [globals()[name] for name in CLASSES]
"""The drawing functions in class order."""
