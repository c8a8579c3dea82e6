"""The five models: what each learns from, how, and how it becomes ONNX. One export path each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import lightgbm
import numpy as np
import onnx
import onnxmltools
import pandas as pd
import xgboost
from onnxmltools.convert.common.data_types import FloatTensorType as BoosterFloats
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType, StringTensorType
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from . import outcomes
from .manifest import Feature, labels_of

OPSET = 17
SEED = 20261129


@dataclass(frozen=True)
class Starter:
    name: str
    """Chances of the classes in the manifest's order, or expected values, of complete rows."""
    truth: Callable[[pd.DataFrame], np.ndarray] | None
    learn: Callable[[pd.DataFrame, np.ndarray], object]
    export: Callable[[object, list[Feature]], onnx.ModelProto]
    learner: str
    is_regression: bool = False


def named(model: str, classes: np.ndarray) -> np.ndarray:
    return np.array(labels_of(model), dtype=object)[classes]


def learn_mood_state(rows: pd.DataFrame, classes: np.ndarray) -> object:
    model = lightgbm.LGBMClassifier(
        n_estimators=90, num_leaves=8, learning_rate=0.07, min_child_samples=40, reg_lambda=2.0,
        random_state=SEED, deterministic=True, force_row_wise=True, n_jobs=1, verbose=-1,
    )
    return model.fit(rows.to_numpy(dtype=np.float32), named("mood-state", classes))


def export_mood_state(model: object, features: list[Feature]) -> onnx.ModelProto:
    """LightGBM through onnxmltools: ends in a ZipMap, as it does unless told otherwise."""
    types = [("check_ins", BoosterFloats([None, len(features)]))]
    return onnxmltools.convert_lightgbm(model, initial_types=types, zipmap=True, target_opset=15)


def learn_relapse_risk(rows: pd.DataFrame, classes: np.ndarray) -> object:
    model = xgboost.XGBClassifier(
        n_estimators=110, max_depth=3, learning_rate=0.07, min_child_weight=8, reg_lambda=3.0,
        random_state=SEED, n_jobs=1, tree_method="hist",
    )
    return model.fit(rows.to_numpy(dtype=np.float32), classes)


def export_relapse_risk(model: object, features: list[Feature]) -> onnx.ModelProto:
    """XGBoost through onnxmltools: label and probabilities as tensors; a missing value is NaN."""
    types = [("check_ins", BoosterFloats([None, len(features)]))]
    return onnxmltools.convert_xgboost(model, initial_types=types, target_opset=15)


def columns(features: list[Feature]) -> ColumnTransformer:
    """Texts to one column for each, numbers to a common scale."""
    texts = [feature.name for feature in features if feature.categories]
    numbers = [feature.name for feature in features if not feature.categories]
    categories = [list(feature.categories) for feature in features if feature.categories]
    return ColumnTransformer(
        [("texts", OneHotEncoder(categories=categories, sparse_output=False), texts), ("numbers", StandardScaler(), numbers)]
    )


def column_types(features: list[Feature]) -> list[tuple[str, object]]:
    kinds = [StringTensorType if feature.categories else FloatTensorType for feature in features]
    return [(feature.name, kind([None, 1])) for feature, kind in zip(features, kinds)]


def learn_adherence(rows: pd.DataFrame, classes: np.ndarray) -> object:
    from .manifest import features_of

    model = make_pipeline(columns(features_of("adherence")), LogisticRegression(C=1.0, max_iter=2000))
    return model.fit(rows, named("adherence", classes))


def export_adherence(model: object, features: list[Feature]) -> onnx.ModelProto:
    """scikit-learn through skl2onnx: an input for each column, texts among them; no ZipMap."""
    return to_onnx(model, initial_types=column_types(features), options={"zipmap": False}, target_opset=OPSET)


def learn_sleep_quality(rows: pd.DataFrame, values: np.ndarray) -> object:
    model = GradientBoostingRegressor(
        n_estimators=180, max_depth=3, learning_rate=0.07, min_samples_leaf=40, subsample=0.7, random_state=SEED
    )
    return model.fit(rows.to_numpy(dtype=np.float32), values)


def export_sleep_quality(model: object, features: list[Feature]) -> onnx.ModelProto:
    """scikit-learn through skl2onnx: a regression on one matrix."""
    types = [("check_ins", FloatTensorType([None, len(features)]))]
    return to_onnx(model, initial_types=types, target_opset=OPSET)


def learn_skill_weakness(rows: pd.DataFrame, classes: np.ndarray) -> object:
    from .manifest import features_of

    network = MLPClassifier(
        (24,), alpha=1e-2, learning_rate_init=3e-3, max_iter=200, early_stopping=True, n_iter_no_change=12, random_state=SEED
    )
    return make_pipeline(columns(features_of("skill-weakness")), network).fit(rows, named("skill-weakness", classes))


def export_skill_weakness(model: object, features: list[Feature]) -> onnx.ModelProto:
    """scikit-learn through skl2onnx: a small network behind a one-hot encoder of texts, with a ZipMap."""
    return to_onnx(model, initial_types=column_types(features), target_opset=OPSET)


STARTERS = [
    Starter("mood-state", outcomes.mood_state, learn_mood_state, export_mood_state, "LightGBM, 90 rounds of 4 trees with up to 8 leaves"),
    Starter("relapse-risk", outcomes.relapse, learn_relapse_risk, export_relapse_risk, "XGBoost, 110 trees of depth 3"),
    Starter("adherence", outcomes.adherence, learn_adherence, export_adherence, "logistic regression behind a one-hot encoder and a scaler (scikit-learn)"),
    Starter("sleep-quality", outcomes.sleep_quality, learn_sleep_quality, export_sleep_quality, "gradient boosting, 180 trees of depth 3 (scikit-learn)", is_regression=True),
    Starter("skill-weakness", None, learn_skill_weakness, export_skill_weakness, "a network with one hidden layer of 24 behind a one-hot encoder and a scaler (scikit-learn)"),
]
