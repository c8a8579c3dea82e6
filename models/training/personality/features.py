"""What a face is made of: form, eyes, brows, mouth, hair. Each function draws on a `Sheet` (`head.py`)."""

from __future__ import annotations

import numpy as np

from drawing.backgrounds import fractal_noise

from .traits import Look

EYE_X, EYE_Y = 0.31, -0.1


def form(rng, sheet, look: Look) -> None:
    """The relief of the face: nose, sockets, brow ridge, cheeks, lips, chin, folds."""
    bump = sheet.bump
    nose = rng.uniform(0.8, 1.3)
    height = sheet.height
    height += 0.17 * nose * bump(0, 0.2, 0.12 * nose, 0.16) + 0.1 * nose * bump(0, 0.02, 0.08, 0.24)
    for side in (-1, 1):
        height += 0.04 * nose * bump(side * 0.11, 0.27, 0.06, 0.06)
        height -= 0.11 * bump(side * EYE_X, EYE_Y, 0.19, 0.12)
        height += 0.05 * bump(side * 0.3, -0.27, 0.22, 0.07)
        height += (0.03 + 0.07 * look.cheeks) * bump(side * 0.4, 0.22 - 0.06 * look.cheeks, 0.17, 0.14)
        height += 0.05 * bump(side * EYE_X, EYE_Y, 0.13, 0.09)
        height -= 0.05 * look.frown * bump(side * 0.06, -0.27, 0.022, 0.09)
        fold = np.exp(-(((np.abs(sheet.x) - 0.24 - 0.35 * (sheet.y - 0.3)) / 0.03) ** 2)) * bump(side * 0.3, 0.4, 0.2, 0.15)
        height -= 0.05 * np.clip(look.smile, 0, 1) * fold * (np.sign(sheet.x) == side)
    height += 0.05 * bump(0, 0.56, 0.22, 0.08) + 0.06 * bump(0, 0.85, 0.2, 0.12)
    sheet.mix(sheet.paint * 0.35, 0.85 * (bump(-0.075, 0.315, 0.045, 0.026) + bump(0.075, 0.315, 0.045, 0.026)))


def flush(rng, sheet, skin: np.ndarray, look: Look, face: np.ndarray) -> None:
    """Blood in cheeks and nose, shadows under the eyes, folds between the brows."""
    red = np.clip(skin * (1.05, 0.64, 0.62), 0, 1)
    for side in (-1, 1):
        cheek = sheet.bump(side * 0.42, 0.2 - 0.05 * look.cheeks, 0.2, 0.14)
        sheet.mix(red, (0.1 + 0.7 * np.clip(look.cheeks, 0, 1)) * cheek * face)
        under = sheet.bump(side * EYE_X, EYE_Y + 0.16, 0.16, 0.065)
        sheet.mix(skin * (0.45, 0.37, 0.46), 0.85 * np.clip(look.eye_shadow, 0, 1) * under)
        sheet.mix(skin * 0.35, 0.9 * np.clip(look.frown, 0, 1) * sheet.bump(side * 0.06, -0.28, 0.026, 0.1))
    sheet.mix(red, 0.25 * sheet.bump(0, 0.22, 0.12, 0.1))


