"""Pictograms of our own drawing, in the spirit of safety signs.

Each function draws into the square from -1 to 1 with an `ink` colour; `paper` is the colour behind it, used for what has
to look cut out.
"""

from __future__ import annotations

import numpy as np

from drawing.canvas import Canvas, circle, smooth


def bolt(c: Canvas, ink, paper) -> None:
    c.polygon(
        [
            (0.25, -1),
            (-0.45, 0.12),
            (-0.02, 0.05),
            (-0.22, 0.6),
            (-0.38, 0.55),
            (-0.2, 1),
            (0.2, 0.68),
            (0.02, 0.64),
            (0.45, -0.2),
            (0.02, -0.12),
        ],
        ink,
    )


def exclamation(c: Canvas, ink, paper) -> None:
    c.polygon(smooth([(-0.26, -1), (0.26, -1), (0.12, 0.4), (-0.12, 0.4)], 2), ink)
    c.disc(0, 0.76, 0.22, ink)


def flame(c: Canvas, ink, paper) -> None:
    outer = [
        (0, -1),
        (0.22, -0.5),
        (0.5, -0.55),
        (0.72, 0.2),
        (0.5, 0.75),
        (-0.5, 0.75),
        (-0.75, 0.15),
        (-0.5, -0.5),
        (-0.3, -0.1),
    ]
    c.polygon(smooth(outer, 2), ink)
    c.polygon(smooth([(0.02, -0.15), (0.35, 0.35), (0.2, 0.65), (-0.25, 0.65), (-0.4, 0.3), (-0.12, 0.3)], 2), paper)
    c.box(-0.8, 0.85, 0.8, 1, ink)


def slipping(c: Canvas, ink, paper) -> None:
    c.disc(-0.35, -0.75, 0.2, ink)
    c.line([(-0.25, -0.42), (0.05, 0.2)], 0.3, ink)
    c.line([(0.05, 0.2), (0.55, 0.05), (0.85, -0.3)], 0.2, ink)
    c.line([(0.05, 0.2), (-0.05, 0.5), (0.35, 0.78)], 0.2, ink)
    c.line([(-0.2, -0.4), (0.3, -0.45), (0.55, -0.75)], 0.15, ink)
    c.line([(-0.25, -0.4), (-0.75, -0.15)], 0.15, ink)
    c.line([(-0.8, 0.95), (0.8, 0.95)], 0.1, ink)


def trefoil(c: Canvas, ink, paper) -> None:
    for middle in (-90, 30, 150):
        c.polygon(np.vstack([circle(0, 0, 0.95, middle - 30, middle + 30, 16), [(0, 0)]]), ink)
    c.disc(0, 0, 0.3, paper)
    c.disc(0, 0, 0.18, ink)


def skull(c: Canvas, ink, paper) -> None:
    for direction in (-1, 1):
        c.line([(-0.85 * direction, 0.35), (0.85 * direction, 0.9)], 0.16, ink)
        for end in (-1, 1):
            c.disc(0.85 * direction * end, 0.62 + 0.27 * end, 0.14, ink)
    c.disc(0, -0.4, 0.58, ink)
    c.box(-0.3, -0.1, 0.3, 0.4, ink, 0.1)
    c.disc(-0.24, -0.38, 0.16, paper)
    c.disc(0.24, -0.38, 0.16, paper)
    c.polygon([(0, -0.2), (0.09, -0.02), (-0.09, -0.02)], paper)
    for x in (-0.12, 0.0, 0.12):
        c.line([(x, 0.18), (x, 0.36)], 0.035, paper)


def curve_arrow(c: Canvas, ink, paper) -> None:
    c.line(np.vstack([[(-0.3, 0.9)], circle(0.25, 0.1, 0.55, 180, 280, 12)]), 0.24, ink)
    c.polygon([(0.2, -0.85), (0.85, -0.4), (0.25, 0.0)], ink)


def bumps(c: Canvas, ink, paper) -> None:
    c.polygon(np.vstack([circle(-0.42, 0.5, 0.42, 180, 360, 16), circle(0.42, 0.5, 0.42, 180, 360, 16)]), ink)
    c.box(-0.95, 0.45, 0.95, 0.7, ink)


def falling_rocks(c: Canvas, ink, paper) -> None:
    c.polygon([(-0.9, -0.6), (-0.45, -0.5), (-0.3, 0.0), (0.0, 0.3), (0.1, 0.9), (-0.9, 0.9)], ink)
    for x, y, size in ((0.1, -0.5, 0.18), (0.5, 0.0, 0.22), (0.35, 0.55, 0.15), (0.75, 0.6, 0.18)):
        c.polygon(
            [(x - size, y), (x - size * 0.3, y - size), (x + size, y - size * 0.4), (x + size * 0.5, y + size)], ink
        )


