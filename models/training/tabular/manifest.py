"""What `model.yaml` says about features: training reads the very lines that the server reads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

MODELS = Path(__file__).resolve().parents[2]
LEAST_DAYS = {"std": 2, "trend": 2}


@dataclass(frozen=True)
class Feature:
    """One column. `default` is None where a missing value is either NaN (`nullable`) or keeps the row from being made."""

    name: str
    field: str | None
    aggregate: str | None
    window_days: int
    min_days: int
    default: float | str | None
    nullable: bool
    categories: tuple[str, ...]
    unit: str


def features_of(model: str) -> list[Feature]:
    manifest = yaml.safe_load((MODELS / model / "model.yaml").read_text())
    return [read_feature(entry) for entry in manifest["features"]]


def labels_of(model: str) -> list[str]:
    manifest = yaml.safe_load((MODELS / model / "model.yaml").read_text())
    return [label["name"] for label in manifest["labels"]]


def read_feature(entry: dict) -> Feature:
    source = entry.get("from", {})
    aggregate = source.get("aggregate")
    return Feature(
        name=entry["name"],
        field=source.get("field", entry["name"]) if source else None,
        aggregate=aggregate,
        window_days=source.get("window_days", 1),
        min_days=source.get("min_days", LEAST_DAYS.get(aggregate, 1)),
        default=entry.get("default"),
        nullable=entry.get("nullable", False),
        categories=tuple(entry.get("categories", ())),
        unit=entry.get("unit", ""),
    )
