"""What comes before everything: an emergency, fraud under way, coercion."""

from __future__ import annotations

from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet

from actions.turn import AutaAction, Events, Turn
from bot.triage import decide
from bot.triage.model import SAFETY_CODES


class ActionSafety(AutaAction):
    """One message in the person's language, and nothing that keeps them here."""

    name_ = "action_safety"
    greets = False

    def act(self, turn: Turn) -> Events:
        code = turn.entity("safety")
        code = code if code in SAFETY_CODES and code != "human" else "emergency"
        speaker, contact = turn.speaker, turn.contact
        decision = decide(turn.triage, {"safety": code})
        text = speaker.text(f"safety_{code}")
        lines = [text.text]
        if code == "fraud":
            lines.append(speaker.contact(contact, turn.now))
        if code == "coercion":
            lines.append(self._place(turn))
        custom = {
            "type": "safety",
            "code": code.upper(),
            "channels": list(decision.channels),
            "language": turn.language,
        }
        turn.send(text, "\n".join(lines), custom)
        return [ActiveLoop(None), SlotSet("requested_slot", None), FollowupAction("action_listen")]

    @staticmethod
    def _place(turn: Turn) -> str:
        """Where a person can be met; never a telephone, for somebody may be listening."""
        place = turn.directory.place(turn.municipality)
        if place is None or place.address is None:
            return turn.speaker.say("safety_no_place")
        where = f"{place.names[turn.language]}, {place.address[turn.language]}"
        return turn.speaker.say("safety_place", place=where, open=turn.speaker.open(place, turn.now))
