"""Conversations in a real Redis: kept for an hour, apart from each other, and forgotten once they have ended."""

from __future__ import annotations

import asyncio

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.data_file import ROOT
from bot.storage.conversations import KEPT_TURNS, PREFIX, ConversationStore, hold

ONE_HOUR = 60 * 60
# One loop for all, as in a server: connections to Redis stay with it.
LOOP = asyncio.new_event_loop()
SECRET, LATER = "salaisuus ennen loppua", "jatkuu nyt"


@pytest.fixture(scope="module")
def domain():
    return Domain.load(str(ROOT / "domain.yml"))


@pytest.fixture
def store(configured, domain):
    return ConversationStore(domain)


def conversation(domain, sender, *events):
    return DialogueStateTracker.from_events(sender, list(events), domain.slots)


def said(text):
    return UserUttered(text, {"name": "inform", "confidence": 1.0})


def save(store, tracker):
    LOOP.run_until_complete(store.save(tracker))


def retrieve(store, sender):
    return LOOP.run_until_complete(store.retrieve(sender))


def texts(tracker):
    return [event.text for event in tracker.events if isinstance(event, (UserUttered, BotUttered))]


def test_what_is_saved_comes_back(store, domain):
    progress = {"asked": ["usage"], "answered": ["usage"]}
    events = [
        SessionStarted(),
        said("hei"),
        SlotSet("usage", "alone"),
        SlotSet("progress", progress),
        BotUttered("Hei!"),
    ]
    save(store, conversation(domain, "maija", *events))
    found = retrieve(store, "maija")
    assert found.sender_id == "maija"
    assert found.get_slot("usage") == "alone"
    assert found.get_slot("progress") == progress
    assert texts(found) == ["hei", "Hei!"]
    assert [type(event) for event in found.events] == [type(event) for event in events]


def test_a_conversation_goes_on_from_turn_to_turn(store, domain):
    save(store, conversation(domain, "maija", SessionStarted(), said("hei")))
    for number in range(2):
        tracker = retrieve(store, "maija")
        tracker.update(said(f"viesti {number}"))
        save(store, tracker)
    assert texts(retrieve(store, "maija")) == ["hei", "viesti 0", "viesti 1"]


def long_conversation(turns):
    """So many turns, each with a question asked and answered, in the form."""
    events = [SessionStarted(), ActionExecuted("action_listen")]
    for number in range(turns):
        events += [said(f"viesti {number}"), ActionExecuted("triage_form"), ActiveLoop("triage_form")]
        events += [SlotSet("usage", ("alone", "never")[number % 2]), SlotSet("progress", {"asked": ["usage"] * number})]
        events += [BotUttered(f"vastaus {number}"), SlotSet("requested_slot", "usage"), ActionExecuted("action_listen")]
    return events


@pytest.mark.parametrize("turns", [1, KEPT_TURNS, KEPT_TURNS + 1, 20])
def test_of_a_long_conversation_the_last_turns_are_kept_and_all_that_is_remembered(store, domain, turns):
    whole = conversation(domain, "maija", *long_conversation(turns))
    save(store, whole)
    kept = retrieve(store, "maija")
    assert kept.current_slot_values() == whole.current_slot_values()
    assert (kept.active_loop_name, kept.latest_action_name) == ("triage_form", "action_listen")
    assert [event.text for event in kept.events if isinstance(event, UserUttered)] == [
        f"viesti {number}" for number in range(max(0, turns - KEPT_TURNS), turns)
    ]


def test_the_record_does_not_grow_with_the_conversation(store, domain, configured):
    tracker = conversation(domain, "maija", SessionStarted())
    sizes = []
    for _ in range(30):
        for event in long_conversation(1)[2:]:
            tracker.update(event)
        save(store, tracker)
        tracker = retrieve(store, "maija")
        sizes.append(len(configured.get(PREFIX + "maija")))
    assert max(sizes[10:]) <= 1.05 * sizes[9]


def test_a_record_that_is_held_is_not_in_redis_but_with_its_holder(store, domain, configured):
    async def turn():
        held = hold()
        await asyncio.ensure_future(store.save(conversation(domain, "maija", SessionStarted(), said("hei"))))
        return held, await store.retrieve("maija")

    held, found = LOOP.run_until_complete(turn())
    assert texts(found) == ["hei"]
    assert "hei" in held["maija"]
    assert configured.get(PREFIX + "maija") is None


@pytest.mark.parametrize("end", [Restarted, SessionStarted])
def test_what_came_before_the_last_start_is_gone_from_redis(store, domain, configured, end):
    before = [SessionStarted(), said(SECRET), BotUttered(SECRET + "!"), SlotSet("usage", "never")]
    save(store, conversation(domain, "maija", *before))
    assert SECRET in configured.get(PREFIX + "maija")
    save(store, conversation(domain, "maija", *before, end(), SlotSet("language", "sv"), said(LATER)))
    raw = configured.get(PREFIX + "maija")
    assert SECRET not in raw and "never" not in raw
    assert LATER in raw
    found = retrieve(store, "maija")
    assert texts(found) == [LATER]
    assert (found.get_slot("usage"), found.get_slot("language")) == (None, "sv")


def test_of_several_starts_the_last_one_counts(store, domain, configured):
    events = [
        said("yksi"),
        Restarted(),
        said("kaksi"),
        SessionStarted(),
        said("kolme"),
        Restarted(),
        ActionExecuted("action_listen"),
    ]
    save(store, conversation(domain, "maija", *events))
    raw = configured.get(PREFIX + "maija")
    assert not any(word in raw for word in ("yksi", "kaksi", "kolme"))
    assert [type(event) for event in retrieve(store, "maija").events] == [Restarted, ActionExecuted]


def test_a_conversation_without_a_start_is_kept_whole(store, domain):
    save(store, conversation(domain, "maija", said("yksi"), said("kaksi")))
    assert texts(retrieve(store, "maija")) == ["yksi", "kaksi"]


def test_a_conversation_is_kept_for_an_hour_from_its_last_turn(store, domain, configured):
    tracker = conversation(domain, "maija", SessionStarted(), said("hei"))
    save(store, tracker)
    assert ONE_HOUR - 5 <= configured.ttl(PREFIX + "maija") <= ONE_HOUR
    configured.expire(PREFIX + "maija", 10)
    save(store, tracker)
    assert ONE_HOUR - 5 <= configured.ttl(PREFIX + "maija") <= ONE_HOUR


def test_nothing_else_is_written_to_redis(store, domain, configured):
    save(store, conversation(domain, "maija", SessionStarted(), said("hei")))
    assert configured.keys("*") == [PREFIX + "maija"]


def test_two_people_never_meet(store, domain):
    save(store, conversation(domain, "maija", SessionStarted(), said("Maijan asia"), SlotSet("usage", "alone")))
    save(store, conversation(domain, "matti", SessionStarted(), said("Matin asia"), SlotSet("usage", "never")))
    save(store, conversation(domain, "maija", SessionStarted(), said("Maijan asia"), Restarted()))
    assert texts(retrieve(store, "maija")) == []
    assert texts(retrieve(store, "matti")) == ["Matin asia"]
    assert retrieve(store, "matti").get_slot("usage") == "never"
    assert sorted(LOOP.run_until_complete(store.keys())) == ["maija", "matti"]


@pytest.mark.parametrize("sender", ["*", "ma*", "MAIJA", "maija ", "", "auta:conversation:maija"])
def test_a_sender_who_never_wrote_has_no_conversation(store, domain, sender):
    save(store, conversation(domain, "maija", SessionStarted(), said("hei")))
    assert retrieve(store, sender) is None
