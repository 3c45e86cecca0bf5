"""The whole conversation by Tab, Enter and Space, and nothing that only a mouse reaches."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.chat import ANSWERS, Chat
from tests.browser.checks import LONGEST_WALK, check_keyboard, tab_walk


def tab_to(chat: Chat, wanted: Locator) -> None:
    """Presses Tab until the focus is there. Raises AssertionError when it never is."""
    for _ in range(LONGEST_WALK):
        if wanted.evaluate("one => one.getRootNode().activeElement === one"):
            return
        chat.page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {wanted}")


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_a_whole_conversation_by_keyboard(new_chat, language):
    chat = new_chat(language).open()
    keyboard = chat.page.keyboard

    def press(button: Locator, key: str = "Enter"):
        tab_to(chat, button)
        return chat.answered(lambda: keyboard.press(key))

    press(chat.option('/answer{"service":"kela_other"}'))
    tab_to(chat, chat.field)
    keyboard.type({"fi": "oma asia", "sv": "mitt eget ärende"}[language])
    chat.answered(lambda: keyboard.press("Enter"))
    tab_to(chat, chat.tool("why"))
    chat.answered(lambda: keyboard.press("Space"))
    tab_to(chat, chat.tool("answers"))
    keyboard.press("Enter")
    expect(chat.element.locator(".drawer")).to_be_visible()
    keyboard.press("Escape")
    while question := chat.state["question"]:
        press(chat.option(f'/answer{{"{question["question"]}":"{ANSWERS[question["question"]]}"}}'), "Space")
    assert chat.state["recommended"]
    tab_to(chat, chat.element.locator(".recommendation summary").first)
    keyboard.press("Enter")
    expect(chat.element.locator(".recommendation details[open]").first).to_be_visible()
    tab_to(chat, chat.element.locator(".recommendation").get_by_role("link").first)
    tab_to(chat, chat.tool("end"))
    keyboard.press("Enter")
    tab_to(chat, chat.button("end_yes"))
    keyboard.press("Enter")
    tab_to(chat, chat.button("clear"))
    keyboard.press("Enter")
    expect(chat.messages).to_have_count(0)


def test_enter_sends_and_shift_enter_begins_a_line(new_chat):
    chat = new_chat().open()
    chat.field.focus()
    chat.page.keyboard.type("verokortti")
    chat.page.keyboard.press("Shift+Enter")
    chat.page.keyboard.type("on kateissa")
    reply = chat.answered(lambda: chat.page.keyboard.press("Enter"))
    assert reply["messages"][0]["text"] == "verokortti\non kateissa"


@pytest.mark.parametrize("width", [320, 1280])
def test_every_control_is_reached_and_left(new_chat, width):
    chat = new_chat(width=width).open()
    check_keyboard(chat.page)
    chat.to_the_end()
    check_keyboard(chat.page)
    chat.tool("answers").click()
    check_keyboard(chat.page)


def test_backwards_too(new_chat):
    chat = new_chat().open()
    forwards = [here["name"] for here in tab_walk(chat.page)]
    backwards = [here["name"] for here in tab_walk(chat.page, "Shift+Tab")]
    assert backwards == forwards[::-1]


def test_the_corner_is_no_trap(new_chat, site):
    chat = new_chat()
    chat.page.goto(f"{site.origin}/calm?attributes=position=corner")
    chat.opened(chat.button("open_chat").click)
    check_keyboard(chat.page)
    assert chat.page.get_by_role("link", name="Toinen sivu").is_visible()
