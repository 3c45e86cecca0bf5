"""Explains a decision: the answers that mattered, and what would have changed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.triage.decide import Decision, decide
from bot.triage.model import Answers, Triage


@dataclass(frozen=True)
class Change:
    """Another answer to one question, and the decision that it would have led to."""

    question: str
    answer: str
    decision: Decision


@dataclass(frozen=True)
class Explanation:
    """Why a decision came out: the answers that mattered, and every single other answer that changes it."""

    decision: Decision
    mattered: dict[str, Any]
    changes: tuple[Change, ...]

    def as_dict(self) -> dict[str, Any]:
        """The explanation for staff and programs, in the ids of triage.md."""
        return {
            "row": self.decision.row,
            "reasons": list(self.decision.reasons),
            "mattered": self.mattered,
            "changes": [
                {
                    "question": change.question,
                    "answer": change.answer,
                    "row": change.decision.row,
                    "level": change.decision.level,
                    "channels": list(change.decision.channels),
                }
                for change in self.changes
            ],
        }


def explain(triage: Triage, answers: Answers) -> Explanation:
    """The explanation of `decide(triage, answers)`. Raises AnswerError.

    An answer mattered when another answer to the same question, all else the same, gives another level or other
    channels. The errand is compared by service id only with `other`, for its kind is what counts.
    """
    decision = decide(triage, answers)
    changes = []
    for question in triage.questions:
        given = answers.get(question.id)
        options = ("other",) if question.id == "service" else question.options
        for option in options:
            if given is None or option == given:
                continue
            other = decide(triage, {**answers, question.id: option})
            if (other.level, other.channels) != (decision.level, decision.channels):
                changes.append(Change(question.id, option, other))
    mattered = {change.question: answers[change.question] for change in changes}
    return Explanation(decision, mattered, tuple(changes))
