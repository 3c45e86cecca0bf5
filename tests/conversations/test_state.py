"""The state that a page is drawn from: as the slots say, never more, and the same as what was said in the conversation."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa_sdk.executor import CollectingDispatcher

from actions.triage_form import ValidateTriageForm
from actions.turn import Turn
from bot.conversation.memory import Memory, Progress
from bot.conversation.messages import Speaker
from bot.conversation.state import contact_card, conversation_state
from bot.language.texts import load_texts
from bot.providers import load_directory
from bot.triage import load_triage, next_question
from tests.conversations.test_memory import QUESTIONS, answers, tracked
from tests.providers.building import MONDAY, SUNDAY

TRIAGE, DIRECTORY = load_triage(), load_directory()
STATE = {"language", "municipality", "ended", "question", "answers", "recommended", "reference", "contact"}
HALFWAY = {"language": "fi", "service": "tax_card", "principal": "self", "usage": "unknown", "requested_slot": "support",
           "progress": {"greeted": True, "asked": ["service", "usage", "support"], "answered": ["service", "principal", "usage"]}}  # fmt: skip
DONE = {
    **HALFWAY,
    "requested_slot": None,
    "support": "link",
    "progress": {**HALFWAY["progress"], "recommended": True, "reference": "K7F-42R"},
}

languages = pytest.mark.parametrize("language", ["fi", "sv"])


def state(slots, now=MONDAY, **more):
    return conversation_state({**slots, **more}, now)


@pytest.mark.parametrize(
    "slots", [{}, dict.fromkeys([*QUESTIONS, "language", "progress", "municipality", "requested_slot"])]
)
def test_before_anything_is_said_there_is_a_contact_and_nothing_else(slots):
    assert state(slots) == {
        "language": "fi",
        "municipality": "999",
        "ended": False,
        "question": None,
        "answers": [],
        "recommended": False,
        "reference": None,
        "contact": contact_card(None, "fi", MONDAY),
    }


@languages
def test_the_open_question_is_the_one_of_the_contract(language):
    speaker = Speaker(load_texts(), TRIAGE, language)
    known = {slot: HALFWAY[slot] for slot in ("service", "principal", "usage")}
    question = state(HALFWAY, language=language)["question"]
    assert question == speaker.question("support", known, ["service", "usage", "support"])
    assert (question["asked"], question["language"]) == (3, language)


@languages
def test_it_is_the_question_that_the_form_sent(language):
    turn = Turn(CollectingDispatcher(), tracked({**HALFWAY, "requested_slot": None, "language": language}))
    events = ValidateTriageForm()._ask_next(turn, None)
    slots = {**turn.tracker.slots, **{event["name"]: event["value"] for event in events}}
    assert state(slots)["question"] == turn.dispatcher.messages[0]["custom"]


@pytest.mark.parametrize(
    "slots",
    [
        {**HALFWAY, "requested_slot": None},
        {**HALFWAY, "requested_slot": "device"},
        {**HALFWAY, "requested_slot": "no_such_question"},
        {**HALFWAY, "progress": {**HALFWAY["progress"], "recommended": True}},
    ],
    ids=["closed", "not asked", "none of ours", "recommended"],
)
def test_no_question_is_open_unless_it_was_asked(slots):
    assert state(slots)["question"] is None


@pytest.mark.parametrize(
    ("language", "service", "principal", "unknown"),
    [("fi", "Verokortti", "Oma asiani", "En osaa sanoa"), ("sv", "Skattekort", "Mitt eget ärende", "Jag vet inte")],
)
def test_answers_stand_in_words_in_the_order_of_asking_and_each_can_be_changed(language, service, principal, unknown):
    given_answers = state(HALFWAY, language=language)["answers"]
    assert [(one["question"], one["title"]) for one in given_answers] == [
        ("service", service),
        ("principal", principal),
        ("usage", unknown),
    ]
    for one in given_answers:
        assert set(one) == {"question", "asked", "title", "payload"}
        assert one["asked"] == Speaker(load_texts(), TRIAGE, language).ask(one["question"], {}).text
        assert json.loads(one["payload"].removeprefix("/change")) == {"question": one["question"]}


def test_answers_about_another_are_worded_for_another():
    own, other = (
        next(one["asked"] for one in state(HALFWAY, principal=whose)["answers"] if one["question"] == "usage")
        for whose in ("self", "adult")
    )
    assert own != other


def test_an_errand_that_no_service_knows_has_the_words_of_its_button():
    assert state({"service": "other"})["answers"][0]["title"]


def test_needs_a_deadline_a_place_and_a_contradiction_are_no_answers_to_a_question():
    assert (
        state({"needs": ["no_voice"], "deadline": "today", "municipality": "091", "contradiction": True})["answers"]
        == []
    )


def test_the_code_stands_as_long_as_the_recommendation():
    assert (state(DONE)["recommended"], state(DONE)["reference"], state(DONE)["question"]) == (True, "K7F-42R", None)
    memory = Memory.read(TRIAGE, DONE)
    memory.take_back("usage")
    changed = state({**DONE, **memory.slots()})
    assert (changed["recommended"], changed["reference"]) == (False, None)
    assert "usage" not in [one["question"] for one in changed["answers"]]


def test_a_restart_empties_it():
    assert state({"language": "sv", "progress": asdict(Progress(greeted=True))}) == state({"language": "sv"})


@languages
def test_the_contact_is_that_of_the_place_in_the_language_and_at_the_moment(language):
    contact = DIRECTORY.contact("999")
    for now, is_open in ((MONDAY, True), (SUNDAY, False)):
        one = state({"language": language, "municipality": "999"}, now)["contact"]
        assert (one["id"], one["name"], one["language"]) == (contact.id, contact.names[language], language)
        assert (one["open_now"], one["phone"]) == (is_open, contact.phone)
        assert one == contact_card("999", language, now)


def test_a_place_without_a_file_has_the_national_contact(monkeypatch):
    assert contact_card("018", "fi", MONDAY)["id"] == DIRECTORY.last_resort.id
    assert contact_card("javascript:", "fi", MONDAY)["id"] == DIRECTORY.last_resort.id
    monkeypatch.setenv("AUTA_MUNICIPALITY", "018")
    assert contact_card(None, "sv", MONDAY)["id"] == DIRECTORY.last_resort.id
    assert state({})["municipality"] == "018"


@pytest.mark.parametrize("language", [None, "en", "", "xx"])
def test_another_language_is_the_default_one(language):
    assert contact_card("999", language, MONDAY)["language"] == "fi"
    assert state({}, language=language)["language"] == "fi"


@given(st.lists(answers, max_size=12).map(dict), st.sampled_from(["fi", "sv"]), st.booleans())
def test_whatever_was_answered_there_is_a_state_in_words(given_answers, language, recommended):
    memory = Memory.read(TRIAGE, {"language": language})
    memory.take(given_answers)
    question = None if recommended else next_question(TRIAGE, memory.answers)
    memory.progress.asked = [question] if question else []
    memory.progress.recommended = recommended
    slots = {"language": language, **memory.slots(), "requested_slot": question}
    now = state(slots)
    assert set(now) == STATE
    assert json.loads(json.dumps(now)) == now
    assert (now["question"] or {}).get("question") == question
    assert {one["question"] for one in now["answers"]} == set(QUESTIONS) & set(memory.answers)
    assert all(one["title"].strip() and "{" not in one["asked"] for one in now["answers"])
    assert state(slots) == now, "reading a state changes nothing"
