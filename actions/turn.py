"""One turn: what the person wrote, what is remembered, and how to answer."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.conversation.memory import DEFAULT_LANGUAGE, Memory
from bot.conversation.messages import Speaker
from bot.conversation.offers import own_card
from bot.conversation.reading import ANSWER, HOME, Reading, read
from bot.language.texts import Text, load_texts
from bot.providers import Offer, load_directory, now_in_finland
from bot.settings import read_settings
from bot.triage import load_triage
from bot.triage.model import Service

# A message is in a language when it is this much likelier in it, in decimal units (issue 3).
LANGUAGE_MARGIN = 1.0
CLEARLY = 3.0

Events = list[dict[str, Any]]

logger = logging.getLogger(__name__)


class Turn:
    """What an action works with. Changes to `memory` become slots."""

    def __init__(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        self.triage, self.texts, self.directory = load_triage(), load_texts(), load_directory()
        self.dispatcher, self.tracker = dispatcher, tracker
        self.message: Mapping[str, Any] = tracker.latest_message or {}
        self.memory = Memory.read(self.triage, tracker.slots)
        self.now: datetime = now_in_finland()

    @property
    def language(self) -> str:
        """The conversation's language."""
        return self.memory.language or DEFAULT_LANGUAGE

    @property
    def speaker(self) -> Speaker:
        """Puts things into the conversation's language."""
        return Speaker(self.texts, self.triage, self.language)

    @property
    def intent(self) -> str:
        """The intent of the message."""
        return (self.message.get("intent") or {}).get("name") or ""

    @property
    def confidence(self) -> float:
        """How sure the intent is, 0 to 1; a payload is certain."""
        return (self.message.get("intent") or {}).get("confidence") or 0.0

    def likelihood(self, intent: str) -> float:
        """How likely an intent is, 0 to 1, also where another is likelier."""
        ranking = self.message.get("intent_ranking") or []
        return next((one["confidence"] for one in ranking if one["name"] == intent), 0.0)

    @property
    def metadata(self) -> Mapping[str, Any]:
        """What the channel knows of the message."""
        return self.message.get("metadata") or {}

    @property
    def municipality(self) -> str:
        """The municipality whose help is offered."""
        return self.memory.answers.get("municipality") or read_settings().municipality

    @property
    def service(self) -> Service | None:
        """The errand, where the registry knows it."""
        return self.triage.services.get(self.memory.answers.get("service", ""))

    @property
    def contact(self) -> Offer:
        """The human contact that is always there."""
        return self.directory.contact(self.municipality)

    @property
    def place_name(self) -> str:
        """What the message calls the place where somebody lives, in its basic form; empty when it names none."""
        named = (one for one in self.message.get("entities") or [] if one["entity"] == "municipality")
        return next((one.get("name", "") for one in named if one.get("role") == HOME), "")

    def entity(self, name: str) -> Any:
        """The value of the message's entity of that name, or None."""
        return next((one["value"] for one in self.message.get("entities") or [] if one["entity"] == name), None)

    def read(self, question: str | None, intent: str | None = None) -> Reading:
        """What the message says as an answer to the question, or by itself. `intent`: instead of its own.

        A name that several places have is not taken for one of them: `settle_places` remembers them.
        """
        answers = self.memory.answers
        shown = self.speaker.shown(question, answers) if question else []
        about_another = question is not None and self.speaker.is_about_another(question, answers)
        message = {**self.message, "intent": {"name": intent, "confidence": 1.0}} if intent else self.message
        reading = read(self.triage, message, question, shown, about_another, self.now.date())
        codes = self.directory.places.ambiguous(self.place_name)
        if codes and "municipality" in reading.answers and self.intent != ANSWER:
            del reading.answers["municipality"]
            reading.places = [self.place_name, *codes]
        return reading

    def settle_places(self, reading: Reading) -> None:
        """Remembers the places that a name may mean, until the recommendation asks which; a clear one settles it."""
        if reading.places or "municipality" in reading.answers:
            self.memory.progress.places = reading.places

    def fitting(self, told: Mapping[str, Any], question: str | None) -> dict[str, Any]:
        """What counts of the answers that were told. Who answers the question says other things in passing: they change
        nothing that was said before."""
        known = self.memory.answers
        in_passing = question in told
        return {slot: value for slot, value in told.items() if slot == question or not in_passing or slot not in known}

    def is_first_action(self) -> bool:
        """Whether no other action has run since the person wrote: only then is the message read."""
        for event in reversed(self.tracker.events):
            if event["event"] == "user":
                return True
            if event["event"] == "action" and event["name"] not in QUIET_ACTIONS:
                return False
        return False

    def say_what_was_done(self) -> None:
        """Says that something private was removed or a message shortened; once, also when the form stepped aside."""
        if self.form_stepped_aside():
            return
        if self.metadata.get("identity_code_removed"):
            self.say("identity_code_removed")
            self.send_custom({"type": "privacy", "code": "IDENTITY_CODE_REMOVED"})
        if self.metadata.get("private_removed"):
            self.say_as({"type": "privacy", "code": "PRIVATE_REMOVED"}, "private_removed")
        if self.metadata.get("shortened"):
            self.say("too_long")

    def form_stepped_aside(self) -> bool:
        """Whether the form has read this message already and left it to a rule."""
        for event in reversed(self.tracker.events):
            if event["event"] == "user":
                return False
            if event["event"] == "action_execution_rejected":
                return True
        return False

    def say(self, name: str, /, **values: object) -> None:
        """Sends a text with its buttons."""
        self.say_as(None, name, **values)

    def say_as(self, custom: Mapping[str, Any] | None, name: str, /, **values: object) -> None:
        """Sends a text with its buttons and with what it means to a page: a message of the contract."""
        text = self.texts.get(f"utter_{name}", self.language)
        self.send(text, text.text.format(**values), custom)

    def send(self, text: Text, filled: str, custom: Mapping[str, Any] | None = None) -> None:
        """Sends words, buttons and the contract's message together."""
        buttons = [{"title": button.title, "payload": button.payload} for button in text.buttons]
        message = {"language": self.language, **custom} if custom else {}
        self.dispatcher.utter_message(text=filled, buttons=buttons, json_message=message)

    def send_custom(self, custom: Mapping[str, Any]) -> None:
        """Sends a message of the contract by itself."""
        self.dispatcher.utter_message(json_message={"language": self.language, **custom})

    def hand_over(self, reason: str) -> None:
        """Shows the human contact: number, hours, whether it is open now."""
        speaker = self.speaker
        handover = speaker.handover(reason, self.contact, self.now)
        card = own_card(speaker, self.contact, self.now)
        self.send(Text(""), speaker.contact(self.contact, self.now), {**handover, "card": card})

    def slot_events(self) -> Events:
        """What the turn changed, as events."""
        return [SlotSet(name, value) for name, value in self.memory.slots().items()]


