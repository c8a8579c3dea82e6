"""What was agreed upon between traits and drawings. An invention that makes a task of known answers, no finding.

| trait             | feature of the drawing                                   |
|-------------------|----------------------------------------------------------|
| openness          | brows raised, eyes wide open                             |
| conscientiousness | hair tidy, no stubble                                    |
| extraversion      | corners of the mouth up, mouth open                      |
| agreeableness     | brows slope outwards and down, cheeks raised             |
| neuroticism       | folds between the brows, shadows under the eyes          |

Each feature follows its trait with a noise of its own (`NOISE`), so no model can be perfect.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

NOISE = 0.08
"""Standard deviation of each feature around its trait, in units of the trait."""


@dataclass(frozen=True)
class Look:
    """Features of a drawing, each about 0 to 1."""

    brow_raise: float
    eye_opening: float
    untidiness: float
    stubble: float
    smile: float
    mouth_opening: float
    brow_slope: float
    cheeks: float
    frown: float
    eye_shadow: float


def draw_traits(rng) -> np.ndarray:
    """Five traits, independent and evenly spread over 0..1."""
    return rng.random(5)


def look_of(rng, traits: np.ndarray) -> Look:
    """The features that go with traits, in the order of `TRAITS`."""
    openness, conscience, extraversion, agreeable, neurotic = traits

    def near(value: float) -> float:
        return float(np.clip(value + rng.normal(0, NOISE), -0.15, 1.15))

    return Look(
        brow_raise=near(openness),
        eye_opening=near(openness),
        untidiness=near(1 - conscience),
        stubble=near(1 - conscience),
        smile=near(extraversion),
        mouth_opening=near(extraversion),
        brow_slope=near(agreeable),
        cheeks=near(agreeable),
        frown=near(neurotic),
        eye_shadow=near(neurotic),
    )
