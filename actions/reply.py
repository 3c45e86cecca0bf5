"""Short true answers: thanks, questions about the assistant, what is out of scope, what no rule knows."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction

from actions.turn import AutaAction, Events, Turn


class ActionReply(AutaAction):
    """Says the text that has the intent's name."""

    name_ = "action_reply"

    def act(self, turn: Turn) -> Events:
        turn.say(turn.intent)
        return []


class ActionDefaultFallback(AutaAction):
    """For what no rule knows: the question again. It rewinds nothing, for rewinding costs more at every turn."""

    name_ = "action_default_fallback"

    def act(self, turn: Turn) -> Events:
        if turn.memory.progress.recommended:
            turn.say("not_understood_after")
            return []
        return [FollowupAction("triage_form")]
