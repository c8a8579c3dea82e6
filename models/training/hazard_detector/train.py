"""Trains the detector on the rendered pictures, on a CPU.

Most of the time goes by at a reduced picture size, which is twice as fast; the last part runs at full size. Weights are
averaged over time (EMA), and a checkpoint is written every few minutes, so a training that was stopped is of use.

    python -m hazard_detector.train --data /tmp/hazard-data --out /tmp/hazard-run --minutes 40
"""

from __future__ import annotations

import argparse
import copy
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from . import INPUT_SIZE
from .losses import detection_loss
from .model import HazardDetector

SMALL_SIZE, SMALL_SHARE = 224, 0.6
SEED = 7


class Batches:
    """Endless shuffled batches with flips and small shifts of colour."""

    def __init__(self, folder: Path, size: int):
        self.pictures = np.load(folder / "train-pictures.npy", mmap_mode="r")
        self.truths = np.load(folder / "train-objects.npy")
        self.size, self.rng, self.order = size, np.random.default_rng(SEED), np.empty(0, int)

    def next(self, side: int) -> tuple[torch.Tensor, torch.Tensor]:
        if len(self.order) < self.size:
            self.order = self.rng.permutation(len(self.pictures))
        chosen, self.order = np.sort(self.order[: self.size]), self.order[self.size :]
        pictures = torch.from_numpy(self.pictures[chosen]).permute(0, 3, 1, 2).float() / 255
        truth = torch.from_numpy(self.truths[chosen].copy())
        gain = torch.from_numpy(self.rng.uniform(0.8, 1.2, (self.size, 3, 1, 1)).astype(np.float32))
        pictures = (pictures * gain).clamp_(0, 1)
        for index in np.flatnonzero(self.rng.random(self.size) < 0.4):
            pictures[index] = pictures[index].flip(2)
            left, right = truth[index, :, 1].clone(), truth[index, :, 3].clone()
            truth[index, :, 1], truth[index, :, 3] = INPUT_SIZE - right, INPUT_SIZE - left
        if side != INPUT_SIZE:
            pictures = F.interpolate(pictures, size=(side, side), mode="bilinear", antialias=True)
            truth[..., 1:] *= side / INPUT_SIZE
        return pictures.contiguous(memory_format=torch.channels_last), truth


def train(
    data: Path, out: Path, minutes: float, batch: int = 16, rate: float = 2e-3, start: Path | None = None
) -> None:
    """Trains for so many minutes and leaves the averaged weights in `checkpoint.pt`."""
    torch.manual_seed(SEED)
    torch.set_num_threads(2)
    out.mkdir(parents=True, exist_ok=True)
    model = HazardDetector().to(memory_format=torch.channels_last).train()
    if start:
        model.load_state_dict(torch.load(start))
    average = copy.deepcopy(model).eval()
    weights = [p for p in model.parameters() if p.ndim > 1]
    others = [p for p in model.parameters() if p.ndim <= 1]
    optimizer = torch.optim.AdamW(
        [{"params": weights, "weight_decay": 0.02}, {"params": others, "weight_decay": 0.0}], lr=rate, betas=(0.9, 0.99)
    )
    batches = Batches(data, batch)
    began, step, side, report, saved = time.time(), 0, 0, [], time.time()
    while (progress := (time.time() - began) / (minutes * 60)) < 1:
        wanted = SMALL_SIZE if progress < SMALL_SHARE else INPUT_SIZE
        if wanted != side:
            side = wanted
            model.set_size(side)
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / 150) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * progress)))
        pictures, truth = batches.next(side)
        with torch.autocast("cpu", torch.bfloat16):
            logits, boxes = model(pictures)
        classes, location = detection_loss(logits, boxes, truth, model.centres, model.scales)
        optimizer.zero_grad(set_to_none=True)
        (classes + location).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 10.0)
        optimizer.step()
        step += 1
        _blend(average, model, min(0.998, step / (step + 100)))
        report.append((classes.item(), location.item()))
        if step % 50 == 0:
            means = np.mean(report, axis=0)
            print(
                f"{time.time() - began:6.0f} s  step {step}  side {side}  class {means[0]:.3f}  box {means[1]:.3f}",
                flush=True,
            )
            report = []
        if time.time() - saved > 150:
            torch.save(average.state_dict(), out / "checkpoint.pt")
            saved = time.time()
    torch.save(average.state_dict(), out / "checkpoint.pt")


@torch.no_grad()
def _blend(average: HazardDetector, model: HazardDetector, keep: float) -> None:
    current = model.state_dict()
    for name, value in average.state_dict().items():
        if value.dtype.is_floating_point:
            value.mul_(keep).add_(current[name], alpha=1 - keep)
        else:
            value.copy_(current[name])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=40.0)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    arguments = parser.parse_args()
    train(arguments.data, arguments.out, arguments.minutes, arguments.batch, arguments.rate, arguments.start)


if __name__ == "__main__":
    main()