def forklift(c: Canvas, ink, paper) -> None:
    c.box(-0.7, -0.1, 0.2, 0.5, ink)
    c.line([(-0.55, -0.05), (-0.45, -0.75), (0.0, -0.75), (0.2, 0.0)], 0.12, ink)
    c.line([(0.42, -0.8), (0.42, 0.65), (0.95, 0.65)], 0.13, ink)
    c.disc(-0.42, 0.62, 0.27, ink)
    c.disc(0.1, 0.62, 0.27, ink)
    c.box(0.52, 0.1, 0.92, 0.5, ink)


def load(c: Canvas, ink, paper) -> None:
    c.line(np.vstack([[(0, -0.95), (0, -0.55)], circle(0, -0.35, 0.2, -90, 160, 12)]), 0.12, ink)
    c.polygon([(-0.45, 0.1), (0.45, 0.1), (0.8, 0.9), (-0.8, 0.9)], ink)
    c.line([(-0.4, 0.2), (0, -0.1), (0.4, 0.2)], 0.1, ink)


def corrosion(c: Canvas, ink, paper) -> None:
    for x in (-0.5, 0.5):
        c.line([(x - 0.4, -0.95), (x + 0.2, -0.65)], 0.26, ink)
        for y in (-0.35, -0.05):
            c.disc(x + 0.2, y, 0.09, ink)
    c.box(-0.95, 0.35, -0.05, 0.6, ink)
    c.polygon(smooth([(0.1, 0.55), (0.5, 0.3), (0.95, 0.45), (0.95, 0.7), (0.5, 0.8), (0.15, 0.75)], 1), ink)
    c.disc(-0.3, 0.36, 0.17, paper)
    c.disc(0.7, 0.4, 0.13, paper)
    c.box(-0.95, 0.85, 0.95, 0.97, ink)


def bomb(c: Canvas, ink, paper) -> None:
    c.disc(-0.1, 0.3, 0.5, ink)
    for angle in np.radians(np.arange(-170, 60, 32)):
        direction = np.array([np.cos(angle), np.sin(angle)])
        c.line([np.array([-0.1, 0.3]) + 0.62 * direction, np.array([-0.1, 0.3]) + 0.98 * direction], 0.1, ink)
    for x, y in ((0.6, -0.6), (0.8, 0.2), (-0.8, -0.6), (0.1, -0.85)):
        c.polygon([(x - 0.12, y), (x + 0.05, y - 0.15), (x + 0.12, y + 0.1)], ink)


def health_hazard(c: Canvas, ink, paper) -> None:
    c.disc(0, -0.65, 0.32, ink)
    c.polygon(smooth([(-0.25, -0.4), (0.25, -0.4), (0.75, -0.1), (0.75, 0.95), (-0.75, 0.95), (-0.75, -0.1)], 1), ink)
    points = []
    for index in range(12):
        radius = 0.5 if index % 2 == 0 else 0.14
        angle = np.radians(index * 30)
        points.append((radius * np.sin(angle), 0.28 - radius * np.cos(angle)))
    c.polygon(points, paper)


def environment(c: Canvas, ink, paper) -> None:
    c.line([(-0.4, 0.6), (-0.4, -0.9)], 0.13, ink)
    for y, reach in ((-0.6, 0.35), (-0.2, 0.42), (0.1, 0.3)):
        c.line([(-0.4, y + 0.2), (-0.4 - reach, y - 0.15)], 0.08, ink)
        c.line([(-0.4, y + 0.1), (-0.4 + reach, y - 0.25)], 0.08, ink)
    c.box(-0.95, 0.55, 0.95, 0.68, ink)
    c.polygon(smooth([(0.0, 0.35), (0.3, 0.1), (0.65, 0.3), (0.9, 0.12), (0.9, 0.5), (0.65, 0.4), (0.3, 0.52)], 1), ink)


def gas_cylinder(c: Canvas, ink, paper) -> None:
    c.line([(-0.55, 0.5), (0.4, -0.3)], 0.5, ink)
    c.line([(0.5, -0.4), (0.75, -0.6)], 0.2, ink)


def oxidiser(c: Canvas, ink, paper) -> None:
    c.disc(0, 0.5, 0.46, ink)
    c.disc(0, 0.5, 0.3, paper)
    c.polygon(
        smooth([(0, -1), (0.2, -0.5), (0.45, -0.6), (0.5, 0.05), (-0.5, 0.05), (-0.5, -0.6), (-0.2, -0.4)], 2), ink
    )
    c.box(-0.7, 0.92, 0.7, 1.0, ink)


