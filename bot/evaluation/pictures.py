"""Two pictures of what was measured, Finnish and Swedish side by side, as SVG."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np

from bot.evaluation.metrics import BINS, calibration_error, reliability
from bot.evaluation.understanding import Summary

# Text stays text, so that it can be searched and read aloud; the same numbers give the same file.
STYLE = {"svg.fonttype": "none", "svg.hashsalt": "auta", "font.size": 11}


def draw(whole: Mapping[str, Summary], folder: Path) -> list[Path]:
    """Draws `intents.svg` and `reliability.svg` into a folder, which is made if need be; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / "intents.svg", folder / "reliability.svg"]
    with plt.rc_context(STYLE):
        for path, picture in zip(paths, (_intents(whole), _reliability(whole)), strict=True):
            picture.savefig(path, metadata={"Date": None})
            plt.close(picture)
    return paths


def _intents(whole: Mapping[str, Summary]) -> Any:
    """Confusion matrices: a row for each intent that was meant; the colour is the share of its row."""
    picture, places = plt.subplots(1, len(whole), figsize=(13 * len(whole), 12), squeeze=False, layout="constrained")
    for place, (language, summary) in zip(places[0], whole.items(), strict=True):
        meant = sorted({pair[0] for pair in summary.confusions})
        names = meant + sorted({pair[1] for pair in summary.confusions} - set(meant))
        counts = np.array([[summary.confusions[row, column] for column in names] for row in meant], ndmin=2)
        place.imshow(counts / np.maximum(counts.sum(axis=1, keepdims=True), 1), cmap="Blues", vmin=0, vmax=1)
        for row, column in np.argwhere(counts):
            dark = counts[row, column] > counts[row].sum() / 2
            place.text(column, row, counts[row, column], ha="center", va="center", color="white" if dark else "black")
        place.set_xticks(range(len(names)), names, rotation=60, ha="right", rotation_mode="anchor")
        place.set_yticks(range(len(meant)), meant)
        place.set(xlabel="understood", ylabel="meant", title=f"Intents, {language}")
    return picture


def _reliability(whole: Mapping[str, Summary]) -> Any:
    """How often guesses are right, by how confident they are; on the diagonal confidence keeps what it promises."""
    picture, places = plt.subplots(1, len(whole), figsize=(7 * len(whole), 6.5), squeeze=False, layout="constrained")
    for place, (language, summary) in zip(places[0], whole.items(), strict=True):
        guesses = summary.guesses["both"]
        bins = [one for one in reliability(guesses) if one.count]
        heights = [one.accuracy for one in bins]
        place.bar(
            [one.low for one in bins], heights, width=1 / BINS, align="edge", color="#9ecae1", edgecolor="#08519c"
        )
        place.plot([0, 1], [0, 1], color="black", linestyle="--", linewidth=1, label="as promised")
        place.plot([one.confidence for one in bins], heights, "o", color="#08519c", label="measured")
        for one in bins:
            place.text((one.low + one.high) / 2, 0.02, one.count, ha="center", va="bottom", fontsize=9)
        error = calibration_error(guesses)
        title = f"Confidence, {language}" + ("" if error is None else f": expected error {100 * error:.1f} %")
        place.set(xlim=(0, 1), ylim=(0, 1), xlabel="confidence (numbers: guesses)", ylabel="right", title=title)
        place.set_aspect("equal")
        place.legend(loc="upper left")
    return picture
