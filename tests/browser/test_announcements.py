"""What a screen reader says: each message once, in its language, from one announcer in the light DOM."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.chat import Chat, spoken
from tests.browser.checks import announced, check_announced_once


def announces(chat: Chat, act, since: int | None = None) -> None:
    """Does something that is answered; each message of the answer is announced once."""
    since = len(announced(chat.page)) if since is None else since
    reply = act()
    chat.page.wait_for_timeout(150)
    check_announced_once(chat.page, spoken(reply["messages"]), since)


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_each_message_is_announced_once_in_its_language(new_chat, language):
    chat = new_chat(language).open()
    announces(chat, lambda: chat.replies[0], since=0)
    announces(chat, lambda: chat.answer("service", "kela_other"))
    announces(chat, lambda: chat.say({"fi": "oma asia", "sv": "mitt eget ärende"}[language]))
    announces(chat, lambda: chat.answered(chat.tool("why").click))
    announces(chat, lambda: chat.say({"fi": "nyt täällä palaa keittiö", "sv": "det brinner i köket"}[language]))
    announces(chat, lambda: chat.press("/continue"))
    announces(chat, lambda: chat.answer("usage", "never"))
    announces(chat, lambda: chat.answer("device", "own"))
    announces(chat, lambda: chat.answer("reach", "phone"))
    assert chat.state["recommended"]
    announces(chat, lambda: chat.press("/alternatives"))


def test_the_language_of_an_announcement_changes_with_the_conversation(new_chat):
    chat = new_chat("fi").open()
    since = len(announced(chat.page))
    reply = chat.answered(chat.other_language.click)
    chat.page.wait_for_timeout(150)
    assert {message["language"] for message in reply["messages"] if message["from"] == "auta"} == {"sv"}
    check_announced_once(chat.page, spoken(reply["messages"]), since)


def test_a_reload_announces_the_open_question_and_no_storm(new_chat):
    chat = new_chat().open()
    chat.answer("service", "kela_other")
    chat.answer("principal", "self")
    check_no_storm(chat)


def check_no_storm(chat: Chat) -> None:
    """After a reload only that it goes on, and the question, are announced."""
    chat.page.reload()
    chat.wait_for_question()
    chat.page.wait_for_timeout(2000)
    heard = [entry["text"] for entry in announced(chat.page)]
    question = " ".join(chat.state["question"]["text"].split())
    assert heard == [chat.word("continues"), question]


def test_a_quick_answer_is_not_preceded_by_words_about_waiting(new_chat):
    chat = new_chat().open()
    chat.answer("service", "kela_other")
    assert chat.word("typing") not in [entry["text"] for entry in announced(chat.page)]


def test_a_slow_answer_is_announced_as_such_once(new_chat):
    chat = new_chat().open()
    chat.page.route("**/chat/messages", lambda route: (chat.page.wait_for_timeout(3000), route.continue_()))
    chat.answer("service", "kela_other")
    expect(chat.options.first).to_be_visible()
    assert [entry["text"] for entry in announced(chat.page)].count(chat.word("typing")) == 1


def test_a_failure_is_announced_once_with_what_to_do(new_chat):
    chat = new_chat().open()
    chat.page.route("**/chat/messages", lambda route: route.abort())
    since = len(announced(chat.page))
    chat.field.fill("oma asia")
    chat.field.press("Enter")
    expect(chat.button("send_again")).to_be_visible()
    check_announced_once(chat.page, [(chat.word("no_connection"), "fi")], since)
