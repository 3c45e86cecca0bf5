"""What a conversation remembers: what an answer drags along, what falls, what stays, and what becomes slots."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.recommend import ActionAlternatives, look, show
from actions.turn import Turn
from bot.conversation.memory import Memory, Progress
from bot.triage import decide, load_triage

TRIAGE = load_triage()
QUESTIONS = {question.id: (*question.options, "unknown") for question in TRIAGE.questions}
NEEDS = ("interpreter", "sign_language", "no_voice", "screen_reader", "easy_language", "step_free")
LOGIN = next(service.id for service in TRIAGE.services.values() if service.login)
NO_LOGIN = next(service.id for service in TRIAGE.services.values() if not service.login)
ABOUT_THE_PERSON = ("usage", "support", "identification", "device")
MOTHER = {"service": LOGIN, "principal": "adult", "usage": "unable", "mandate": "valid", "support": "someone_does",
          "identification": "none", "device": "none", "reach": "phone"}  # fmt: skip

answers = st.one_of(
    *(st.tuples(st.just(slot), st.sampled_from(values)) for slot, values in QUESTIONS.items()),
    st.tuples(st.just("needs"), st.lists(st.sampled_from(NEEDS), unique=True).map(sorted)),
    st.tuples(st.just("deadline"), st.sampled_from(["today", "two_days", "later", "none"])),
    st.tuples(st.just("municipality"), st.sampled_from(["091", "999"])),
)
turns = st.lists(st.lists(answers, min_size=1, max_size=3).map(dict), max_size=8)


def memory(**slots):
    return Memory.read(TRIAGE, slots)


def tracked(slots):
    return Tracker("someone", slots, {}, [], False, None, {}, "action_listen")


def told(*takes):
    remembered = memory()
    for taken in takes:
        remembered.take(taken)
    return remembered


def test_an_empty_tracker_remembers_nothing():
    fresh = memory()
    assert (fresh.answers, fresh.language, fresh.progress) == ({}, None, Progress())
    assert fresh.slots() == {}


def test_answers_are_kept_in_the_order_in_which_they_came():
    remembered = told({"usage": "alone"}, {"device": "own", "support": "link"}, {"usage": "with_help"})
    assert remembered.answers == {"usage": "with_help", "device": "own", "support": "link"}
    assert remembered.progress.answered == ["device", "support", "usage"]
    assert remembered.last_answered() == "usage"


def test_needs_add_up():
    assert told({"needs": ["no_voice"]}, {"needs": ["interpreter", "no_voice"]}).answers["needs"] == [
        "interpreter",
        "no_voice",
    ]


def test_the_last_answer_is_that_of_a_question_not_a_fact():
    remembered = told({"usage": "alone"}, {"needs": ["no_voice"], "deadline": "today", "municipality": "091"})
    assert remembered.last_answered() == "usage"
    assert told({"deadline": "today"}).last_answered() is None
    assert memory().last_answered() is None


@pytest.mark.parametrize(
    ("before", "after"), [("adult", "self"), ("self", "adult"), ("adult", "client"), ("own_child", "self")]
)
def test_when_the_person_changes_what_was_about_the_other_falls(before, after):
    remembered = told(
        {**MOTHER, "principal": before, "needs": ["step_free"], "deadline": "today"}, {"principal": after}
    )
    assert not set(ABOUT_THE_PERSON) & set(remembered.answers)
    assert not set(ABOUT_THE_PERSON) & set(remembered.progress.answered)
    assert remembered.answers["principal"] == after
    assert {"service", "reach", "needs", "deadline"} <= set(remembered.answers)


def test_what_is_said_of_the_new_person_at_once_stays():
    remembered = told(MOTHER, {"principal": "self", "usage": "alone"})
    assert remembered.answers == {"service": LOGIN, "principal": "self", "usage": "alone", "reach": "phone"}


def test_the_same_person_named_again_changes_nothing():
    assert told(MOTHER, {"principal": "adult"}).answers == MOTHER


def test_what_was_told_before_the_person_was_named_stays():
    assert told({"usage": "unable", "device": "none"}, {"principal": "adult"}).answers["usage"] == "unable"


def test_a_mandate_falls_when_the_errand_is_one_s_own():
    assert "mandate" in told(MOTHER).answers
    assert "mandate" not in told(MOTHER, {"principal": "self"}).answers
    assert "mandate" not in told(MOTHER, {"principal": "own_child"}).answers
    assert told(MOTHER, {"principal": "client"}).answers["mandate"] == "valid"


def test_a_mandate_that_was_told_first_waits_until_the_person_is_known():
    assert told({"mandate": "valid"}).answers == {"mandate": "valid"}
    assert told({"mandate": "valid"}, {"principal": "adult"}).answers["mandate"] == "valid"
    assert "mandate" not in told({"mandate": "valid"}, {"principal": "self"}).answers


def test_what_is_true_of_the_person_stays_whatever_the_errand():
    assert told({"service": LOGIN, "identification": "none"}, {"service": NO_LOGIN}).answers["identification"] == "none"


@pytest.mark.parametrize("slot", MOTHER)
def test_an_answer_is_taken_back_and_the_others_that_still_fit_stay(slot):
    remembered = told(MOTHER)
    remembered.progress.recommended = True
    remembered.take_back(slot)
    assert remembered.answers == {name: value for name, value in MOTHER.items() if name != slot}
    assert slot not in remembered.progress.answered
    assert not remembered.progress.recommended


def test_what_was_never_answered_can_be_taken_back_without_harm():
    remembered = told({"usage": "alone"})
    remembered.take_back("device")
    assert remembered.answers == {"usage": "alone"}


def test_taking_back_answer_after_answer_empties_the_memory():
    remembered, taken = told(*({slot: value} for slot, value in MOTHER.items())), []
    while (slot := remembered.last_answered()) is not None:
        taken.append(slot)
        remembered.take_back(slot)
    assert taken == list(reversed(MOTHER))
    assert remembered.answers == {}


def test_another_errand_forgets_all_but_language_place_and_needs():
    remembered = told({**MOTHER, "needs": ["step_free"], "municipality": "091", "deadline": "today"})
    remembered.language = "sv"
    remembered.answers["contradiction"] = True
    remembered.progress = Progress(True, ["usage"], ["usage"], 2, 1, ["support"], True, True)
    remembered.progress.reference, remembered.progress.shown = "K7F-42R", ["a-chat"]
    remembered.forget_errand()
    assert remembered.answers == {"municipality": "091", "needs": ["step_free"]}
    assert remembered.language == "sv"
    assert remembered.progress == Progress(greeted=True, language_offered=True)


@pytest.mark.parametrize(
    ("given_answers", "recheck"),
    [
        ({"usage": "never", "support": "link"}, "support"),
        ({"usage": "other_does", "support": "link"}, "support"),
        ({"usage": "unable", "support": "link"}, "support"),
        ({"device": "none", "reach": "chat"}, "reach"),
        ({"device": "none", "reach": "video"}, "reach"),
        ({"usage": "alone", "support": "link"}, None),
        ({"usage": "never", "support": "quick_advice"}, None),
        ({"device": "none", "reach": "phone"}, None),
        ({"usage": "never"}, None),
        ({}, None),
    ],
)
def test_answers_that_do_not_go_together_are_checked_once(given_answers, recheck):
    remembered = told(given_answers)
    assert remembered.contradiction() == recheck
    if recheck:
        remembered.progress.rechecked.append(recheck)
        assert remembered.contradiction() is None


def test_two_contradictions_are_checked_one_after_the_other():
    remembered = told({"usage": "never", "support": "link", "device": "none", "reach": "chat"})
    assert remembered.contradiction() == "support"
    remembered.progress.rechecked.append("support")
    assert remembered.contradiction() == "reach"


def test_slots_report_exactly_what_changed():
    remembered = memory(
        language="fi",
        usage="alone",
        device="own",
        progress={"asked": ["usage", "device"], "answered": ["usage", "device"]},
    )
    assert remembered.slots() == {}
    remembered.take({"support": "link", "usage": "alone"})
    assert set(remembered.slots()) == {"support", "progress"}
    assert remembered.slots()["support"] == "link"
    remembered.take_back("device")
    assert remembered.slots()["device"] is None
    remembered.language = "sv"
    assert set(remembered.slots()) == {"support", "progress", "device", "language"}
    assert remembered.slots()["progress"] == {
        **vars(Progress()),
        "asked": ["usage", "device"],
        "answered": ["support", "usage"],
        "taken_back": "device",
    }


def test_an_answer_that_is_taken_back_is_remembered_until_it_is_given_again():
    remembered = memory(**told({"usage": "alone"}).slots())
    remembered.take_back("usage")
    assert remembered.progress.taken_back == "usage"
    remembered.take({"device": "own"})
    assert remembered.progress.taken_back == "usage"
    remembered.take({"usage": "alone"})
    assert remembered.progress.taken_back is None


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_offers_that_were_shown_are_remembered_each_by_its_id_and_not_shown_again(language):
    several_ways = {"service": "kela_other", "usage": "unable", "mandate": "valid", "municipality": "999"}
    turn = Turn(CollectingDispatcher(), tracked({**several_ways, "language": language}))
    decision = decide(TRIAGE, turn.memory.answers)
    findings = look(turn, decision)
    show(turn, decision, findings)
    shown = turn.memory.progress.shown
    best, last = findings.found[0].offer.id, findings.found[-1].offer.id
    assert len(shown) == 3 and shown[0] == best and last not in shown

    # In the next turn another may be open, and the order another one.
    slots = {**turn.tracker.slots, "progress": {"recommended": True, "shown": [best, last]}}
    turn = Turn(CollectingDispatcher(), tracked(slots))
    ActionAlternatives().act(turn)
    given = [one["id"] for one in turn.dispatcher.messages[0]["custom"]["offers"]]
    assert given and not {best, last} & set(given)
    assert turn.memory.slots()["progress"]["shown"] == [best, last, *given]


def test_needs_that_grow_and_a_contradiction_are_changes():
    remembered = memory(needs=["no_voice"])
    remembered.take({"needs": ["interpreter"]})
    remembered.answers["contradiction"] = True
    assert remembered.slots()["needs"] == ["interpreter", "no_voice"]
    assert remembered.slots()["contradiction"] is True
    assert memory(**remembered.slots()).answers["contradiction"] is True


def test_slots_of_others_are_not_ours():
    assert memory(requested_slot="usage", session_started_metadata={"page": "x"}, usage=None).answers == {}


@settings(deadline=None)
@given(turns, st.sampled_from([None, "fi", "sv"]), st.booleans())
def test_what_is_stored_turn_by_turn_is_what_is_remembered(several, language, forget):
    tracker, whole = {}, memory()
    for turn in several:
        whole.take(turn)
        one_turn = memory(**tracker)
        one_turn.language = whole.language = language
        one_turn.take(turn)
        changed = json.loads(json.dumps(one_turn.slots()))
        assert all(tracker.get(name) != value for name, value in changed.items())
        tracker.update(changed)
        again = memory(**tracker)
        assert (again.answers, again.language, again.progress) == (whole.answers, whole.language, whole.progress)
        assert again.slots() == {}
    if forget:
        last = memory(**tracker)
        last.forget_errand()
        tracker.update(last.slots())
        assert set(memory(**tracker).answers) <= {"municipality", "needs"}


@settings(deadline=None)
@given(turns)
def test_what_is_remembered_may_always_be_decided_upon(several):
    remembered = told(*several)
    assert TRIAGE.accept(remembered.answers) == remembered.answers
    assert set(remembered.progress.answered) == set(remembered.answers)
    if remembered.answers.get("principal") in ("self", "own_child", "unknown"):
        assert "mandate" not in remembered.answers


@settings(deadline=None)
@given(turns, st.sampled_from(list(QUESTIONS)))
def test_taking_back_touches_nothing_else(several, slot):
    remembered = told(*several)
    before = dict(remembered.answers)
    remembered.take_back(slot)
    assert remembered.answers == {name: value for name, value in before.items() if name != slot}
