"""The messages of the contract: every question for everybody in both languages, recommendation, handover, answers in words."""

from __future__ import annotations

import json
import re

import pytest

from bot.providers import Query, find
from bot.triage import decide, explain, next_question
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

QUESTIONS = {question.id: (*question.options, "unknown") for question in TRIAGE.questions}
PRINCIPALS = (None, "self", "own_child", "adult", "client", "unknown")


def told(principal):
    return {} if principal is None else {"principal": principal}


# Questions


@languages
@pytest.mark.parametrize("principal", PRINCIPALS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_has_the_form_of_the_contract(question, principal, language):
    answers = {slot: value for slot, value in told(principal).items() if slot != question}
    message = SPEAKERS[language].question(question, answers, [question])
    assert set(message) == {"type", "question", "text", "why", "language", "options", "asked", "at_most"}
    assert (message["type"], message["question"], message["language"]) == ("question", question, language)
    assert message["text"].endswith(("?", ".")) and message["why"].endswith(".")
    assert "{" not in message["text"] + message["why"]
    assert 1 == message["asked"] <= message["at_most"] <= 7
    for option in message["options"]:
        assert set(option) == {"value", "title", "payload"}
        assert option["title"].strip()
        assert re.fullmatch(r"/answer\{.*\}", option["payload"])
        assert json.loads(option["payload"].removeprefix("/answer")) == {question: option["value"]}
    values = [option["value"] for option in message["options"]]
    assert values[-1] == "unknown"
    if question == "service":
        assert set(values) <= set(QUESTIONS[question]) and "other" in values
    else:
        assert values == list(QUESTIONS[question])


@languages
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_about_somebody_else_does_not_speak_of_you(question, language):
    speaker = SPEAKERS[language]
    own = speaker.question(question, {}, [question])["text"]
    worded = {principal: speaker.question(question, told(principal), [question])["text"] for principal in PRINCIPALS}
    assert worded["self"] == worded["own_child"] == own
    assert worded["adult"] == worded["client"]
    if TRIAGE.question(question).about_principal:
        assert worded["adult"] != own
        assert not re.search(r"\b(sinulla|sinua|pankkitunnuksesi|du|dina|ditt)\b", worded["adult"], re.IGNORECASE)


@languages
@pytest.mark.parametrize("question", QUESTIONS)
def test_both_languages_and_both_wordings_show_the_same_options_in_the_same_order(question, language):
    shown = {
        tuple(speaker.shown(question, told(principal))) for speaker in SPEAKERS.values() for principal in PRINCIPALS
    }
    message = SPEAKERS[language].question(question, {}, [question])
    assert shown == {tuple(option["value"] for option in message["options"])}


@languages
@pytest.mark.parametrize("answer_with", [0, -1, -2])
def test_while_questions_are_asked_the_count_rises_and_the_most_never_does(language, answer_with):
    answers, asked, most = {}, [], 7
    while (question := next_question(TRIAGE, answers)) is not None:
        asked.append(question)
        message = SPEAKERS[language].question(question, answers, asked)
        assert message["asked"] == len(asked) <= message["at_most"] <= most
        most = message["at_most"]
        answers[question] = QUESTIONS[question][answer_with]


def test_a_question_asked_again_keeps_its_number():
    message = SPEAKERS["fi"].question("usage", {"service": "tax_card"}, ["service", "usage", "support"])
    assert (message["asked"], message["at_most"]) == (2, 7)


# Recommendations and handovers


@languages
@pytest.mark.parametrize("now", [MONDAY, SUNDAY], ids=["open", "closed"])
@pytest.mark.parametrize("person", PEOPLE)
def test_a_recommendation_has_the_form_of_the_contract(person, now, language):
    answers = PEOPLE[person]
    decision = decide(TRIAGE, answers)
    query = Query(decision.channels, "999", (language,), needs=answers.get("needs", []))
    found = find(DIRECTORY, query, now).found
    message = SPEAKERS[language].recommendation(decision, found, answers, "K7F-42R", now)
    assert set(message) == RECOMMENDATION
    assert (message["type"], message["language"], message["reference"]) == ("recommendation", language, "K7F-42R")
    assert {key: message[key] for key in decision.as_dict()} == decision.as_dict()
    assert message["primary"] == message["channels"][0]
    assert [offer["id"] for offer in message["offers"]] == [one.offer.id for one in found]
    assert [offer["reasons"] for offer in message["offers"]] == [list(one.reasons) for one in found]
    assert len(message["explanation"]) == len(message["reasons"]) > 0
    assert all(reason.endswith(".") and not re.search(r"[A-Z]{4}", reason) for reason in message["explanation"])
    assert message["answers"] == {slot: value for slot, value in answers.items() if slot != "contradiction"}
    assert json.loads(json.dumps(message)) == message


def test_the_two_languages_recommend_the_same_in_other_words():
    decision = decide(TRIAGE, PEOPLE["who is stuck"])
    found = find(DIRECTORY, Query(decision.channels, "999"), MONDAY).found
    finnish, swedish = (speaker.recommendation(decision, found, {}, None, MONDAY) for speaker in SPEAKERS.values())
    same = ("level", "level_id", "row", "reasons", "primary", "channels", "reference")
    assert [finnish[key] for key in same] == [swedish[key] for key in same]
    assert finnish["explanation"] != swedish["explanation"]
    assert finnish["offers"][0]["name"] != swedish["offers"][0]["name"]


@languages
@pytest.mark.parametrize("reason", ["HUMAN", "UNKNOWN", "NOT_UNDERSTOOD"])
def test_a_handover_has_the_form_of_the_contract(reason, language):
    message = SPEAKERS[language].handover(reason, CONTACT, SUNDAY)
    assert {"type", "reason", "contact", "open_now", "opens_next"} <= set(message)
    assert (message["type"], message["reason"], message["language"]) == ("handover", reason, language)
    assert message["contact"]["phone"] == "+358900000001"
    assert message["contact"]["name"] == CONTACT.names[language]
    assert (message["open_now"], message["opens_next"]) == (False, "2026-11-23T08:00:00+02:00")
    assert json.loads(json.dumps(message)) == message


def test_a_handover_to_an_open_door_says_so():
    message = SPEAKERS["sv"].handover("HUMAN", CONTACT, MONDAY)
    assert (message["open_now"], message["opens_next"]) == (True, None)


# Answers in words


@languages
def test_a_language_has_its_name_or_its_code(language):
    names = {"fi": ["suomi", "ruotsi", "pohjoissaame", "xx"], "sv": ["finska", "svenska", "nordsamiska", "xx"]}
    assert [SPEAKERS[language].language_name(code) for code in ("fi", "sv", "se", "xx")] == names[language]


@languages
def test_every_answer_has_the_words_of_its_button(language):
    speaker = SPEAKERS[language]
    for question, values in QUESTIONS.items():
        for value in values:
            assert speaker.label(question, value, {}) or question == "service", (question, value)
    assert speaker.label("service", "tax_card", {}) == TRIAGE.services["tax_card"].names[language]
    assert speaker.label("needs", ["no_voice"], {}) is None


def test_answers_are_told_in_words_one_after_another_and_what_is_unknown_is_left_out():
    answers = {"usage": "alone", "device": "unknown", "support": "link", "needs": ["no_voice"]}
    assert SPEAKERS["fi"].labels(answers, answers) == "minä itse ilman apua, oikea linkki riittää"


@languages
@pytest.mark.parametrize("person", ["who manages", "who is stuck", "for a mother"])
def test_what_would_have_changed_it_is_told_in_words(person, language):
    answers = PEOPLE[person]
    said = SPEAKERS[language].would_change(explain(TRIAGE, answers), answers)
    assert said and not re.search(r"[_{}]|None|unknown", said)
