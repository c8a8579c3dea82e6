"""Which cell answers for which object, and what an answer costs.

Assignment is task-aligned: among the cells whose centre lies inside an object, the ones that already score and locate it
best are made responsible for it, and their target score is as high as their box is good. So a high score comes to mean a
good box, which is what non-maximum suppression relies on.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor

CANDIDATES = 10
SCORE_POWER, OVERLAP_POWER = 0.5, 6.0
BOX_WEIGHT, CLASS_WEIGHT = 5.0, 1.0


def overlap(a: Tensor, b: Tensor) -> Tensor:
    """Intersection over union of boxes given as left, top, right, bottom; broadcasts."""
    shared = (torch.minimum(a[..., 2:], b[..., 2:]) - torch.maximum(a[..., :2], b[..., :2])).clamp(min=0).prod(-1)
    area_a, area_b = (a[..., 2:] - a[..., :2]).prod(-1), (b[..., 2:] - b[..., :2]).prod(-1)
    return shared / (area_a + area_b - shared + 1e-7)


def complete_overlap(a: Tensor, b: Tensor) -> Tensor:
    """Overlap less penalties for distant centres and differing proportions, so that boxes apart still learn (CIoU)."""
    iou = overlap(a, b)
    hull = torch.maximum(a[..., 2:], b[..., 2:]) - torch.minimum(a[..., :2], b[..., :2])
    distance = ((a[..., :2] + a[..., 2:] - b[..., :2] - b[..., 2:]) ** 2).sum(-1) / 4
    size_a, size_b = (a[..., 2:] - a[..., :2]).clamp(min=1e-3), (b[..., 2:] - b[..., :2]).clamp(min=1e-3)
    shape = (4 / math.pi**2) * (
        torch.atan(size_b[..., 0] / size_b[..., 1]) - torch.atan(size_a[..., 0] / size_a[..., 1])
    ) ** 2
    with torch.no_grad():
        weight = shape / (1 - iou + shape + 1e-7)
    return iou - distance / ((hull**2).sum(-1) + 1e-7) - weight * shape


@torch.no_grad()
def assign(
    logits: Tensor, boxes: Tensor, truth: Tensor, centres: Tensor, scales: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """Target scores (batch, cells, classes), target boxes (batch, cells, 4) and a mask of responsible cells.

    `truth` has one row per object: class, left, top, right, bottom; rows with class -1 are filling.
    """
    batch, cells, classes = logits.shape
    labels, targets = truth[..., 0].long(), truth[..., 1:]
    real = labels >= 0
    # A cell may answer for an object when its centre is inside; small objects get half a cell of tolerance.
    margin = 0.5 * scales[:, 0]
    offset = torch.cat(
        [centres[None, None] - targets[:, :, None, :2], targets[:, :, None, 2:] - centres[None, None]], -1
    )
    small = (targets[..., 2:] - targets[..., :2]).amin(-1)[..., None] < 2 * scales[:, 0]
    inside = (offset.amin(-1) > torch.where(small, -margin, torch.zeros_like(margin))) & real[..., None]
    scores = logits.sigmoid().transpose(1, 2).gather(1, labels.clamp(min=0)[..., None].expand(-1, -1, cells))
    ious = overlap(targets[:, :, None], boxes[:, None]).clamp(min=0) * inside
    fit = scores**SCORE_POWER * ious**OVERLAP_POWER
    # At the start no box overlaps anything; nearness breaks the tie.
    middle = (targets[..., :2] + targets[..., 2:]) / 2
    nearness = torch.exp(-(centres[None, None] - middle[:, :, None]).norm(dim=-1) / 32)
    best = ((fit + 1e-9 * nearness) * inside).topk(CANDIDATES, dim=-1)
    chosen = torch.zeros_like(inside).scatter_(2, best.indices, best.values > 0)
    # A cell wanted by several objects goes to the one it overlaps most.
    owner = torch.where(chosen, ious + 1e-9, torch.zeros_like(ious)).argmax(1)
    mask = chosen.any(1)
    own = owner[:, None]
    fit, ious = fit * chosen, ious * chosen
    quality = fit / (fit.amax(-1, keepdim=True) + 1e-9) * ious.amax(-1, keepdim=True)
    quality = quality.gather(1, own)[:, 0] * mask
    target_boxes = targets.gather(1, owner[..., None].expand(-1, -1, 4))
    target_labels = labels.clamp(min=0).gather(1, owner)
    target_scores = F.one_hot(target_labels, classes) * quality[..., None]
    return target_scores, target_boxes, mask


def detection_loss(
    logits: Tensor, boxes: Tensor, truth: Tensor, centres: Tensor, scales: Tensor
) -> tuple[Tensor, Tensor]:
    """The two parts of the loss: classes and boxes, both already weighted."""
    logits = logits.float()
    target_scores, target_boxes, mask = assign(logits.detach(), boxes.detach(), truth, centres, scales)
    total = target_scores.sum().clamp(min=1.0)
    classification = F.binary_cross_entropy_with_logits(logits, target_scores, reduction="sum") / total
    weight = target_scores.sum(-1)[mask]
    location = ((1 - complete_overlap(boxes[mask], target_boxes[mask])) * weight).sum() / total
    return CLASS_WEIGHT * classification, BOX_WEIGHT * location
