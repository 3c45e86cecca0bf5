"""What comes before everything: an emergency, fraud under way, coercion."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet

from actions.turn import AutaAction, Events, Turn
from bot.conversation.offers import own_card, without_number
from bot.conversation.reading import INFORM
from bot.providers import Offer
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
        lines, card = [text.text], None
        if code == "fraud":
            lines.append(speaker.contact(contact, turn.now))
            card = own_card(speaker, contact, turn.now)
        if code == "coercion":
            place = self._place(turn)
            lines.append(self._where(turn, place))
            card = without_number(own_card(speaker, place, turn.now)) if place else None
        custom = {"type": "safety", "code": code.upper(), "channels": list(decision.channels), "card": card}
        turn.send(text, "\n".join(lines), custom)
        # The emergency's button says that there is none. Who goes on after the others does not take the danger back.
        progress = turn.memory.progress
        progress.aside = (self._told_besides(turn) or progress.aside) if code == "emergency" else {}
        return [ActiveLoop(None), SlotSet("requested_slot", None), FollowupAction("action_listen")]

    @staticmethod
    def _told_besides(turn: Turn) -> dict[str, Any]:
        """What the message would have told without the danger; nothing where it neither surely answers what was asked
        nor names an errand: then it told of the danger alone."""
        question = turn.tracker.get_slot("requested_slot")
        reading = turn.read(question, intent=INFORM)
        told, certain = reading.answers, not (reading.unknown or reading.likely)
        if (question in told and question != "service" and certain) or told.get("service") in turn.triage.services:
            turn.settle_places(reading)
            return turn.fitting(told, question)
        return {}

    @staticmethod
    def _place(turn: Turn) -> Offer | None:
        """Where a person can be met; None where it is not told."""
        place = turn.directory.place(turn.municipality)
        return place if place and place.address else None

    @staticmethod
    def _where(turn: Turn, place: Offer | None) -> str:
        """The place in words; never a telephone, for somebody may be listening."""
        if place is None or place.address is None:
            return turn.speaker.say("safety_no_place")
        where = f"{place.names[turn.language]}, {place.address[turn.language]}"
        return turn.speaker.say("safety_place", place=where, open=turn.speaker.open(place, turn.now))
