"""Pictures with known faces: portraits, groups, places without anybody.

Picture number `index` of a split depends on nothing but the seed of the split and the index. The detector of faces learns
from the whole pictures, the regression of traits from the faces in them.
"""

from __future__ import annotations

import multiprocessing
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from drawing.backgrounds import background
from drawing.camera import camera
from drawing.pictures import letterbox
from hazard_detector import clutter
from hazard_detector.render import put

from . import EXPAND, INPUT_SIZE
from .head import draw_head
from .portrait import place_head, sheet_side
from .traits import draw_traits, look_of

SEEDS = {"train": 41_001, "validation": 41_002, "test": 41_003, "sample": 41_004}
SCENE_SIZE = 224
"""Side of the letterboxed picture for the detector, in pixels."""
LEAST_FACE = 48
"""Height of a face box in pixels from which on its traits are asked for."""
MAX_FACES = 6
FIRST_PORTRAIT = 1_000_000
"""Portraits have indices of their own in each split, from this one on."""
_SHAPES = [(224, 224), (224, 168), (224, 168), (168, 224), (168, 224), (224, 126)]


@dataclass
class Scene:
    """An RGB picture, the boxes of its faces (left, top, right, bottom), and their traits."""

    pixels: np.ndarray
    boxes: np.ndarray
    traits: np.ndarray


def render(split: str, index: int, size: tuple[int, int] | None = None, portrait: bool = False) -> Scene:
    """Draws one picture; a `portrait` has one large face under fair conditions, for samples."""
    rng = np.random.default_rng([SEEDS[split], index])
    width, height = size or _SHAPES[rng.integers(len(_SHAPES))]
    picture = background(rng, width, height)
    shorter = min(width, height)
    if rng.random() < 0.7:
        picture = cv2.GaussianBlur(picture, (0, 0), shorter / 224 * rng.uniform(0.5, 3.5))
    for _ in range(0 if portrait else rng.integers(0, 4)):
        put(rng, picture, clutter.DRAW[rng.integers(len(clutter.DRAW))], [], None, max_overlap=0.9)
    boxes, traits = [], []
    for centre, tall in _plan(rng, width, height, portrait):
        own = draw_traits(rng)
        head = draw_head(rng, sheet_side(tall), look_of(rng, own))
        box = place_head(rng, picture, head, centre, tall, gentle=portrait)
        hidden = [_cover(old, box) > 0.4 for old in boxes]
        boxes = [old for old, gone in zip(boxes, hidden) if not gone]
        traits = [old for old, gone in zip(traits, hidden) if not gone]
        seen = np.clip(box, 0, (width, height, width, height))
        if (seen[2:] - seen[:2]).prod() > 0.6 * (box[2:] - box[:2]).prod():
            boxes.append(seen)
            traits.append(own)
    pixels = camera(rng, np.clip(picture, 0, 1), portrait)
    return Scene(pixels, np.array(boxes, np.float32).reshape(-1, 4), np.array(traits, np.float32).reshape(-1, 5))


def _plan(rng, width: int, height: int, portrait: bool) -> list[tuple[np.ndarray, float]]:
    """Centres and heights of faces, those further away first."""
    shorter = min(width, height)
    kind = 0.0 if portrait else rng.random()
    if kind < 0.62:
        tall = shorter * (rng.uniform(0.42, 0.55) if portrait else rng.uniform(0.3, 0.8))
        middle = np.array([width * 0.5, height * 0.48])
        return [(middle + rng.normal(0, 0.03 if portrait else 0.1, 2) * (width, height), tall)]
    if kind < 0.72:
        return []
    count = rng.integers(2, MAX_FACES)
    sizes = np.sort(shorter * np.exp(rng.uniform(np.log(0.09), np.log(0.36), count)))
    slots = rng.permutation(count)
    return [
        (np.array([(slot + rng.uniform(0.3, 0.7)) / count * width, rng.uniform(0.25, 0.6) * height]), float(tall))
        for slot, tall in zip(slots, sizes)
    ]


