"""Trains a detector on rendered pictures, on a CPU.

Most of the time goes by at a reduced picture size, which is twice as fast; the last part runs at full size. Weights are
averaged over time (EMA), and a checkpoint is written every few minutes, so a training that was stopped is of use.
"""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from .averaging import blend
from .detection_losses import detection_loss
from .detector import Detector

SMALL_SHARE = 0.6
SEED = 7


class Batches:
    """Endless shuffled batches with flips and small shifts of colour."""

    def __init__(self, folder: Path, size: int):
        self.pictures = np.load(folder / "train-pictures.npy", mmap_mode="r")
        self.truths = np.load(folder / "train-objects.npy")
        self.side = self.pictures.shape[1]
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
            truth[index, :, 1], truth[index, :, 3] = self.side - right, self.side - left
        if side != self.side:
            pictures = F.interpolate(pictures, size=(side, side), mode="bilinear", antialias=True)
            truth[..., 1:] *= side / self.side
        return pictures.contiguous(memory_format=torch.channels_last), truth


def train(
    make: Callable[[], Detector],
    data: Path,
    out: Path,
    small: int,
    minutes: float | None = None,
    steps: int | None = None,
    batch: int = 16,
    rate: float = 2e-3,
    start: Path | None = None,
    threads: int = 2,
    full: int | None = None,
) -> None:
    """Trains for so many minutes, or so many steps, and leaves the averaged weights in `checkpoint.pt`.

    `small` is the side of the pictures in the first part, `full` in the last (by default as they are stored). Steps give the same weights again on the same machine.
    """
    torch.manual_seed(SEED)
    torch.set_num_threads(threads)
    out.mkdir(parents=True, exist_ok=True)
    model = make().to(memory_format=torch.channels_last).train()
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
    while (progress := step / steps if steps else (time.time() - began) / (minutes * 60)) < 1:
        wanted = small if progress < SMALL_SHARE else full or batches.side
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
        blend(average, model, min(0.998, step / (step + 100)))
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
