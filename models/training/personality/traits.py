"""What was agreed upon between traits and drawings. An invention that makes a task of known answers, no finding.

| trait             | feature of the drawing, from trait 0 to trait 1 (1 is from the middle of the face to the chin) |
|-------------------|------------------------------------------------------------------------------------------------|
| openness          | brows 0.22 higher; upper lid 0.03 to 0.14 above the middle of the eye                          |
| conscientiousness | outline of the hair ragged by 0.42, at the end by 0.02; stubble from dense to none             |
| extraversion      | corners of the mouth from 0.10 below to 0.14 above its middle; mouth opens by up to 0.08       |
| agreeableness     | slope of the brows from 0.35 inwards to 0.35 outwards; cheeks from pale to red, 0.06 higher    |
| neuroticism       | two folds between the brows and shadows under the eyes, from none to dark                      |

Each feature follows its trait with a noise of its own (`NOISE`), so no model can be perfect: who reads both features
of a trait without error still misses 4 % of its variance. Light, pose, skin, hair style, glasses and the camera vary freely and hide some of
it; a bald or covered head (15 %) tells of conscientiousness by its stubble only.
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