def _cover(old: np.ndarray, new: np.ndarray) -> float:
    """The part of the old face that the new one hides."""
    shared = np.maximum(0, np.minimum(old[2:], new[2:]) - np.maximum(old[:2], new[:2])).prod()
    return float(shared / (old[2:] - old[:2]).prod())


def cut_out(pixels: np.ndarray, box: np.ndarray) -> np.ndarray:
    """The face as the model sees it: the box, `EXPAND`ed and cut at the picture's edge, stretched to the input's square."""
    height, width = pixels.shape[:2]
    more = (box[2:] - box[:2]) * EXPAND
    low = np.maximum(np.round(box[:2] - more), 0).astype(int)
    high = np.minimum(np.round(box[2:] + more), (width, height)).astype(int)
    part = pixels[low[1] : high[1], low[0] : high[0]]
    is_reduced = part.shape[0] > INPUT_SIZE and part.shape[1] > INPUT_SIZE
    return cv2.resize(part, (INPUT_SIZE, INPUT_SIZE), interpolation=cv2.INTER_AREA if is_reduced else cv2.INTER_LINEAR)


def _as_found(rng, pixels: np.ndarray, box: np.ndarray) -> np.ndarray:
    """A face cut out as a detector would find it: each side of the box off by 5 % of its length (standard deviation)."""
    return cut_out(pixels, box + rng.normal(0, 0.05, 4) * np.tile(box[2:] - box[:2], 2))


def _portrait(job: tuple[str, int]):
    cv2.setNumThreads(1)
    split, index = job
    scene = render(split, FIRST_PORTRAIT + index, (160, 160), portrait=True)
    face = _as_found(np.random.default_rng([SEEDS[split], FIRST_PORTRAIT + index, 1]), scene.pixels, scene.boxes[0])
    return face, scene.traits[0]


def _row(job: tuple[str, int]):
    cv2.setNumThreads(1)
    split, index = job
    scene = render(split, index)
    square, scale, left, top = letterbox(scene.pixels, SCENE_SIZE)
    rng = np.random.default_rng([SEEDS[split], index, 1])
    faces, traits = [], []
    truth = np.full((MAX_FACES, 5), -1, np.float32)
    for row, (box, own) in enumerate(zip(scene.boxes, scene.traits)):
        truth[row] = [0, *(box * scale + (left, top, left, top))]
        if box[3] - box[1] >= LEAST_FACE:
            faces.append(_as_found(rng, scene.pixels, box))
            traits.append(own)
    return index, square, truth, faces, traits


def build_scenes(split: str, count: int, folder: Path, processes: int = 1) -> None:
    """Writes scenes with boxes to `scenes/`, and the faces in them with their traits to `faces/`, as numpy files."""
    scenes, boxes = np.empty((count, SCENE_SIZE, SCENE_SIZE, 3), np.uint8), np.empty((count, MAX_FACES, 5), np.float32)
    faces, traits = [], []
    with multiprocessing.Pool(processes) as pool:
        for index, square, truth, *found in pool.imap(_row, ((split, i) for i in range(count)), chunksize=16):
            scenes[index], boxes[index] = square, truth
            faces.extend(found[0])
            traits.extend(found[1])
    _save(folder / "scenes", split, pictures=scenes, objects=boxes)
    _save(folder / "faces", split, pictures=np.stack(faces), labels=np.stack(traits))


def build_portraits(split: str, count: int, folder: Path, processes: int = 1) -> None:
    """Writes faces from portraits with their traits to `portraits/`."""
    with multiprocessing.Pool(processes) as pool:
        faces, traits = zip(*pool.imap(_portrait, ((split, i) for i in range(count)), chunksize=16))
    _save(folder / "portraits", split, pictures=np.stack(faces), labels=np.stack(traits))


def join(split: str, folder: Path) -> None:
    """Writes the faces of scenes and of portraits together to `both/`."""
    parts = {
        kind: np.concatenate([np.load(folder / name / f"{split}-{kind}.npy") for name in ("portraits", "faces")])
        for kind in ("pictures", "labels")
    }
    _save(folder / "both", split, **parts)


def _save(folder: Path, split: str, **arrays: np.ndarray) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in arrays.items():
        np.save(folder / f"{split}-{name}.npy", array)
