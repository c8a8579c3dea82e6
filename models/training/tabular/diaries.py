"""Simulated diaries: what people do and feel day by day, and the part of it that they write down."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

DAYS = 42
REGIMENS = np.array(["once_daily", "twice_daily", "monthly_injection"], dtype=object)
SIDE_EFFECTS = np.array(["none", "mild", "moderate", "severe"], dtype=object)
# low, stable, elevated, mixed: from day to day a phase mostly goes on.
TRANSITIONS = np.array(
    [
        [0.93, 0.06, 0.002, 0.008],
        [0.012, 0.975, 0.009, 0.004],
        [0.01, 0.05, 0.925, 0.015],
        [0.03, 0.04, 0.02, 0.91],
    ]
)
# What a phase adds to a person's usual day: mood, energy, irritability, anxiety, hours of sleep.
SHIFTS = np.array(
    [
        [-2.8, -2.4, 0.6, 1.8, 1.0],
        [0.0, 0.0, 0.0, 0.0, 0.0],
        [2.2, 2.6, 1.4, 0.2, -2.0],
        [-1.0, 1.2, 3.2, 2.2, -1.2],
    ]
)


@dataclass
class Diaries:
    """Fields to [people, DAYS]; the last day is the day of the latest check-in."""

    complete: dict[str, np.ndarray]
    observed: dict[str, np.ndarray]


def simulate(people: int, seed: int) -> Diaries:
    rng = np.random.default_rng(seed)

    def trait(mean: float, sd: float, low: float, high: float) -> np.ndarray:
        return np.clip(rng.normal(mean, sd, (people, 1)), low, high)

    phase = phases(people, rng)
    shift = SHIFTS[phase]
    noise = lambda sd: rng.normal(0, sd, (people, DAYS))  # noqa: E731
    restless = trait(1.0, 0.35, 0.3, 2.2)
    drift = trait(0.0, 0.035, -0.12, 0.12) * (np.arange(DAYS) - DAYS + 14).clip(0)[None, :]
    points = lambda values: np.clip(np.round(values), 0, 10)  # noqa: E731

    mood = points(trait(5.8, 0.9, 2, 9) + shift[..., 0] + restless * noise(0.9))
    energy = points(trait(5.2, 0.9, 2, 9) + shift[..., 1] + restless * noise(0.9))
    irritability = points(trait(2.4, 0.9, 0, 7) + shift[..., 2] + restless * noise(0.8))
    anxiety = points(trait(3.0, 1.3, 0, 8) + shift[..., 3] + restless * noise(0.9))
    sleep = trait(7.3, 0.7, 5, 10) + shift[..., 4] + drift + restless * noise(0.8)
    sleep = np.round(np.clip(sleep, 0.5, 14) * 4) / 4
    takes = np.clip(rng.beta(8, 1.6, (people, 1)) + trait(0, 0.004, -0.01, 0.01) * np.arange(DAYS)[None, :], 0.05, 1)
    taken = (rng.random((people, DAYS)) < takes).astype(float)
    drinks = rng.poisson(trait(0.5, 0.6, 0, 4), (people, DAYS)).astype(float)
    coffee = rng.poisson(trait(1.6, 0.9, 0, 6), (people, DAYS)).astype(float)
    screen = np.round(np.clip(trait(70, 40, 0, 240) + noise(35), 0, 480) / 5) * 5
    does_exercise = rng.random((people, DAYS)) < trait(0.4, 0.2, 0, 0.95)
    exercise = np.where(does_exercise, np.round(np.clip(trait(40, 15, 10, 120) + noise(12), 5, 240) / 5) * 5, 0)
    awakenings = rng.poisson(np.clip(trait(1.2, 0.7, 0.1, 5) + 0.25 * (anxiety - 3), 0.05, None)).astype(float)
    regimen = np.repeat(rng.choice(REGIMENS, (people, 1), p=[0.5, 0.35, 0.15]), DAYS, axis=1)
    burden = rng.choice(4, (people, 1), p=[0.5, 0.28, 0.15, 0.07])
    steps = rng.choice([-1, 0, 1], (people, DAYS // 7), p=[0.08, 0.84, 0.08]).repeat(7, axis=1)
    effects = SIDE_EFFECTS[np.clip(burden + steps, 0, 3)]

    complete = {
        "mood": mood,
        "energy": energy,
        "irritability": irritability,
        "anxiety": anxiety,
        "sleep_hours": sleep,
        "awakenings": awakenings,
        "medication_taken": taken,
        "alcohol_units": drinks,
        "caffeine_cups": coffee,
        "screen_minutes": screen,
        "exercise_minutes": exercise,
        "regimen": regimen,
        "side_effects": effects,
    }
    return Diaries(complete, written_down(complete, phase, rng))


def phases(people: int, rng: np.random.Generator) -> np.ndarray:
    phase = np.empty((people, DAYS), dtype=int)
    phase[:, 0] = rng.choice(4, people, p=[0.17, 0.6, 0.13, 0.1])
    steps = TRANSITIONS.cumsum(axis=1)
    for day in range(1, DAYS):
        draw = rng.random((people, 1))
        phase[:, day] = np.minimum((draw > steps[phase[:, day - 1]]).sum(axis=1), 3)
    return phase


def written_down(
    complete: dict[str, np.ndarray], phase: np.ndarray, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Days without a check-in, more of them when mood is low, and questions that were passed over."""
    people = len(phase)
    diligence = rng.beta(9, 2.2, (people, 1)) - 0.12 * (phase == 0)
    checked_in = rng.random((people, DAYS)) < diligence
    checked_in[:, -1] = True
    observed = {}
    for field, values in complete.items():
        is_there = checked_in & (rng.random(values.shape) > 0.03)
        gap = None if values.dtype == object else np.nan
        observed[field] = np.where(is_there, values, gap)
    return observed
