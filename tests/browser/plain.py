"""The conversation on the page without JavaScript, by its forms."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.browser.chat import ANSWERS, OTHERS, Chat


def press(chat: Chat, payload: str) -> None:
    """Presses the button that sends this payload."""
    buttons = chat.page.locator("button[name=say]").all()
    values = [one.get_attribute("value") or "" for one in buttons]
    wanted = payload.replace(" ", "")
    places = [place for place, value in enumerate(values) if value.replace(" ", "") == wanted]
    assert places, f"no button has {payload}: {values}"
    buttons[places[0]].click()


def answer(chat: Chat, question: str, value: str) -> None:
    """Presses an answer."""
    press(chat, "/answer" + json.dumps({question: value}))


def asked(chat: Chat) -> str | None:
    """The question that is open: the one that the buttons answer."""
    for value in chat.page.locator("button[name=say]").evaluate_all("buttons => buttons.map((one) => one.value)"):
        if value.startswith("/answer"):
            return str(next(iter(json.loads(value.removeprefix("/answer")))))
    return None


def plain_conversation(chat: Chat) -> Iterator[str]:
    """A whole conversation, a state at a time."""
    page = chat.page
    page.goto(f"{chat.site}/plain?language={chat.language}")
    page.locator("main form button").first.click()
    yield "start"
    answers, first = {**OTHERS, **ANSWERS}, True
    while question := asked(chat):
        answer(chat, question, answers[question])
        if first:
            yield "question"
            press(chat, "/why")
            yield "why"
        first = False
    yield "recommendation"
    press(chat, "/human")
    yield "human"
    page.locator("details form[action='/plain/end'] button").evaluate(
        "button => { button.closest('details').open = true; }"
    )
    page.locator("form[action='/plain/end'] button").click()
    yield "end asked"
    page.locator("form[action='/plain/end'] button[name=sure]").click()
    yield "ended"
