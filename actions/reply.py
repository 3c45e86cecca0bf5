"""Short true answers: thanks, questions about the assistant, what is out of scope, what no rule knows."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction

from actions.turn import AutaAction, Events, Turn
from bot.conversation.reading import INFORM, SURE, Reading


class ActionReply(AutaAction):
    """Says the text that has the intent's name."""

    name_ = "action_reply"

    def act(self, turn: Turn) -> Events:
        errand = self._errand(turn)
        if errand:
            turn.settle_places(errand)
            turn.memory.take(errand.answers)
            return [FollowupAction("triage_form")]
        turn.say(turn.intent)
        if turn.intent == "ask_responsible":
            turn.hand_over("HUMAN")
        return []

    @staticmethod
    def _errand(turn: Turn) -> Reading | None:
        """What an opening tells of an errand, where the intent is not sure: naming an errand outranks small talk."""
        unsure = ((turn.message.get("intent") or {}).get("confidence") or 0.0) < SURE
        if not unsure or turn.tracker.active_loop_name or turn.memory.progress.recommended:
            return None
        reading = turn.read(None, intent=INFORM)
        return reading if "service" in reading.answers else None


class ActionDefaultFallback(AutaAction):
    """For what no rule knows: the question again. It rewinds nothing, for rewinding costs more at every turn."""

    name_ = "action_default_fallback"

    def act(self, turn: Turn) -> Events:
        if turn.memory.progress.recommended:
            turn.say("not_understood_after")
            return []
        return [FollowupAction("triage_form")]
