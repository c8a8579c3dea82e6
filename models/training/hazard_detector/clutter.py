"""Things that look like the classes but are none of them.

Most are drawn with the same paints and the same shapes, with the one thing missing that makes the sign: the pictogram,
the bar, the border, the right colours. They teach the detector to look for the whole sign and not for its colour.
"""

from __future__ import annotations

import numpy as np

from . import pictograms
from drawing.canvas import Canvas, circle, rectangle, rounded_polygon, smooth
from .objects import BLACK, BLUE, GREEN, ORANGE, RED, WHITE, YELLOW, Sprite, vary

PAINTS = [RED, YELLOW, BLUE, GREEN, ORANGE, WHITE, BLACK, (120, 70, 160), (110, 110, 110), (90, 60, 40)]


def _any_paint(rng) -> tuple[float, ...]:
    return vary(rng, PAINTS[rng.integers(len(PAINTS))], 28)


def _writing(rng, canvas: Canvas, half_width: float, half_height: float, ink) -> None:
    """Strokes that read as lettering from afar."""
    rows = rng.integers(1, 4)
    for row in range(rows):
        y = (row + 0.5) / rows * 2 * half_height - half_height
        height = half_height / rows * 0.55
        x = -half_width
        while x < half_width:
            width = height * rng.uniform(0.5, 1.1)
            if rng.random() < 0.85:
                points = np.stack([rng.uniform(x, x + width, 4), rng.choice([-1, 0, 1], 4) * height + y], axis=1)
                canvas.line(np.clip(points, (-half_width, -half_height), (half_width, half_height)), height * 0.3, ink)
            x += width * 1.4


def disc(rng, pixels: float) -> Sprite:
    """A plain, ringed or lettered disc: a button, a speed limit, a lamp."""
    canvas = Canvas(1.1, 1.1, pixels)
    canvas.disc(0, 0, 1, _any_paint(rng))
    kind = rng.integers(4)
    if kind == 1:
        canvas.disc(0, 0, rng.uniform(0.3, 0.9), _any_paint(rng))
    elif kind == 2:
        canvas.disc(0, 0, 0.82, vary(rng, WHITE, 14))
        _writing(rng, canvas, 0.5, 0.35, vary(rng, BLACK, 12))
    elif kind == 3:
        canvas.box(-0.75, -0.18, 0.75, 0.18, vary(rng, WHITE, 14))
    return Sprite(canvas, circle(0, 0, 1))


def triangle(rng, pixels: float) -> Sprite:
    """A triangle of one or two paints without a pictogram, often the wrong way up."""
    canvas = Canvas(1.1, 1.1, pixels)
    corners = rng.normal(0, 0.08, (3, 2)) + [(0, -0.9), (0.95, 0.8), (-0.95, 0.8)]
    if rng.random() < 0.6:
        corners = corners * (1, -1)
    outline = rounded_polygon(corners, 0.1)
    canvas.polygon(outline, _any_paint(rng))
    if rng.random() < 0.5:
        canvas.polygon(outline * rng.uniform(0.3, 0.8), _any_paint(rng))
    return Sprite(canvas, outline)


def diamond(rng, pixels: float) -> Sprite:
    """A square on its tip in other colours than a GHS label: a priority road, a tile, a kite."""
    canvas = Canvas(1.1, 1.1, pixels)
    outline = np.array([(0, -1), (1, 0), (0, 1), (-1, 0)], np.float64)
    canvas.polygon(outline, vary(rng, PAINTS[rng.integers(1, len(PAINTS))], 25))
    if rng.random() < 0.7:
        canvas.polygon(outline * rng.uniform(0.6, 0.85), _any_paint(rng))
    return Sprite(canvas, outline)


