"""Whether a message is a command or an answer, and what is told beside a command; danger is heard before everything."""

from __future__ import annotations

import pytest

from bot.conversation.reading import COMMANDS, LOSING, YIELDING
from tests.conversations.parsing import message, read_as


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
