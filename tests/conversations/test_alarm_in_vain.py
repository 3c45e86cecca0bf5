"""What a message told besides the danger that was heard in it, and what becomes of that."""

from __future__ import annotations

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.safety import ActionSafety
from actions.triage_form import ValidateTriageForm
from actions.turn import Turn
from tests.conversations.parsing import message

TOLD = {"service": "passport", "principal": "self"}
WORDS = "haen passia ja henki salpautui"


def turn_of(parsed, question=None, **slots):
    tracker = Tracker(
        "someone", {"language": "fi", "requested_slot": question, **slots}, {}, [{"event": "user"}], False, None, {}, ""
    )
    turn = Turn(CollectingDispatcher(), tracker)
    turn.message = parsed
    return turn


def set_aside(question=None, code="emergency", entities=(), **guesses):
    turn = turn_of(message(WORDS, "safety", ("safety", code), *entities, **guesses), question)
    ActionSafety().act(turn)
    return turn.memory.progress.aside


def taken_up(aside, parsed, question=None):
    turn = turn_of(parsed, question, progress={"greeted": True, "aside": aside})
    ValidateTriageForm().act(turn)
    return turn.memory


def test_an_errand_and_what_stands_beside_it_are_set_aside():
    found = set_aside(entities=[("service", "passport")], told={"principal": "self"})
    assert found == TOLD


@pytest.mark.parametrize(("sure", "kept"), [(True, {"device": "none"}), (False, {})])
def test_so_is_a_sure_answer_to_what_was_asked(sure, kept):
    assert set_aside("device", asked={"device": ("none", sure)}) == kept


@pytest.mark.parametrize("question", [None, "service", "usage"])
def test_who_tells_of_danger_alone_told_nothing(question):
    assert set_aside(question, told={"principal": "adult"}) == {}


@pytest.mark.parametrize("code", ["fraud", "coercion"])
def test_fraud_and_coercion_are_not_taken_back_by_going_on(code):
    assert set_aside(code=code, entities=[("service", "passport")]) == {}


def test_a_place_whose_name_several_have_is_asked_for_and_not_set_aside():
    home = ("municipality", "638", "home")
    assert set_aside(entities=[("service", "passport"), home]) == {"service": "passport", "municipality": "638"}
    parsed = message(WORDS, "safety", ("safety", "emergency"), ("service", "passport"), home)
    parsed["entities"][-1]["name"] = "Koski"
    turn = turn_of(parsed)
    ActionSafety().act(turn)
    assert turn.memory.progress.aside == {"service": "passport"}
    assert turn.memory.progress.places[0] == "Koski"


@pytest.mark.parametrize("intent", ["continue", "affirm", "deny", "nlu_fallback", "inform"])
def test_whoever_goes_on_need_not_say_it_again(intent):
    memory = taken_up(TOLD, message("no jatketaan", intent))
    assert (memory.answers, memory.progress.aside) == (TOLD, {})


def test_whoever_tells_something_else_starts_from_that():
    memory = taken_up(TOLD, message("haen verokorttia", "inform", ("service", "tax_card")))
    assert (memory.answers, memory.progress.aside) == ({"service": "tax_card"}, {})


@pytest.mark.parametrize("intent", ["human", "thanks", "why"])
def test_a_command_comes_first_and_it_can_still_be_gone_on_afterwards(intent):
    memory = taken_up(TOLD, message("jotain", intent))
    assert (memory.answers, memory.progress.aside) == ({}, TOLD)