def panel(rng, pixels: float) -> Sprite:
    """A coloured panel with lettering, an arrow or a cross: shop signs, first aid, number plates, posters."""
    half_height = rng.uniform(0.25, 1.0)
    canvas = Canvas(1.1, half_height + 0.1, pixels)
    paper = _any_paint(rng)
    ink = vary(rng, WHITE if np.mean(paper) < 150 else BLACK, 12)
    outline = rounded_polygon(rectangle(-1, -half_height, 1, half_height), 0.08)
    canvas.polygon(outline, paper)
    kind = rng.integers(5)
    if kind <= 1:
        _writing(rng, canvas, 0.8, half_height * 0.75, ink)
    elif kind == 2:
        pictograms.arrow(canvas.inside(0, 0, half_height * 0.7, rng.choice([0, 90, 180, 270])), ink, paper)
    elif kind == 3:
        arm = half_height * 0.6
        canvas.box(-arm, -arm * 0.3, arm, arm * 0.3, ink)
        canvas.box(-arm * 0.3, -arm, arm * 0.3, arm, ink)
    return Sprite(canvas, outline)


def stripes(rng, pixels: float) -> Sprite:
    """Stripes that are no barrier: crossings, awnings, tape, shirts, blinds."""
    half_height = rng.uniform(0.1, 1.0)
    canvas = Canvas(1.1, half_height + 0.1, pixels)
    pairs = [
        (BLACK, WHITE),
        (BLUE, WHITE),
        (GREEN, WHITE),
        (BLACK, (150, 150, 150)),
        ((90, 60, 40), (190, 160, 120)),
        (BLUE, RED),
        (BLACK, GREEN),
    ]
    first, second = pairs[rng.integers(len(pairs))]
    first, second = vary(rng, first), vary(rng, second)
    canvas.box(-1, -half_height, 1, half_height, first)
    pitch = rng.uniform(0.15, 0.5)
    for start in np.arange(-1, 1 - pitch * 0.5, pitch):
        canvas.box(start, -half_height, start + pitch * 0.5, half_height, second)
    return Sprite(canvas, rectangle(-1, -half_height, 1, half_height))


def lost_pictogram(rng, pixels: float) -> Sprite:
    """A pictogram without its sign, painted on a wall."""
    canvas = Canvas(1.1, 1.1, pixels)
    choices = pictograms.WARNING + pictograms.PROHIBITION + pictograms.MANDATORY
    choices[rng.integers(len(choices))](canvas, _any_paint(rng), _any_paint(rng))
    return Sprite(canvas, rectangle(-1, -1, 1, 1))


def blob(rng, pixels: float) -> Sprite:
    """A rounded random shape in a loud paint: clothing, fruit, a bag, a ball."""
    canvas = Canvas(1.1, 1.1, pixels)
    corners = rng.integers(5, 10)
    angles = np.sort(rng.uniform(0, 2 * np.pi, corners))
    radii = rng.uniform(0.4, 1.0, corners)
    outline = smooth(np.stack([np.cos(angles) * radii, np.sin(angles) * radii], axis=1), 3)
    canvas.polygon(outline, _any_paint(rng))
    if rng.random() < 0.5:
        canvas.polygon(outline * 0.5 + rng.uniform(-0.2, 0.2, 2), _any_paint(rng))
    return Sprite(canvas, outline)


def bollard(rng, pixels: float) -> Sprite:
    """An upright post, tapered or not, with bands, but neither orange nor with a foot like a cone's."""
    canvas = Canvas(0.5, 1.1, pixels)
    paint = vary(rng, [RED, WHITE, BLACK, GREEN, (120, 120, 120), YELLOW][rng.integers(6)], 25)
    top, bottom = rng.uniform(0.08, 0.25), rng.uniform(0.12, 0.3)
    canvas.polygon([(-top, -1), (top, -1), (bottom, 1), (-bottom, 1)], paint)
    for y in rng.uniform(-0.9, 0.5, rng.integers(0, 3)):
        canvas.box(-top, y, top, y + 0.2, _any_paint(rng))
    return Sprite(canvas, rectangle(-bottom, -1, bottom, 1))


DRAW = [disc, disc, triangle, diamond, panel, panel, panel, stripes, lost_pictogram, blob, blob, bollard]
"""The drawing functions, those with more variety more than once."""
