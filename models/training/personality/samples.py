"""Makes the sample pictures, the sample film and the answers that are expected for them.

Chosen by hand in a split of their own: they demonstrate the service and prove nothing about the model; `evaluate` does that.

    python -m personality.samples --models ..
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import cv2
import numpy as np

from drawing.backgrounds import background
from drawing.pictures import decode_file, encode
from face_detector import INPUT_SIZE as DETECTOR_SIZE
from face_detector.build import model_file
from networks.box_predictor import Predictor
from networks.picture_runner import PictureRunner

from . import TRAITS
from .head import draw_head
from .portrait import place_head, sheet_side
from .scenes import SEEDS, cut_out, render
from .traits import Look, look_of

SIZE = (480, 480)
SAMPLES = {"portrait-1.jpg": 4, "portrait-2.jpg": 9, "portrait-3.jpg": 10}
"""File name to index in the sample split."""
FILM = "smile.webm"
FILM_SIZE, FRAMES, FPS = (320, 240), 24, 8


def make(models: Path, is_trained: bool = True) -> None:
    """Writes `samples/` with `expected.json`, and `golden/`; refuses a picture of which the models know little."""
    samples, golden = (models / "personality" / name for name in ("samples", "golden"))
    samples.mkdir(parents=True, exist_ok=True)
    golden.mkdir(parents=True, exist_ok=True)
    find = Predictor(model_file(models), DETECTOR_SIZE, threads=1)
    run = PictureRunner(models / "personality" / "1" / "model.onnx")
    expected = {}
    for file, index in SAMPLES.items():
        scene = render("sample", index, SIZE, portrait=True)
        data = encode(scene.pixels)
        said, box = _answer(find, run, decode_file(data))
        error = np.abs(said - scene.traits[0])
        print(file, "error of each trait:", error.round(2))
        if is_trained and (box is None or error.max() > 0.2):
            raise SystemExit(f"{file} (index {index}): the model gets it wrong; choose another index")
        (samples / file).write_bytes(data)
        expected[file] = {
            "values": dict(zip(TRAITS, said.round(4).tolist())),
            "drawn_with": dict(zip(TRAITS, scene.traits[0].round(3).tolist())),
        }
        if file in list(SAMPLES)[:2]:
            (golden / file).write_bytes(data)
            case = {
                "description": "A drawn face",
                "input": {"file": file},
                "expected": {"values": [{"name": n, "value": round(float(v), 4)} for n, v in zip(TRAITS, said)]},
                "tolerance": {"absolute": 0.05, "relative": 0.05},
            }
            (golden / file.replace(".jpg", ".json")).write_text(json.dumps(case, indent=2) + "\n")
    (samples / "expected.json").write_text(json.dumps({"pictures": expected}, indent=2) + "\n")
    _film(samples / FILM)


def _answer(find: Predictor, run: PictureRunner, pixels: np.ndarray):
    """The traits of the largest face, mean of the face and its mirror image, as the manifest declares it."""
    found = find(pixels)
    if not len(found):
        return np.zeros(len(TRAITS)), None
    box = max(found, key=lambda row: (row[4] - row[2]) * (row[5] - row[3]))[2:]
    face = cut_out(pixels, box)
    return run(np.stack([face, face[:, ::-1]])).mean(0), box


def film_frame(number: int) -> np.ndarray:
    """A face that begins to smile: only extraversion changes, from 0.1 to 0.9."""
    rng = np.random.default_rng([SEEDS["sample"], 900])
    width, height = FILM_SIZE
    picture = cv2.GaussianBlur(np.clip(background(rng, width, height), 0, 1), (0, 0), 3)
    traits = np.array([0.5, 0.7, 0.1 + 0.8 * number / (FRAMES - 1), 0.6, 0.2])
    look = look_of(np.random.default_rng(3), traits)
    steady = Look(**{**look.__dict__, "smile": float(traits[2]), "mouth_opening": float(traits[2])})
    tall = 130
    head = draw_head(np.random.default_rng(12), sheet_side(tall), steady)
    place_head(np.random.default_rng(4), picture, head, (width / 2, height * 0.5), tall, gentle=True)
    return np.round(np.clip(picture, 0, 1) * 255).astype(np.uint8)


def _film(out: Path) -> None:
    """VP9 in WebM, which every browser shows; OpenCV's wheels have no H.264."""
    writer = cv2.VideoWriter(str(out), cv2.VideoWriter.fourcc(*"VP90"), FPS, FILM_SIZE)
    for number in range(FRAMES):
        writer.write(cv2.cvtColor(film_frame(number), cv2.COLOR_RGB2BGR))
    writer.release()
    written = out.read_bytes()
    # TrackUID, eight bytes that the writer throws and repeats in the tags: the same frames shall be the same file.
    at = written.index(b"\x73\xc5\x88") + 3
    out.write_bytes(written.replace(written[at : at + 8], bytes(range(1, 9))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", type=Path, required=True, help="the folder of models")
    make(parser.parse_args().models)


if __name__ == "__main__":
    main()
