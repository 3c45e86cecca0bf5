"""Each row and each step of triage.md, by name."""

from __future__ import annotations

import pytest

from bot.triage import AnswerError, decide, load_triage

TRIAGE = load_triage()
FULL = {"service_class": "full", "login": True}
ABLE = {**FULL, "principal": "self", "usage": "alone", "identification": "works", "device": "own"}

ROWS = {
    "S1 emergency": ({"safety": "emergency"}, "S1", None, ["emergency_112"], ["EMERGENCY"]),
    "S2 fraud": ({"safety": "fraud"}, "S2", None, ["bank_block", "human_now", "police"], ["FRAUD"]),
    "S3 coercion": ({"safety": "coercion"}, "S3", None, ["human_now", "service_point"], ["COERCION"]),
    "S4 asks for a person": ({"safety": "human"}, "S4", None, ["human_now"], ["HUMAN"]),
    "1 cannot, and the helper has a mandate": (
        {**FULL, "principal": "adult", "usage": "unable", "mandate": "valid"},
        1, 4, ["self_service", "chat", "phone", "service_point"], ["ON_BEHALF", "MANDATE_OK"],
    ),
    "2 cannot, and there is no mandate": (
        {**FULL, "principal": "client", "usage": "unable", "mandate": "none"},
        2, 4, ["phone", "service_point", "home_visit"], ["ON_BEHALF", "MANDATE_MISSING"],
    ),
    "2 cannot, and somebody else is the guardian": (
        {**FULL, "principal": "adult", "usage": "unable", "mandate": "guardian"},
        2, 4, ["phone", "service_point", "home_visit"], ["ON_BEHALF", "GUARDIAN"],
    ),
    "3 cannot use it": (
        {**FULL, "principal": "self", "usage": "unable", "support": "someone_does"},
        3, 4, ["phone", "home_visit", "service_point", "mobile_service_point"], ["CANNOT_USE"],
    ),
    "4 the law needs presence": (
        {**ABLE, "service_class": "in_person", "login": False},
        4, 0, ["service_point", "mobile_service_point"], ["IN_PERSON"],
    ),
    "5 does not use it": (
        {**FULL, "principal": "self", "usage": "never"},
        5, 3, ["phone", "video", "service_point", "home_visit", "training"], ["NOT_USING"],
    ),
    "5 wants to learn a device": (
        {"service_class": "device_skill", "login": False, "usage": "other_does", "support": "repeated_guidance"},
        5, 3, ["training", "service_point", "home_visit", "video", "phone"], ["NOT_USING"],
    ),
    "5 does not want to": (
        {**ABLE, "support": "no_online", "reach": "any"},
        5, 3, ["phone", "video", "service_point", "home_visit", "training"], ["NOT_USING"],
    ),
    "5 needs an interpreter and may not manage": (
        {**FULL, "usage": "unknown", "needs": ["interpreter"]},
        5, 3, ["phone", "video", "service_point", "home_visit", "training"], ["NOT_USING"],
    ),
    "6 has no strong identification": (
        {**ABLE, "identification": "none"}, 6, 0, ["service_point", "phone"], ["NO_STRONG_ID"],
    ),
    "6 somebody else holds the codes": (
        {**ABLE, "identification": "held_by_other"},
        6, 0, ["service_point", "phone"], ["NO_STRONG_ID", "CREDENTIALS_SHARED"],
    ),
    "7 has no device of their own": (
        {**ABLE, "device": "borrowed"}, 7, 2, ["service_point", "self_service_point"], ["NO_DEVICE"],
    ),
    "8 would rather come": (
        {**ABLE, "reach": "visit"}, 8, 0, ["service_point", "mobile_service_point"], ["WISH_VISIT"],
    ),
    "9 much is unknown, but there is a device": (
        {**FULL, "device": "own", "usage": "unknown", "support": "unknown"}, 9, 2, ["chat", "phone"], ["UNCERTAIN"],
    ),
    "9 much is unknown": ({**FULL, "usage": "unknown", "support": "unknown"}, 9, 3, ["phone", "service_point"], ["UNCERTAIN"]),
    "10 wants guidance": (
        {**ABLE, "support": "repeated_guidance", "reach": "any"},
        10, 3, ["phone", "video", "service_point", "home_visit", "training"], ["GUIDANCE"],
    ),
    "11 wants somebody to do it": (
        {**ABLE, "support": "someone_does", "reach": "any"}, 11, 3, ["phone", "service_point", "home_visit"], ["GUIDANCE"],
    ),
    "12 is stuck": ({**ABLE, "support": "quick_advice"}, 12, 2, ["chat", "video", "phone"], ["STUCK"]),
    "12 manages with help": (
        {**ABLE, "usage": "with_help", "support": "link"}, 12, 2, ["chat", "video", "phone"], ["STUCK"],
    ),
    "12 the codes are locked": (
        {**ABLE, "identification": "locked", "support": "link"}, 12, 2, ["chat", "video", "phone"], ["ID_LOCKED"],
    ),
    "13 manages alone": ({**ABLE, "support": "link"}, 13, 1, ["self_service", "chat"], ["CAN_SELF"]),
    "14 anything else": ({**FULL, "device": "own", "usage": "unknown", "support": "link"}, 14, 2, ["chat", "phone"], ["UNCERTAIN"]),
}  # fmt: skip

