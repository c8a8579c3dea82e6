"""Writes the model card: words that stay, figures that were measured."""

from __future__ import annotations

from pathlib import Path

from .card_words import WORDS
from .manifest import Feature
from .starters import Starter

WARNING = (
    "**It demonstrates the pipeline on simulated data. It has never seen a real person, it is not for diagnosis, not for "
    "treatment, and not for judging people.** Put a model of your own in its place before anything depends on the answer."
)


def write_card(folder: Path, starter: Starter, features: list[Feature], figures: dict) -> None:
    words = WORDS[starter.name]
    parts = [
        f"# {starter.name}",
        f"{words['what']} {WARNING}",
        facts(starter, folder, words),
        "## Data\n" + words["data"],
        "## Figures\n" + scores(figures),
        "### How honest it is\n" + honesty(figures, starter.is_regression),
        "## True effects and learned ones\n" + effects(figures, words),
        "## Limits\n" + words["limits"],
        "## Samples\n" + words["samples"],
    ]
    (folder / "README.md").write_text("\n\n".join(parts) + "\n")


def facts(starter: Starter, folder: Path, words: dict) -> str:
    size = (folder / "1" / "model.onnx").stat().st_size / 1024
    return table(
        ["", ""],
        [
            ["Learner", starter.learner],
            ["Export", words["export"]],
            ["Output", words["output"]],
            ["Size", f"{size:.0f} KB, ONNX"],
            ["Rebuild", f"`python -m tabular.build {starter.name}`, see [training/tabular](../training/tabular/README.md)"],
            ["Licence", "Apache-2.0: model, samples and training code alike"],
        ],
    )


def scores(figures: dict) -> str:
    sources = figures["scores"]
    names = list(next(iter(sources.values())))
    rows = [[source, *(number(values.get(name)) for name in names)] for source, values in sources.items()]
    refused = figures["refused"]
    note = f"\n\nOf {figures['rows'] + refused} simulated people {refused} are left out: their diaries lack what the model asks for, and the server says so instead of guessing." if refused else ""
    return f"On {figures['rows']} held-back simulated people, of whom training saw nothing; from the ONNX file as it is served.\n\n" + table(["", *names], rows) + note


def honesty(figures: dict, is_regression: bool) -> str:
    if is_regression:
        head, text = ["expected", "came", "people"], "Fifths of what it expects, against what came."
    else:
        head, text = ["sure of its answer", "right", "people"], "Fifths by how sure it is of its best class, against how often that is right."
    rows = [[number(a), number(b), str(count)] for a, b, count in figures["honesty"]]
    return text + "\n\n" + table(head, rows)


def effects(figures: dict, words: dict) -> str:
    rows = [[e["feature"], e["step"], *(f"{signed(t)} / {signed(l)}" for t, l in zip(e["true"], e["learned"]))] for e in figures["effects"]]
    text = (
        "The step is from the lower to the upper quartile of the feature (texts: from the first category to another one), for "
        "everybody, with all other features as they are. Each cell is the mean change of " + words["effect_of"] + ": **in the simulation / in the "
        "model**. " + words["effects"]
    )
    return text + "\n\n" + table(["feature", "step", *figures["effect_names"]], rows)


def signed(value: float) -> str:
    return f"{value:+.3f}" if abs(value) < 1 else f"{value:+.2f}"


def number(value) -> str:
    if value is None:
        return ""
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
