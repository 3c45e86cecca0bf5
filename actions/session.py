"""Beginnings and ends: a new session, starting over, another errand, goodbye. Nothing of one person meets another."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from rasa_sdk.events import ActionExecuted, EventType, FollowupAction, Restarted, SessionStarted, SlotSet

from actions.turn import AutaAction, Events, Turn
from bot.conversation.memory import Memory, Progress
from bot.conversation.reading import LIKELY
from bot.language.words import LANGUAGES
from bot.triage import AnswerError


class ActionSessionStart(AutaAction):
    """A session begins with nothing but what the page says: its language and its municipality."""

    name_ = "action_session_start"

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[EventType]:
        """Returns the events of a fresh session."""
        return [SessionStarted(), *_page_slots(Turn(dispatcher, tracker)), ActionExecuted("action_listen")]


class LosingAction(AutaAction):
    """An action that loses what was answered: done only when the words most likely mean it."""

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[EventType]:
        """Returns the events of `lose`; where the words may mean something else, leaves them to the form."""
        turn = Turn(dispatcher, tracker)
        if turn.confidence < LIKELY:
            return [FollowupAction("triage_form")]
        turn.say_what_was_done()
        return self.lose(turn)

    def lose(self, turn: Turn) -> list[EventType]:
        """Forgets, and returns what follows."""
        raise NotImplementedError


class ActionRestart(LosingAction):
    """Forgets the conversation and starts over, in the same language."""

    name_ = "action_restart"

    def lose(self, turn: Turn) -> list[EventType]:
        """A restart and the first question."""
        turn.say_as({"type": "restart"}, "restarted")
        return [*_forget(turn), FollowupAction("triage_form")]


class ActionGoodbye(LosingAction):
    """Ends: what was written is deleted at once (bot/storage/conversations.py)."""

    name_ = "action_goodbye"

    def lose(self, turn: Turn) -> list[EventType]:
        """A restart; the next message begins anew."""
        turn.say_as({"type": "end"}, "goodbye")
        return [*_forget(turn, greeted=False), FollowupAction("action_listen")]


class ActionSomethingElse(AutaAction):
    """Another errand of the same person."""

    name_ = "action_something_else"

    def act(self, turn: Turn) -> Events:
        turn.memory.forget_errand()
        turn.say("something_else")
        return [SlotSet("requested_slot", None), FollowupAction("triage_form")]


def _forget(turn: Turn, greeted: bool = True) -> list[EventType]:
    fresh = Memory(turn.triage, turn.language, {}, Progress(greeted=greeted))
    if turn.memory.answers.get("municipality"):
        fresh.answers["municipality"] = turn.memory.answers["municipality"]
    return [Restarted(), *(SlotSet(name, value) for name, value in fresh.slots().items())]


def _page_slots(turn: Turn) -> list[EventType]:
    """Slots from the metadata of the first message; what is not allowed there is left out."""
    page = turn.tracker.get_slot("session_started_metadata") or {}
    slots = []
    if page.get("language") in LANGUAGES:
        slots.append(SlotSet("language", page["language"]))
    with suppress(AnswerError):
        slots += [SlotSet(k, v) for k, v in turn.triage.accept({"municipality": page.get("municipality")}).items()]
    return slots
