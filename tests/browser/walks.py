"""The states that a page can be in, one after the other: each walk stops at every one of them."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import expect

from tests.browser.chat import IDENTITY_CODE, SAFETY, Chat


def conversation(chat: Chat) -> Iterator[str]:
    """A whole conversation with the page open; yields the name of each state while the page is in it."""
    page = chat.page
    chat.open()
    yield "start"
    chat.answer("service", "kela_other")
    yield "question"
    chat.answered(chat.tool("why").click)
    yield "why"
    chat.say(f"tunnukseni on {IDENTITY_CODE}")
    yield "identity code"
    chat.say("xyzzy plugh")
    yield "not understood"
    chat.tool("answers").click()
    yield "answers"
    page.keyboard.press("Escape")
    for code, sentence in SAFETY[chat.language].items():
        chat.say(sentence)
        yield code.lower()
        chat.press("/continue")
    yield from failure(chat)
    chat.to_the_end()
    yield "recommendation"
    chat.press("/alternatives")
    yield "alternatives"
    chat.say({"fi": "haluan puhua ihmiselle", "sv": "jag vill tala med en människa"}[chat.language])
    yield "human"
    chat.tool("restart").click()
    yield "restart asked"
    page.keyboard.press("Escape")
    chat.tool("end").click()
    yield "end asked"
    chat.button("end_yes").click()
    expect(chat.button("clear")).to_be_visible()
    yield "ended"


def failure(chat: Chat) -> Iterator[str]:
    """The server is not reached, and then it is."""
    pattern = "**/chat/messages"
    chat.page.route(pattern, lambda route: route.abort())
    chat.field.fill({"fi": "oma asia", "sv": "mitt eget ärende"}[chat.language])
    chat.field.press("Enter")
    expect(chat.button("send_again")).to_be_visible()
    yield "not sent"
    chat.page.unroute(pattern)
    chat.answered(chat.button("send_again").click)
