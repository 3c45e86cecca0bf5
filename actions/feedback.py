"""Feedback on a recommendation: one to five, kept with its reference code."""

from __future__ import annotations

from actions.turn import AutaAction, Events, Turn
from bot.storage.references import References

SCORES = range(1, 6)


class ActionFeedback(AutaAction):
    """Keeps the score; says so only when there is something to thank for."""

    name_ = "action_feedback"

    def __init__(self) -> None:
        self._references = References()

    def act(self, turn: Turn) -> Events:
        score, reference = turn.entity("score"), turn.memory.progress.reference
        if isinstance(score, bool) or score not in SCORES or not turn.memory.progress.recommended:
            turn.say("feedback_refused")
            return []
        if reference:
            self._references.rate(reference, score)
        turn.say("feedback_thanks")
        return []
