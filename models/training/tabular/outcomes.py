"""The truth of the simulation: how outcomes follow from complete diaries. Every number here is made up and documented."""

from __future__ import annotations

import numpy as np
import pandas as pd

# Logit (or score) = constant + sum of coefficient * (feature - usual value).
Formula = dict[str, tuple[float, float]]

MOOD_STATES = ["low", "stable", "elevated", "mixed"]
MOOD_FORMULAS: dict[str, tuple[float, Formula]] = {
    "low": (-1.0, {"mood_mean": (-1.5, 5.5), "energy_mean": (-0.7, 5.0), "mood_last": (-0.4, 5.5), "sleep_hours_mean": (0.35, 7.3), "exercise_mean": (-0.012, 15)}),
    "stable": (1.6, {"mood_spread": (-0.5, 1.3)}),
    "elevated": (-1.6, {"mood_mean": (0.9, 5.5), "energy_mean": (1.1, 5.0), "mood_last": (0.3, 5.5), "sleep_hours_mean": (-0.8, 7.3), "sleep_hours_trend": (-3.0, 0.0)}),
    "mixed": (-1.2, {"irritability_mean": (1.1, 2.5), "energy_mean": (0.6, 5.0), "mood_mean": (-0.5, 5.5), "mood_spread": (0.7, 1.3), "sleep_hours_mean": (-0.3, 7.3)}),
}
RELAPSE: tuple[float, Formula] = (
    -1.9,
    {
        "sleep_hours_spread": (0.75, 1.0),
        "sleep_hours_trend": (-5.0, 0.0),
        "medication_share": (-4.2, 0.83),
        "mood_spread": (0.6, 1.3),
        "mood_least": (-0.25, 3.5),
        "anxiety_mean": (0.3, 3.2),
        "alcohol_sum": (0.06, 4.0),
        "check_ins": (0.0, 11.0),
    },
)
# Few hours of sleep do more harm to those who do not take their medication.
RELAPSE_INTERACTION = 6.0
ADHERENCE: tuple[float, Formula] = (
    0.5,
    {
        "medication_share": (6.0, 0.83),
        "medication_last": (0.9, 0.83),
        "mood_mean": (0.25, 5.5),
        "sleep_hours_mean": (0.1, 7.3),
        "check_ins": (0.0, 11.0),
    },
)
ADHERENCE_REGIMEN = {"once_daily": 0.0, "twice_daily": -1.0, "monthly_injection": 1.8}
ADHERENCE_SIDE_EFFECTS = {"none": 0.0, "mild": -0.3, "moderate": -0.9, "severe": -1.8}
SLEEP_QUALITY: tuple[float, Formula] = (
    68.0,
    {
        "sleep_hours_mean": (4.0, 7.3),
        "sleep_hours_spread": (-5.0, 1.0),
        "awakenings_mean": (-4.5, 1.2),
        "anxiety_mean": (-2.4, 3.2),
        "alcohol_last": (-3.5, 0.5),
        "caffeine_last": (-1.8, 1.6),
        "screen_minutes_most": (-0.05, 100),
        "exercise_mean": (0.25, 15),
    },
)
SLEEP_NOISE = 8.0
# What nothing in a diary tells, of each person: standard deviation of the logit.
UNSEEN_SD = 0.6


def linear(rows: pd.DataFrame, formula: tuple[float, Formula]) -> np.ndarray:
    constant, terms = formula
    total = np.full(len(rows), constant)
    for name, (coefficient, usual) in terms.items():
        total += coefficient * (rows[name].to_numpy(dtype=float) - usual)
    return total


def mood_state(rows: pd.DataFrame) -> np.ndarray:
    logits = np.stack([linear(rows, MOOD_FORMULAS[state]) for state in MOOD_STATES], axis=1)
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


def relapse(rows: pd.DataFrame) -> np.ndarray:
    falling = np.clip(-rows["sleep_hours_trend"].to_numpy(dtype=float), 0, None)
    unprotected = 1 - rows["medication_share"].to_numpy(dtype=float)
    return two_classes(linear(rows, RELAPSE) + RELAPSE_INTERACTION * falling * unprotected)


def adherence(rows: pd.DataFrame) -> np.ndarray:
    extra = rows["regimen"].map(ADHERENCE_REGIMEN).to_numpy() + rows["side_effects"].map(ADHERENCE_SIDE_EFFECTS).to_numpy()
    return two_classes(linear(rows, ADHERENCE) + extra)


def sleep_quality(rows: pd.DataFrame) -> np.ndarray:
    """More than nine hours help no further."""
    capped = rows.assign(sleep_hours_mean=rows["sleep_hours_mean"].clip(upper=9.0))
    return np.clip(linear(capped, SLEEP_QUALITY), 0, 100)


def two_classes(logit: np.ndarray) -> np.ndarray:
    """Chances of the first and the second class, averaged over what nobody sees."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(15)
    chances = 1 / (1 + np.exp(-(logit[:, None] + UNSEEN_SD * nodes[None, :])))
    second = chances @ (weights / weights.sum())
    return np.stack([1 - second, second], axis=1)


def drawn(chances: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A class number for each row."""
    draw = rng.random((len(chances), 1))
    return (draw > chances.cumsum(axis=1)).sum(axis=1).clip(0, chances.shape[1] - 1)
