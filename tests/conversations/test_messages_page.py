"""What goes with the words to a page: the language, cards, the code; and under coercion never a number."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import recommend
from actions.safety import ActionSafety
from actions.session import ActionGoodbye, ActionRestart
from actions.turn import Turn
from actions.why import ActionWhy
from bot.providers import Query, find
from bot.triage import decide
from tests.conversations.speaking import (
    CONTACT,
    DIRECTORY,
    MONDAY,
    PEOPLE,
    RECOMMENDATION,
    SPEAKERS,
    SUNDAY,
    TRIAGE,
    languages,
)


def turn_of(language, **slots):
    tracker = Tracker("someone", {"language": language, **slots}, {}, [], False, None, {}, "action_listen")
    return Turn(CollectingDispatcher(), tracker)


def customs(turn):
    return {custom["type"]: custom for custom in (one["custom"] for one in turn.dispatcher.messages) if custom}


def recommended(language, **slots):
    """A turn in which a recommendation was shown."""
    turn = turn_of(language, **{**PEOPLE["who is stuck"], **slots, "progress": {"reference": "K7F-42R"}})
    decision = decide(TRIAGE, turn.memory.answers)
    turn.now = MONDAY
    recommend.show(turn, decision, recommend.look(turn, decision))
    return turn


def in_danger(language, code, **slots):
    turn = turn_of(language, **slots)
    turn.message, turn.now = {"entities": [{"entity": "safety", "value": code}]}, MONDAY
    ActionSafety().act(turn)
    return turn


@languages
def test_every_message_to_a_page_has_its_language_and_only_what_has_a_type_is_one(language):
    turn = recommended(language)
    turn.memory.progress.recommended = True
    turn.hand_over("HUMAN")
    turn.send_custom({"type": "privacy", "code": "IDENTITY_CODE_REMOVED"})
    recommend.ActionAlternatives().act(turn)
    ActionWhy().act(turn)
    for losing in (ActionRestart(), ActionGoodbye()):
        losing.lose(turn)
    seen = customs(turn)
    assert set(seen) == {
        "recommendation",
        "alternatives",
        "reference",
        "handover",
        "privacy",
        "explanation",
        "restart",
        "end",
    }
    assert {custom["language"] for custom in seen.values()} == {language}
    turn.say("greet")
    assert turn.dispatcher.messages[-1]["custom"] == {}


@languages
def test_a_recommendation_carries_what_a_page_shows(language):
    turn = recommended(language)
    first, *rest = turn.dispatcher.messages
    message = first["custom"]
    assert set(message) == RECOMMENDATION | {"headline", "cards", "others_title"}
    assert [one["id"] for one in message["cards"]] == turn.memory.progress.shown
    assert message["cards"][0]["id"] == message["offers"][0]["id"]
    assert first["text"].startswith(message["headline"] + "\n")
    assert message["cards"][0]["name"] in first["text"] and message["cards"][0]["open"] in first["text"]
    repeated = next(one for one in rest if one["custom"].get("type") == "alternatives")
    assert repeated["custom"] == {"type": "alternatives", "repeats": True, "language": language}
    assert repeated["text"].startswith(message["others_title"] + ":\n")
    assert all(one["name"] in repeated["text"] for one in message["cards"][1:])


@languages
def test_where_there_is_no_other_way_nothing_stands_before_the_others(language):
    turn = turn_of(language, service="tax_card")
    decision = decide(TRIAGE, turn.memory.answers)
    found = find(DIRECTORY, Query(("phone",), "999", (language,)), MONDAY)
    recommend.show(turn, decision, replace(found, found=found.found[:1]))
    assert customs(turn)["recommendation"]["others_title"] is None
    assert "alternatives" not in customs(turn) and "reference" not in customs(turn)


@languages
def test_other_ways_carry_the_new_cards_only(language):
    turn = recommended(language)
    before = list(turn.memory.progress.shown)
    turn.memory.progress.recommended = True
    turn.dispatcher.messages.clear()
    recommend.ActionAlternatives().act(turn)
    (only,) = turn.dispatcher.messages
    message = only["custom"]
    assert message["type"] == "recommendation" and message["others_title"] is None
    assert only["text"].startswith(message["headline"] + "\n")
    new = [one["id"] for one in message["cards"]]
    assert new == [one["id"] for one in message["offers"]] and new and not set(new) & set(before)


@languages
def test_the_code_stands_by_itself_beside_its_words(language):
    turn = recommended(language)
    said = next(one for one in turn.dispatcher.messages if one["custom"].get("type") == "reference")
    assert said["custom"] == {"type": "reference", "code": "K7F-42R", "language": language}
    assert "K7F-42R" in said["text"]


@languages
def test_a_handover_carries_the_card_of_its_contact(language):
    turn = turn_of(language)
    turn.now = SUNDAY
    turn.hand_over("HUMAN")
    (said,) = turn.dispatcher.messages
    message = said["custom"]
    assert message["contact"] == SPEAKERS[language].handover("HUMAN", CONTACT, SUNDAY)["contact"]
    card = message["card"]
    assert (card["id"], card["phone"], card["open_now"]) == (CONTACT.id, CONTACT.phone, message["open_now"])
    assert all(card[part] in said["text"] for part in ("name", "phone_text", "open"))


@languages
def test_in_fraud_there_is_the_contact_and_in_an_emergency_nothing_that_keeps_one_here(language):
    fraud, emergency = (customs(in_danger(language, code))["safety"] for code in ("fraud", "emergency"))
    assert (fraud["code"], emergency["code"]) == ("FRAUD", "EMERGENCY")
    assert fraud["card"]["phone"] == CONTACT.phone
    assert emergency["card"] is None


@languages
def test_under_coercion_there_is_a_place_and_never_a_number(language):
    turn = in_danger(language, "coercion")
    (said,) = turn.dispatcher.messages
    place, card = DIRECTORY.place("999"), said["custom"]["card"]
    assert place.phone and said["custom"]["code"] == "COERCION"
    assert (card["id"], card["address"]) == (place.id, place.address[language])
    assert card["address"] in said["text"] and card["open"] in said["text"]
    assert not re.search(r"\+358|\d{2} \d{3,4} ?\d", json.dumps(card))
    assert not {place.phone, place.spoken_phone()} & {str(value) for value in card.values()}


@languages
def test_under_coercion_where_no_place_is_known_there_is_no_card(language):
    assert customs(in_danger(language, "coercion", municipality="018"))["safety"]["card"] is None
