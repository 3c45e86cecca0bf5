"""What a message says as an answer to the question that was asked; a payload that is not allowed is never stored."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.messages import Speaker
from bot.conversation.reading import COMMANDS, LOSING, YIELDING, read
from bot.language.texts import load_texts
from bot.triage import load_triage

TRIAGE = load_triage()
QUESTIONS = {question.id: (*question.options, "unknown") for question in TRIAGE.questions}
SHOWN = {question: Speaker(load_texts(), TRIAGE, "fi").shown(question, {}) for question in QUESTIONS}
PLACES = [(question, place) for question, options in SHOWN.items() for place in range(1, len(options) + 1)]
SATURDAY = date(2026, 11, 21)
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


def guesses(by_name):
    """{name: value} as sure guesses of the classifier, {name: (value, sure)} as just these."""
    found = {name: guess if isinstance(guess, tuple) else (guess, True) for name, guess in (by_name or {}).items()}
    return {
        name: {"value": value, "confidence": 0.9 if sure else 0.6, "sure": sure}
        for name, (value, sure) in found.items()
    }


def message(text="", intent=None, *entities, told=None, asked=None, confidence=0.9, known=1.0, **more):
    """A message as Rasa parses it; an entity is (slot, value) or (slot, value, role), `told` and `asked` are guesses."""
    return {
        "situation": {"told": guesses(told), "asked": guesses(asked)},
        "text": text,
        "intent": {"name": intent, "confidence": confidence},
        "entities": [dict(zip(("entity", "value", "role"), entity, strict=False)) for entity in entities],
        "language": {"code": "fi", "margin": 2.0, "known": known},
        **more,
    }


def read_as(parsed, question=None, about_another=False, today=SATURDAY):
    return read(TRIAGE, parsed, question, SHOWN.get(question, []), about_another, today)


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


# Commands


@pytest.mark.parametrize("command", sorted(COMMANDS - LOSING))
def test_a_command_without_an_answer_is_a_command_however_unsure(command):
    reading = read_as(message("jotain", command, confidence=0.3), "usage")
    assert (reading.command, reading.answers) == (command, {})


@pytest.mark.parametrize("command", sorted(LOSING))
def test_a_command_that_would_lose_answers_must_be_certain(command):
    assert read_as(message("jotain", command, confidence=0.45), "usage").empty
    assert read_as(message("jotain", command, confidence=0.9), "usage").command == command


@pytest.mark.parametrize("command", sorted(YIELDING))
def test_an_intent_that_sounds_like_an_answer_gives_way_to_the_answer(command):
    reading = read_as(message("jotain", command, asked={"usage": "alone"}, confidence=0.99), "usage")
    assert (reading.command, reading.answers) == (None, {"usage": "alone"})


@pytest.mark.parametrize("command", sorted(COMMANDS - {"safety"} - YIELDING))
def test_a_command_with_an_answer_is_believed_only_when_it_is_sure(command):
    sure = read_as(message("jotain", command, asked={"usage": "alone"}, confidence=0.9), "usage")
    assert (sure.command, sure.answers) == (command, {})
    unsure = read_as(message("jotain", command, asked={"usage": "alone"}, confidence=0.5), "usage")
    assert (unsure.command, unsure.answers) == (None, {"usage": "alone"})


@pytest.mark.parametrize("command", sorted(COMMANDS - {"safety"} - YIELDING))
def test_what_is_told_beside_a_command_is_kept_and_what_only_answers_the_question_is_not(command):
    said = message("jotain", command, told={"device": "none", "usage": ("alone", False)}, asked={"usage": "never"})
    reading = read_as(said, "usage")
    assert (reading.command, reading.answers, reading.volunteered) == (command, {"device": "none"}, ("device",))


def test_an_answer_to_another_question_does_not_silence_a_command():
    said = message("ihminen, ei ole konetta", "human", told={"device": "none"}, confidence=0.5)
    reading = read_as(said, "usage")
    assert (reading.command, reading.answers, reading.volunteered) == ("human", {"device": "none"}, ("device",))


def test_how_somebody_is_to_be_reached_is_no_wish_for_a_person_at_once():
    said = message("ring mig", "human", asked={"reach": "phone"}, confidence=0.99)
    assert (read_as(said, "reach").command, read_as(said, "reach").answers) == (None, {"reach": "phone"})
    assert read_as(said, "usage").command == "human"


def test_danger_is_heard_alone_whatever_else_is_said():
    reading = read_as(
        message(
            "apua, hän ei hengitä 2",
            "safety",
            ("safety", "emergency"),
            told={"usage": "alone"},
            asked={"usage": "alone"},
            confidence=0.1,
        ),
        "usage",
    )
    assert (reading.command, reading.answers) == ("safety", {})


@pytest.mark.parametrize("command", ["human", "why", "back", "restart", "language"])
def test_a_command_sent_by_a_button_is_a_command(command):
    reading = read_as(message(f"/{command}", command, confidence=1.0), "usage")
    assert (reading.command, reading.answers) == (command, {})


@pytest.mark.parametrize(
    ("intent", "repeats"), [("continue", True), ("greet", True), ("inform", True), (None, False), ("affirm", False)]
)
def test_other_payloads_answer_nothing(intent, repeats):
    reading = read_as(message(f"/{intent}", intent, told={"usage": "alone"}, asked={"usage": "alone"}), "usage")
    assert (reading.answers, reading.command, reading.repeat) == ({}, None, repeats)


def test_asking_again_and_greeting_repeat_the_question():
    assert read_as(message("mitä?", "repeat"), "usage").repeat
    assert read_as(message("hei", "greet"), "usage").repeat
    assert not read_as(message("hei, hoidan itse", "greet", asked={"usage": "alone"}), "usage").repeat


# What the classifier understood


@pytest.mark.parametrize("question", [question for question in QUESTIONS if question != "service"])
def test_an_answer_to_a_question_counts_only_when_that_was_asked(question):
    value = QUESTIONS[question][0]
    said = message("niin", "inform", asked={question: value})
    assert read_as(said, question).answers == {question: value}
    assert read_as(said).answers == {}
    assert all(read_as(said, other).answers == {} for other in QUESTIONS if other not in (question, "service"))


@pytest.mark.parametrize("question", [question for question in QUESTIONS if question != "service"])
def test_an_answer_that_is_only_likely_is_taken_and_said_to_be_so(question):
    value = QUESTIONS[question][0]
    likely = read_as(message("niin kai", "inform", asked={question: (value, False)}), question)
    assert (likely.answers, likely.likely) == ({question: value}, question)
    sure = read_as(message("niin", "inform", asked={question: value}), question)
    assert (sure.answers, sure.likely) == ({question: value}, None)


def test_what_cannot_be_read_is_no_answer():
    """The classifier gives no guess below `likely`."""
    reading = read_as(message("siinä se", "inform"), "usage")
    assert reading.empty and reading.likely is None


def test_a_number_and_i_do_not_know_need_no_confirming():
    assert read_as(message("2", "inform", asked={"usage": ("alone", False)}), "usage").likely is None
    unknown = read_as(message("en muista", "dont_know", asked={"usage": ("unknown", False)}), "usage")
    assert (unknown.answers, unknown.unknown, unknown.likely) == ({"usage": "unknown"}, True, None)


@pytest.mark.parametrize("question", [question for question in QUESTIONS if question not in ("principal", "service")])
def test_when_the_errand_is_anothers_the_answer_is_read_as_one_about_the_other(question):
    mine, theirs = QUESTIONS[question][:2]
    said = message("minä hoidin", "inform", asked={question: mine, f"{question}.other": (theirs, False)})
    other = read_as(said, question, about_another=True)
    assert (other.answers, other.likely) == ({question: theirs}, question)
    assert read_as(said, question).answers == {question: mine}
    only_mine = message("minä hoidin", "inform", asked={question: mine})
    assert read_as(only_mine, question, about_another=True).answers == {}


def test_whose_errand_it_is_is_read_alike_whoever_it_was_about():
    said = message("äidin", "inform", asked={"principal": "adult"})
    for about_another in (True, False):
        assert read_as(said, "principal", about_another=about_another).answers == {"principal": "adult"}


@pytest.mark.parametrize("question", [None, *QUESTIONS])
def test_what_is_told_for_certain_counts_whatever_was_asked_and_what_is_not_does_not(question):
    said = message("tänään", "inform", told={"device": "none", "support": ("link", False), "deadline": "due"})
    answers = read_as(said, question).answers
    answers.pop("service", None)
    assert answers == {"device": "none", "deadline": "today"}


def test_the_answer_to_the_question_goes_before_what_the_words_alone_would_tell():
    said = message("jotain", "inform", told={"usage": "never"}, asked={"usage": ("unable", False)})
    assert read_as(said, "usage").answers == {"usage": "unable"}
    assert read_as(said, "device").answers == {"usage": "never"}


def test_needs_add_up():
    said = message(
        "jotain",
        "inform",
        told={
            "needs.no_voice": "no_voice",
            "needs.interpreter": "interpreter",
            "needs.step_free": ("step_free", False),
        },
    )
    assert sorted(read_as(said).answers["needs"]) == ["interpreter", "no_voice"]


@pytest.mark.parametrize(
    ("told", "about_another", "question", "kept"),
    [
        ("self", True, "usage", False),
        ("self", True, "principal", True),
        ("self", True, None, True),
        ("self", False, "usage", True),
        ("adult", True, "usage", True),
    ],
)
def test_a_helper_who_says_i_have_is_still_a_helper(told, about_another, question, kept):
    said = message("minulla on kyllä tietokone ja netti", "inform", told={"principal": told})
    assert ("principal" in read_as(said, question, about_another).answers) == kept


@pytest.mark.parametrize("question", ["usage", "principal", "service", None])
def test_in_a_few_words_somebody_is_whose_errand_it_is_only_when_that_was_asked(question):
    answers = read_as(message("hustrun min", "inform", told={"principal": "adult"}), question).answers
    assert ("principal" in answers) == (question != "usage")


def test_a_pattern_tells_of_a_device_where_the_classifier_is_silent_and_of_needs_always():
    hints = ["device.own", "needs.no_voice", "usage.alone", "reach.phone.asked"]
    assert read_as(message("…", "inform", hints=hints)).answers == {"device": "own", "needs": ["no_voice"]}
    sure = message("…", "inform", hints=hints, told={"device": "none", "needs.step_free": "step_free"})
    assert read_as(sure).answers == {"device": "none", "needs": ["no_voice", "step_free"]}
    likely = message("…", "inform", hints=hints, told={"device": ("none", False)})
    assert "device" not in read_as(likely).answers


def test_what_was_not_asked_is_volunteered():
    told = {"principal": "adult", "device": "none"}
    said = message("äidillä ei ole konetta eikä hän osaa", "inform", told=told, asked={"usage": "unable"})
    reading = read_as(said, "usage")
    assert reading.answers == {"principal": "adult", "device": "none", "usage": "unable"}
    assert set(reading.volunteered) == {"principal", "device"}


def test_both_sides_of_a_contradiction_are_read_for_the_engine_to_check():
    said = message("äiti hoiti, linkki riittää", "inform", told={"usage": "other_does"}, asked={"support": "link"})
    assert read_as(said, "support").answers == {"usage": "other_does", "support": "link"}
    assert read_as(message("ei laitetta, chatissa", "inform", told={"device": "none", "reach": "chat"})).answers == {
        "device": "none",
        "reach": "chat",
    }


@pytest.mark.parametrize("situation", [None, {}, {"told": None, "asked": None}, {"told": {}}])
def test_a_message_that_the_classifier_did_not_read_tells_nothing(situation):
    assert read_as({**message("jotain", "inform"), "situation": situation}, "usage").empty


# The place


@pytest.mark.parametrize("question", [None, *QUESTIONS])
def test_a_municipality_counts_only_where_somebody_lives_there(question):
    home = read_as(message("asun Turussa", "inform", ("municipality", "853", "home")), question)
    assert home.answers["municipality"] == "853" and "municipality" in home.volunteered
    assert "municipality" not in read_as(message("olin Turussa", "inform", ("municipality", "853")), question).answers


# Deadlines


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("lauantaina", "today"),
        ("viimeistään maanantaina", "two_days"),
        ("på fredag", "later"),
        ("21.11.", "today"),
        ("1.1.2027", "later"),
        ("ennen hiihtolomaa", "later"),
    ],
)
@pytest.mark.parametrize("question", ["usage", None])
def test_how_soon_it_is_due_is_counted_from_today(text, deadline, question):
    reading = read_as(message(text, "inform", told={"deadline": "due"}), question)
    assert reading.answers == {"deadline": deadline}
    assert reading.volunteered == ("deadline",)


@pytest.mark.parametrize("text", ["lauantaina", "1.1.2027"])
def test_a_day_is_no_deadline_unless_it_is_meant_as_one(text):
    assert read_as(message(text, "inform"), "usage").empty
    assert read_as(message(text, "inform", told={"deadline": ("due", False)}), "usage").empty
    assert read_as(message(text, "inform", told={"deadline": "none"}), "usage").answers == {"deadline": "none"}


# Another errand


def test_an_unknown_errand_is_other_when_the_errand_was_asked():
    reading = read_as(message("koiran rekisteröinti", "inform"), "service")
    assert (reading.answers, reading.other_errand) == ({"service": "other"}, True)
    assert read_as(message("koiran rekisteröinti", "nlu_fallback"), "service").other_errand


@pytest.mark.parametrize("question", [None, *(question for question in QUESTIONS if question != "service")])
def test_unknown_words_are_no_errand_when_something_else_was_asked(question):
    reading = read_as(message("koiran rekisteröinti", "inform"), question)
    assert "service" not in reading.answers and not reading.other_errand


@pytest.mark.parametrize(
    ("text", "intent", "known"),
    [
        ("asdf qwer", "inform", 0.0),
        ("hmm", "nlu_fallback", 1.0),
        ("kiitos", "thanks", 1.0),
        ("joo", "affirm", 1.0),
        ("", "nlu_fallback", 1.0),
    ],
)
def test_what_is_not_made_of_words_is_no_errand(text, intent, known):
    assert "service" not in read_as(message(text, intent, known=known), "service").answers


def test_an_errand_that_is_known_is_not_other():
    reading = read_as(message("verokortti ja muuta", "inform", ("service", "tax_card")), "service")
    assert (reading.answers, reading.other_errand) == ({"service": "tax_card"}, False)


def test_an_errand_that_was_understood_without_its_name_is_known_when_the_errand_is_told_or_asked():
    said = message("veroprosentti pitäisi muuttaa", "inform", told={"service": "tax_card"})
    assert read_as(said).answers == {"service": "tax_card"}
    assert (read_as(said, "service").answers, read_as(said, "service").other_errand) == ({"service": "tax_card"}, False)
    assert read_as(said, "usage").answers == {}


def test_a_name_in_words_goes_before_what_was_understood():
    said = message("verokortti", "inform", ("service", "tax_card"), told={"service": "passport"})
    assert read_as(said).answers == {"service": "tax_card"}


def test_in_the_middle_a_name_in_words_begins_another_errand_unless_it_stands_in_an_answer():
    named = message("entä passi", "inform", ("service", "passport"), told={"service": "passport"})
    reading = read_as(named, "usage")
    assert (reading.answers, reading.volunteered) == ({"service": "passport"}, ("service",))
    answer = message("poika haki passinkin", "inform", ("service", "passport"), asked={"usage": ("other_does", False)})
    assert read_as(answer, "usage").answers == {"usage": "other_does"}


def test_an_errand_that_no_longer_exists_is_none():
    assert read_as(message("jotain", "inform", told={"service": "moon_travel"})).answers == {}
    assert read_as(message("jotain", "inform", told={"service": "other"})).answers == {"service": "other"}
