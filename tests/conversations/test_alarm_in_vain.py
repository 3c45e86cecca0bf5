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


def set_aside(question=None, code="emergency", entities=(), before=None, known=None, **guesses):
    parsed = message(WORDS, "safety", ("safety", code), *entities, **guesses)
    turn = turn_of(parsed, question, progress={"greeted": True, "aside": before or {}}, **(known or {}))
    ActionSafety().act(turn)
    return turn.memory.progress.aside


def taken_up(aside, parsed, question=None):
    turn = turn_of(parsed, question, progress={"greeted": True, "aside": aside})
    ValidateTriageForm().act(turn)
    return turn.memory


def test_an_errand_and_what_stands_beside_it_are_set_aside():
    found = set_aside(entities=[("service", "passport")], told={"principal": "self"})
    assert found == TOLD


@pytest.mark.parametrize(
    ("guess", "kept"), [(("none", True), {"device": "none"}), (("none", False), {}), (("unknown", False), {})]
)
def test_so_is_a_sure_answer_to_what_was_asked(guess, kept):
    assert set_aside("device", asked={"device": guess}) == kept


def test_what_stands_beside_an_answer_changes_nothing_that_was_said_before():
    told = {"principal": "adult", "needs": "interpreter"}
    known = {"principal": "self", "usage": "alone"}
    assert set_aside("device", known=known, asked={"device": "none"}, told=told) == {
        "device": "none",
        "needs": "interpreter",
    }


def test_not_to_know_ones_errand_is_none():
    assert set_aside("service", asked={"service": ("unknown", False)}) == {}


@pytest.mark.parametrize("question", [None, "service", "usage"])
@pytest.mark.parametrize("told", [{}, {"principal": "adult"}, {"principal": "adult", "service": "other"}])
def test_who_tells_of_danger_alone_told_nothing(question, told):
    assert set_aside(question, told=told) == {}


def test_a_second_alarm_leaves_what_was_set_aside():
    assert set_aside(before=TOLD) == TOLD
    assert set_aside(before=TOLD, entities=[("service", "tax_card")]) == {"service": "tax_card"}


@pytest.mark.parametrize("code", ["fraud", "coercion"])
def test_fraud_and_coercion_are_not_taken_back_by_going_on(code):
    assert set_aside(code=code, before=TOLD, entities=[("service", "passport")]) == {}


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


def test_what_is_said_with_it_counts_too():
    memory = taken_up(TOLD, message("ei hätää, ei ole kiire", "inform", told={"deadline": "none"}))
    assert (memory.answers, memory.progress.aside) == ({**TOLD, "deadline": "none"}, {})


def test_whoever_names_another_errand_starts_from_that():
    memory = taken_up(TOLD, message("haen verokorttia", "inform", ("service", "tax_card")))
    assert (memory.answers, memory.progress.aside) == ({"service": "tax_card"}, {})


def test_danger_alone_leaves_a_place_that_is_still_to_be_asked():
    parsed = message(WORDS, "safety", ("safety", "emergency"), ("municipality", "853", "home"))
    parsed["entities"][-1]["name"] = "Turku"
    turn = turn_of(parsed, progress={"places": ["Koski", "284", "098"]})
    ActionSafety().act(turn)
    assert turn.memory.progress.places == ["Koski", "284", "098"]
