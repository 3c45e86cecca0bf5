"""The page around the widget, at `/`: it follows the widget's language, and the conversation goes on."""

from __future__ import annotations

import pytest

from bot.authority import load_authority
from bot.language.texts import load_texts
from tests.browser.checks import check_no_violations


@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_follows_the_language_of_the_chat(new_chat, assistant, width):
    chat = new_chat("fi", width=width)
    page = chat.page
    page.goto(f"{assistant.site}/?language=fi")
    chat.wait_for_question()
    page.evaluate("() => { document.querySelector('auta-chat').same = true; }")
    chat.element.get_by_role("button", name="På svenska").first.click()
    page.wait_for_function("() => document.documentElement.lang === 'sv'")
    texts, authority = load_texts(), load_authority()
    assert page.locator("h1").inner_text() == texts.say("utter_plain_heading", "sv")
    assert authority.names["sv"] in page.title() and authority.names["sv"] in page.locator(".top").inner_text()
    assert texts.say("utter_plain_simple", "sv") in page.locator("footer").inner_text()
    assert page.locator("footer a[href='/dataskydd']").count() == 1
    assert page.evaluate("() => document.querySelector('auta-chat').same"), "the chat itself is not exchanged"
    check_no_violations(page, chat.console)


def test_the_words_of_the_chat_begin_where_those_of_the_page_do(new_chat, assistant):
    chat = new_chat("fi")
    chat.page.goto(f"{assistant.site}/?language=fi")
    chat.wait_for_question()
    left = [one.bounding_box()["x"] for one in (chat.page.locator("h1"), chat.element.locator("h2"))]
    assert abs(left[0] - left[1]) < 1, left
