"""A person at the page: presses what is written on the buttons, writes, waits for the answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
from playwright.sync_api import Locator, Page, expect

# One answer to each question, by hand of somebody who has never used the net: a recommendation with a phone and others.
ANSWERS = {"service": "kela_other", "principal": "self", "usage": "never", "device": "own", "reach": "phone"}
# For everything else that may be asked.
OTHERS = {"support": "quick_advice", "identification": "works", "mandate": "yes", "municipality": "unknown"}
SAFETY = {
    "fi": {
        "EMERGENCY": "Apua! Miehellä on kova rintakipu eikä saa henkeä",
        "FRAUD": "kirjoitin pankkitunnukset huijaussivulle ja tililtä lähti rahaa",
        "COERCION": "mies ei anna minun käyttää omaa puhelintani ja lukee kaikki viestit",
    },
    "sv": {
        "EMERGENCY": "Hjälp! Min man har svår bröstsmärta och får ingen luft",
        "FRAUD": "jag skrev bankkoderna på en bluffsida och pengar försvann från kontot",
        "COERCION": "min man låter mig inte använda min egen telefon och läser alla meddelanden",
    },
}
# Somebody's, invented: the check character is right.
IDENTITY_CODE = "131052-308T"


class Chat:
    """One page with the chat in it. `site` is the address of Auta; `requests` and `console` grow while the page lives."""

    def __init__(self, page: Page, site: str, language: str) -> None:
        self.page, self.site, self.language = page, site, language
        self.about: dict[str, Any] = httpx.get(f"{site}/chat/page", timeout=20).json()
        self.replies: list[dict[str, Any]] = []
        self.sent: list[dict[str, Any]] = []
        self.requests: list[str] = []
        self.console: list[str] = []
        page.on("request", self._requested)
        page.on("pageerror", lambda error: self.console.append(f"script failed: {error}"))
        page.on("console", lambda said: self.console.append(said.text) if said.type == "error" else None)

    def word(self, name: str, language: str | None = None, **values: Any) -> str:
        """A word of the page."""
        text = self.about["texts"][language or self.language][name]
        for key, value in values.items():
            text = text.replace("{" + key + "}", str(value))
        return text

    def open(self, address: str | None = None) -> Chat:
        """Goes to the page and waits for the first question."""
        return self.opened(lambda: self.page.goto(address or f"{self.site}/?language={self.language}"))

    def opened(self, act: Callable[[], object]) -> Chat:
        """Does something that begins a conversation, and waits for its first question."""
        with self.page.expect_response(
            lambda one: one.url.endswith("/chat/sessions") and one.status == 201, timeout=20_000
        ) as found:
            act()
        self.replies.append(found.value.json())
        self.wait_for_question()
        return self

    def wait_for_question(self) -> None:
        """Until there is something to choose."""
        expect(self.options.first).to_be_visible(timeout=20_000)

    def wait_for_question_in(self, language: str) -> None:
        """The same, when the conversation is in this language from now on."""
        self.language = language
        self.wait_for_question()

    @property
    def element(self) -> Locator:
        """The custom element."""
        return self.page.locator("auta-chat")

    @property
    def field(self) -> Locator:
        """Where one writes."""
        return self.page.get_by_label(self.word("field"), exact=True)

    @property
    def options(self) -> Locator:
        """The answers that can be pressed."""
        return self.element.get_by_role("group", name=self.word("answers_label")).get_by_role("button")

    @property
    def messages(self) -> Locator:
        """What has been said, both sides."""
        return self.element.locator(".message")

    @property
    def state(self) -> dict[str, Any]:
        """The state that the last reply told."""
        return self.replies[-1]["state"]

    def button(self, name: str) -> Locator:
        """A button by its word's name in data/responses/page.yml."""
        return self.element.get_by_role("button", name=self.word(name), exact=True)

    @property
    def other_language(self) -> Locator:
        """The switch to the other language; the first message has such a button too."""
        return self.button("other_language").first

    def tool(self, name: str) -> Locator:
        """A tool, unfolded if it is not to be seen."""
        found = self.element.get_by_role("button", name=self.word(f"tool_{name}"), exact=True)
        if not found.is_visible():
            self.button("more").click()
        return found

    def press(self, payload: str) -> dict[str, Any]:
        """Presses the button with this payload, as `/answer{"usage":"alone"}`; returns the reply."""
        return self.answered(lambda: self.option(payload).click())

    def option(self, payload: str) -> Locator:
        """The button of a payload, found by its words among those that can be pressed now."""
        buttons = [one for message in self.replies[-1]["messages"] for one in message["buttons"]]
        question = self.state["question"]
        titles = [
            one["title"]
            for one in [*buttons, *(question["options"] if question else [])]
            if same(one["payload"], payload)
        ]
        assert titles, f"no button has {payload}: {[one['payload'] for one in buttons]}"
        return self.options.filter(has=self.page.get_by_text(titles[0], exact=True)).last

    def say(self, text: str) -> dict[str, Any]:
        """Writes and sends; returns the reply."""
        self.field.fill(text)
        return self.answered(lambda: self.field.press("Enter"))

    def answered(self, act: Callable[[], object]) -> dict[str, Any]:
        """Does something that is answered, and waits until the answer is drawn."""
        with self.page.expect_response(
            lambda one: "/chat/messages" in one.url and one.request.method == "POST", timeout=20_000
        ) as found:
            act()
        assert found.value.ok, f"{found.value.status}: {found.value.text()}"
        reply = found.value.json()
        self.replies.append(reply)
        self.drawn(reply)
        return reply

    def drawn(self, reply: dict[str, Any]) -> None:
        """Waits until the last words of a reply are there."""
        expect(self.element.locator(".typing")).to_be_hidden()
        if reply["state"]["question"]:
            expect(
                self.element.get_by_text(reply["state"]["question"]["options"][0]["title"], exact=True).last
            ).to_be_visible()

    def answer(self, question: str, value: str) -> dict[str, Any]:
        """Presses an answer."""
        return self.press("/answer" + json.dumps({question: value}, separators=(",", ":")))

    def to_the_end(self, **others: str) -> dict[str, Any]:
        """Answers until there is a recommendation; returns the last reply."""
        answers = {**OTHERS, **ANSWERS, **others}
        reply = self.replies[-1]
        while reply["state"]["question"]:
            question = reply["state"]["question"]["question"]
            reply = self.answer(question, answers[question])
        return reply

    @property
    def token(self) -> str | None:
        """The session's token, from wherever the page keeps it."""
        stores = self.page.evaluate("() => [...Object.values(sessionStorage), ...Object.values(localStorage)]")
        known = {reply["session"] for reply in self.replies if "session" in reply}
        return next((token for token in known if any(token in value for value in stores)), None)

    def transcript(self, token: str | None = None) -> list[dict[str, Any]]:
        """What the server has."""
        answer = httpx.get(
            f"{self.site}/chat/session", headers={"Authorization": f"Bearer {token or self.token}"}, timeout=20
        )
        return answer.json()["messages"]

    def shown(self) -> str:
        """All words that are to be seen in the element."""
        return self.page.evaluate("() => window.__look.shown().join('\\n')")

    def check_contact(self) -> None:
        """The human being can be called, wherever the page is scrolled to."""
        contact = self.state["contact"]
        bar = self.element.get_by_role("region", name=self.word("person"))
        expect(bar.locator(f"a[href='tel:{contact['phone']}']")).to_be_in_viewport()

    def known_words(self) -> dict[str, str]:
        """Words of which the language is known: those of the page, and of what was said; none that both languages have."""
        found: dict[str, set[str]] = {}
        others = {"fi": "sv", "sv": "fi"}
        for language, texts in self.about["texts"].items():
            for name, text in texts.items():
                # The way to the other language is written in that one.
                spoken_in = others[language] if name == "other_language" else language
                found.setdefault(" ".join(text.split()), set()).add(spoken_in)
        for reply in self.replies:
            for message in reply["messages"]:
                for line in message["text"].split("\n") if message["from"] == "auta" else []:
                    found.setdefault(" ".join(line.split()), set()).add(
                        offered_language(message) or message["language"]
                    )
                for words, language in custom_words(message["custom"]):
                    found.setdefault(" ".join(words.split()), set()).add(language)
        return {text: next(iter(languages)) for text, languages in found.items() if text and len(languages) == 1}

    def _requested(self, request: Any) -> None:
        self.requests.append(request.url)
        if "/chat/messages" in request.url and request.method == "POST":
            self.sent.append(request.post_data_json)