def eyes(rng, sheet, skin: np.ndarray, look: Look) -> None:
    """Almond-shaped eyes whose upper lid follows `eye_opening`."""
    colors = np.array([(86, 56, 36), (60, 40, 28), (92, 124, 150), (98, 118, 76), (120, 90, 50)]) / 255
    iris_color = colors[rng.integers(len(colors))]
    gaze = rng.normal(0, 0.025, 2)
    opening, half = 0.03 + 0.11 * look.eye_opening, rng.uniform(0.13, 0.165)
    for side in (-1, 1):
        x, y = (sheet.x - side * EYE_X) * side, sheet.y - EYE_Y - 0.02 * (sheet.x - side * EYE_X) * side
        arch = np.clip(1 - (x / half) ** 2, 0, 1)
        upper, lower = -opening * arch**0.7, 0.04 * arch**0.8
        eye = sheet.soft(np.minimum(y - upper, lower - y)) * (np.abs(x) < half)
        lid = np.exp(-(((y - upper) / 0.018) ** 2)) * sheet.soft(half * 1.05 - np.abs(x))
        crease = np.exp(-(((y - upper + 0.05) / 0.014) ** 2)) * arch
        sheet.mix(skin * 0.6, 0.5 * crease)
        sheet.mix((0.93, 0.92, 0.9), eye)
        distance = np.hypot(x * side - gaze[0], y - gaze[1] + 0.012)
        sheet.mix(iris_color, eye * sheet.soft(0.068 - distance))
        sheet.mix((0.03, 0.03, 0.03), eye * sheet.soft(0.03 - distance))
        sheet.mix((1, 1, 1), 0.9 * eye * sheet.soft(0.016 - np.hypot(x * side - gaze[0] + 0.025, y - gaze[1] + 0.04)))
        sheet.mix((0.08, 0.06, 0.06), 0.85 * lid)
        sheet.mix(skin * 0.55, 0.45 * np.exp(-(((y - lower) / 0.012) ** 2)) * arch**0.3 * (np.abs(x) < half))


def brows(rng, sheet, hair: np.ndarray, look: Look) -> None:
    """Brows: raised by openness, sloped by agreeableness (outer ends down) or its lack (inner ends down)."""
    thick, color = rng.uniform(0.022, 0.05), np.clip(hair * rng.uniform(0.5, 0.85), 0, 1)
    base = -0.23 - 0.22 * look.brow_raise
    tilt = 0.7 * (look.brow_slope - 0.5)
    for side in (-1, 1):
        x = (sheet.x - side * 0.3) * side
        line = base + tilt * x + 0.9 * x**2
        brow = sheet.soft(thick * np.clip(1.15 - np.clip(x, -0.2, 1) * 2.2, 0.25, 1) - np.abs(sheet.y - line), 0.02)
        sheet.mix(color, 0.9 * brow * sheet.soft(0.2 - np.abs(x), 0.03))


def mouth(rng, sheet, skin: np.ndarray, look: Look) -> None:
    """Lips whose corners rise with `smile`; teeth show as the mouth opens."""
    lips = np.clip(skin * (1.0, 0.62, 0.6) + rng.normal(0, 0.03, 3), 0, 1)
    if rng.random() < 0.12:
        lips = np.clip(np.array([0.7, 0.12, 0.18]) + rng.normal(0, 0.08, 3), 0, 1)
    half = 0.19 + 0.13 * look.smile
    arch = np.clip(1 - (sheet.x / half) ** 2, 0, 1)
    curve = 0.6 - 0.24 * (look.smile - 0.42) * (sheet.x / half) ** 2 + 0.03 * look.smile
    gap = 0.13 * np.clip(look.mouth_opening - 0.35, 0, 1) * arch
    full = rng.uniform(0.035, 0.06)
    up, down = curve - full * arch**0.6, curve + gap + full * 1.25 * arch**0.7
    within = np.abs(sheet.x) < half
    sheet.mix(lips, sheet.soft(np.minimum(sheet.y - up, down - sheet.y), 0.02) * within)
    sheet.mix((0.9, 0.88, 0.84), sheet.soft(np.minimum(sheet.y - curve, curve + gap - sheet.y)) * (gap > 0.004) * within)
    sheet.mix(skin * 0.3, 0.85 * np.exp(-(((sheet.y - curve) / 0.014) ** 2)) * sheet.soft(half - np.abs(sheet.x)))
    sheet.mix(skin * 0.55, 0.4 * sheet.bump(0, 0.72, 0.14, 0.025))


def stubble(rng, sheet, hair: np.ndarray, look: Look, face: np.ndarray) -> None:
    """Shadow and stubble around the mouth, on every face: half of the heads of hair say little of tidiness."""
    amount = np.clip(look.stubble, 0, 1)
    area = sheet.soft(sheet.y - 0.32 - 0.5 * np.clip(0.35 - np.abs(sheet.x), 0, 1) * (sheet.y < 0.44), 0.15) * face
    side = sheet.x.shape[0]
    grain = fractal_noise(rng, side, side, 60, 0.95)
    sheet.mix(hair * 0.7, area * np.clip(amount * (0.3 + 0.6 * grain), 0, 0.85) * (1 - sheet.bump(0, 0.6, 0.24, 0.08)))


