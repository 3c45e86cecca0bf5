"""Rasa's tracker store over Redis, named in endpoints.yml."""

from __future__ import annotations

import json
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import FailSafeTrackerStore, SerializedTrackerAsText, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Restarted, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.storage.connection import connect_async

ONE_DAY_SECONDS = 24 * 60 * 60
PREFIX = "auta:conversation:"


class ConversationStore(SerializedTrackerAsText, TrackerStore):
    """Keeps a conversation until it ends, for a day at most.

    Only what came after the last start or restart is kept: an ended conversation leaves no words behind. Rasa's own
    Redis store keeps every session, reads the record again at each save, and has no time limit for a reply.
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
        """Saves the current conversation for a day."""
        await self.stream_events(tracker)
        record = self.serialise_tracker(_current(tracker, self.domain))
        await self._redis.set(PREFIX + tracker.sender_id, record, ex=ONE_DAY_SECONDS)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The current conversation of a sender, or None."""
        record = await self._redis.get(PREFIX + sender_id)
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
    """The tracker without what came before its last start or restart."""
    events = list(tracker.events)
    starts = [place for place, event in enumerate(events) if isinstance(event, (Restarted, SessionStarted))]
    if not starts or starts[-1] == 0:
        return tracker
    return DialogueStateTracker.from_events(tracker.sender_id, events[starts[-1] :], domain.slots)


def slots(record: str | None) -> dict[str, Any]:
    """The slots at the end of a conversation as it is kept, without making a tracker of it."""
    found: dict[str, Any] = {}
    for event in json.loads(record)["events"] if record else ():
        if event["event"] in ("session_started", "restart"):
            found.clear()
        elif event["event"] == "slot":
            found[event["name"]] = event["value"]
    return found
