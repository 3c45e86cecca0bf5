"""Rasa's tracker store over Redis, named in endpoints.yml."""

from __future__ import annotations

import json
from contextvars import ContextVar
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import FailSafeTrackerStore, SerializedTrackerAsText, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.storage.connection import connect_async

# An hour without a message ends the session (domain.yml): nothing is of use then.
IDLE_SECONDS = 60 * 60
PREFIX = "auta:conversation:"
# So many messages of a person are kept with all that followed. Everything that is remembered of those before is in
# slots: a turn costs the same however long somebody talks, and few words are kept.
KEPT_TURNS = 3

_held: ContextVar[dict[str, str] | None] = ContextVar("held", default=None)


def hold() -> dict[str, str]:
    """A dict that gets the records of this task, and those it starts, by sender, in place of Redis: whoever asks keeps
    them together with what belongs to them, all or nothing."""
    held: dict[str, str] = {}
    _held.set(held)
    return held


class ConversationStore(SerializedTrackerAsText, TrackerStore):
    """Keeps a conversation until it ends, or for an hour after the last message.

    Only what came after the last start or restart is kept, of that the last turns, and the slots: an ended conversation
    leaves no words behind. Rasa's own Redis store keeps every session whole, reads the record again at each save, and
    has no time limit for a reply.
    """

    def __init__(self, domain: Domain, event_broker: EventBroker | None = None, **kwargs: Any) -> None:
        self._redis = connect_async()
        super().__init__(domain, event_broker, **kwargs)

    @classmethod
    async def create(
        cls, endpoint_config: EndpointConfig, domain: Domain, event_broker: EventBroker | None
    ) -> ConversationStore:
        """The store that endpoints.yml names."""
        return cls(domain, event_broker)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Saves the current conversation for an hour from now; or gives it to whoever holds it."""
        await self.stream_events(tracker)
        record, held = self.serialise_tracker(_current(tracker, self.domain)), _held.get()
        if held is not None:
            held[tracker.sender_id] = record
            return
        await self._redis.set(PREFIX + tracker.sender_id, record, ex=IDLE_SECONDS)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The current conversation of a sender, or None."""
        held = _held.get() or {}
        record = held.get(sender_id) or await self._redis.get(PREFIX + sender_id)
        return self.deserialise_tracker(sender_id, record) if record else None

    async def keys(self) -> list[str]:
        """The senders whose conversation is kept."""
        return [key.removeprefix(PREFIX) async for key in self._redis.scan_iter(PREFIX + "*")]


def _let_through(self: FailSafeTrackerStore, error: Exception) -> None:
    raise error


# When the store fails, Rasa would go on with an empty conversation, and keep words in memory for ever. What fails must
# be told: the person sends the message again, and nothing that they said before is lost.
FailSafeTrackerStore.on_tracker_store_error = _let_through
FailSafeTrackerStore.on_tracker_store_retrieve_error = _let_through


def _current(tracker: DialogueStateTracker, domain: Domain) -> DialogueStateTracker:
    """The tracker without what came before its last start or restart, of the turns before the last few the outcome."""
    events = list(tracker.events)
    starts = [place for place, event in enumerate(events) if isinstance(event, (Restarted, SessionStarted))]
    start = starts[-1] if starts else 0
    turns = [place for place, event in enumerate(events) if place >= start and isinstance(event, UserUttered)]
    kept = events[start:]
    if len(turns) > KEPT_TURNS:
        first = turns[-KEPT_TURNS]
        kept = _outcome(tracker.sender_id, events[start:first], domain) + events[first:]
    elif start == 0:
        return tracker
    return DialogueStateTracker.from_events(tracker.sender_id, kept, domain.slots)


def _outcome(sender: str, events: list[Event], domain: Domain) -> list[Event]:
    """What these events led to, in few: a start, the slots, the form, and that the assistant listens."""
    after = DialogueStateTracker.from_events(sender, events, domain.slots)
    set_slots = [SlotSet(slot.name, slot.value) for slot in after.slots.values() if slot.value is not None]
    form = [ActiveLoop(after.active_loop_name)] if after.active_loop_name else []
    outcome: list[Event] = [SessionStarted(), *set_slots, *form, ActionExecuted("action_listen")]
    for event in outcome:
        event.timestamp = events[-1].timestamp
    return outcome


def slots(record: str | None) -> dict[str, Any]:
    """The slots at the end of a conversation as it is kept, without making a tracker of it."""
    found: dict[str, Any] = {}
    for event in json.loads(record)["events"] if record else ():
        if event["event"] in ("session_started", "restart"):
            found.clear()
        elif event["event"] == "slot":
            found[event["name"]] = event["value"]
    return found
