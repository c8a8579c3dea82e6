"""A small vector canvas on top of OpenCV.

Drawings are written once in unit coordinates (x right, y down, the origin in the middle) and can be rendered at any
size, so an object is drawn afresh for each picture at the resolution it needs. Pixels are premultiplied RGBA: drawing an
anti-aliased shape on transparent black gives exactly that, and compositing becomes one multiply and one add.
"""

from __future__ import annotations

import cv2
import numpy as np

_SUBPIXEL_BITS = 4
_SUPERSAMPLING = 2


def smooth(points, rounds: int = 3) -> np.ndarray:
    """Rounds a closed polygon by cutting its corners (Chaikin's scheme)."""
    corners = np.asarray(points, np.float64)
    for _ in range(rounds):
        following = np.roll(corners, -1, axis=0)
        cut = np.empty((len(corners) * 2, 2))
        cut[0::2] = 0.75 * corners + 0.25 * following
        cut[1::2] = 0.25 * corners + 0.75 * following
        corners = cut
    return corners


def circle(x: float, y: float, radius: float, start: float = 0.0, end: float = 360.0, steps: int = 48) -> np.ndarray:
    """Points of a circle or of one of its arcs, angles in degrees clockwise from the right."""
    angles = np.radians(np.linspace(start, end, steps))
    return np.stack([x + radius * np.cos(angles), y + radius * np.sin(angles)], axis=1)


def rounded_polygon(points, radius: float) -> np.ndarray:
    """A convex polygon whose corners are replaced by short curves that begin `radius` away from each corner."""
    corners = np.asarray(points, np.float64)
    outline = []
    for before, corner, after in zip(np.roll(corners, 1, axis=0), corners, np.roll(corners, -1, axis=0)):
        start = corner + (before - corner) * min(0.5, radius / np.linalg.norm(before - corner))
        end = corner + (after - corner) * min(0.5, radius / np.linalg.norm(after - corner))
        for t in np.linspace(0, 1, 7):
            outline.append((1 - t) ** 2 * start + 2 * t * (1 - t) * corner + t**2 * end)
    return np.asarray(outline)


def rectangle(left: float, top: float, right: float, bottom: float) -> np.ndarray:
    """The four corners of an upright rectangle."""
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float64)


class Canvas:
    """A transparent picture that covers `half_width` x `half_height` units on each side of the origin."""

    def __init__(self, half_width: float, half_height: float, pixels_per_unit: float):
        self.half_width, self.half_height = half_width, half_height
        self._scale = pixels_per_unit * _SUPERSAMPLING
        self._size = (
            max(2, round(2 * half_width * pixels_per_unit)),
            max(2, round(2 * half_height * pixels_per_unit)),
        )
        self._pixels = np.zeros((self._size[1] * _SUPERSAMPLING, self._size[0] * _SUPERSAMPLING, 4), np.uint8)
        self._matrix = np.array([[1.0, 0.0, half_width], [0.0, 1.0, half_height]])

    def inside(self, x: float, y: float, scale: float, angle: float = 0.0, mirrored: bool = False) -> Canvas:
        """The same pixels seen through a moved, scaled and turned coordinate system: a place to put a pictogram."""
        cos, sin = np.cos(np.radians(angle)) * scale, np.sin(np.radians(angle)) * scale
        flip = -1.0 if mirrored else 1.0
        local = np.array([[cos * flip, -sin, x], [sin * flip, cos, y], [0, 0, 1]])
        view = object.__new__(Canvas)
        view.__dict__.update(self.__dict__)
        view._matrix = self._matrix @ local
        return view

    def polygon(self, points, color) -> None:
        """Fills a polygon."""
        cv2.fillPoly(self._pixels, [self._place(points)], _opaque(color), cv2.LINE_AA, _SUBPIXEL_BITS)

    def disc(self, x: float, y: float, radius: float, color) -> None:
        """Fills a circle."""
        self.polygon(circle(x, y, radius), color)

    def box(self, left: float, top: float, right: float, bottom: float, color, radius: float = 0.0) -> None:
        """Fills a rectangle, with round corners if `radius` says so."""
        corners = rectangle(left, top, right, bottom)
        self.polygon(rounded_polygon(corners, radius) if radius else corners, color)

    def line(self, points, width: float, color) -> None:
        """Draws a thick open line with round ends."""
        unit = np.sqrt(abs(np.linalg.det(self._matrix[:, :2])))
        thickness = max(1, round(width * unit * self._scale))
        cv2.polylines(
            self._pixels, [self._place(points)], False, _opaque(color), thickness, cv2.LINE_AA, _SUBPIXEL_BITS
        )

    def pixels(self) -> np.ndarray:
        """The finished picture: float32 premultiplied RGBA in 0..1."""
        return cv2.resize(self._pixels, self._size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255.0

    def _place(self, points) -> np.ndarray:
        points = np.asarray(points, np.float64) @ self._matrix[:, :2].T + self._matrix[:, 2]
        return np.round((points * self._scale - 0.5) * (1 << _SUBPIXEL_BITS)).astype(np.int32)


def _opaque(color) -> tuple[int, int, int, int]:
    red, green, blue = (int(np.clip(channel, 0, 255)) for channel in color)
    return red, green, blue, 255