def walker(c: Canvas, ink, paper) -> None:
    c.disc(0, -0.8, 0.18, ink)
    c.line([(0, -0.45), (0, 0.15)], 0.34, ink)
    c.line([(0, 0.2), (-0.4, 0.92)], 0.2, ink)
    c.line([(0, 0.2), (0.22, 0.55), (0.42, 0.92)], 0.2, ink)
    c.line([(0, -0.45), (0.45, -0.1)], 0.14, ink)
    c.line([(0, -0.45), (-0.42, 0.0)], 0.14, ink)


def cigarette(c: Canvas, ink, paper) -> None:
    c.box(-0.9, 0.15, 0.65, 0.42, ink)
    c.box(0.72, 0.15, 0.9, 0.42, ink)
    c.line([(0.8, 0.0), (0.7, -0.25), (0.9, -0.5), (0.75, -0.8)], 0.09, ink)
    c.line([(0.55, 0.0), (0.45, -0.25), (0.65, -0.5)], 0.09, ink)


def hand(c: Canvas, ink, paper) -> None:
    c.box(-0.42, -0.1, 0.42, 0.85, ink, 0.2)
    for x, top in ((-0.33, -0.65), (-0.11, -0.85), (0.11, -0.82), (0.33, -0.6)):
        c.line([(x, top), (x, 0.1)], 0.18, ink)
    c.line([(0.35, 0.5), (0.75, 0.0)], 0.2, ink)


def phone(c: Canvas, ink, paper) -> None:
    c.box(-0.4, -0.75, 0.4, 0.95, ink, 0.15)
    c.box(-0.27, -0.5, 0.27, 0.3, paper)
    c.line([(0.28, -0.7), (0.28, -1.0)], 0.12, ink)
    for y in (0.48, 0.7):
        for x in (-0.2, 0, 0.2):
            c.disc(x, y, 0.06, paper)


def dog(c: Canvas, ink, paper) -> None:
    c.box(-0.6, -0.2, 0.5, 0.25, ink, 0.1)
    for x in (-0.5, 0.35):
        c.line([(x, 0.2), (x - 0.05, 0.85)], 0.16, ink)
        c.line([(x + 0.15, 0.2), (x + 0.2, 0.85)], 0.16, ink)
    c.polygon([(0.3, -0.1), (0.4, -0.75), (0.6, -0.6), (0.95, -0.45), (0.9, -0.25), (0.6, -0.2), (0.5, 0.1)], ink)
    c.line([(-0.58, -0.12), (-0.85, -0.6)], 0.12, ink)


def camera(c: Canvas, ink, paper) -> None:
    c.box(-0.85, -0.4, 0.85, 0.65, ink, 0.12)
    c.box(-0.3, -0.62, 0.3, -0.35, ink)
    c.disc(0, 0.12, 0.38, paper)
    c.disc(0, 0.12, 0.26, ink)


def tap(c: Canvas, ink, paper) -> None:
    c.line([(-0.8, -0.4), (0.3, -0.4), (0.45, -0.2), (0.45, 0.0)], 0.26, ink)
    c.line([(-0.15, -0.5), (-0.15, -0.8)], 0.14, ink)
    c.line([(-0.4, -0.85), (0.1, -0.85)], 0.14, ink)
    c.box(0.15, 0.25, 0.75, 0.9, ink, 0.08)


def _head(c: Canvas, ink) -> None:
    c.polygon(
        smooth(
            [
                (-0.45, -0.75),
                (0.4, -0.8),
                (0.55, -0.1),
                (0.6, 0.2),
                (0.4, 0.6),
                (0.3, 0.95),
                (-0.55, 0.95),
                (-0.5, 0.4),
            ],
            2,
        ),
        ink,
    )


def goggles(c: Canvas, ink, paper) -> None:
    _head(c, ink)
    c.line([(-0.5, -0.2), (0.5, -0.2)], 0.12, paper)
    c.disc(0.2, -0.18, 0.25, paper)
    c.disc(0.2, -0.18, 0.15, ink)


def ear_muffs(c: Canvas, ink, paper) -> None:
    _head(c, ink)
    c.line(circle(-0.03, -0.1, 0.72, 190, 340, 16), 0.13, ink)
    c.disc(-0.1, 0.05, 0.33, paper)
    c.disc(-0.1, 0.05, 0.23, ink)