def same(one: str, other: str) -> bool:
    """Whether two payloads are the same, whatever their spaces."""
    return one.replace(" ", "") == other.replace(" ", "")


def custom_words(custom: Any) -> Iterator[tuple[str, str]]:
    """The words of a contract's message, each with its language."""
    if not custom:
        return
    language = custom.get("language")
    for option in custom.get("options") or []:
        yield option["title"], language
    for card in [*(custom.get("cards") or []), *filter(None, [custom.get("contact"), custom.get("card")])]:
        if not isinstance(card, dict) or "language" not in card:
            continue
        for key in ("name", "open", "languages", "price"):
            if card.get(key):
                yield card[key], card["language"]
        for line in [*(card.get("week") or []), *(card.get("details") or [])]:
            yield line, card["language"]


def spoken(messages: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """What a screen reader must say of messages: text and language. An offer of the other language is in that."""
    return [
        (message["text"], offered_language(message) or message["language"])
        for message in messages
        if message["from"] == "auta" and message["text"]
    ]


def offered_language(message: dict[str, Any]) -> str | None:
    """The language of a message whose only buttons change the language."""
    offered = [
        json.loads(one["payload"].removeprefix("/language"))
        for one in message["buttons"]
        if one["payload"].startswith("/language")
    ]
    return offered[0]["language"] if offered and len(offered) == len(message["buttons"]) else None