# Actions that run in every turn, the form itself, and those that leave an unsure message to the form.
QUIET_ACTIONS = frozenset(
    {"action_listen", "action_session_start", "action_extract_slots", "triage_form", "validate_triage_form"}
    | {"action_goodbye", "action_restart"}
)


class AutaAction(Action):
    """An action of this project: says what must be said first, then acts.

    A subclass gives `name_` and `act`. `greets` is False where nothing may stand before the answer.
    """

    name_ = ""
    greets = True

    def name(self) -> str:
        """The action's name in the domain."""
        return self.name_

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]) -> Events:
        """Runs the action; returns its events and what it changed in memory."""
        turn = Turn(dispatcher, tracker)
        try:
            if turn.is_first_action():
                self._open(turn)
            events = self.act(turn)
        except Exception:
            # Raised further, it would reach Rasa's log with everything that the person wrote.
            logger.exception("%s failed", self.name_)
            contact = turn.contact
            name, phone = contact.names[turn.language], contact.spoken_phone()
            turn.say("technical_problem", name=name, phone=phone)
            return []
        return turn.slot_events() + events + self._then(turn, events)

    @staticmethod
    def _then(turn: Turn, events: Events) -> Events:
        """Outside the form nothing follows by itself: the assistant listens, unless the action says what follows."""
        decided = any(event["event"] == "followup" for event in events)
        return [] if decided or turn.tracker.active_loop_name else [FollowupAction("action_listen")]

    def act(self, turn: Turn) -> Events:
        """Does the action's work; returns events beside the slots."""
        raise NotImplementedError

    def _open(self, turn: Turn) -> None:
        """Settles the language, speaks of removed identity codes, and greets the first time."""
        written = turn.message.get("language") or {}
        code, margin = written.get("code"), written.get("margin", 0.0)
        if turn.memory.language is None:
            turn.memory.language = code if margin >= LANGUAGE_MARGIN else DEFAULT_LANGUAGE
        turn.say_what_was_done()
        progress = turn.memory.progress
        if not self.greets or turn.intent == "safety":
            return
        if not progress.greeted:
            turn.say("greet")
            progress.greeted = True
        other = code != turn.language and margin >= CLEARLY and turn.intent not in ("language", "goodbye", "start_over")
        if other and not progress.language_offered:
            turn.say_as({"type": "offer_language", "language": code}, "offer_language")
            progress.language_offered = True
