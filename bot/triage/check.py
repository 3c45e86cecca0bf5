"""Finds what a single file cannot show: rows that never decide, and answers that no row decides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from bot.triage.ask import Space
from bot.triage.model import SAFETY_CODES, Triage


def problems(triage: Triage) -> list[str]:
    """A sentence for each unreachable row and each gap; empty when the table is whole."""
    deciding: set[int] = set()
    gaps: list[str] = []
    for told in _told(triage):
        space = Space(triage, told)
        deciding |= set(np.unique(space.rows).tolist())
        gap = np.flatnonzero(space.rows.ravel() < 0)
        if gap.size:
            example = {**space.combination(int(gap[0])), **told}
            gaps.append(f"no row decides {gap.size} combinations, the first of them {example}: add a row")
    unreachable = [
        f"row {row.row} (entry {number + 1} of `rows`) never decides: a row above it takes all its cases"
        for number, row in enumerate(triage.rows)
        if number not in deciding
    ]
    return unreachable + gaps


def _told(triage: Triage) -> Iterator[dict[str, Any]]:
    """Every set of told facts that rows can tell apart: each safety code, each need that a row names, none."""
    named = {
        value
        for row in triage.rows
        for condition in (row.condition, *row.condition.any_of)
        for field, values in condition.values
        if field == "needs"
        for value in values
    }
    yield {}
    yield from ({"needs": [need]} for need in sorted(named))
    yield from ({"safety": code} for code in SAFETY_CODES)