def _strands(rng, sheet, look: Look) -> np.ndarray:
    """Ragged outline: how far hair stands out, in units, growing with untidiness."""
    side = sheet.x.shape[0]
    ragged = fractal_noise(rng, side, side, 26, 0.95) - 0.5
    return (0.015 + 0.4 * np.clip(look.untidiness, 0, 1)) * ragged


def hair_behind(rng, sheet, color: np.ndarray, style: str, half_width: float, look: Look) -> None:
    """Hair around and below the head."""
    if style == "bald":
        return
    out = rng.uniform(0.1, 0.2) + 0.1 * np.clip(look.untidiness, 0, 1)
    strands = 0 if style == "covered" else _strands(rng, sheet, look)
    crown = 1 - np.hypot(sheet.x / (half_width + out), (sheet.y + 0.18) / (1.02 + out)) + strands
    shape = sheet.soft(crown, 0.03) * sheet.soft((0.15 if style == "short" else 2) - sheet.y, 0.1)
    if style in ("long", "covered"):
        falls = half_width + out - 0.05 * rng.random() - np.abs(sheet.x) + strands
        shape = np.maximum(shape, sheet.soft(falls, 0.04) * (sheet.y > -0.3) * sheet.soft(rng.uniform(0.9, 1.7) - sheet.y, 0.1))
    if style == "covered":
        color[:] = rng.random(3) * 0.9
    sheet.mix(color * 0.8, shape)
    sheet.mask = np.maximum(sheet.mask, shape)
    sheet.height = np.maximum(sheet.height, 0.25 * shape - 0.05)


def hair_before(rng, sheet, color: np.ndarray, style: str, half_width: float, look: Look) -> None:
    """Hair or cloth over the forehead, with strands that catch the light."""
    if style == "bald":
        return
    side = sheet.x.shape[0]
    ragged = 0 if style == "covered" else _strands(rng, sheet, look)
    parting = rng.uniform(-0.5, 0.5)
    line = rng.uniform(-0.78, -0.6) - 0.3 * (sheet.x - parting * 0.3) ** 2 * (style != "covered")
    sides = half_width * rng.uniform(0.8, 0.95) + ragged - np.abs(sheet.x)
    over = sheet.soft(np.maximum(line - sheet.y + ragged, -sides - 0.45 * (sheet.y > 0.1)), 0.03)
    crown = 1 - np.hypot(sheet.x / (half_width + 0.13), (sheet.y + 0.18) / 1.14)
    over = over * sheet.soft(crown + (ragged if style != "covered" else 0), 0.03) * (sheet.y < (0.12 if style == "short" else 1.0))
    streaks = fractal_noise(rng, side, side, 50, 0.8) - 0.5
    sheet.mix(np.clip(color * rng.uniform(0.9, 1.1), 0, 1), over)
    sheet.paint *= 1 + (0.5 * streaks * over)[..., None]
    sheet.mask = np.maximum(sheet.mask, over)
    sheet.height += 0.07 * over


def glasses(rng, sheet) -> None:
    """Frames and a bridge."""
    color, thick = rng.random(3) * 0.4, rng.uniform(0.012, 0.028)
    wide, high = rng.uniform(0.2, 0.25), rng.uniform(0.14, 0.2)
    for side in (-1, 1):
        ring = np.abs((np.abs((sheet.x - side * 0.32) / wide) ** 3 + np.abs((sheet.y + 0.07) / high) ** 3) ** (1 / 3) - 1)
        sheet.mix(color, sheet.soft(thick - ring * wide))
    bridge = sheet.soft(thick - np.abs(sheet.y + 0.1)) * (np.abs(sheet.x) < 0.1)
    sheet.mix(color, bridge)
