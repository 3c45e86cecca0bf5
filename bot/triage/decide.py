"""Decides: the same answers give the same decision in the chat, on the phone, on the command line, in the tests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.triage.conditions import IsIn
from bot.triage.model import Answers, Row, Step, Triage


@dataclass(frozen=True)
class Decision:
    """A level (None where none applies), the row that decided, why, and the channels, best first."""

    level: int | None
    level_id: str | None
    row: int | str
    reasons: tuple[str, ...]
    channels: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The decision in the form of the contract."""
        return {
            "level": self.level,
            "level_id": self.level_id,
            "row": self.row,
            "reasons": list(self.reasons),
            "channels": list(self.channels),
        }


def decide(triage: Triage, answers: Answers) -> Decision:
    """The decision for these answers; what is missing counts as unknown. Raises AnswerError."""
    is_in = answers_lookup(triage, triage.accept(answers))
    row = next((row for row in triage.rows if row.condition.holds(is_in)), None)
    if row is None:
        raise LookupError(f"no row of data/triage/levels.yml holds for {dict(answers)}: run `auta triage check`")
    reasons = row.reasons + tuple(reason for condition, reason in triage.notes if condition.holds(is_in))
    return Decision(
        level=None if row.level_id is None else triage.levels[row.level_id],
        level_id=row.level_id,
        row=row.row,
        reasons=reasons,
        channels=channels_after_steps(triage, row, (step for step in triage.steps if step.condition.holds(is_in))),
    )


def answers_lookup(triage: Triage, answers: Answers) -> IsIn:
    """Tells the conditions about one person's answers. For `needs`, whether any of them is meant."""
    known = triage.facts_of(answers)

    def is_in(field: str, allowed: frozenset) -> bool:
        value = known[field]
        return bool(allowed.intersection(value)) if isinstance(value, list) else value in allowed

    return is_in


def channels_after_steps(triage: Triage, row: Row, holding: Iterable[Step]) -> tuple[str, ...]:
    """The row's channels after the steps whose condition holds; never empty, for there is a last resort.

    At a row that has no level (safety, a person asked for) the steps do not apply.
    """
    if row.level_id is None:
        return row.channels
    channels = list(row.channels)
    for step in holding:
        if step.level_id in (None, row.level_id):
            channels = step.apply(channels)
    return tuple(channels) or (triage.last_resort,)
