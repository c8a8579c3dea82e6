"""A simulated test battery of football players: six skills, tests that measure them with some error, positions."""

from __future__ import annotations

import numpy as np
import pandas as pd

POSITIONS = np.array(["goalkeeper", "defender", "midfielder", "forward"], dtype=object)
TESTS = ["sprint_30m", "agility_t_test", "beep_test_level", "vertical_jump", "pass_accuracy", "decision_time"]
# What a skill of one standard deviation does to its test, around the mean; less time is better.
MEANS = np.array([4.6, 10.6, 10.5, 48.0, 71.0, 520.0])
SCALES = np.array([-0.28, -0.6, 1.8, 8.0, 9.0, -85.0])
LIMITS = np.array([[3.5, 7], [8, 16], [1, 21], [10, 90], [0, 100], [150, 1500]])
# What a position asks for, in standard deviations of the skill.
DEMANDS = np.array(
    [
        [-0.5, 0.3, -1.0, 0.9, -0.3, 0.6],
        [0.2, 0.1, 0.2, 0.5, -0.1, 0.2],
        [-0.1, 0.3, 0.9, -0.4, 0.7, 0.6],
        [0.8, 0.6, 0.1, 0.2, 0.1, 0.1],
    ]
)
SHARPNESS = 2.5
MEASUREMENT_SD = 0.35


def simulate(players: int, seed: int) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Gives test results, true skills [players, 6] and positions as numbers."""
    rng = np.random.default_rng(seed)
    position = rng.choice(4, players, p=[0.1, 0.35, 0.33, 0.22])
    shared = 0.45
    covariance = np.full((6, 6), shared) + np.eye(6) * (1 - shared)
    skills = rng.multivariate_normal(np.zeros(6), covariance, players) + 0.5 * DEMANDS[position]
    measured = skills + rng.normal(0, MEASUREMENT_SD, skills.shape)
    return results(measured, position), skills, position


def results(measured: np.ndarray, position: np.ndarray) -> pd.DataFrame:
    values = np.clip(MEANS + SCALES * measured, LIMITS[:, 0], LIMITS[:, 1])
    digits = [2, 2, 1, 0, 1, 0]
    columns = {name: np.round(values[:, index], digits[index]) for index, name in enumerate(TESTS)}
    return pd.DataFrame({"position": POSITIONS[position], **columns})


def truth(skills: np.ndarray, position: np.ndarray) -> np.ndarray:
    """Chance of each skill to be called the weakness by coaches: the further behind the demand, the likelier."""
    logits = SHARPNESS * (DEMANDS[position] - skills)
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)
