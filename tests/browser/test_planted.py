"""A check that never fails proves nothing: for each, a fault is planted, and the check finds it.

A fault is a file of planted/, served at the end of the widget's own: a style sheet after auta-chat.css, a script after
auta-chat.js. privacy.js stands instead of the real one.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.browser import checks
from tests.browser.chat import Chat, spoken
from tests.browser.test_announcements import check_no_storm
from tests.browser.test_conversation import check_forgotten, check_private_stays
from tests.browser.test_failures import check_sent_again_is_one_message
from tests.browser.test_focus import (
    check_a_reply_does_not_move_the_focus,
    check_focus_after_an_option,
    check_focus_returns,
    check_waiting_does_not_move_the_focus,
)
from tests.browser.test_reflow import check_no_time_limit

FOLDER = Path(__file__).parent / "planted"


def on_page(check: Callable) -> Callable[[Chat], None]:
    return lambda chat: check(chat.page)


def announced_once(chat: Chat) -> None:
    since = len(checks.announced(chat.page))
    reply = chat.answered(chat.other_language.click)
    chat.page.wait_for_timeout(150)
    checks.check_announced_once(chat.page, spoken(reply["messages"]), since)


def in_their_language(chat: Chat) -> None:
    chat.page.wait_for_timeout(200)
    checks.check_language(chat.page, chat.known_words())


def nobody_else_is_asked(chat: Chat) -> None:
    chat.page.wait_for_timeout(200)
    checks.check_own_requests_only(chat.requests, [chat.site])


def policy_is_kept(chat: Chat) -> None:
    checks.check_no_violations(chat.page, chat.console)


def after_a_while(check: Callable) -> Callable[[Chat], None]:
    def later(chat: Chat) -> None:
        chat.page.wait_for_timeout(800)
        check(chat.page)

    return later


def ends_and_forgets(chat: Chat) -> None:
    chat.say("verokortti on kadonnut")
    token = chat.token
    chat.tool("end").click()
    chat.button("end_yes").click()
    expect(chat.button("clear")).to_be_visible()
    check_forgotten(chat, "verokortti on kadonnut", token)


def answers_listed(chat: Chat) -> None:
    chat.answer("service", "kela_other")
    check_focus_returns(chat)


# The fault, the check that finds it, and how the page is opened for it.
FAULTS: list[tuple[str, Callable[[Chat], None], dict]] = [
    ("contrast.css", on_page(checks.check_axe), {"axe": True}),
    ("nameless.js", on_page(checks.check_axe), {"axe": True}),
    ("faint-edges.css", on_page(checks.check_edges), {}),
    ("coloured-links.css", on_page(checks.check_colour_alone), {}),
    ("announced-twice.js", announced_once, {}),
    ("announced-never.js", announced_once, {}),
    ("announced-without-language.js", announced_once, {}),
    ("announced-silently.js", announced_once, {}),
    ("announced-never.js", on_page(checks.check_one_announcer), {}),
    ("announced-silently.js", on_page(checks.check_one_announcer), {}),
    ("live-in-shadow.js", on_page(checks.check_one_announcer), {}),
    ("storm.js", check_no_storm, {}),
    ("focus-stolen.js", check_a_reply_does_not_move_the_focus, {}),
    ("focus-by-timer.js", check_waiting_does_not_move_the_focus, {"clock": True}),
    ("focus-lost.js", check_focus_after_an_option, {}),
    ("focus-not-returned.js", answers_listed, {}),
    ("no-outline.css", on_page(checks.check_focus_visible), {}),
    ("faint-outline.css", on_page(checks.check_focus_visible), {}),
    ("obscured.js", on_page(checks.check_focus_not_obscured), {}),
    ("obscured.js", on_page(checks.check_room), {}),
    ("not-by-keyboard.js", after_a_while(checks.check_keyboard), {}),
    ("only-by-mouse.js", after_a_while(checks.check_keyboard), {}),
    ("trap.js", on_page(checks.check_keyboard), {}),
    ("too-wide.css", on_page(checks.check_reflow), {"width": 320}),
    ("cut.css", on_page(checks.check_reflow), {"width": 320}),
    ("cut-when-spaced.css", on_page(checks.check_text_spacing), {}),
    ("small-targets.css", on_page(checks.check_targets), {}),
    ("small-text.css", on_page(checks.check_text_size), {}),
    ("placeholder.js", after_a_while(checks.check_labels), {}),
    ("moving.css", on_page(checks.check_still), {}),
    ("smooth.css", on_page(checks.check_still), {}),
    ("wrong-language.js", in_their_language, {}),
    ("time-limit.js", check_no_time_limit, {"clock": True}),
    ("third-party.js", nobody_else_is_asked, {"bypass_csp": True}),
    ("markup.js", policy_is_kept, {}),
    ("sent-twice.js", check_sent_again_is_one_message, {}),
    ("remembered.js", ends_and_forgets, {}),
    ("privacy.js", check_private_stays, {}),
]


def plant(chat: Chat, name: str) -> None:
    """From now on the widget is served with the fault."""
    fault = FOLDER / name
    served = name if name == "privacy.js" else f"auta-chat{fault.suffix}"

    def serve(route: Route) -> None:
        own = "" if served == name else route.fetch().text()
        kind = {".js": "text/javascript", ".css": "text/css"}[fault.suffix]
        headers = {"Content-Type": f"{kind}; charset=utf-8", "Access-Control-Allow-Origin": "*"}
        route.fulfill(body=own + "\n" + fault.read_text(encoding="utf-8"), headers=headers)

    chat.page.route(f"**/auta/{served}", serve)
    # Nobody outside this machine is asked, whatever is planted.
    chat.page.route("https://**", lambda route: route.abort())


@pytest.mark.parametrize(
    ("fault", "check", "options"), FAULTS, ids=[f"{fault}-{number}" for number, (fault, *_) in enumerate(FAULTS)]
)
def test_the_check_finds_the_fault(new_chat, fault, check, options):
    chat = new_chat(**options)
    plant(chat, fault)
    chat.open()
    with pytest.raises(AssertionError):
        check(chat)


def test_every_planted_fault_is_tried():
    assert {fault for fault, *_ in FAULTS} == {file.name for file in FOLDER.iterdir()}
