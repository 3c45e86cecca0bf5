"""Counting: how often something is right, found, or taken wrongly, and whether confidences keep what they promise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

BINS = 10
# A confidence, and whether what was said with it is right.
Guess = tuple[float, bool]


@dataclass
class Share:
    """So many of so many."""

    right: int = 0
    total: int = 0

    def add(self, right: bool) -> None:
        """Counts one more."""
        self.right += right
        self.total += 1

    @property
    def value(self) -> float | None:
        """The share, 0 to 1; None of nothing."""
        return self.right / self.total if self.total else None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"right": self.right, "total": self.total, "share": self.value}


@dataclass
class Found:
    """What was taken against what is there. A wrong value is both taken wrongly and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, label: Any, taken: Any) -> None:
        """Counts a label and what was taken; None where there is none."""
        self.right += label is not None and taken == label
        self.wrong += taken is not None and taken != label
        self.missed += label is not None and taken != label

    def __add__(self, other: Found) -> Found:
        return Found(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def labels(self) -> int:
        """How many there are to find."""
        return self.right + self.missed

    @property
    def precision(self) -> float | None:
        """Of what was taken, the share that is right; None when nothing was."""
        return Share(self.right, self.right + self.wrong).value

    @property
    def recall(self) -> float | None:
        """Of what is there, the share that was taken; None when there is nothing."""
        return Share(self.right, self.labels).value

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None when there was nothing to take and nothing taken."""
        return Share(2 * self.right, 2 * self.right + self.wrong + self.missed).value

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        counts = {"right": self.right, "wrong": self.wrong, "missed": self.missed}
        return {**counts, "precision": self.precision, "recall": self.recall, "f1": self.f1}


def count_slots(labels: Mapping[str, Any], taken: Mapping[str, Any], slots: Iterable[str]) -> dict[str, Found]:
    """One message's counts, slot by slot."""
    counts = {slot: Found() for slot in slots}
    for slot, found in counts.items():
        found.add(labels.get(slot), taken.get(slot))
    return counts


@dataclass(frozen=True)
class Bin:
    """The guesses whose confidence lies between `low` and `high`: how many, how confident, how often right."""

    low: float
    high: float
    count: int
    confidence: float | None
    accuracy: float | None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return dict(vars(self))


def reliability(guesses: Sequence[Guess], bins: int = BINS) -> list[Bin]:
    """The guesses by confidence, in bins of equal width; a confidence on a border belongs to the bin above it."""
    table = []
    for place in range(bins):
        inside = [guess for guess in guesses if min(int(guess[0] * bins), bins - 1) == place]
        count = len(inside)
        confidence = sum(guess[0] for guess in inside) / count if count else None
        accuracy = sum(guess[1] for guess in inside) / count if count else None
        table.append(Bin(place / bins, (place + 1) / bins, count, confidence, accuracy))
    return table


def calibration_error(guesses: Sequence[Guess], bins: int = BINS) -> float | None:
    """The expected calibration error: how far confidence and accuracy lie apart, bin by bin, weighed by the number of
    guesses; None without guesses."""
    if not guesses:
        return None
    apart = (one.count * abs((one.confidence or 0) - (one.accuracy or 0)) for one in reliability(guesses, bins))
    return sum(apart) / len(guesses)
