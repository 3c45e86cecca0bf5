"""Conversations in a real Redis: kept for a day, apart from each other, and forgotten once they have ended."""

from __future__ import annotations

import asyncio

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Restarted, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.data_file import ROOT
from bot.storage.conversations import PREFIX, ConversationStore

ONE_DAY = 24 * 60 * 60
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
    for number in range(3):
        tracker = retrieve(store, "maija")
        tracker.update(said(f"viesti {number}"))
        save(store, tracker)
    assert texts(retrieve(store, "maija")) == ["hei", "viesti 0", "viesti 1", "viesti 2"]


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


def test_a_conversation_is_kept_for_a_day_from_its_last_turn(store, domain, configured):
    tracker = conversation(domain, "maija", SessionStarted(), said("hei"))
    save(store, tracker)
    assert ONE_DAY - 5 <= configured.ttl(PREFIX + "maija") <= ONE_DAY
    configured.expire(PREFIX + "maija", 10)
    save(store, tracker)
    assert ONE_DAY - 5 <= configured.ttl(PREFIX + "maija") <= ONE_DAY


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