NOT_USING = {**FULL, "principal": "self", "usage": "never"}
LEARNING = {"service_class": "device_skill", "login": False, "usage": "never", "support": "repeated_guidance"}
STEPS = {
    "1 a visit home is for those without a device or who wish it": (
        {**NOT_USING, "device": "own", "reach": "phone"}, ["phone", "video", "service_point", "training"],
    ),
    "1 a visit home stays when all is the same": (
        {**NOT_USING, "device": "own", "reach": "any"}, ["phone", "video", "service_point", "home_visit", "training"],
    ),
    "2 without a device nothing on a screen": (
        {**NOT_USING, "device": "none"}, ["phone", "service_point", "home_visit", "training"],
    ),
    "3 without voice no telephone": (
        {**NOT_USING, "needs": ["no_voice"]}, ["video", "service_point", "home_visit", "training"],
    ),
    "3 in sign language video comes first": (
        {**ABLE, "support": "quick_advice", "needs": ["sign_language"]}, ["video", "chat"],
    ),
    "3 never an empty list": (
        {**FULL, "usage": "unknown", "support": "quick_advice", "device": "none", "needs": ["no_voice"]}, ["human_now"],
    ),
    "4 what is wished for comes first": (
        {**NOT_USING, "reach": "home"}, ["home_visit", "phone", "video", "service_point", "training"],
    ),
    "4 a visit is a service point": (
        {**NOT_USING, "reach": "visit"}, ["service_point", "phone", "video", "training"],
    ),
    "4 what is not there cannot come first": (
        {**ABLE, "support": "quick_advice", "reach": "home"}, ["chat", "video", "phone"],
    ),
    "5 no course for tomorrow's matter": (
        {**LEARNING, "deadline": "today"}, ["service_point", "phone", "training", "home_visit", "video"],
    ),
    "5 a course for a later one": (
        {**LEARNING, "deadline": "later"}, ["training", "service_point", "home_visit", "video", "phone"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("answers", "row", "level", "channels", "reasons"), ROWS.values(), ids=ROWS)
def test_row(answers, row, level, channels, reasons):
    decision = decide(TRIAGE, answers)
    found = (decision.row, decision.level, list(decision.channels), list(decision.reasons))
    assert found == (row, level, channels, reasons)


def test_every_row_of_the_data_has_a_named_test():
    assert {row.row for row in TRIAGE.rows} == {case[1] for case in ROWS.values()}


@pytest.mark.parametrize(("answers", "channels"), STEPS.values(), ids=STEPS)
def test_step(answers, channels):
    assert list(decide(TRIAGE, answers).channels) == channels


def test_every_step_of_the_data_has_a_named_test():
    assert {str(step.step) for step in TRIAGE.steps} == {name[0] for name in STEPS}


def test_a_blind_person_who_does_everything_alone_is_at_level_one():
    assert decide(TRIAGE, {**ABLE, "support": "link", "needs": ["screen_reader"]}).level == 1


def test_what_is_recorded_beside_the_row():
    assert "CONTRADICTION" in decide(TRIAGE, {**ABLE, "contradiction": True}).reasons


@pytest.mark.parametrize(
    "wrong",
    [{"usage": "often"}, {"level": 1}, {"usage": ["alone"]}, {"municipality": "Helsinki"}, {"needs": ["money"]}],
)
def test_answers_that_do_not_exist_are_refused(wrong):
    with pytest.raises(AnswerError) as refused:
        decide(TRIAGE, wrong)
    assert refused.value.slot in wrong
    assert "expected" in str(refused.value)
