"""axe-core in every state, both languages, both widths, light, dark and forced colours."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.browser.checks import check_axe, look
from tests.browser.plain import plain_conversation
from tests.browser.walks import conversation

# Width, colours, forced colours: every state is seen in each of them, and in both languages.
LOOKS = {
    "fi": [(1280, "light", False), (320, "dark", False)],
    "sv": [(320, "light", False), (1280, "light", True)],
}
PAGES = {
    "fi": ["/", "/plain?language=fi", "/tietosuoja", "/saavutettavuus", "/nowhere"],
    "sv": ["/?language=sv", "/plain?language=sv", "/dataskydd", "/tillganglighet", "/nowhere?language=sv"],
}


def faults_of(chat: Chat, state: str, scrolls: bool = False) -> list[str]:
    """What axe finds in a state, in each look of the language."""
    chat.page.wait_for_load_state()  # a page that a press led to has its style when it is loaded
    found = []
    for width, colour, forced in LOOKS[chat.language]:
        chat.page.emulate_media(color_scheme=colour, forced_colors="active" if forced else "none")
        # So high that nothing is scrolled below what stays on the screen: axe cannot tell colours that it does not see.
        chat.page.set_viewport_size({"width": width, "height": 800})
        chat.page.set_viewport_size({"width": width, "height": max(800, look(chat.page, "height"))})
        try:
            check_axe(chat.page, see_colours=not (forced or scrolls))
        except AssertionError as fault:
            found.append(f"{state}, {width} px, {'forced colours' if forced else colour}:\n{fault}")
    chat.page.set_viewport_size({"width": 1280, "height": 800})
    return found


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_no_state_of_a_conversation_has_a_fault(new_chat, language):
    chat = new_chat(language, axe=True)
    faults, states = [], []
    for state in conversation(chat):
        states.append(state)
        faults += faults_of(chat, state)
    assert len(states) == 16
    assert not faults, "\n\n".join(faults)


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_corner_has_no_fault_closed_or_open(new_chat, site, language):
    chat = new_chat(language, axe=True)
    chat.page.goto(f"{site.origin}/calm?language={language}&attributes={quote('position=corner')}")
    launcher = chat.button("open_chat")
    expect(launcher).to_be_visible()
    faults = faults_of(chat, "closed")
    chat.opened(launcher.click)
    faults += faults_of(chat, "open", scrolls=True)
    assert not faults, "\n\n".join(faults)


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_server_that_was_never_reached_leaves_a_page_without_fault(new_chat, assistant, language):
    chat = new_chat(language, axe=True)
    chat.page.route("**/chat/**", lambda route: route.abort())
    chat.page.goto(f"{assistant.site}/?language={language}")
    expect(chat.element.get_by_role("button").first).to_be_visible()
    faults = faults_of(chat, "nothing loaded")
    assert not faults, "\n\n".join(faults)


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_pages_without_javascript_and_the_statements_have_no_fault(new_chat, assistant, language):
    chat = new_chat(language, axe=True)
    faults = []
    for page in PAGES[language][1:]:
        chat.page.goto(assistant.site + page)
        faults += faults_of(chat, page)
    for state in plain_conversation(chat):
        faults += faults_of(chat, f"without JavaScript, {state}")
    assert not faults, "\n\n".join(faults)
