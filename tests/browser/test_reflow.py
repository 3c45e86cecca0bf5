"""Small screens, large text, more space, less motion, no hurry."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.checks import (
    check_colour_alone,
    check_edges,
    check_keyboard,
    check_labels,
    check_language,
    check_one_announcer,
    check_reflow,
    check_room,
    check_still,
    check_targets,
    check_text_size,
    check_text_spacing,
)
from tests.browser.walks import conversation

# Width, height, device pixels: an old phone, and 1280 x 1024 at 400 %.
SCREENS = {"phone": (320, 640, 1), "400 %": (320, 256, 4)}
PAGES = ["/plain?language={}", "/tietosuoja", "/saavutettavuus", "/dataskydd", "/tillganglighet", "/nowhere"]


@pytest.mark.parametrize(("language", "screen"), [("fi", "phone"), ("sv", "phone"), ("sv", "400 %")])
def test_every_state_fits_a_small_screen(new_chat, language, screen):
    width, height, scale = SCREENS[screen]
    chat = new_chat(language, width=width, height=height, device_scale_factor=scale)
    for state in conversation(chat):
        try:
            check_reflow(chat.page)
            check_targets(chat.page)
            check_text_size(chat.page)
            check_labels(chat.page)
            check_colour_alone(chat.page)
            check_still(chat.page)
            check_room(chat.page)
            check_one_announcer(chat.page)
            check_language(chat.page, chat.known_words())
        except AssertionError as fault:
            raise AssertionError(f"{state}: {fault}") from None


@pytest.mark.parametrize("colour", ["light", "dark"])
def test_the_edges_of_controls_are_seen(new_chat, colour):
    chat = new_chat(colour=colour).open()
    check_edges(chat.page)
    chat.to_the_end()
    check_edges(chat.page)


@pytest.mark.parametrize(("language", "width"), [("fi", 1280), ("sv", 320)])
def test_more_space_between_letters_and_lines_loses_nothing(new_chat, language, width):
    start = new_chat(language, width=width).open()
    check_text_spacing(start.page)
    chat = new_chat(language, width=width).open()
    chat.to_the_end()
    chat.tool("answers").click()
    check_text_spacing(chat.page)


def test_the_largest_text_fits_a_small_screen(new_chat):
    chat = new_chat(width=320).open()
    size = chat.element.get_by_role("button", name=chat.word("text_larger"))
    before = chat.messages.first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    size.click()
    size.click()
    after = chat.messages.first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert after >= before * 1.3
    check_reflow(chat.page)
    chat.to_the_end()
    check_reflow(chat.page)
    check_keyboard(chat.page)
    chat.page.reload()
    expect(chat.messages.first).to_be_visible()
    assert chat.messages.first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") == after


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_without_javascript_fit_a_small_screen(new_chat, assistant, page):
    chat = new_chat(width=320)
    chat.page.goto(assistant.site + page.format("fi"))
    check_reflow(chat.page)
    check_targets(chat.page)
    check_text_size(chat.page)
    check_colour_alone(chat.page)
    check_still(chat.page)
    check_keyboard(chat.page)
    check_text_spacing(chat.page)


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_page_says_its_language(new_chat, language):
    chat = new_chat(language).open()
    assert chat.page.locator("html").get_attribute("lang") == language
    chat.answered(chat.other_language.click)
    check_language(chat.page, chat.known_words())
    chat.page.reload()
    chat.wait_for_question_in({"fi": "sv", "sv": "fi"}[language])
    check_language(chat.page, chat.known_words())


def test_a_day_of_thinking_ends_nothing(new_chat):
    chat = new_chat(clock=True).open()
    chat.answer("service", "kela_other")
    check_no_time_limit(chat)


def check_no_time_limit(chat) -> None:
    """After two hours the page is as it was, and the next answer is taken."""
    before = chat.shown()
    chat.field.fill("minä itse")
    chat.page.clock.run_for(2 * 60 * 60 * 1000)
    assert chat.shown() == before
    expect(chat.field).to_have_value("minä itse")
    chat.answer("principal", "self")
    assert chat.state["answers"]