def helmet(c: Canvas, ink, paper) -> None:
    c.polygon(np.vstack([circle(0, -0.2, 0.62, 180, 360, 20)]), ink)
    c.box(-0.78, -0.22, 0.85, -0.05, ink)
    c.polygon(smooth([(-0.45, 0.08), (0.45, 0.08), (0.5, 0.5), (0.25, 0.95), (-0.25, 0.95), (-0.5, 0.5)], 2), ink)
    c.line([(0.0, -0.75), (0.0, -0.35)], 0.07, paper)


def boots(c: Canvas, ink, paper) -> None:
    for x, y in ((-0.55, -0.1), (0.1, 0.1)):
        c.polygon(
            smooth(
                [
                    (x - 0.2, y - 0.75),
                    (x + 0.2, y - 0.75),
                    (x + 0.22, y + 0.1),
                    (x + 0.75, y + 0.35),
                    (x + 0.75, y + 0.65),
                    (x - 0.2, y + 0.65),
                ],
                1,
            ),
            ink,
        )
        c.box(x - 0.2, y + 0.68, x + 0.75, y + 0.78, ink)


def gloves(c: Canvas, ink, paper) -> None:
    for x, mirrored in ((-0.48, True), (0.48, False)):
        hand(c.inside(x, 0.0, 0.62, 0, mirrored), ink, paper)


def mask(c: Canvas, ink, paper) -> None:
    _head(c, ink)
    c.polygon(smooth([(0.1, 0.05), (0.65, 0.1), (0.7, 0.5), (0.2, 0.65)], 1), paper)
    c.disc(0.42, 0.35, 0.14, ink)
    c.line([(0.1, 0.25), (-0.5, 0.0)], 0.08, paper)


def vest(c: Canvas, ink, paper) -> None:
    c.polygon(
        [
            (-0.5, -0.9),
            (-0.2, -0.9),
            (0, -0.5),
            (0.2, -0.9),
            (0.5, -0.9),
            (0.7, -0.3),
            (0.62, 0.9),
            (-0.62, 0.9),
            (-0.7, -0.3),
        ],
        ink,
    )
    c.line([(0, -0.45), (0, 0.88)], 0.06, paper)
    for y in (0.1, 0.5):
        c.line([(-0.6, y), (0.6, y)], 0.1, paper)


def arrow(c: Canvas, ink, paper) -> None:
    c.line([(-0.75, 0), (0.3, 0)], 0.3, ink)
    c.polygon([(0.15, -0.55), (0.9, 0), (0.15, 0.55)], ink)


def runner(c: Canvas, ink, paper) -> None:
    """The person of an exit sign, without the door."""
    c.disc(0.25, -0.78, 0.19, ink)
    c.line([(0.08, -0.42), (-0.12, 0.12)], 0.3, ink)
    c.line([(-0.08, 0.15), (0.3, 0.38), (0.22, 0.88)], 0.19, ink)
    c.line([(-0.14, 0.15), (-0.4, 0.52), (-0.88, 0.55)], 0.19, ink)
    c.line([(0.1, -0.45), (0.5, -0.18), (0.75, -0.35)], 0.14, ink)
    c.line([(0.02, -0.45), (-0.45, -0.42), (-0.6, -0.1)], 0.14, ink)


def extinguisher(c: Canvas, ink, paper) -> None:
    c.polygon(smooth([(-0.35, -0.45), (0.25, -0.45), (0.3, 0.95), (-0.4, 0.95)], 2), ink)
    c.box(-0.36, -0.2, 0.26, 0.95, ink, 0.12)
    c.box(-0.14, -0.7, 0.04, -0.35, ink)
    c.line([(-0.3, -0.72), (0.35, -0.85)], 0.11, ink)
    c.line([(0.02, -0.68), (0.4, -0.62)], 0.09, ink)
    c.line([(-0.1, -0.62), (-0.6, -0.5), (-0.68, 0.1), (-0.68, 0.35)], 0.1, ink)
    c.polygon([(-0.74, 0.3), (-0.6, 0.3), (-0.52, 0.7), (-0.82, 0.7)], ink)


WARNING = [bolt, exclamation, exclamation, flame, slipping, trefoil, skull, forklift, load, corrosion]
ROAD_WARNING = [exclamation, curve_arrow, bumps, falling_rocks, walker, slipping]
PROHIBITION = [walker, cigarette, hand, phone, dog, camera, tap, flame, forklift]
MANDATORY = [goggles, ear_muffs, helmet, boots, gloves, mask, vest, exclamation, arrow, walker, hand]
GHS = [flame, exclamation, skull, corrosion, bomb, health_hazard, environment, gas_cylinder, oxidiser]
