"""Trains a network that tells a few numbers of a picture, on a CPU, for a fixed number of steps."""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from .averaging import blend

SEED = 11


@dataclass(frozen=True)
class Schedule:
    """How long, in which portions, and with which greatest learning rate.

    `epochs` has a number for each cycle. A cycle starts from the averaged weights of the one before, with a rate that is high again (warm restarts, Loshchilov
    and Hutter, ICLR 2017), and with a seed of its own, so that one more cycle can be added to a model that is there.
    """

    epochs: tuple[int, ...]
    batch: int
    rate: float


def train(
    make: Callable[[], nn.Module],
    loss: Callable[[Tensor, Tensor], Tensor],
    figure: Callable[[Tensor, Tensor], float],
    data: Path,
    out: Path,
    schedule: Schedule,
    any_way_up: bool = False,
    first_cycle: int = 0,
) -> None:
    """Leaves the averaged weights in `checkpoint.pt`; prints the loss and, for validation pictures, `figure`.

    `any_way_up`: the subject has no up and down, so pictures are also turned by quarters. With `first_cycle` above 0 the
    training goes on from the checkpoint that is there.
    """
    torch.manual_seed(SEED)
    out.mkdir(parents=True, exist_ok=True)
    model = make()
    for cycle in range(first_cycle, len(schedule.epochs)):
        if cycle > 0:
            torch.manual_seed(SEED + cycle)
            model.load_state_dict(torch.load(out / "checkpoint.pt"))
        _cycle(model, loss, figure, data, out, schedule, cycle, any_way_up)


def _cycle(model, loss, figure, data: Path, out: Path, schedule: Schedule, cycle: int, any_way_up: bool) -> None:
    rng, epochs = np.random.default_rng(SEED + cycle), schedule.epochs[cycle]
    pictures, truth = _load(data, "train")
    held_back = _load(data, "validation")
    model = model.to(memory_format=torch.channels_last).train()
    average = copy.deepcopy(model).eval()
    weights = [p for p in model.parameters() if p.ndim > 1]
    others = [p for p in model.parameters() if p.ndim <= 1]
    optimizer = torch.optim.AdamW([{"params": weights, "weight_decay": 0.03}, {"params": others, "weight_decay": 0.0}])
    steps = epochs * (len(pictures) // schedule.batch)
    began, step = time.time(), 0
    for epoch in range(epochs):
        total, order = 0.0, rng.permutation(len(pictures))
        for start in range(0, len(order) - schedule.batch + 1, schedule.batch):
            chosen = np.sort(order[start : start + schedule.batch])
            for group in optimizer.param_groups:
                warm = min(1.0, (step + 1) / 100)
                group["lr"] = schedule.rate * warm * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * step / steps)))
            shown = _varied(rng, pictures[chosen], any_way_up)
            with torch.autocast("cpu", torch.bfloat16):
                outputs = model(shown)
            value = loss(outputs.float(), truth[chosen])
            optimizer.zero_grad(set_to_none=True)
            value.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimizer.step()
            step += 1
            blend(average, model, min(0.997, step / (step + 60)))
            total += value.item() * schedule.batch
        torch.save(average.state_dict(), out / "checkpoint.pt")
        print(
            f"{time.time() - began:6.0f} s  epoch {epoch + 1}  loss {total / len(order):.4f}"
            f"  validation {figure(answers(average, held_back[0]), held_back[1]):.4f}",
            flush=True,
        )


@torch.no_grad()
def answers(model: nn.Module, pictures: np.ndarray, batch: int = 100) -> Tensor:
    """What a network says of pictures (uint8 RGB), as it says it."""
    parts = [model(_tensor(pictures[start : start + batch])) for start in range(0, len(pictures), batch)]
    return torch.cat(parts).float()


def _load(folder: Path, split: str) -> tuple[np.ndarray, Tensor]:
    pictures = np.load(folder / f"{split}-pictures.npy", mmap_mode="r")
    return pictures, torch.from_numpy(np.load(folder / f"{split}-labels.npy"))


def _tensor(pictures: np.ndarray) -> Tensor:
    tensor = torch.from_numpy(np.array(pictures)).permute(0, 3, 1, 2).float() / 255
    return tensor.contiguous(memory_format=torch.channels_last)


def _varied(rng, pictures: np.ndarray, any_way_up: bool) -> Tensor:
    """Mirrored, perhaps turned, shifted a little, in slightly other colours."""
    varied = []
    for picture in pictures:
        if rng.random() < 0.5:
            picture = picture[:, ::-1]
        if any_way_up:
            picture = np.rot90(picture, rng.integers(4))
        move = rng.integers(-3, 4, 2)
        varied.append(np.roll(picture, move, (0, 1)))
    gain = torch.from_numpy(rng.uniform(0.85, 1.15, (len(varied), 3, 1, 1)).astype(np.float32))
    return (_tensor(np.stack(varied)) * gain).clamp_(0, 1)
