"""An option is chosen by its number, by yes or no, or by a payload; a payload that is not allowed is never stored."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conversations.parsing import QUESTIONS, SHOWN, message, read_as

PLACES = [(question, place) for question, options in SHOWN.items() for place in range(1, len(options) + 1)]
ORDINALS = {
    1: ("yksi", "ykkönen", "eka", "Ensimmäinen", "första", "den första", "ett", "ettan"),
    2: ("kaksi", "kakkonen", "toka", "toinen", "andra", "den andra", "två", "tvåan"),
    3: ("kolme", "kolmonen", "kolmas", "tredje", "den tredje", "tre", "trean"),
    4: ("neljä", "nelonen", "neljäs", "fjärde", "den fjärde", "fyra", "fyran"),
    5: ("viisi", "vitonen", "viides", "femte", "den femte", "fem", "femman"),
    6: ("kuusi", "kutonen", "kuudes", "sjätte", "den sjätte", "sex", "sexan"),
    7: ("seitsemän", "seiska", "seitsemäs", "sjunde", "den sjunde", "sju", "sjuan"),
    8: ("kahdeksan", "kasi", "kahdeksas", "åttonde", "den åttonde", "åtta", "åttan"),
}
YES_NO = {
    "service": (None, None),
    "principal": ("self", None),
    "usage": (None, None),
    "mandate": ("valid", "none"),
    "support": (None, None),
    "identification": ("works", "none"),
    "device": ("own", "none"),
    "reach": ("any", None),
}


def payload(*entities):
    return read_as(message("/answer{…}", "answer", *entities), "usage")


# Numbers and ordinals


@pytest.mark.parametrize(("question", "place"), PLACES)
@pytest.mark.parametrize(
    "form", ["{}", "{}.", " {} ", "{})", "numero {}", "vaihtoehto {}", "Kohta {}", "nummer {}", "alternativ {}"]
)
def test_a_number_is_the_option_that_stands_there(question, place, form):
    reading = read_as(message(form.format(place), "nlu_fallback"), question)
    assert reading.answers == {question: SHOWN[question][place - 1]}
    assert reading.unknown == (SHOWN[question][place - 1] == "unknown")
    assert reading.volunteered == ()


@pytest.mark.parametrize(("question", "place"), PLACES)
def test_an_ordinal_in_either_language_is_the_option_that_stands_there(question, place):
    for word in ORDINALS[place]:
        for said in (
            word,
            word.upper(),
            f"otan {word}",
            f"se {word} vaihtoehto",
            f"jag tar {word}",
            f"{word} alternativet.",
        ):
            assert read_as(message(said, "nlu_fallback"), question).answers == {question: SHOWN[question][place - 1]}, (
                said
            )


@pytest.mark.parametrize(
    "said", ["numero kaksi", "nummer två", "vaihtoehto kaksi", "otan toisen", "valitsen kakkosen", "toisen vaihtoehdon"]
)
def test_a_number_in_words_is_read_in_the_forms_in_which_people_choose(said):
    assert read_as(message(said, "nlu_fallback"), "usage").answers == {"usage": SHOWN["usage"][1]}


@pytest.mark.parametrize("question", QUESTIONS)
def test_after_the_options_stands_a_person(question):
    said = [
        str(len(SHOWN[question]) + 1),
        "viimeinen",
        "sista",
        "den sista",
        *ORDINALS.get(len(SHOWN[question]) + 1, ()),
    ]
    for words in said:
        reading = read_as(message(words, "nlu_fallback"), question)
        assert (reading.command, reading.answers) == ("human", {}), words


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("said", ["0", "12", "1 2", "1,5", "-1", "2 viikkoa", "toinen ihminen", "andra sidan"])
def test_a_number_of_something_else_chooses_nothing(question, said):
    reading = read_as(message(said, "nlu_fallback", known=0.0), question)
    assert reading.empty and not reading.answers


@pytest.mark.parametrize("question", [question for question in QUESTIONS if len(SHOWN[question]) < 8])
def test_a_number_beyond_the_options_chooses_nothing(question):
    assert read_as(message(str(len(SHOWN[question]) + 2), "nlu_fallback"), question).empty


def test_without_a_question_a_number_means_nothing():
    assert read_as(message("2", "nlu_fallback")).empty


def test_a_number_is_believed_before_what_the_words_seemed_to_say():
    assert read_as(message("1", "inform", asked={"usage": "unable"}), "usage").answers == {"usage": "alone"}


# Yes and no


@pytest.mark.parametrize("question", QUESTIONS)
def test_yes_and_no_mean_an_option_of_the_question_or_nothing(question):
    for intent, expected in zip(("affirm", "deny"), YES_NO[question], strict=True):
        reading = read_as(message("joo" if intent == "affirm" else "ei", intent), question)
        assert reading.answers == ({question: expected} if expected else {})
        assert reading.empty == (expected is None)


def test_yes_does_not_overrule_what_was_said_with_it():
    for sure in (True, False):
        said = message("joo mutta se on lainassa", "affirm", asked={"device": ("borrowed", sure)})
        assert read_as(said, "device").answers == {"device": "borrowed"}


@pytest.mark.parametrize("question", QUESTIONS)
def test_i_do_not_know_is_an_answer(question):
    reading = read_as(message("en tiedä", "dont_know"), question)
    assert reading.unknown
    assert reading.answers == {question: "unknown"}


def test_i_do_not_know_with_an_answer_is_the_answer():
    reading = read_as(message("en tiedä, äiti hoiti", "dont_know", asked={"usage": "other_does"}), "usage")
    assert reading.answers == {"usage": "other_does"}
    assert not reading.unknown


# Payloads


@pytest.mark.parametrize(("slot", "value"), [(slot, value) for slot, values in QUESTIONS.items() for value in values])
def test_every_option_may_be_sent_as_a_payload(slot, value):
    reading = payload((slot, value))
    assert reading.answers == {slot: value}
    assert reading.unknown == (value == "unknown")
    assert not reading.refused


def test_a_payload_may_answer_several_questions_at_once():
    reading = payload(("usage", "alone"), ("device", "own"), ("municipality", "091"), ("needs", "no_voice"))
    assert reading.answers == {"usage": "alone", "device": "own", "municipality": "091", "needs": ["no_voice"]}


def test_a_list_of_needs_arrives_from_rasa_as_an_entity_each_and_all_are_kept():
    assert payload(("needs", "no_voice"), ("needs", "interpreter")).answers == {"needs": ["interpreter", "no_voice"]}


def test_two_values_for_one_question_are_refused():
    assert payload(("usage", "alone"), ("usage", "unable")).refused


@pytest.mark.parametrize(
    "entities",
    [
        [],
        [("usage", "always")],
        [("usage", None)],
        [("usage", "")],
        [("usage", "ALONE")],
        [("usage", True)],
        [("usage", 1)],
        [("usage", ["alone"])],
        [("usage", {"value": "alone"})],
        [("usage", "alone" * 10_000)],
        [("usage", "alone"), ("device", "toaster")],
        [("usage", "alone"), ("name", "Maija")],
        [("safety", "emergency")],
        [("contradiction", True)],
        [("login", False)],
        [("service_class", "full")],
        [("progress", {"asked": []})],
        [("language", "sv")],
        [("municipality", "91")],
        [("municipality", "0911")],
        [("municipality", 91)],
        [("municipality", "٠٩١")],
        [("needs", "money")],
        [("needs", ["no_voice", None])],
        [("needs", [["no_voice"]])],
        [("deadline", "yesterday")],
        [("service", "131052-308T")],
        [("", "")],
    ],
    ids=lambda entities: repr(entities)[:60],
)
def test_a_payload_that_is_not_allowed_is_refused_whole(entities):
    reading = payload(*entities)
    assert reading.refused
    assert not reading.empty
    assert (reading.answers, reading.unknown, reading.command) == ({}, False, None)


json_values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(),
        st.sampled_from(["alone", "own", "unknown", "091"]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=8,
)
slots = st.one_of(
    st.text(), st.sampled_from([*QUESTIONS, "needs", "deadline", "municipality", "safety", "login", "contradiction"])
)


def is_allowed(slot, value):
    """Whether an answer is one of triage.md, read a second time."""
    if slot in QUESTIONS:
        return isinstance(value, str) and value in QUESTIONS[slot]
    if slot == "needs":
        known = {"interpreter", "sign_language", "no_voice", "screen_reader", "easy_language", "step_free"}
        return isinstance(value, list) and set(value) <= known
    if slot == "deadline":
        return value in ("today", "two_days", "later", "none", "unknown")
    return slot == "municipality" and (value == "unknown" or (value.isascii() and value.isdigit() and len(value) == 3))


@settings(deadline=None, max_examples=400)
@given(st.dictionaries(slots, json_values, max_size=4))
def test_whatever_a_payload_holds_only_allowed_answers_come_out(values):
    reading = payload(*values.items())
    assert all(is_allowed(slot, value) for slot, value in reading.answers.items())
    assert set(reading.answers) <= set(values)
    assert reading.refused == (not reading.answers)
    assert reading.command is None
    if any(slot not in {*QUESTIONS, "needs", "deadline", "municipality"} for slot in values):
        assert reading.refused


@settings(deadline=None)
@given(
    st.text(),
    st.sampled_from(["answer", "inform", "human", "safety", "affirm", "nlu_fallback", "greet", None]),
    st.sampled_from([*QUESTIONS, None]),
)
def test_no_text_makes_it_fail(text, intent, question):
    reading = read_as(message(text, intent), question)
    assert all(is_allowed(slot, value) for slot, value in reading.answers.items())


@pytest.mark.parametrize("parsed", [{}, {"text": None, "intent": None, "entities": None}, {"intent": {}, "text": ""}])
def test_a_message_without_anything_is_empty(parsed):
    for question in (None, "usage"):
        assert read_as(parsed, question).empty
