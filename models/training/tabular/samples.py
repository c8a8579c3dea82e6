"""Rows and a diary to try the models with."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import numpy as np
import pandas as pd

from . import diaries
from .aggregates import build_features, is_complete
from .manifest import MODELS, Feature
from .starters import Starter

SAMPLE_SEED = 303
DIARY_DAYS = 28
LAST_DAY = datetime.date(2026, 11, 2)
FLAGS = {"medication_taken"}


def write_rows(starter: Starter, features: list[Feature], rows: pd.DataFrame, chosen: list[int]) -> None:
    word = "player" if starter.truth is None else "person"
    for number, index in enumerate(chosen, start=1):
        write(starter.name, f"{word}-{number}", {"row": as_row(rows.iloc[index], features)})


def write_diary_row(starter: Starter, features: list[Feature], diary: dict[str, np.ndarray]) -> None:
    rows = build_features(diary, features)
    if not is_complete(rows, features).all():
        raise SystemExit(f"the sample diary lacks what {starter.name} asks for; choose another person")
    write(starter.name, "check-ins-row", {"row": as_row(rows.iloc[0], features)})


def sample_diary() -> dict[str, np.ndarray]:
    """One simulated person whose mood rises while sleep gets short: what an elevated phase looks like."""
    people = diaries.simulate(400, SAMPLE_SEED).observed
    window = slice(-7, None)
    mood = np.nanmean(people["mood"][:, window], axis=1)
    sleep = np.nanmean(people["sleep_hours"][:, window], axis=1)
    written = (~np.isnan(people["mood"][:, -DIARY_DAYS:])).sum(axis=1)
    order = np.argsort(-(mood - sleep) + 10 * (written < 20), kind="stable")
    person = order[0]
    return {field: values[[person], -DIARY_DAYS:] for field, values in people.items()}


def write_diary(diary: dict[str, np.ndarray]) -> None:
    records = []
    for day in range(DIARY_DAYS):
        values = {field: plain(column[0, day], field) for field, column in diary.items() if not pd.isna(column[0, day])}
        if values:
            date = LAST_DAY - datetime.timedelta(days=DIARY_DAYS - 1 - day)
            records.append({"date": date.isoformat(), "values": values})
    write("mood-state", "check-ins", {"records": records})


def as_row(row: pd.Series, features: list[Feature]) -> dict:
    return {feature.name: plain(row[feature.name], feature.name) for feature in features}


def plain(value, name: str):
    if isinstance(value, str):
        return value
    if pd.isna(value):
        return None
    if name in FLAGS:
        return bool(value)
    number = round(float(value), 9)
    return int(number) if number.is_integer() else number


def write(model: str, name: str, data: dict) -> None:
    folder: Path = MODELS / model / "samples"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(data, indent=2) + "\n")
