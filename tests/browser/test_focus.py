"""The focus: never moves without the person's gesture, returns, is never lost, is always seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.browser.checks import (
    check_focus_is,
    check_focus_not_obscured,
    check_focus_somewhere,
    check_focus_visible,
    look,
    tab_walk,
)


def slow(chat: Chat, milliseconds: int = 700) -> None:
    """From now on an answer takes its time."""
    chat.page.route("**/chat/messages", lambda route: (chat.page.wait_for_timeout(milliseconds), route.continue_()))


def check_a_reply_does_not_move_the_focus(chat: Chat) -> None:
    """Who writes on while the answer comes is not disturbed: neither focus nor text nor the place on the screen."""
    slow(chat)
    chat.field.fill("verokortti")

    def send_and_write_on() -> None:
        chat.field.press("Enter")
        chat.page.keyboard.type("ja toinen")

    before = look(chat.page, "active") if chat.field.evaluate("field => { field.focus(); return true; }") else None
    chat.answered(send_and_write_on)
    check_focus_is(chat.page, before)
    assert chat.field.input_value() == "ja toinen"


def check_waiting_does_not_move_the_focus(chat: Chat) -> None:
    """Half an hour of thinking, for a page with a clock of the test's own."""
    chat.other_language.focus()
    before = look(chat.page, "active")
    for _ in range(3):
        chat.page.clock.run_for(10 * 60 * 1000)
        check_focus_is(chat.page, before)


def check_focus_after_an_option(chat: Chat) -> None:
    """The option that was pressed goes, and the focus is at the new options."""
    option = chat.option('/answer{"service":"kela_other"}')
    option.focus()
    chat.answered(lambda: chat.page.keyboard.press("Enter"))
    check_focus_somewhere(chat.page)
    assert chat.element.evaluate("element => element.shadowRoot.activeElement.getAttribute('aria-label')") == chat.word(
        "answers_label"
    )
    chat.page.keyboard.press("Tab")
    expect(chat.options.first).to_be_focused()


def check_focus_returns(chat: Chat) -> None:
    """What a tool opened gives the focus back to the tool."""
    for name in ("answers", "restart", "end"):
        tool = chat.tool(name)
        tool.focus()
        before = look(chat.page, "active")
        chat.page.keyboard.press("Enter")
        assert look(chat.page, "active") != before, f"{name}: what was opened does not get the focus"
        chat.page.keyboard.press("Escape")
        chat.page.wait_for_timeout(100)
        check_focus_is(chat.page, before)


def test_a_reply_does_not_move_the_focus_of_who_writes(new_chat):
    check_a_reply_does_not_move_the_focus(new_chat().open())


def test_a_reply_does_not_scroll_away_what_is_being_written(new_chat):
    chat = new_chat(width=320).open()
    slow(chat)
    places = []

    def send_and_write_on() -> None:
        chat.field.press("Enter")
        chat.page.keyboard.type("ja")
        places.append(chat.field.bounding_box()["y"])

    chat.field.fill("verokortti")
    chat.answered(send_and_write_on)
    assert abs(chat.field.bounding_box()["y"] - places[0]) <= 2


def test_a_reply_does_not_move_the_focus_of_who_went_elsewhere(new_chat):
    chat = new_chat().open()
    slow(chat)

    def press_and_go() -> None:
        chat.option('/answer{"service":"kela_other"}').click()
        chat.other_language.focus()

    chat.answered(press_and_go)
    expect(chat.other_language).to_be_focused()


def test_time_does_not_move_the_focus(new_chat):
    check_waiting_does_not_move_the_focus(new_chat(clock=True).open())


def test_loading_does_not_take_the_focus(new_chat):
    chat = new_chat().open()
    chat.page.wait_for_timeout(500)
    assert look(chat.page, "active")["body"]


def test_after_an_option_the_focus_is_at_the_next_options(new_chat):
    check_focus_after_an_option(new_chat().open())


def test_after_sending_the_focus_stays_in_the_field(new_chat):
    chat = new_chat().open()
    chat.say("verokortti")
    expect(chat.field).to_be_focused()


def test_what_is_closed_gives_the_focus_back(new_chat):
    chat = new_chat().open()
    chat.answer("service", "kela_other")
    check_focus_returns(chat)


@pytest.mark.parametrize("tool", ["back", "why"])
def test_a_tool_keeps_the_focus_when_it_is_used(new_chat, tool):
    chat = new_chat().open()
    chat.answer("service", "kela_other")
    chat.tool(tool).focus()
    chat.answered(lambda: chat.page.keyboard.press("Enter"))
    check_focus_somewhere(chat.page)


def test_changing_an_answer_leaves_the_focus_at_the_question(new_chat):
    chat = new_chat().open()
    chat.answer("service", "kela_other")
    chat.tool("answers").click()
    change = chat.element.locator(".drawer").get_by_role("button").first
    change.focus()
    chat.answered(lambda: chat.page.keyboard.press("Enter"))
    check_focus_somewhere(chat.page)


def test_sending_again_does_not_lose_the_focus(new_chat):
    chat = new_chat().open()
    chat.page.route("**/chat/messages", lambda route: route.abort())
    chat.field.fill("verokortti")
    chat.field.press("Enter")
    again = chat.button("send_again")
    expect(again).to_be_visible()
    chat.page.unroute("**/chat/messages")
    again.focus()
    chat.answered(lambda: chat.page.keyboard.press("Enter"))
    check_focus_somewhere(chat.page)


def test_ending_restarting_and_clearing_do_not_lose_the_focus(new_chat):
    chat = new_chat().open()
    chat.answer("service", "kela_other")
    chat.tool("restart").click()
    chat.button("restart_yes").focus()
    chat.answered(lambda: chat.page.keyboard.press("Enter"))
    check_focus_somewhere(chat.page)
    chat.tool("end").click()
    chat.button("end_yes").focus()
    chat.page.keyboard.press("Enter")
    expect(chat.button("clear")).to_be_visible()
    check_focus_somewhere(chat.page)
    chat.button("clear").focus()
    chat.page.keyboard.press("Enter")
    expect(chat.button("clear")).to_be_hidden()
    check_focus_somewhere(chat.page)
    chat.button("begin_anew").focus()
    chat.opened(lambda: chat.page.keyboard.press("Enter"))
    check_focus_somewhere(chat.page)


def test_the_corner_gives_the_focus_back_when_it_closes(new_chat, site):
    chat = new_chat()
    chat.page.goto(f"{site.origin}/calm?attributes=position=corner")
    launcher = chat.button("open_chat")
    launcher.focus()
    chat.opened(lambda: chat.page.keyboard.press("Enter"))
    check_focus_somewhere(chat.page)
    chat.page.keyboard.press("Escape")
    expect(launcher).to_be_focused()


@pytest.mark.parametrize(
    ("width", "colour", "forced"), [(1280, "light", False), (320, "dark", False), (320, "light", True)]
)
def test_the_focus_is_seen_and_nothing_lies_over_it(new_chat, width, colour, forced):
    chat = new_chat(width=width, colour=colour, forced=forced).open()
    chat.answer("service", "kela_other")
    walk = tab_walk(chat.page)
    assert len(walk) > 12
    check_focus_visible(chat.page, walk)
    check_focus_not_obscured(chat.page, walk)


def test_at_400_percent_something_of_the_focus_is_always_seen(new_chat):
    chat = new_chat(width=320, height=256, device_scale_factor=4).open()
    chat.answer("service", "kela_other")
    check_focus_not_obscured(chat.page, points=1)
