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
        place = turn.directory.place(turn.municipality) or contact
        decision = decide(turn.triage, {"safety": code})
        text = speaker.text(f"safety_{code}")
        filled = text.text.format(
            place=f"{place.names[turn.language]}, {place.address[turn.language] if place.address else ''}",
            name=contact.names[turn.language],
            phone=contact.spoken_phone(),
            open=speaker.open(place if code == "coercion" else contact, turn.now),
        )
        custom = {
            "type": "safety",
            "code": code.upper(),
            "channels": list(decision.channels),
            "language": turn.language,
        }
        turn.send(text, filled, custom)
        return [ActiveLoop(None), SlotSet("requested_slot", None), FollowupAction("action_listen")]
