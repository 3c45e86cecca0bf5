"""When a part fails, the person is told at once, nothing that was written is lost, and it goes on when the part is back."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.browser.parts import Parts

# Seconds until the person is told: the limit of a turn, one automatic try more, and a busy machine.
AT_ONCE = 20
TURN = "3"


@pytest.fixture(scope="module")
def parts():
    with Parts(
        {"AUTA_TURN_SECONDS": TURN, "AUTA_ADDRESS_SESSIONS": "10000", "AUTA_ADDRESS_MESSAGES": "10000"}
    ) as started:
        yield started


def check_sent_again_is_one_message(chat: Chat) -> None:
    """The answer is lost on its way; sent again, the message is in the conversation once."""
    lost = []

    def lose_the_answer(route) -> None:
        if len(lost) < 2:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    chat.page.route("**/chat/messages", lose_the_answer)
    chat.field.fill("verokortti")
    chat.field.press("Enter")
    again = chat.button("send_again")
    expect(again).to_be_visible(timeout=AT_ONCE * 1000)
    chat.answered(again.click)
    said = [message["text"] for message in chat.transcript() if message["from"] == "person"]
    assert said == ["verokortti"], said
    assert len({body["id"] for body in chat.sent}) == 1


def check_told_and_kept(chat: Chat, written: str) -> float:
    """What was written is there with a way to send it again, and the human contact; returns how long it took."""
    began = time.monotonic()
    chat.field.fill(written)
    chat.field.press("Enter")
    expect(chat.button("send_again")).to_be_visible(timeout=AT_ONCE * 1000)
    took = time.monotonic() - began
    assert written in chat.shown()
    chat.check_contact()
    return took


def check_goes_on(chat: Chat, written: str) -> None:
    """Sent again it is answered, and stands in the conversation once, on the page and at the server."""
    reply = chat.answered(chat.button("send_again").click)
    assert next(message["from"] for message in reply["messages"]) == "person"
    said = Counter(message["text"] for message in chat.transcript() if message["from"] == "person")
    assert said[written] == 1
    assert chat.shown().count(written) == 1
    expect(chat.button("send_again")).to_be_hidden()


def test_a_lost_answer_is_asked_for_again_with_the_same_id(new_chat):
    check_sent_again_is_one_message(new_chat().open())


def test_a_shaky_network_is_tried_once_more_by_itself(new_chat):
    chat = new_chat().open()
    failed = []
    chat.page.route(
        "**/chat/messages", lambda route: route.continue_() if failed else (failed.append(1), route.abort())
    )
    chat.say("verokortti")
    expect(chat.button("send_again")).to_be_hidden()
    assert len(chat.sent) == 2 and len({body["id"] for body in chat.sent}) == 1


def test_who_writes_too_much_too_fast_loses_nothing(new_chat):
    chat = new_chat().open()
    error = {"error": "too_many", "text": "Odota hetki.", "language": "fi", "contact": chat.about["contact"]["fi"]}
    chat.page.route(
        "**/chat/messages", lambda route: route.fulfill(status=429, headers={"Retry-After": "5"}, json=error)
    )
    chat.field.fill("verokortti")
    chat.field.press("Enter")
    expect(chat.element.get_by_text("Odota hetki.").first).to_be_visible()
    expect(chat.field).to_have_value("verokortti")


def test_a_conversation_that_expired_is_begun_anew_and_what_was_typed_stays(new_chat):
    chat = new_chat().open()
    error = {
        "error": "no_session",
        "text": "Keskustelu on päättynyt.",
        "language": "fi",
        "contact": chat.about["contact"]["fi"],
    }
    chat.page.route("**/chat/messages", lambda route: route.fulfill(status=401, json=error))
    chat.field.fill("verokortti")
    chat.field.press("Enter")
    anew = chat.button("begin_anew")
    expect(anew).to_be_visible()
    chat.page.unroute("**/chat/messages")
    chat.opened(anew.click)
    expect(chat.field).to_have_value("verokortti")


def test_a_message_that_is_too_long_is_not_lost(new_chat):
    chat = new_chat().open()
    words = "pitkä " * 400
    chat.field.fill(words)
    chat.field.press("Enter")
    expect(chat.field).to_have_value(words)
    assert not chat.sent


def test_writing_another_message_does_not_lose_one_that_failed(new_chat):
    chat = new_chat().open()
    chat.page.route("**/chat/messages", lambda route: route.abort())
    chat.field.fill("ensimmäinen viesti")
    chat.field.press("Enter")
    expect(chat.button("send_again")).to_be_visible()
    chat.page.unroute("**/chat/messages")
    chat.say("toinen viesti")
    assert "ensimmäinen viesti" in chat.shown()


def test_a_message_without_an_answer_is_still_there_after_a_reload(new_chat):
    chat = new_chat().open()
    chat.page.route("**/chat/messages", lambda route: route.abort())
    check_told_and_kept(chat, "verokortti")
    chat.page.unroute("**/chat/messages")
    chat.page.reload()
    check_goes_on(chat, "verokortti")


@pytest.mark.parametrize("part", ["actions", "redis", "rasa"])
def test_a_part_that_stops_and_comes_back(new_chat, parts, part):
    language = "sv" if part == "redis" else "fi"
    chat = new_chat(language, address=parts.address).open()
    chat.answer("service", "kela_other")
    parts.stop(part)
    try:
        took = check_told_and_kept(chat, {"fi": "oma asiani", "sv": "mitt eget ärende"}[language])
    finally:
        parts.begin(part)
        parts.wait_until_ready()
    assert took < AT_ONCE
    check_goes_on(chat, {"fi": "oma asiani", "sv": "mitt eget ärende"}[language])
    assert [answer["question"] for answer in chat.state["answers"]] == ["service", "principal"]


def test_a_part_that_hangs_is_not_waited_for(new_chat, parts):
    chat = new_chat(address=parts.address).open()
    chat.answer("service", "kela_other")
    parts.freeze("actions")
    try:
        assert check_told_and_kept(chat, "oma asiani") < AT_ONCE
    finally:
        parts.thaw("actions")
        parts.wait_until_ready()
    check_goes_on(chat, "oma asiani")
