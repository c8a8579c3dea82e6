"""Rows to learn from and rows that are held back: other people, drawn with another seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from . import battery, diaries, outcomes
from .aggregates import build_features, is_complete
from .manifest import Feature
from .starters import Starter

PEOPLE = {"train": 16_000, "test": 6_000}
SEEDS = {"train": 101, "test": 202}


@dataclass
class Split:
    """rows: what the model sees; whole: the same of complete diaries; expected: chances or values of the truth."""

    rows: pd.DataFrame
    whole: pd.DataFrame
    expected: np.ndarray
    outcome: np.ndarray
    refused: int


def split(starter: Starter, features: list[Feature], part: str) -> Split:
    rng = np.random.default_rng([SEEDS[part], *starter.name.encode()])
    if starter.truth is None:
        return battery_split(part, rng)
    diary = diaries.simulate(PEOPLE[part], SEEDS[part])
    rows = build_features(diary.observed, features)
    whole = build_features(diary.complete, features)
    there = is_complete(rows, features)
    rows, whole = rows[there].reset_index(drop=True), whole[there].reset_index(drop=True)
    expected = starter.truth(whole)
    if starter.is_regression:
        outcome = np.clip(expected + rng.normal(0, outcomes.SLEEP_NOISE, len(expected)), 0, 100)
    else:
        outcome = outcomes.drawn(expected, rng)
    return Split(rows, whole, expected, outcome, int((~there).sum()))


def battery_split(part: str, rng: np.random.Generator) -> Split:
    rows, skills, position = battery.simulate(PEOPLE[part], SEEDS[part])
    expected = battery.truth(skills, position)
    whole = rows.assign(**{f"skill_{index}": skills[:, index] for index in range(6)})
    return Split(rows, whole, expected, outcomes.drawn(expected, rng), 0)


def battery_truth(whole: pd.DataFrame) -> np.ndarray:
    """The truth where a test result was set by hand: the skill that stands behind such a result."""
    skills = whole[[f"skill_{index}" for index in range(6)]].to_numpy(dtype=float).copy()
    for index, test in enumerate(battery.TESTS):
        if whole[test].nunique() == 1:
            skills[:, index] = (whole[test].iloc[0] - battery.MEANS[index]) / battery.SCALES[index]
    position = np.searchsorted(np.sort(battery.POSITIONS), whole["position"].to_numpy())
    order = np.argsort(battery.POSITIONS)
    return battery.truth(skills, order[position])
