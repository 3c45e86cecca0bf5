"""Why this question, or why this recommendation."""

from __future__ import annotations

from actions.turn import AutaAction, Events, Turn
from bot.triage import explain


class ActionWhy(AutaAction):
    """Explains in plain words; the question is asked again by the form."""

    name_ = "action_why"

    def act(self, turn: Turn) -> Events:
        requested = turn.tracker.get_slot("requested_slot")
        if requested:
            turn.say(f"why_{requested}")
        elif turn.memory.progress.recommended:
            self._recommendation(turn)
        else:
            turn.say("ask_help")
        return []

    def _recommendation(self, turn: Turn) -> None:
        speaker, answers = turn.speaker, turn.memory.answers
        explanation = explain(turn.triage, answers)
        mattered = speaker.labels(answers, explanation.mattered)
        turn.dispatcher.utter_message(text="\n".join(speaker.reasons(explanation.decision)))
        if mattered:
            turn.say("why_recommendation", answers=mattered)
        changes = speaker.would_change(explanation, answers)
        if changes:
            turn.say("would_change", changes=changes)
        turn.send_custom({"type": "explanation", **explanation.as_dict()})
