"""Draws the questions and the table as a Mermaid diagram."""

from __future__ import annotations

from itertools import pairwise

from bot.triage.conditions import UNKNOWN, Condition
from bot.triage.model import Row, Triage


def mermaid(triage: Triage) -> str:
    """The flow from the first question through the rows to the levels, as Mermaid source."""
    lines = ["flowchart TD"]
    lines += [
        '  subgraph questions["Questions: asked only while the answer can change the recommendation"]',
        "    direction LR",
    ]
    ids = [question.id for question in triage.questions]
    lines += [f'    {question.id}["{question.id}<br/>{_options(question.options)}"]' for question in triage.questions]
    lines += [f"    {one} --> {other}" for one, other in pairwise(ids)]
    lines += ["  end", '  subgraph table["Table: the first row that holds decides"]', "    direction TB"]
    for number, row in enumerate(triage.rows):
        lines.append(f'    r{number}{{"{row.row}: {_condition(triage, row.condition)}"}}')
    lines += [f"    r{number} -- no --> r{number + 1}" for number in range(len(triage.rows) - 1)]
    lines += ["  end", "  questions --> table"]
    for number, row in enumerate(triage.rows):
        lines.append(f'  r{number} -- yes --> d{number}["{_outcome(triage, row)}"]')
    return "\n".join(lines) + "\n"


def _options(options: tuple[str, ...]) -> str:
    return ", ".join(options) if len(options) <= 8 else f"{len(options)} errands"


def _condition(triage: Triage, condition: Condition) -> str:
    parts = [f"{field} {_values(triage, field, allowed)}" for field, allowed in condition.values]
    if condition.any_of:
        parts.append("(" + " or ".join(_condition(triage, part) for part in condition.any_of) + ")")
    if condition.unknown_of:
        parts.append(f"{condition.at_least} unknown of {', '.join(condition.unknown_of)}")
    return " and ".join(parts) or "anything else"


def _values(triage: Triage, field: str, allowed: frozenset) -> str:
    possible = triage.vocabulary[field]
    excluded = [str(value) for value in possible if value not in allowed]
    chosen = [str(value) for value in possible if value in allowed]
    if UNKNOWN in chosen and excluded and len(excluded) < len(chosen):
        return "is not " + " or ".join(excluded)
    return "is " + " or ".join(chosen)


def _outcome(triage: Triage, row: Row) -> str:
    level = "no level" if row.level_id is None else f"{triage.levels[row.level_id]} {row.level_id}"
    return f"{level}<br/>{', '.join(row.channels)}<br/>{', '.join(row.reasons)}"
